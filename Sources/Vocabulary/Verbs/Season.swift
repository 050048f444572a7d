import Calendars
import Columns
package import Language
package import Planning

/// How the months of a year differ.
package struct Season: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "season", clauses: [.of, .with], example: "churn by month | season",
    summary: "shows which months are always high or low")

  package let page = VerbPage(
    synopsis: "[...] | season [of COLUMN] [with OPTION = VALUE]",
    question: "Is August always like that?",
    lesson:
      "One row a month (quarter, weekday): its index, 1 being the mean, with limits. 1.5 says that "
      + "the rate of that month is usually half as high again. An index whose limits hold 1 is no "
      + "season. Little data pulls the index towards 1. Two full years are needed. Of clients it takes "
      + "their churn by month, of purchases their number by month. With  set events  the effect of each is told beside the season. with series = yes lists each "
      + "period with what it would be without the season.",
    definitions: [
      Definition(
        "index", title: "the rate of a month over that of the mean month",
        formula: "rate with the month's effect / mean over the months, the effect being shrunk by "
          + "information / (information + dispersion / variance of the effects)",
        pitfalls: [
          "with few years an odd month passes for a season",
          "a season that changes from year to year has no index",
        ],
        source: "month effects of a mixed quasi-binomial model: Breslow & Clayton 1993"),
      Definition(
        "strength", title: "how much of what is left of the level is season",
        formula: "max(0, 1 - var(rest) / var(season + rest))",
        source: "Wang, Smith & Hyndman 2006"),
      Definition(
        "adjusted", title: "a period without its season",
        formula: "adjusted = value / index of its month",
        pitfalls: ["what only happened in one year is still in it"],
        source: "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 3.4"),
      Definition(
        "classical", title: "the index of the classical multiplicative decomposition",
        formula: "mean ratio to a centred moving average over one year, brought to mean 1",
        source: "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 3.4"),
    ],
    options: [
      OptionDeclaration("level", .number(0.5...0.999), "confidence of the limits, 95% by default"),
      OptionDeclaration(
        "series", .boolean, "each period with its value, and with it without the season"),
    ],
    examples: [
      .init("churn by month | season", shows: "the months of the gym's churn", on: .gym),
      .init("churn by quarter | season | plot", shows: "the quarters as bars", on: .gym),
      .init(
        "churn by month | season with series = yes | plot",
        shows: "the churn without its season", on: .gym),
      .init("group by month | season of rows", shows: "the months of the shop's orders", on: .shop),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let options = try stage.options(page.options, context.parameters)
    let table = try TimeTable(stage, example: syntax.example, in: &context)
    guard table.measure.grain.seasonLength != nil else {
      throw Diagnostic(
        code: "no-season", at: stage.verb.range, "a year has no season",
        help: "take months or quarters:  \(syntax.example)")
    }
    var level = 0.95
    if case .number(let given)? = options["level"] { level = given }
    var specification = SeasonSpecification(
      input: table.measure, level: level, definitions: page.definitions)
    specification.events = context.settings.events
    specification.isSeries = options["series"] == .boolean(true)
    let schema = specification.schema(of: table.plan.schema)
    return .table(
      Plan(
        .season(table.plan, specification), schema: schema, title: "",
        shape: shape(specification, of: table.plan.schema)))
  }

  private func shape(_ specification: SeasonSpecification, of input: Schema) -> TableShape {
    let grain = specification.input.grain
    guard specification.isSeries else {
      return .breakdown(category: SeasonSpecification.placeWord(grain), measure: "index")
    }
    return .timeSeries(
      period: "period", grain: grain, measure: "adjusted", band: nil,
      series: specification.input.keys.map { input.fields[$0].name })
  }
}
