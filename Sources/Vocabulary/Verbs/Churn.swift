import Calendars
import Columns
package import Language
package import Planning

/// How many clients left, per period and group.
package struct Churn: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "churn", clauses: [.of, .by, .per, .inPeriod, .asOf, .using, .with], example: "churn by month",
    summary: "shows how many clients left, as a rate")

  /// The formulas, the default first.
  package static let measures: [Measure] = [
    .churnStart, .churnAll, .churnStripe, .churnAverage, .churnShopify, .churnDaily,
    .churnExposure, .churnDue,
  ]

  package let page = VerbPage(
    synopsis:
      "churn [of revenue] [by KEYS] [in PERIOD] [as of DATE] [using FORMULA] [with OPTION = VALUE]",
    question: "How many clients do we lose, and is that normal?",
    lesson: "One row a period, with who was here at its start (opening), who came (new), who left "
      + "(lost), who left in the period in which they came (early), who is here at its end "
      + "(closing), the rate with its interval, its yearly equivalent, and a flag where the rate is "
      + "above the accepted band or outside the limits that its own past sets. "
      + "Without a month, quarter or year the rate is that of the last 12 complete months. "
      + "A key that describes the leaving (reason) splits the lost only: the parts add up to the rate. "
      + "Limits: 3 sigma about the pooled rate of the complete periods (p-chart). With three full "
      + "years, and a season that chance gives in less than 1 of 100, each calendar month or "
      + "quarter has its own centre; where periods open with 1,000 clients or more and the rates "
      + "scatter more than chance lets them, the limits are wider by sigma_z (Laney's p'). "
      + "churn of revenue shows the money of a month that came, grew, shrank and went, with gross "
      + "and net churn, and what the customers of 12 months before still pay (grr, nrr).",
    measures: Churn.measures,
    definitions: Churn.revenueDefinitions,
    methods: Churn.measures.map { .init($0.name, $0.title) }
      + [
        .init("every", "all of them side by side"),
        .init("announced", "start, a leaving counting on the day it was announced"),
      ],
    options: [
      OptionDeclaration(
        "interval", .word(IntervalMethod.allCases.map(\.rawValue)),
        "wilson (default) or exact, which is Clopper-Pearson"),
      OptionDeclaration(
        "level", .number(0.5...0.999), "confidence of the interval, 95% by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
      OptionDeclaration(
        "exit", .word(ExitDay.allCases.map(\.rawValue)),
        "the day on which a leaving counts, end by default; with any formula"),
      OptionDeclaration(
        "term", .duration, "length of a contract, for using due and for per = contract"),
      MonthlyMoney.options[0],
      OptionDeclaration("unfinished", .boolean, "whether the unfinished period gets a rate"),
    ],
    examples: [
      .init("churn", shows: "the last 12 complete months"),
      .init("churn by year in 2000..2013", shows: "year by year, the last one unfinished"),
      .init("churn in 1950..1999", shows: "fifty years as one period"),
      .init("churn by reason, year in 2010..2012", shows: "the rate split by reason"),
      .init("churn in 2012 using every", shows: "one year by every formula"),
      .init(
        "filter `Province / Territory` == \"Quebec\" | churn in 1990..1999",
        shows: "the rate of some"),
      .init("churn of revenue by quarter in 2024", shows: "revenue won and lost", on: .gym),
      .init(
        "churn by year using announced", shows: "leavings on the day they were announced", on: .gym),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    try requireClients(input.schema, for: stage)
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let (grain, categories) = try stage.grainAndCategories(&checker)
    let keys = try checker.keys(
      categories, date: checker.scope.leaving, dateIsCalled: "date of leaving",
      causes: context.settings.causes
    ).map(\.asCategory)
    context.warnings += checker.warnings
    let options = try stage.options(page.options, context.parameters)
    let isOfRevenue = try isOfRevenue(stage)
    let chosen = try stage.method(among: page.methods) ?? Measure.churnStart.name
    let method = chosen == "announced" ? Measure.churnStart.name : chosen
    let counts = CalendarCounts(
      keys: keys, grain: grain, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options),
      term: try isOfRevenue ? nil : term(options, method, input.schema, at: stage),
      exit: try stage.exitDay(options, input.schema))
    if isOfRevenue {
      return .table(try revenuePlan(stage, counts, of: input.plan, options, context.settings))
    }
    return .table(
      Churn.plan(counts, of: input.plan, method: method, options: options, context.settings))
  }

  /// The plan of `churn by` a grain with all else by default, for verbs that stand on it.
  static func plan(by grain: Grain, of input: PlanInput, _ settings: Settings) -> Plan {
    let counts = CalendarCounts(keys: [], grain: grain, period: nil, asOf: settings.asOf)
    return plan(counts, of: input.plan, method: Measure.churnStart.name, options: [:], settings)
  }

  /// The plan of `churn` with these counts, the method being a measure's name or `every`.
  static func plan(
    _ counts: CalendarCounts, of input: Plan, method: String, options: [String: OptionValue],
    _ settings: Settings
  ) -> Plan {
    let names = counts.keys.map(\.field.name)
    let single = measures.first { $0.name == method }
    var specification = RateSpecification(
      keyCount: counts.keys.count, splitsNumerator: counts.keys.contains { $0.describesExit },
      grain: counts.grain,
      layout: single.map { .single($0) }
        ?? .sideBySide(
          measures.filter {
            $0.name != "due" || counts.term != nil || input.schema.kind == .register
          }),
      bandLow: settings.bandLow, bandHigh: settings.bandHigh,
      includesUnfinished: options["unfinished"] == .boolean(true))
    if case .text(let word)? = options["interval"], let method = IntervalMethod(rawValue: word) {
      specification.interval = method
    }
    if case .number(let level)? = options["level"] { specification.level = level }
    let counted = Plan(.calendarCounts(input, counts), schema: counts.schema, title: "")
    let measure = single == nil ? Measure.churnStart.name : "rate"
    return Plan(
      .rates(counted, specification), schema: specification.schema(of: counts.schema), title: "",
      shape: shape(counts.grain, measure: measure, keys: names, hasBand: single != nil))
  }

  static func shape(
    _ grain: Grain?, measure: String, keys: [String], hasBand: Bool
  ) -> TableShape {
    guard let grain else { return .breakdown(category: keys.first ?? "period", measure: measure) }
    return .timeSeries(
      period: "period", grain: grain, measure: measure,
      band: hasBand ? Band(low: "low", high: "high") : nil, series: keys)
  }

  private func term(
    _ options: [String: OptionValue], _ method: String, _ schema: Schema, at stage: Stage
  ) throws(Diagnostic) -> CalendarDuration? {
    if case .duration(let term)? = options["term"] {
      guard term.months >= 0, term.days >= 0, term.months + term.days > 0 else {
        throw Diagnostic(
          code: "term", at: stage.optionRange("term"), "a term is longer than nothing",
          help: "write  with term = 1 year")
      }
      return term
    }
    // A register has its due days itself.
    guard method != Measure.churnDue.name || schema.kind == .register else {
      throw Diagnostic(
        code: "missing-term", at: stage.method?.range,
        "these data have no due dates, and the length of a contract is not given",
        help: "say it:  churn by month using due with term = 1 year")
    }
    return nil
  }
}
