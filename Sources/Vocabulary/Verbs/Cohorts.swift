import Calendars
import Columns
package import Language
package import Planning

/// Whether newer clients stay longer than older ones.
package struct Cohorts: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "cohorts", clauses: [.by, .per, .of, .inPeriod, .asOf, .using, .with],
    example: "cohorts by quarter",
    summary: "shows how much of each cohort is kept as time goes on")

  package let page = VerbPage(
    synopsis: "cohorts [by GRAIN] [of customers|revenue] [in PERIOD] [as of DATE] "
      + "[using on|end|after] [with OPTION = VALUE]",
    question: "Do newer clients stay longer than older ones?",
    lesson: "A cohort is everybody whose first start or first purchase lies in one month (quarter, "
      + "year). Read a row from left to right to see how it melts, and a column downwards to compare "
      + "cohorts at the same age k. What lies in the future is blank, not 0. The row all holds, for "
      + "each k, the cohorts that have reached it; other programs (json, csv) get one row a cell and "
      + "no such row. Further keys part the cohorts.",
    definitions: CohortSpecification.Basis.allCases.map(Cohorts.definition),
    methods: CohortSpecification.Basis.allCases.map { basis in
      let usual: String? =
        switch basis {
        case .on: "the default for purchases"
        case .end: "the default for clients"
        case .after: nil
        }
      let title = Cohorts.definition(basis).title
      return .init(basis.rawValue, title + (usual.map { "; \($0)" } ?? ""))
    },
    options: [
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default; of clients"),
      MonthlyMoney.options[0], MonthlyMoney.options[1],
      OptionDeclaration("unfinished", .boolean, "whether the unfinished period has cells"),
      OptionDeclaration("level", .number(0.5...0.999), "confidence of intervals, 95% by default"),
    ],
    examples: [
      .init("cohorts by quarter in 1997", shows: "customers who bought again", on: .cdnow),
      .init(
        "cohorts by month using after | plot", shows: "who had not bought for the last time yet",
        on: .cdnow),
      .init("cohorts by year of revenue", shows: "the money of each year's newcomers", on: .shop),
      .init(
        "cohorts by year in 2021..2024", shows: "members still here at the end of each year",
        on: .gym),
    ])

  /// What counts as kept.
  package static func definition(_ basis: CohortSpecification.Basis) -> Definition {
    let source = "cohort analysis as in Fader & Hardie 2007, by calendar periods"
    switch basis {
    case .on:
      return Definition(
        "on", title: "active at some time of period k, the day of leaving included",
        formula: "a purchase in the period k periods after the first one; of clients, here on some "
          + "day of it",
        pitfalls: ["who skips a period and comes back counts again: a row may rise"],
        source: source)
    case .end:
      return Definition(
        "end", title: "still here at the end of period k",
        formula: "start before the end of the period, and no leaving before it",
        pitfalls: ["k = 0 is below 100%: some leave in the period in which they came"],
        source: source)
    case .after:
      return Definition(
        "after", title: "active in period k or in any later one",
        formula: "the last activity lies in the period k periods after the first one, or later",
        pitfalls: [
          "the last columns are too low: the time in which one could be seen again is short"
        ],
        source: source)
    }
  }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    let isOfPurchases = input.schema.kind == .purchases
    if !isOfPurchases { try requireClients(input.schema, for: stage) }
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let (grain, categories) = try stage.grainAndCategories(&checker)
    let date = input.schema.index(of: isOfPurchases ? .date : .start).map { place in
      TypedExpression.column(place, input.schema.fields[place].type)
    }
    let keys = try checker.keys(
      categories, date: date, dateIsCalled: "first date"
    ).map(\.asCategory)
    try refuseExits(keys, at: stage)
    context.warnings += checker.warnings
    let options = try stage.options(page.options, context.parameters)
    var level = 0.95
    if case .number(let given)? = options["level"] { level = given }
    let basis = try basis(stage, isOfPurchases: isOfPurchases)
    let counted = try counted(stage, input.schema)
    let isMoneyOfClients = counted == .revenue && !isOfPurchases
    let money =
      isMoneyOfClients
      ? try stage.monthlyMoney(input.schema, options, context.settings) : nil
    let specification = CohortSpecification(
      keys: keys, grain: grain ?? .month, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options), basis: basis,
      counts: counted, money: money,
      includesUnfinished: options["unfinished"] == .boolean(true), level: level,
      definition: Cohorts.definition(basis))
    return .table(
      Plan(
        .cohorts(input.plan, specification), schema: specification.schema, title: "",
        shape: .triangle(
          TriangleShape(
            row: "cohort", size: "size", column: "k", part: "kept", measure: "rate",
            series: keys.map(\.field.name)))))
  }

  private func basis(
    _ stage: Stage, isOfPurchases: Bool
  ) throws(Diagnostic) -> CohortSpecification.Basis {
    guard let word = try stage.method(among: page.methods),
      let basis = CohortSpecification.Basis(rawValue: word)
    else { return isOfPurchases ? .on : .end }
    if isOfPurchases, basis == .end {
      throw Diagnostic(
        code: "purchases-have-no-end", at: stage.method?.range,
        "customers without a contract have no day of leaving, so nobody is still here at the end",
        help: "say  using on  (bought in the period) or  using after  (bought in it or later)")
    }
    return basis
  }

  private func counted(
    _ stage: Stage, _ schema: Schema
  ) throws(Diagnostic) -> CohortSpecification.Counted {
    guard case .of(let expression, let range)? = stage.clause(.of) else { return .customers }
    guard case .name(let name) = expression,
      let counted = CohortSpecification.Counted(rawValue: name.text.lowercased())
    else {
      throw Diagnostic(
        code: "of-what", at: range, "cohorts are of customers or of revenue",
        help: "cohorts by quarter of revenue")
    }
    guard counted == .customers || schema.index(of: .amount) != nil else {
      let numbers = schema.fields.filter { $0.type.isNumeric && $0.role == nil }.map(\.name)
      throw Diagnostic(
        code: "role-not-found", at: range, "no column has the role 'amount'",
        help: "say which one it is with  roles amount = "
          + (numbers.first.map(quotedIfNeeded) ?? "COLUMN"))
    }
    return counted
  }

  private func refuseExits(_ keys: [GroupKey], at stage: Stage) throws(Diagnostic) {
    guard let key = keys.first(where: \.describesExit) else { return }
    throw Diagnostic(
      code: "key-of-leaving", at: stage.range,
      "'\(key.field.name)' describes the leaving, which those still here do not have yet",
      help: "part cohorts by what is known at the start; reasons and churn take '\(key.field.name)'"
    )
  }
}
