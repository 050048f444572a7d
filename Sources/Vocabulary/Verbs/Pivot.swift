import Columns
package import Language
package import Planning

/// Turns the values of a column into columns.
package struct Pivot: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "pivot", argument: .names, requiresArgument: true, clauses: [.of],
    example: "group by reason, year | pivot year", summary: "turns a column's values into columns")

  package let page = VerbPage(
    synopsis: "... | pivot COLUMN [of MEASURE]",
    lesson:
      "The other keys stay as rows, each value of the column becomes a column, and one measure "
      + "fills the cells: the one after of, else the table's first. A combination that does not "
      + "occur is missing. Stages after it can name the new columns, in backticks where they are "
      + "no words: `2012`. At most \(PivotSpecification.mostColumns) columns.",
    examples: [
      .init(
        "filter end in 2010..2012 | group by reason, year | pivot year",
        shows: "reasons down, years across"),
      .init(
        "churn by reason, year in 2010..2012 | pivot reason of rate",
        shows: "the rate by reason, a column each"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let scope = try context.scope(for: stage)
    guard case .names(let names)? = stage.argument, names.count == 1 else {
      throw Diagnostic(
        code: "one-name", at: stage.range, "pivot takes one column",
        help: "the other keys stay as rows:  \(syntax.example)")
    }
    let column = try scope.column(names[0])
    let measure = try measure(stage, scope, without: column)
    let keys = try keys(scope, column: column, measure: measure, at: stage)
    let specification = PivotSpecification(keys: keys, column: column, measure: measure)
    let schema = Schema(keys.map { scope.schema.fields[$0] })
    return .table(Plan(.pivot(scope.input.plan, specification), schema: schema, title: ""))
  }

  private func measure(
    _ stage: Stage, _ scope: Scope, without column: Int
  ) throws(Diagnostic) -> Int {
    let fields = scope.schema.fields
    if case .of(let expression, _)? = stage.clause(.of) {
      guard case .name(let name) = expression else {
        throw Diagnostic(
          code: "of-column", at: expression.range, "after of stands a column",
          help: "compute it before:  group by reason, year: n = count() | pivot year of n")
      }
      let measure = try scope.column(name)
      guard measure != column else {
        throw Diagnostic(
          code: "column-twice", at: name.range, "a column cannot fill its own cells",
          help: syntax.example)
      }
      return measure
    }
    if let usual = scope.input.plan.shape.measure.flatMap({ scope.schema.index(of: $0) }),
      usual != column
    {
      return usual
    }
    let numbers = fields.indices.filter { $0 != column && fields[$0].type.isNumeric }
    if let usual = numbers.first(where: { fields[$0].unit != .none }) ?? numbers.first,
      numbers.count == 1 || fields[usual].unit != .none
    {
      return usual
    }
    throw Diagnostic(
      code: "which-measure", at: stage.range, "which column fills the cells?",
      help: numbers.isEmpty
        ? "this table has no figures; compute some first:  \(syntax.example)"
        : "say  pivot \(quotedIfNeeded(fields[column].name)) of "
          + quotedIfNeeded(fields[numbers[0]].name))
  }

  /// The keys of the figures before it; where the plan does not tell, the columns before the first
  /// figure.
  private func keys(
    _ scope: Scope, column: Int, measure: Int, at stage: Stage
  ) throws(Diagnostic) -> [Int] {
    let fields = scope.schema.fields
    let known = scope.input.plan.keyNames
    let keys: [Int]
    if let known {
      keys = fields.indices.filter { known.contains(fields[$0].name) }
    } else {
      let first = fields.indices.first { fields[$0].isFigure || $0 == measure } ?? fields.count
      keys = Array(0..<first)
    }
    if let known, !known.contains(fields[column].name) {
      throw Diagnostic(
        code: "not-a-key", at: stage.range,
        "'\(fields[column].name)' is a figure; pivot takes one of the keys",
        help: "the keys are " + known.map(quotedIfNeeded).joined(separator: ", "))
    }
    return keys.filter { $0 != column && $0 != measure }
  }
}

extension Field {
  /// Whether it is surely no key.
  fileprivate var isFigure: Bool { type == .decimal || (type.isNumeric && unit != .none) }
}

extension TableShape {
  fileprivate var measure: String? {
    switch self {
    case .rows, .levels, .spreads: nil
    case .timeLines(_, _, let measures): measures.first
    case .breakdown(_, let measure), .timeSeries(_, _, let measure, _, _),
      .forecast(_, _, let measure, _, _):
      measure
    case .curve(let shape): shape.lines == nil ? shape.measure.name : nil
    case .triangle(let shape): shape.measure
    }
  }
}

extension Plan {
  /// The names of the keys of figures about groups; nil where the plan does not tell.
  fileprivate var keyNames: [String]? {
    switch operation {
    case .aggregate(_, let aggregation): aggregation.keys.map(\.field.name)
    case .calendarCounts(_, let counts): counts.keys.map(\.field.name) + ["period"]
    case .reasons(_, let specification):
      specification.layout == .pareto ? specification.keys.map(\.field.name) + ["reason"] : nil
    case .value(_, let specification): specification.keys.map(\.field.name)
    case .losses(_, let specification): specification.keys.map(\.field.name)
    case .rates(let input, _), .filter(let input, _), .sort(let input, _), .take(let input, _),
      .project(let input, _), .compute(let input, _), .expect(let input, _):
      input.keyNames
    case .renewals(_, let specification): specification.keys.map(\.field.name) + ["period"]
    case .moneyMovements(_, let movements): movements.counts.keys.map(\.field.name) + ["period"]
    case .growth(_, let growth): growth.counts.keys.map(\.field.name) + ["period"]
    case .purchaseHistory(_, let specification): [specification.customer.name]
    case .purchaseModel(_, let specification): [specification.customer.name]
    case .purchaseForecast: ["period"]
    case .retentionForecast(_, let specification):
      specification.keys.map(\.field.name) + ["period"]
    case .returns(_, let specification): specification.keys.map(\.field.name)
    case .cohorts(_, let specification): specification.keys.map(\.field.name) + ["cohort", "k"]
    case .hazards: ["factor", "level"]
    case .fit: ["dimension", "segment"]
    case .survival(_, let specification): specification.keys.map(\.field.name)
    case .change: ["dimension", "segment"]
    case .scan, .join, .pivot, .describe, .rows, .forecast, .shifts, .season: nil
    }
  }
}
