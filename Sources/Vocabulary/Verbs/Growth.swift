import Columns
package import Language
package import Planning

/// Clients that come, come back and go: why the book does not grow.
package struct Growth: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "growth", clauses: [.by, .per, .inPeriod, .asOf, .with], example: "growth by month",
    summary: "shows the leaky bucket: who came, came back and left, and what it takes to grow")

  package static let definitions = [
    Definition(
      "needed", title: "the new clients that would have held the base, or reached the target",
      formula: "(lost of the opening + opening x target) / (1 - share of newcomers lost at once)",
      pitfalls: [
        "it counts newcomers of the kind that came: others may stay longer, or shorter"
      ], source: "the leaky bucket: S + N - X = E solved for N"),
    Definition(
      "customers_index", title: "clients at the end of the period, 100 at the base",
      formula: "100 x closing / clients at the base",
      pitfalls: ["an index hides how large the base was"], source: "a simple index number"),
    Definition(
      "revenue_change", title: "more clients, or more from each",
      formula:
        "change of clients x mean of the two values + change of value x mean of the two counts",
      source: "Kitagawa 1955, midpoint"),
  ]

  package let page = VerbPage(
    synopsis: "growth [by KEYS] [in PERIOD] [as of DATE] [with OPTION = VALUE]",
    question: "We sign so many clients: why don't we grow?",
    lesson: "One row a period: who was here at its start (opening), who came for the first time "
      + "(new) or again (returned), who left (lost), who is here at its end (closing), and the new "
      + "clients that would have held the base (needed). "
      + "Where the table has the role amount, the money of a month (revenue) and two indexes that "
      + "begin at 100: fewer clients can bring more. The notes split the change of the revenue into "
      + "number of clients and value of each, and tell what replacing the lost costs. "
      + "Without a month, quarter or year it is one row, the last 12 complete months.",
    definitions: Growth.definitions,
    options: [
      OptionDeclaration(
        "target", .number(-0.99...100),
        "growth of the clients a year that needed is to reach; 0 "
          + "holds the base"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
      OptionDeclaration(
        "exit", .word(ExitDay.allCases.map(\.rawValue)),
        "the day on which a leaving counts, end by default"),
    ] + MonthlyMoney.options,
    examples: [
      .init("growth by year", shows: "the bucket year by year", on: .gym),
      .init(
        "growth by month in 2024 with target = 5%",
        shows: "the new clients of each month that 5% a year would have taken", on: .gym),
      .init("growth by sede in 2024", shows: "which branch leaks", on: .gym),
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
    try requireKeysOfClients(keys, stage)
    let options = try stage.options(page.options, context.parameters)
    let counts = CalendarCounts(
      keys: keys, grain: grain, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options),
      exit: try stage.exitDay(options, input.schema))
    let (money, why) = try money(stage, input.schema, options, context.settings)
    var target = 0.0
    if case .number(let wanted)? = options["target"] { target = wanted }
    let specification = GrowthSpecification(
      counts, money: money, whyNoMoney: why, cost: input.schema.index(of: .cost), target: target,
      definitions: Growth.definitions)
    return .table(
      Plan(
        .growth(input.plan, specification), schema: specification.schema, title: "",
        shape: shape(counts, hasMoney: money != nil)))
  }

  /// The money, or why there is none: clients can be counted without it.
  private func money(
    _ stage: Stage, _ schema: Schema, _ options: [String: OptionValue], _ settings: Settings
  ) throws(Diagnostic) -> (MonthlyMoney?, String?) {
    do {
      return (try stage.monthlyMoney(schema, options, settings), nil)
    } catch {
      // What was asked for by name must not be passed over.
      guard options["per"] == nil, options["term"] == nil else { throw error }
      return (nil, error.message + (error.help.map { "; \($0)" } ?? ""))
    }
  }

  private func shape(_ counts: CalendarCounts, hasMoney: Bool) -> TableShape {
    let keys = counts.keys.map(\.field.name)
    guard let grain = counts.grain else {
      return .breakdown(category: keys.first ?? "period", measure: "net")
    }
    if keys.isEmpty, hasMoney {
      return .timeLines(
        period: "period", grain: grain, measures: ["customers_index", "revenue_index"])
    }
    return .timeSeries(
      period: "period", grain: grain, measure: "customers_index", band: nil, series: keys)
  }
}
