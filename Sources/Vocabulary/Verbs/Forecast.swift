import Calendars
import Columns
package import Language
package import Planning

/// What a table over time will be like.
package struct Forecast: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "forecast", argument: .duration, clauses: [.of, .next, .using],
    example: "churn by month | forecast 6 months", summary: "goes on from a table over time")

  package let page = VerbPage(
    synopsis: "... | forecast [DURATION] [of COLUMN] [using METHOD]",
    question: "What will it be like in six months?",
    lesson: "The mean of each coming period with the intervals that hold 80 and 95 of 100 such "
      + "values. It starts at the first period that is not complete, which is not used. "
      + "On a table of clients it forecasts their churn by month.",
    methods: [
      .init("auto", "the better of the two on the series' own past; the default"),
      .init("naive", "seasonal naive: the value of one season ago, or the last one by year"),
      .init("ses", "simple exponential smoothing: a level that follows the series"),
    ],
    examples: [
      .init("churn by year | forecast 5 years", shows: "the rate of the coming years"),
      .init(
        "group by year | forecast 3 years using ses", shows: "how many will leave, as a count"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let table = try timeTable(stage, &context)
    guard case .timeSeries(let period, let grain, let measure, _, let series) = table.shape,
      let periodColumn = table.schema.index(of: period)
    else {
      throw Diagnostic(
        code: "not-over-time", at: stage.verb.range, "forecast needs a table over time before it",
        help: syntax.example)
    }
    let measureColumn = try measured(stage, table, usual: measure, context)
    let method = try stage.method(among: page.methods) ?? ForecastSpecification.Method.auto.rawValue
    let specification = ForecastSpecification(
      keys: series.compactMap { table.schema.index(of: $0) }, period: periodColumn, grain: grain,
      measure: measureColumn, exposure: exposure(table, measureColumn),
      horizon: try horizon(stage, grain),
      method: ForecastSpecification.Method(rawValue: method) ?? .auto)
    return .table(
      Plan(
        .forecast(table, specification), schema: specification.schema(of: table.schema), title: "",
        shape: .forecast(
          period: "period", grain: grain, measure: "mean", history: [], series: series)))
  }

  /// The input, or the churn by month of clients.
  private func timeTable(_ stage: Stage, _ context: inout LoweringContext) throws(Diagnostic)
    -> Plan
  {
    let input = try context.source(for: stage)
    guard input.plan.shape == .rows, input.schema.kind.hasStays else { return input.plan }
    context.warnings.append(
      Diagnostic(
        .warning, code: "forecast-of-churn", at: stage.verb.range,
        "forecast of  churn by month, because no table over time stands before it"))
    return Churn.plan(by: .month, of: input, context.settings)
  }

  private func measured(
    _ stage: Stage, _ table: Plan, usual: String, _ context: LoweringContext
  ) throws(Diagnostic) -> Int {
    let fields = table.schema.fields
    if case .of(let expression, let range)? = stage.clause(.of) {
      guard case .name(let name) = expression else {
        throw Diagnostic(
          code: "of-column", at: range, "after of stands a column", help: "forecast of lost")
      }
      let scope = Scope(
        input: PlanInput(plan: table, asOf: nil, words: { _ in [] }),
        parameters: context.parameters)
      let index = try scope.column(name)
      guard fields[index].type.isNumeric else {
        throw Diagnostic(
          code: "type-mismatch", at: name.range,
          "forecast needs numbers, and '\(name.text)' is \(fields[index].type.withArticle)")
      }
      return index
    }
    let measures = fields.indices.filter { fields[$0].type.isNumeric }
    if let rate = measures.first(where: { fields[$0].name == "rate" }) { return rate }
    if measures.count == 1 { return measures[0] }
    if let index = table.schema.index(of: usual), measures.contains(index) { return index }
    throw Diagnostic(
      code: "which-measure", at: stage.verb.range, "which column is to be forecast?",
      help: "say  forecast of \(measures.first.map { fields[$0].name } ?? "COLUMN")")
  }

  /// A churn rate is a share of those at risk, its opening.
  private func exposure(_ table: Plan, _ measure: Int) -> ForecastSpecification.Exposure? {
    guard table.schema.fields[measure].name == "rate" else { return nil }
    return table.schema.index(of: "opening").map { .init(atRisk: $0) }
  }

  private func horizon(_ stage: Stage, _ grain: Grain) throws(Diagnostic) -> Int {
    var written: (CalendarDuration, SourceRange)?
    if case .duration(let duration, let range)? = stage.argument { written = (duration, range) }
    if case .next(let duration, let range)? = stage.clause(.next) { written = (duration, range) }
    guard let (duration, range) = written else { return Forecast.usualHorizon(grain) }
    guard duration.months > 0 || duration.days > 0 else {
      throw Diagnostic(
        code: "horizon", at: range, "a forecast reaches at least one \(grain) ahead",
        help: "write  forecast \(Forecast.usualHorizon(grain)) \(grain)s")
    }
    guard let periods = duration.periods(of: grain), periods > 0 else {
      throw Diagnostic(
        code: "horizon", at: range,
        "the table is by \(grain), and \(duration) is no whole number of them",
        help: "write  forecast \(Forecast.usualHorizon(grain)) \(grain)s")
    }
    guard periods <= 1000 else {
      throw Diagnostic(code: "horizon", at: range, "a forecast reaches at most 1000 periods ahead")
    }
    return periods
  }

  private static func usualHorizon(_ grain: Grain) -> Int {
    switch grain {
    case .day: 14
    case .week: 13
    case .month: 12
    case .quarter: 4
    case .year: 3
    }
  }
}
