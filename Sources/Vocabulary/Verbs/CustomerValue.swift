import Calendars
import Columns
package import Language
package import Planning

/// Which customers bring how much.
package struct CustomerValue: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "value", clauses: [.by, .asOf, .using, .with], example: "value by customer",
    summary: "shows which customers bring how much")

  package let page = VerbPage(
    synopsis: "value [by customer | by KEYS] [as of DATE] [using METHOD] "
      + "[with OPTION = VALUE]",
    question: "Who are our best clients, and which cost more than they bring?",
    lesson: "Alone it ranks the customers by value and shows tenths of them, the best first; plot "
      + "draws the whale curve, which rises above 100% where some cost more than they bring. by "
      + "customer lists each with value, effort, what is to be expected of the next year, and a "
      + "quadrant: keep (much value, little effort), repair (much of both), develop (little of "
      + "both), let go (little value, much effort). The value of a client is the money of each month "
      + "of stay, that of a customer of purchases the sum of them; the cost to serve (effort times "
      + "set effort_cost) and the acquisition cost go off as far as known, and the notes say what "
      + "was left out. risk is the chance that a client leaves within the time ahead, by length of "
      + "stay; gone says who has left, or is silent for too long. using model tells of customers "
      + "without a contract what each is to bring: purchases to be expected within the horizon, "
      + "times what a purchase brings (spend), and how likely each still is a customer (alive).",
    definitions: CustomerValue.definitions,
    methods: [
      .init("rfm", "of purchases: recency, frequency and money, with scores from 1 to 5"),
      .init("model", "of purchases: what is to come, by the likeliest of the three below"),
      .init("bgnbd", "BG/NBD: may stop after each repeat purchase"),
      .init("mbgnbd", "MBG/NBD: may stop after the first purchase too"),
      .init("paretonbd", "Pareto/NBD: may stop at any time"),
    ],
    options: [
      OptionDeclaration(
        "high_value", .number(-1e12...1e12), "from where on value is high; the median by default"),
      OptionDeclaration(
        "high_effort", .number(0...1e12), "above which effort is high; the median by default"),
      OptionDeclaration(
        "horizon", .duration, "how far expected and risk look ahead; a year by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
      OptionDeclaration(
        "unit", .word(["day", "week", "month", "quarter", "year"]),
        "of lengths of stay in a file without dates, where its header does not tell"),
    ] + MonthlyMoney.options,
    examples: [
      .init("value", shows: "tenths of the members, the best first", on: .gym),
      .init("value by customer | take 5", shows: "the five best, and what is to come", on: .gym),
      .init(
        "value by customer | filter quadrant == \"let go\" | count",
        shows: "how many bring little and take much", on: .gym),
      .init("value by piano", shows: "what each plan has brought", on: .gym),
      .init("value", shows: "a fifth of the customers bring two thirds", on: .cdnow),
      .init(
        "value using rfm | take 5", shows: "the best by recency, frequency and money", on: .cdnow),
      .init(
        "value using model with horizon = 39 weeks | take 5",
        shows: "who is to bring most, and how sure that is", on: .cdnow),
    ])

  static let definitions = [
    Definition(
      "value", title: "what a customer has brought so far",
      formula: "revenue - effort x cost of an hour - acquisition cost, as far as known",
      pitfalls: [
        "it counts the life so far: a young client has had no time to bring much",
        "costs that no column holds are not in it",
      ],
      source: "Gupta & Lehmann, Managing Customers as Investments (2005)"),
    Definition(
      "cumulative", title: "the whale curve",
      formula: "value of the best customers up to here / value of all",
      pitfalls: ["above 100% the rest costs more than it brings"],
      source: "Kaplan & Narayanan, Measuring and Managing Customer Profitability (2001)"),
    Definition(
      "expected", title: "what is to be expected of the time ahead",
      formula: "money of a month now x mean months still to come within the horizon",
      pitfalls: ["it knows the length of stay only, not the plan, nor the price"],
      source: "mean of the Kaplan-Meier curve from the age on"),
    Definition(
      "quadrant", title: "what to do with a customer",
      formula: "value against its median, effort against its median",
      pitfalls: ["half of all lie above a median, however good they are"],
      source: "customer portfolio by value and cost to serve: Shapiro et al., HBR Sept. 1987"),
  ]

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    let schema = input.schema
    let options = try stage.options(page.options, context.parameters)
    let method = try stage.method(among: page.methods)
    if method != nil { try requirePurchases(schema, for: stage) }
    let sources = try stage.worthSources(schema, options, context)
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let keys = try keys(stage, &checker)
    context.warnings += checker.warnings
    let specification = ValueSpecification(
      sources: sources, keys: keys, highValue: options["high_value"]?.number,
      highEffort: options["high_effort"]?.number, horizon: try horizon(stage, options),
      layout: try layout(stage, schema, method, keys, options, context),
      definitions: CustomerValue.definitions)
    return .table(
      Plan(
        .value(input.plan, specification), schema: specification.schema, title: "",
        shape: shape(specification)))
  }

  private func shape(_ specification: ValueSpecification) -> TableShape {
    switch specification.layout {
    case .deciles:
      .curve(
        CurveShape(
          x: CurveAxis("customers, the best first", unit: .rate),
          measure: CurveAxis("cumulative", unit: .rate), isStepped: false,
          levels: [CurveLevel("all value", 1)], lines: []))
    case .groups:
      .breakdown(category: specification.keys.first?.field.name ?? "", measure: "value")
    case .customers, .scores, .expected: .rows
    }
  }

  /// The keys of groups; none where the customer is the key.
  private func keys(
    _ stage: Stage, _ checker: inout ExpressionChecker
  ) throws(Diagnostic) -> [GroupKey] {
    if namesCustomer(stage, checker.scope.schema) { return [] }
    let (grain, categories) = try stage.grainAndCategories(&checker)
    if let grain {
      throw Diagnostic(
        code: "value-by-period", at: stage.clause(.by)?.range ?? stage.verb.range,
        "value is that of a whole life, not of a \(grain)",
        help: "by the \(grain) of a date:  value by \(grain)(COLUMN)")
    }
    return try checker.keys(categories, date: nil, dateIsCalled: "date").map(\.asCategory)
  }

  /// `by customer`, or by the column in that role.
  private func namesCustomer(_ stage: Stage, _ schema: Schema) -> Bool {
    guard stage.keys.count == 1, case .name(let name) = stage.keys[0].value else { return false }
    if let column = schema.index(of: .customer) {
      return [schema.fields[column].name.lowercased(), "customer"].contains(name.text.lowercased())
    }
    return name.text.lowercased() == "customer" && schema.index(of: name.text) == nil
  }

  private func layout(
    _ stage: Stage, _ schema: Schema, _ method: String?, _ keys: [GroupKey],
    _ options: [String: OptionValue], _ context: LoweringContext
  ) throws(Diagnostic) -> ValueSpecification.Layout {
    let customer = schema.index(of: .customer).map { schema.fields[$0].type } ?? .integer
    if let method, let model = PurchaseModelSpecification.Method(rawValue: method) {
      return .expected(
        customer, try modelSpecification(stage, schema, model, keys, options, context))
    }
    if method == "rfm" {
      guard keys.isEmpty else {
        throw Diagnostic(
          code: "clause-not-here", at: stage.clause(.by)?.range,
          "the scores are those of each customer", help: "value using rfm")
      }
      return .scores(customer)
    }
    guard stage.clause(.by) != nil else { return .deciles }
    return keys.isEmpty ? .customers(customer) : .groups
  }

  private func modelSpecification(
    _ stage: Stage, _ schema: Schema, _ method: PurchaseModelSpecification.Method,
    _ keys: [GroupKey], _ options: [String: OptionValue], _ context: LoweringContext
  ) throws(Diagnostic) -> PurchaseModelSpecification {
    guard keys.isEmpty, let customer = schema.index(of: .customer) else {
      throw Diagnostic(
        code: "clause-not-here", at: stage.clause(.by)?.range,
        "\(method.rawValue) has a row a customer, no groups", help: "value using model")
    }
    if let name = ["high_value", "high_effort", "gap", "unit"].first(where: { options[$0] != nil })
    {
      throw Diagnostic(
        code: "option-of-other-method", at: stage.optionRange(name), "a model has no \(name)",
        help: "value using model with horizon = 12 months")
    }
    let days = try horizon(stage, options)
    return PurchaseModelSpecification(
      method: method, asOf: try stage.asOf(context), unit: .week,
      horizon: .init(days: days, text: options["horizon"].map(\.description) ?? "365 days"),
      customer: schema.fields[customer], definitions: Returns.modelDefinitions)
  }

  private func horizon(
    _ stage: Stage, _ options: [String: OptionValue]
  ) throws(Diagnostic) -> Int {
    guard case .duration(let duration)? = options["horizon"] else { return 365 }
    let days = (Double(duration.months) * 30.4375).rounded() + Double(duration.days)
    guard days > 0, days < 1e6 else {
      throw Diagnostic(
        code: "horizon", at: stage.optionRange("horizon"), "a horizon is longer than nothing",
        help: "write  with horizon = 1 year")
    }
    return Int(days)
  }
}

extension OptionValue {
  fileprivate var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }
}
