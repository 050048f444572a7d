import Columns
package import Language
package import Planning

/// How long clients stay, by group.
package struct Survival: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "survival", clauses: [.by, .at, .asOf, .with], example: "survival by plan",
    summary: "shows how long clients stay, as a curve, a median and a mean")

  static let definitions = [
    Definition(
      "survival", title: "the share that stays longer than t (Kaplan-Meier)",
      formula: "S(t) = product over the times up to t of (1 - lost / at risk)",
      pitfalls: [
        "those still here count as at risk for as long as they were seen, not as staying for ever",
        "it takes those of whom little was seen to leave like the others",
      ],
      source: "Kaplan & Meier 1958; variance: Greenwood 1926"),
    Definition(
      "median", title: "the time by which half have left",
      formula: "median = the first time at which S(t) is at most 50%",
      pitfalls: ["while more than half are still here there is no median, only a lower limit"],
      source: "Brookmeyer & Crowley 1982"),
    Definition(
      "mean_life", title: "the mean stay up to a horizon",
      formula: "mean_life = area under S(t) from 0 to the horizon",
      pitfalls: ["means are comparable only up to the same horizon"],
      source: "Klein & Moeschberger 2003, section 4.5"),
    Definition(
      "log_rank", title: "whether groups leave alike",
      formula:
        "chi-squared = sum of (lost - expected)^2 over its variance, expected = lost of all at a "
        + "time x the group's share of those at risk",
      pitfalls: ["curves that cross can differ without the test seeing it"],
      source: "Mantel 1966; Peto & Peto 1972"),
  ]

  package let page = VerbPage(
    synopsis: "survival [by KEYS] [at DURATIONS] [as of DATE] [with OPTION = VALUE]",
    question: "How long does a client stay, and does it depend on the plan?",
    lesson: "One row a group: the stays (clients), those that ended (lost), the time by which half "
      + "have left (median) with its limits, and the mean stay up to a horizon with its standard "
      + "error. Those still here count for as long as they were seen, which an average of finished "
      + "stays would leave out. Several groups are compared with the log-rank test. "
      + "at gives the share still here after those lengths of stay; with curve = true gives every "
      + "step; plot draws the curves. by year is the year of "
      + "the start. A client who came back has several stays.",
    definitions: Survival.definitions,
    options: [
      OptionDeclaration(
        "horizon", .length,
        "up to where mean_life counts, a duration or a number in the unit of the stays; by default "
          + "the longest stay at which every group still has someone"),
      OptionDeclaration(
        "interval", .word(SurvivalSpecification.Scale.allCases.map(\.rawValue)),
        "log-log (default), log or plain"),
      OptionDeclaration(
        "level", .number(0.5...0.999), "confidence of the intervals, 95% by default"),
      OptionDeclaration("curve", .boolean, "a row for each step of the curve"),
      OptionDeclaration(
        "censored", .boolean,
        "with curve = true: also the times at which nobody left and somebody was last seen"),
      .stayUnit,
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
    ],
    examples: [
      .init("survival", shows: "all clients together", on: .gym),
      .init(
        "survival by piano", shows: "median and mean of each plan, and whether they differ",
        on: .gym),
      .init(
        "survival by piano at 6 months, 1 year, 2 years", shows: "the share still here", on: .gym),
      .init("survival by contract with unit = month", shows: "a file without dates", on: .telco),
      .init("survival | plot", shows: "the curve with its band"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    let options = try stage.options(page.options, context.parameters)
    let clock = try stage.stayClock(input, options, context)
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let keys = try stage.stayKeys(&checker)
    context.warnings += checker.warnings
    var specification = SurvivalSpecification(
      keys: keys, clock: clock, layout: try layout(stage, options, in: clock.unit),
      horizon: try stage.length("horizon", options, in: clock.unit),
      definitions: Survival.definitions)
    if case .text(let word)? = options["interval"],
      let scale = SurvivalSpecification.Scale(rawValue: word)
    {
      specification.interval = scale
    }
    if case .number(let level)? = options["level"] { specification.level = level }
    if options["censored"] == .boolean(true) {
      guard specification.layout == .curve else {
        throw Diagnostic(
          code: "censored", at: stage.optionRange("censored"),
          "only a curve has rows for those who were last seen",
          help: "survival with curve = true, censored = true")
      }
      specification.showsEveryTime = true
    }
    return .table(
      Plan(
        .survival(input.plan, specification), schema: specification.schema, title: "",
        shape: specification.shape))
  }

  private func layout(
    _ stage: Stage, _ options: [String: OptionValue], in unit: Unit
  ) throws(Diagnostic) -> SurvivalSpecification.Layout {
    let wantsCurve = options["curve"] == .boolean(true)
    guard case .at(let durations, let range)? = stage.clause(.at) else {
      return wantsCurve ? .curve : .summary
    }
    if wantsCurve {
      throw Diagnostic(
        code: "curve-or-at", at: stage.optionRange("curve"),
        "at gives some rows of the curve, curve = true all of them",
        help: "leave one of the two out")
    }
    let times = durations.map { $0.length(in: unit) }
    guard times.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw Diagnostic(
        code: "length", at: range, "a length of stay is not negative", help: "survival at 1 year")
    }
    return .times(Array(Set(times)).sorted())
  }
}
