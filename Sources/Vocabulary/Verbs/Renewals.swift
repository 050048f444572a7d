import Calendars
import Columns
package import Language
package import Planning

/// Who renewed, what it brought in, who did not and why.
package struct Renewals: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "renewals", clauses: [.by, .per, .inPeriod, .asOf, .with], example: "renewals by month",
    summary: "shows what fell due for renewal, what was renewed, and what was not and why")

  package let page = VerbPage(
    synopsis: "renewals [by KEYS] [in PERIOD] [as of DATE] [with OPTION = VALUE]",
    question: "Who renewed this month, what did it bring in, who did not and why?",
    lesson:
      "One row a period: how many renewals fell due, how many were made and what they brought "
      + "(takings), how many were not and what that lost (takings_lost), and the first three reasons. "
      + "It reads a register (customer, date, renewed), or clients, whose renewals fall due on the "
      + "anniversaries of their start. with list = yes shows who did not renew, one by one: the list "
      + "behind any cell is the same line with that cell's period and a filter for its group.",
    definitions: [Renewals.definition],
    options: [
      OptionDeclaration("list", .boolean, "who did not renew, one row each"),
      OptionDeclaration(
        "term", .duration, "length of a contract; of clients by default the commonest stay"),
      OptionDeclaration(
        "per", .word(AmountPeriod.allCases.map(\.rawValue)),
        "what an amount of clients pays for; by default what the name of its column says"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default; of clients"),
      OptionDeclaration("level", .number(0.5...0.999), "confidence of intervals, 95% by default"),
    ],
    examples: [
      .init(
        "renewals by month in 2024 with term = 1 year", shows: "the register of a gym's members",
        on: .gym),
      .init(
        "renewals in 2024-03 with term = 1 year, list = yes", shows: "who did not renew in March",
        on: .gym),
      .init("renewals by year in 2005..2012 with term = 1 year", shows: "seats, year by year"),
    ])

  /// What the rate is.
  package static let definition = Definition(
    "rate", title: "the share of renewals due that were made",
    formula: "renewed / (renewed + not renewed)",
    pitfalls: [
      "of clients with a term, who leaves before the due day counts in the month of leaving",
      "it is a share of those who had to decide, not of all clients: churn speaks of all",
    ],
    source: "renewal rate of annual contracts, as in a register of renewals")

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    try requireClients(input.schema, for: stage)
    let isRegister = input.schema.kind == .register
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let (named, categories) = try stage.grainAndCategories(&checker)
    let date = input.schema.index(of: isRegister ? .date : .start).map { place in
      TypedExpression.column(place, input.schema.fields[place].type)
    }
    let keys = try checker.keys(
      categories, date: date, dateIsCalled: "date"
    ).map(\.asCategory)
    context.warnings += checker.warnings
    let options = try stage.options(page.options, context.parameters)
    if isRegister { try refuseTerms(options, at: stage) }
    let isList = options["list"] == .boolean(true)
    // A bare line is a register by month; with other keys one row each, unless a grain is named.
    let grain = named ?? (keys.isEmpty || isList ? .month : nil)
    var level = 0.95
    if case .number(let given)? = options["level"] { level = given }
    let (money, remark) =
      isRegister
      ? (nil, nil) : try clientMoney(stage, input.schema, options, context.settings)
    var specification = RenewalSpecification(
      keys: keys, grain: grain, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options),
      term: isRegister ? nil : try term(options, at: stage), amountMonths: money?.months,
      amountWords: money?.words,
      layout: isList ? .list : .register, level: level, definition: Renewals.definition)
    specification.moneyRemark = remark
    return .table(
      Plan(
        .renewals(input.plan, specification), schema: specification.schema(of: input.schema),
        title: "", shape: shape(specification)))
  }

  /// A register tells its due days and amounts itself.
  private func refuseTerms(
    _ options: [String: OptionValue], at stage: Stage
  ) throws(Diagnostic) {
    for name in ["term", "per", "gap"] where options[name] != nil {
      throw Diagnostic(
        code: "option-of-clients", at: stage.optionRange(name),
        "\(name) is about clients, and these are a register, which says itself what falls due",
        help: "leave it out:  renewals by month")
    }
  }

  /// The months that an amount of clients pays for, nil where it is of a whole term; nil of all where
  /// there is no amount, with a remark where nobody said what it pays for.
  private func clientMoney(
    _ stage: Stage, _ schema: Schema, _ options: [String: OptionValue], _ settings: Settings
  ) throws(Diagnostic) -> ((months: Double?, words: String)?, String?) {
    guard let column = schema.index(of: .amount) else { return (nil, nil) }
    let name = schema.fields[column].name
    var per = settings.amountPer ?? AmountPeriod.meant(by: name)
    if case .text(let word)? = options["per"] { per = AmountPeriod(rawValue: word) }
    if per == .contract { return ((nil, "'\(name)' per contract, which is a term"), nil) }
    let (known, remark) = try stage.moneyIfKnown(schema, options, settings)
    guard let money = known else { return (nil, remark) }
    return (
      (
        money.months,
        "'\(money.name)' per \(money.per.rawValue), \(money.origin), for the length of a term"
      ), nil
    )
  }

  private func term(
    _ options: [String: OptionValue], at stage: Stage
  ) throws(Diagnostic) -> CalendarDuration? {
    guard case .duration(let term)? = options["term"] else { return nil }
    guard (0...12_000).contains(term.months), (0...4_000_000).contains(term.days),
      term.months + term.days > 0
    else {
      throw Diagnostic(
        code: "term", at: stage.optionRange("term"), "a term is longer than nothing",
        help: "write  with term = 1 year")
    }
    return term
  }

  private func shape(_ specification: RenewalSpecification) -> TableShape {
    guard specification.layout == .register else { return .rows }
    let names = specification.keys.map(\.field.name)
    guard let grain = specification.grain else {
      return .breakdown(category: names.first ?? "period", measure: "not_renewed")
    }
    return .timeSeries(
      period: "period", grain: grain, measure: "not_renewed", band: nil, series: names)
  }
}
