import Calendars
import Columns
package import Language
package import Planning

/// Whether the losses were bad.
package struct Losses: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "losses", clauses: [.inPeriod, .by, .asOf, .with], example: "losses by verdict",
    summary: "judges each loss: painful, neutral or healthy")

  package let page = VerbPage(
    synopsis: "losses [in PERIOD] [by KEYS] [as of DATE] [with OPTION = VALUE]",
    question: "Was losing this client bad?",
    lesson: "One row a loss, of the last 12 complete months unless a period is given; by verdict, "
      + "reason, cause, wanted, month or any column it counts them. A loss is healthy where the "
      + "firm wanted it (the map of causes says so: reasons map), where the client was off target "
      + "(set target = CONDITION), where the client had cost more than brought, or belongs to the "
      + "quarter of least value; else it is painful in the upper half of value, and neutral below. "
      + "The thresholds are settings, healthy_below and painful_above. value is what the client had "
      + "brought by that day; net is the money a month that went with the losses, less the cost to "
      + "serve them.",
    definitions: Losses.definitions,
    options: [
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default")
    ] + MonthlyMoney.options,
    examples: [
      .init("losses in 2024-12 | take 5", shows: "loss by loss", on: .gym),
      .init("losses by verdict", shows: "how many hurt", on: .gym),
      .init(
        "losses in 2024 by cause, verdict", shows: "what stands behind those that hurt", on: .gym),
    ])

  static let definitions = [
    Definition(
      "verdict", title: "whether the loss was bad",
      formula: "healthy if wanted, off target, of negative or low value; painful if of high value; "
        + "else neutral",
      pitfalls: [
        "value so far grows with the length of stay: a promising newcomer counts little",
        "a reason that nobody wrote down is not known to be wanted",
      ],
      source: "the firm's own settings: target, healthy_below, painful_above"),
    Definition(
      "net", title: "what the firm lost net, a month",
      formula: "sum over the losses of amount a month - effort a month x cost of an hour",
      source: "ChartMogul, churned MRR, less the cost to serve"),
  ]

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    let schema = input.schema
    try requireClients(schema, for: stage)
    let options = try stage.options(page.options, context.parameters)
    let (money, remark) = try stage.moneyIfKnown(schema, options, context.settings)
    func numeric(_ role: Role) -> Int? {
      schema.index(of: role).flatMap { schema.fields[$0].type.isNumeric ? $0 : nil }
    }
    let sources = WorthSources(
      money: money, amount: nil, effort: numeric(.effort), cost: numeric(.cost),
      effortCost: context.settings.effortCost, tenureDays: nil, asOf: try stage.asOf(context),
      gap: try stage.gap(options))
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let keys = try keys(stage, &checker)
    context.warnings += checker.warnings
    let target = try stage.target(context)
    let specification = LossesSpecification(
      sources: sources, moneyRemark: remark, period: try stage.period(context.parameters),
      reason: schema.index(of: .reason), causes: context.settings.causes,
      target: target?.condition, targetText: target?.text,
      healthyBelow: context.settings.healthyBelow, painfulAbove: context.settings.painfulAbove,
      keys: keys,
      customerType: schema.index(of: .customer).map { schema.fields[$0].type } ?? .integer,
      definitions: Losses.definitions)
    return .table(
      Plan(
        .losses(input.plan, specification), schema: specification.schema, title: "",
        shape: shape(keys)))
  }

  private func shape(_ keys: [LossesSpecification.Key]) -> TableShape {
    guard let first = keys.first else { return .rows }
    if case .period(let grain) = first {
      return .timeSeries(
        period: "period", grain: grain, measure: "lost", band: nil,
        series: keys.dropFirst().map(\.field.name))
    }
    return .breakdown(category: first.field.name, measure: "lost")
  }

  /// Figures of the loss by their names come before columns of the data, but for the reason, which
  /// is the same in both.
  private func keys(
    _ stage: Stage, _ checker: inout ExpressionChecker
  ) throws(Diagnostic) -> [LossesSpecification.Key] {
    var keys: [LossesSpecification.Key] = []
    let schema = checker.scope.schema
    let reason = schema.index(of: .reason).map { schema.fields[$0].name }
    for assignment in stage.keys {
      let key: LossesSpecification.Key
      if case .name(let name) = assignment.value, let grain = checker.grain(name) {
        key = .period(grain)
      } else if case .name(let name) = assignment.value, name.text == reason {
        key = .ofLoss("reason")
      } else if case .name(let name) = assignment.value,
        LossesSpecification.keysOfLoss.contains(name.text.lowercased()),
        schema.index(of: name.text) == nil
      {
        key = .ofLoss(name.text.lowercased())
      } else {
        let found = try checker.keys([assignment], date: nil, dateIsCalled: "date")
        guard let column = found.first?.asCategory else { continue }
        key = .column(column)
      }
      guard !keys.contains(where: { $0.field.name == key.field.name }) else {
        throw Diagnostic(
          code: "key-twice", at: assignment.value.range,
          "'\(key.field.name)' stands twice among the keys")
      }
      keys.append(key)
    }
    return keys
  }
}
