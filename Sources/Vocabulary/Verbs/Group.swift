import Columns
package import Language
package import Planning

/// Gathers rows by keys, with figures about each group.
package struct Group: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "group", argument: .aggregates, clauses: [.by], example: "group by reason",
    summary: "gathers rows by keys, with figures about each group")

  package let page = VerbPage(
    synopsis: "group by KEY, ... [: NAME = AGGREGATE, ...]",
    question: "How many, of which kind?",
    lesson: "Alone it shows clients, their share of all rows, the amount where there is one, and "
      + "how many of them left. A bare month is the month of leaving (of the purchase, in purchases); "
      + "for another date write month(start).",
    examples: [
      .init("group by reason", shows: "why they left"),
      .init("group by reason, year | take 5", shows: "the same by year of leaving"),
      .init(
        "group by `Province / Territory`: n = count(), typical = median(tenure) | take 3",
        shows: "figures of one's own"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let scope = try context.scope(for: stage)
    guard !stage.keys.isEmpty else {
      throw Diagnostic(
        code: "missing-by", at: stage.verb.range, "group needs keys", help: syntax.example)
    }
    var checker = ExpressionChecker(scope)
    let (date, name) = scope.eventDate
    let keys = try checker.keys(stage.keys, date: date, dateIsCalled: name)
    var measures: [AggregateColumn] = []
    if case .aggregates(let assignments)? = stage.argument {
      for assignment in assignments { measures.append(try checker.aggregate(assignment)) }
    } else {
      measures = Group.usualMeasures(scope, keys)
    }
    context.warnings += checker.warnings
    let schema = Schema(keys.map(\.field) + measures.map(\.field))
    try requireDifferentNames(schema, at: stage)
    return .table(
      Plan(
        .aggregate(
          scope.input.plan,
          Aggregation(
            keys: keys, measures: measures, remarks: scope.tenureRemarks(measures))),
        schema: schema, title: "", shape: shape(keys, measures)))
  }

  /// clients, share, amount and lost for clients; rows, customers, share, amount for purchases.
  private static func usualMeasures(_ scope: Scope, _ keys: [GroupKey]) -> [AggregateColumn] {
    func column(_ role: Role) -> TypedExpression? {
      scope.schema.index(of: role).map { .column($0, scope.schema.fields[$0].type) }
    }
    let rows = AggregateColumn(Field("rows", .integer, unit: .count), .count)
    let share = AggregateColumn(Field("share", .decimal, unit: .rate), .share)
    let customers = column(.customer).map { customer in
      AggregateColumn(Field("customers", .integer, unit: .count), .distinct, of: customer)
    }
    var measures: [AggregateColumn]
    switch scope.schema.kind {
    case .clients:
      var clients = customers ?? rows
      clients.field.name = "clients"
      measures = [clients, share]
    case .purchases, .register: measures = [rows] + (customers.map { [$0] } ?? []) + [share]
    case .other: measures = [rows, share]
    }
    if let index = scope.schema.index(of: .amount) {
      let field = scope.schema.fields[index]
      measures.append(
        AggregateColumn(
          Field("amount", field.type, unit: .money), .sum, of: .column(index, field.type)))
    }
    let isAboutLeaving = keys.contains {
      $0.describesExit || ($0.grain != nil && $0.value == scope.leaving)
    }
    if scope.schema.kind == .clients, !isAboutLeaving, let leaving = scope.leaving {
      measures.append(
        AggregateColumn(Field("lost", .integer, unit: .count), .count, of: leaving))
    }
    return measures
  }

  private func requireDifferentNames(_ schema: Schema, at stage: Stage) throws(Diagnostic) {
    var seen: [String] = []
    for name in schema.fields.map(\.name) {
      guard !seen.contains(name) else {
        throw Diagnostic(
          code: "column-twice", at: stage.range, "two columns would be called '\(name)'",
          help: "give one another name:  n = count()")
      }
      seen.append(name)
    }
  }

  private func shape(_ keys: [GroupKey], _ measures: [AggregateColumn]) -> TableShape {
    guard let measure = measures.first(where: { $0.field.type.isNumeric })?.field.name else {
      return .rows
    }
    if let period = keys.first(where: { $0.grain != nil }), let grain = period.grain {
      let others = keys.map(\.field.name).filter { $0 != period.field.name }
      return .timeSeries(
        period: period.field.name, grain: grain, measure: measure, band: nil, series: others)
    }
    return .breakdown(category: keys[0].field.name, measure: measure)
  }
}

extension Scope {
  /// The date that a bare `month` is taken of, and what it is called.
  fileprivate var eventDate: (TypedExpression?, String) {
    if let date = schema.index(of: .date), schema.kind == .purchases || schema.kind == .register {
      let name = schema.kind == .purchases ? "date of purchase" : "date of renewal"
      return (.column(date, schema.fields[date].type), name)
    }
    return (leaving, "date of leaving")
  }
}
