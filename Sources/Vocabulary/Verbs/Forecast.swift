import Calendars
import Columns
package import Language
package import Planning

/// What a table over time will be like.
package struct Forecast: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "forecast", argument: .duration, clauses: [.of, .next, .asOf, .using, .with],
    example: "churn by month | forecast 6 months",
    summary: "goes on from a table over time, from purchases or from a curve of retention")

  static let definitions = [
    Definition(
      "auto", title: "the median of four methods",
      formula: "mean = median of ETS, dynamic optimised Theta, CES and seasonal naive",
      pitfalls: [
        "with less than two full seasons no method can see a season",
        "it knows the series and the events that were set: nothing else that is planned is in it",
      ],
      source: "Petropoulos & Svetunkov 2020; Hyndman et al. 2008; Fiorucci et al. 2016; "
        + "Svetunkov, Kourentzes & Ord 2022"),
    Definition(
      "low80", title: "the ends between which 80 (95) of 100 such values fall",
      formula: "forecast -+ factor x root mean square of the errors made as far ahead at earlier "
        + "periods of the same series; under 30 values, quantile of Student's t x standard error",
      pitfalls: ["months that are unlike all before are not foreseen by any of them"],
      source: "factors fitted on public monthly series, checked by cross-validation"),
    Definition(
      "mase", title: "mean absolute scaled error",
      formula: "mean |value - forecast| / mean |value - value one season before|",
      pitfalls: ["below 1 is better than the naive forecast one step ahead"],
      source: "Hyndman & Koehler 2006"),
  ]

  package let page = VerbPage(
    synopsis: "... | forecast [DURATION] [of COLUMN] [as of DATE] [using METHOD] "
      + "[with OPTION = VALUE]",
    question: "What will it be like in six months?",
    lesson: "The mean of each coming period with the intervals that hold 80 and 95 of 100 such "
      + "values. It starts at the first period that is not complete, which is not used. "
      + "Rates stay between 0 and 1, counts at 0 or above. Groups that are parts of a whole are "
      + "brought to add up to it. with backtest = true shows how the method would have done on "
      + "this very series, beside the value of one season ago. "
      + "On a table of clients it forecasts their churn by month, on purchases their number by month. "
      + "What acts on known days is taken out before and put back where it comes again:  set events = "
      + "\"easter, closing = 2024-08-05..2024-08-20, new price = 2024-03..\". "
      + "Customers without a contract: using model says what those known will buy, or spend (of "
      + "revenue), after who bought when. Clients with one: survival | forecast and cohorts | "
      + "forecast go on with the share still here, by two laws, and the errors of both in periods "
      + "that they were not shown.",
    definitions: Forecast.definitions + Forecast.retentionDefinitions,
    methods: [
      .init("auto", "the median of ets, theta, ces and naive; the default"),
      .init("ets", "exponential smoothing: error, trend and season chosen by AICc"),
      .init("theta", "dynamic optimised Theta: a smoothed level and a line"),
      .init("ces", "complex exponential smoothing"),
      .init("arima", "seasonal ARIMA, its order chosen by AICc; not a part of auto"),
      .init("naive", "seasonal naive: the value of one season ago, or the last one by year"),
    ] + Forecast.modelMethods,
    options: [
      OptionDeclaration("level", .number(0.5...0.999), "one more interval, such as 90%"),
      OptionDeclaration(
        "backtest", .boolean, "the errors of the method on the series' own past, not a forecast"),
      OptionDeclaration(
        "step", .word(["day", "week", "month", "quarter", "year"]),
        "the length of a period of a curve of survival, a month by default"),
    ],
    examples: [
      .init("churn by year | forecast 5 years", shows: "the rate of the coming years"),
      .init(
        "group by year | forecast 3 years using theta", shows: "how many will leave, as a count"),
      .init(
        "churn by month | forecast 6 months | plot", shows: "the history and the fan", on: .gym),
      .init(
        "churn by month | forecast 6 months with backtest = true",
        shows: "whether it beats the naive forecast", on: .gym),
      .init(
        "forecast 6 months using model", shows: "what the customers known will buy", on: .cdnow),
      .init(
        "returns using model | forecast 12 weeks of revenue", shows: "and what it will bring",
        on: .cdnow),
      .init(
        "survival by contract with unit = month | forecast 12 months",
        shows: "how many of each contract stay beyond the longest stay seen", on: .telco),
      .init("cohorts by quarter | forecast 1 year", shows: "how the cohorts go on", on: .gym),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    if let plan = try modelPlan(stage, in: context) { return .table(plan) }
    let input = try TimeTable(stage, example: syntax.example, in: &context)
    let (table, time) = (input.plan, input.measure)
    let options = try stage.options(page.options, context.parameters)
    try refuse(["step"], of: "a table over time", stage, options)
    if case .asOf(_, let range)? = stage.clause(.asOf) {
      throw Diagnostic(
        code: "as-of-table", at: range, "the table before it says up to when it knows",
        help: "churn by month as of 2024-06-30 | forecast 6 months")
    }
    let method = try stage.method(among: page.methods) ?? ForecastSpecification.Method.auto.rawValue
    var specification = ForecastSpecification(
      keys: time.keys, period: time.period, grain: time.grain, measure: time.measure,
      exposure: time.atRisk.map { .init(atRisk: $0) }, horizon: try horizon(stage, time.grain),
      method: ForecastSpecification.Method(rawValue: method) ?? .auto, level: options.level,
      isBacktest: options["backtest"] == .boolean(true))
    specification.events = context.settings.events
    if specification.isBacktest {
      return .table(
        Plan(
          .forecast(table, specification), schema: specification.schema(of: table.schema), title: ""
        ))
    }
    return .table(
      Plan(
        .forecast(table, specification), schema: specification.schema(of: table.schema), title: "",
        shape: .forecast(
          period: "period", grain: time.grain, measure: "mean", history: [],
          series: time.keys.map { table.schema.fields[$0].name })))
  }

  /// How far it reaches, as written; nil without a duration.
  func duration(_ stage: Stage) -> (CalendarDuration, SourceRange)? {
    if case .next(let duration, let range)? = stage.clause(.next) { return (duration, range) }
    if case .duration(let duration, let range)? = stage.argument { return (duration, range) }
    return nil
  }

  func horizon(_ stage: Stage, _ grain: Grain) throws(Diagnostic) -> Int {
    guard let (duration, range) = duration(stage) else { return Forecast.usualHorizon(grain) }
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

extension [String: OptionValue] {
  /// The confidence asked for; 80 and 95 % are there anyway.
  var level: Double? {
    guard case .number(let level)? = self["level"], level != 0.8, level != 0.95 else { return nil }
    return level
  }
}
