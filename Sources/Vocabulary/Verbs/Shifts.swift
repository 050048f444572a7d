import Calendars
import Columns
package import Language
package import Planning

/// When a rate shifted, by how much, and who carries it.
package struct Shifts: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "shifts", clauses: [.by, .of, .inPeriod, .asOf, .with], example: "churn by month | shifts",
    summary: "tells bad luck from a haemorrhage, with its date")

  package let page = VerbPage(
    synopsis: "[...] | shifts [by KEYS] [of COLUMN] [in PERIOD] [as of DATE] [with OPTION = VALUE]",
    question: "Is it bad luck or a haemorrhage? When did it start?",
    lesson:
      "One row a shift: an isolated period that is outside what chance gives, an episode that "
      + "began and ended, a haemorrhage that is higher and lasts to the end of the data (or an "
      + "improvement that is lower). The calendar month and a slow drift are taken out first, so an "
      + "August that is always bad is no alarm. No row means that chance explains the series. The start "
      + "has an interval (from_low, from_high); carried_by names the group or the reason that moved "
      + "more than all others. Of clients it takes their churn by month.",
    definitions: Shifts.definitions,
    options: [
      OptionDeclaration(
        "penalty", .number(0...1000), "what one more change must gain, 3 ln n by default"),
      OptionDeclaration("minimum", .number(1...1000), "fewest periods of a level, 2 by default"),
      OptionDeclaration(
        "level", .number(0.5...0.999), "confidence of the interval of the start, 95% by default"),
      OptionDeclaration("seed", .number(0...1e15), "of the random orders, 1 by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default; of clients"),
    ],
    examples: [
      .init("shifts", shows: "the gym's months, and the branch that carries the shift", on: .gym),
      .init("churn by sede, month | shifts", shows: "each branch by itself", on: .gym),
      .init("churn by month | shifts | plot", shows: "the rate and its levels", on: .gym),
      .init("group by month(date) | shifts of rows", shows: "orders by month", on: .shop),
    ])

  static let definitions = [
    Definition(
      "shift", title: "a step or ramp of the level that chance, season and drift do not explain",
      formula:
        "2 x gain of log-likelihood / dispersion, above 6.5 + ln(periods), and above that of any "
        + "single odd period",
      pitfalls: [
        "what began in the last two periods is not seen yet",
        "a change that comes every year in the same month is season, not a shift",
      ],
      source: "scan of a quasi-binomial likelihood: Worsley 1983; McCullagh & Nelder 1989, ch. 4"),
    Definition(
      "kind", title: "isolated, episode, haemorrhage or improvement",
      formula:
        "isolated: one period; episode: from, to, then back; haemorrhage: higher to the end of "
        + "the data; improvement: lower to the end; of counts and amounts rise and fall",
      source: "several levels by PELT, Killick, Fearnhead & Eckley 2012"),
    Definition(
      "p", title: "how often chance alone does as well",
      formula: "(1 + random orders of the residuals that reach the statistic) / (1 + orders)",
      pitfalls: ["it is about this series alone: of many series some shift by chance"],
      source: "Phipson & Smyth 2010"),
    Definition(
      "carried_by", title: "the group whose rate moved more than that of all others",
      formula: "z = difference of the changes of the log rates / its standard error, p below 5% "
        + "times the number of groups looked at; its part of the change by the split of why",
      source: "Kitagawa 1955; Bonferroni"),
  ]

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let options = try stage.options(page.options, context.parameters)
    let table = try timeTable(stage, options, &context)
    let (carriers, plans) = carriers(table.plan, context)
    func number(_ name: String) -> Double? {
      if case .number(let value)? = options[name] { value } else { nil }
    }
    let specification = ShiftSpecification(
      input: table.measure, penalty: number("penalty"),
      minimum: Int(number("minimum") ?? 2), level: number("level") ?? 0.95,
      seed: UInt64(number("seed") ?? 1), carriers: carriers, definitions: page.definitions)
    let schema = specification.schema(of: table.plan.schema)
    let field = table.plan.schema.fields[table.measure.measure]
    return .table(
      Plan(
        .shifts(table.plan, specification, carriers: plans), schema: schema, title: "",
        shape: .levels(
          LevelShape(
            measure: field.name, unit: field.unit,
            series: table.measure.keys.map { table.plan.schema.fields[$0].name }))))
  }

  /// The table before it; of clients their churn by month, or by the keys and in the period given.
  private func timeTable(
    _ stage: Stage, _ options: [String: OptionValue], _ context: inout LoweringContext
  ) throws(Diagnostic) -> TimeTable {
    let input = try context.source(for: stage)
    let isOfClients = input.plan.shape == .rows && input.schema.kind.hasStays
    guard isOfClients else {
      try refuseClausesOfClients(stage)
      return try TimeTable(stage, example: syntax.example, in: &context)
    }
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let (grain, categories) = try stage.grainAndCategories(&checker)
    let keys = try checker.keys(
      categories, date: checker.scope.leaving, dateIsCalled: "date of leaving",
      causes: context.settings.causes
    ).map(\.asCategory)
    context.warnings += checker.warnings
    let counts = CalendarCounts(
      keys: keys, grain: grain ?? .month, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options))
    let plan = Churn.plan(
      counts, of: input.plan, method: Measure.churnStart.name, options: [:], context.settings)
    return try TimeTable(stage, plan: plan, in: context)
  }

  private func refuseClausesOfClients(_ stage: Stage) throws(Diagnostic) {
    for (kind, word) in [(ClauseKind.by, "by"), (.inPeriod, "in"), (.asOf, "as of")] {
      guard let clause = stage.clause(kind) else { continue }
      throw Diagnostic(
        code: "clause-of-clients", at: clause.range,
        "after a table over time shifts takes no '\(word)'",
        help: "give it to the verb before:  churn by branch, month in 2022..2024 | shifts")
    }
  }

  /// Counts by one column each, where the table is the churn of clients as a whole.
  private func carriers(
    _ table: Plan, _ context: LoweringContext
  ) -> ([ShiftSpecification.Carrier], [Plan]) {
    guard case .rates(let counted, let rate) = table.operation,
      case .calendarCounts(let clients, let counts) = counted.operation,
      rate.keyCount == 0, counts.grain != nil, let input = context.input
    else { return ([], []) }
    let columns = segmentColumns(
      PlanInput(plan: clients, asOf: nil, words: input.words), mostReasons: 60)
    let plans = columns.map { key in
      var split = counts
      split.keys = [key]
      return Plan(.calendarCounts(clients, split), schema: split.schema, title: "")
    }
    return (columns.map { .init($0.field.name, describesExit: $0.describesExit) }, plans)
  }
}
