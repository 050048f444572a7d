import Calendars
import Columns
package import Language
package import Planning

/// How many clients left, per period and group.
package struct Churn: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "churn", clauses: [.by, .per, .inPeriod, .asOf, .using, .with], example: "churn by month",
    summary: "shows how many clients left, as a rate")

  /// The formulas, the default first.
  package static let measures: [Measure] = [
    .churnStart, .churnAll, .churnStripe, .churnAverage, .churnShopify, .churnDaily,
    .churnExposure, .churnDue,
  ]

  package let page = VerbPage(
    synopsis: "churn [by KEYS] [in PERIOD] [as of DATE] [using FORMULA] [with OPTION = VALUE]",
    question: "How many clients do we lose, and is that normal?",
    lesson: "One row a period, with who was here at its start (opening), who came (new), who left "
      + "(lost), who left in the period in which they came (early), who is here at its end "
      + "(closing), the rate with its interval, its yearly equivalent, and a flag where the rate is "
      + "above the accepted band or outside the limits that its own past sets. "
      + "Without a month, quarter or year the rate is that of the last 12 complete months. "
      + "A key that describes the leaving (reason) splits the lost only: the parts add up to the rate.",
    measures: Churn.measures,
    methods: Churn.measures.map { .init($0.name, $0.title) }
      + [.init("every", "all of them side by side")],
    options: [
      OptionDeclaration(
        "interval", .word(IntervalMethod.allCases.map(\.rawValue)),
        "wilson (default) or exact, which is Clopper-Pearson"),
      OptionDeclaration(
        "level", .number(0.5...0.999), "confidence of the interval, 95% by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
      OptionDeclaration("term", .duration, "length of a contract, for using due"),
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
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    try requireClients(input.schema, for: stage)
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let (grain, categories) = try stage.grainAndCategories(&checker)
    let keys = try checker.keys(
      categories, date: checker.scope.leaving, dateIsCalled: "date of leaving"
    ).map(\.asCategory)
    context.warnings += checker.warnings
    let options = try stage.options(page.options, context.parameters)
    let method = try stage.method(among: page.methods) ?? Measure.churnStart.name
    let counts = CalendarCounts(
      keys: keys, grain: grain, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options),
      term: try term(options, method, input.schema, at: stage))
    return .table(
      Churn.plan(counts, of: input.plan, method: method, options: options, context.settings))
  }

  /// The plan of `churn by` a grain with all else by default, for verbs that stand on it.
  static func plan(by grain: Grain, of input: PlanInput, _ settings: Settings) -> Plan {
    let counts = CalendarCounts(keys: [], grain: grain, period: nil, asOf: settings.asOf)
    return plan(counts, of: input.plan, method: Measure.churnStart.name, options: [:], settings)
  }

  private static func plan(
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

  private static func shape(
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
