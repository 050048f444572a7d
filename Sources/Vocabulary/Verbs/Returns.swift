import Calendars
import Columns
package import Language
package import Planning

/// How many customers came back, how often, and how many were never seen again.
package struct Returns: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "returns", clauses: [.by, .asOf, .using, .with], example: "returns",
    summary: "shows how many customers came back, and how many fell silent")

  package let page = VerbPage(
    synopsis: "returns [by KEYS] [as of DATE] [using METHOD] [with OPTION = VALUE]",
    question: "How many come back, how often, and how many bought once and were never seen again?",
    lesson:
      "One row a group of customers: how many there are, how many bought again (repeat), their "
      + "share (repeat_share, with low and high), how many bought on one day only (one_time), the "
      + "middle of the days between purchases (median_gap), how many have been silent for longer than "
      + "the rule (lapsed, lapse_days), and what winning those cost who bought once and lapsed "
      + "(burned). Customers too new to have come back are counted apart (too_new). "
      + "A key takes its value from a customer's first purchase; by month is the month of it. "
      + "Using history: a row a customer with the days on which it bought again (x), the time of the "
      + "last one (t_x), the time observed (T), and the mean amount of those days. "
      + "Using a model: the same times with the probability that it is alive, and the purchases and the money to be "
      + "expected of it.",
    definitions: Returns.definitions + Returns.historyDefinitions + Returns.modelDefinitions,
    methods: [.init("rule", "lapsed by the days of silence; the default")]
      + Returns.historyMethods + Returns.modelMethods,
    options: [
      OptionDeclaration(
        "lapse", .duration, "the silence after which a customer has lapsed; derived by default"),
      OptionDeclaration(
        "interval", .duration,
        "how old a customer must be to count in the repeat share; the median gap by default"),
      OptionDeclaration("level", .number(0.5...0.999), "confidence of intervals, 95% by default"),
      OptionDeclaration("curve", .boolean, "the share won back by each day since lapsing"),
    ] + Returns.modelOptions,
    examples: [
      .init("returns", shows: "who came back to a shop without contracts", on: .shop),
      .init("returns by channel", shows: "by the channel of the first purchase", on: .shop),
      .init(
        "returns by month with lapse = 180 days", shows: "by month of first purchase",
        on: .cdnow),
      .init(
        "returns with curve = yes | take 5", shows: "how many were won back, day by day",
        on: .cdnow),
      .init(
        "returns using history | sort x desc | take 5",
        shows: "who bought most often, when last, and for how much", on: .cdnow),
      .init(
        "returns using model | take 5", shows: "who is still alive, and what to expect of them",
        on: .cdnow),
    ])

  /// What the figures mean, in the order of `how`.
  package static let definitions = [
    Definition(
      "repeat_share", title: "the share of customers who bought on a second day",
      formula:
        "bought on two days or more / customers whose first purchase is at least one typical "
        + "interval old",
      pitfalls: [
        "young customers had less time to come back than old ones: by month tells them apart"
      ],
      source: "Fader, Hardie & Lee 2005 for occasions, recency and age (x, t_x, T)"),
    Definition(
      "median_gap", title: "the typical interval between purchases",
      formula: "the middle of the days between one purchase day and the next of the same customer",
      pitfalls: ["only gaps that ended are seen: those who never came back would make it longer"],
      source: "Hyndman & Fan 1996, type 7, for quantiles"),
    Definition(
      "lapsed", title: "customers silent for longer than the rule",
      formula: "silent for longer than the days which 95% of all gaps do not exceed, drawn towards "
        + "the same quantile of the customer's own gaps: (own gaps × own quantile + 10 × rule) / "
        + "(own gaps + 10)",
      pitfalls: ["lapsed is a rule, not a farewell: some come back, as won_back shows"],
      source: "the rule is a convention, stated in every result"),
    Definition(
      "burned", title: "acquisition cost of customers lost after one purchase day",
      formula: "sum of the acquisition cost of lapsed customers with one purchase day",
      source: "the firm's own costs"),
    Definition(
      "won_back", title: "the share of lapsed customers who bought again",
      formula: "1 - S(t), S being the Kaplan-Meier curve of the silence beyond the rule, silences "
        + "that still last being cut short by the last day",
      pitfalls: ["the longer the rule, the fewer lapse and the fewer of them come back"],
      source: "Kaplan & Meier 1958"),
  ]

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    try requirePurchases(input.schema, for: stage)
    let method = try stage.method(among: page.methods)
    let options = try stage.options(page.options, context.parameters)
    try checkOptions(stage, options, method: method)
    if method == "history" { return .table(try historyPlan(stage, input, options, context)) }
    if let model = method.flatMap({ PurchaseModelSpecification.Method(rawValue: $0) }) {
      return .table(try modelPlan(stage, input, model, options, context))
    }
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let date = input.schema.index(of: .date).map { place in
      TypedExpression.column(place, input.schema.fields[place].type)
    }
    let keys = try checker.keys(
      stage.keys, date: date, dateIsCalled: "date of purchase"
    ).map(\.asCategory)
    context.warnings += checker.warnings
    var level = 0.95
    if case .number(let given)? = options["level"] { level = given }
    let specification = ReturnSpecification(
      keys: keys, asOf: try stage.asOf(context), lapse: try stage.days("lapse", options),
      interval: try stage.days("interval", options), level: level,
      layout: options["curve"] == .boolean(true) ? .curve : .summary,
      definitions: Returns.definitions)
    return .table(
      Plan(
        .returns(input.plan, specification), schema: specification.schema, title: "",
        shape: shape(specification)))
  }

  /// Options that belong to another way of looking at returns.
  private func checkOptions(
    _ stage: Stage, _ options: [String: OptionValue], method: String?
  ) throws(Diagnostic) {
    let own: Set<String> =
      switch method {
      case nil, "rule": ["lapse", "interval", "level", "curve"]
      case "history": ["unit"]
      default: ["unit", "horizon"]
      }
    guard
      let name = page.options.map(\.name).first(where: { options[$0] != nil && !own.contains($0) })
    else { return }
    let isOfRule = method == nil || method == "rule"
    throw Diagnostic(
      code: "option-of-other-method", at: stage.optionRange(name),
      isOfRule
        ? "\(name) is an option of models"
        : "\(method == "history" ? "a history" : "a model") has no \(name)",
      help: isOfRule
        ? "returns using model with \(name) = ..."
        : "its options are " + page.options.map(\.name).filter(own.contains).joined(separator: ", ")
    )
  }

  private func shape(_ specification: ReturnSpecification) -> TableShape {
    let names = specification.keys.map(\.field.name)
    if case .curve = specification.layout {
      return .curve(
        CurveShape(
          x: CurveAxis("time", unit: .days), measure: CurveAxis("won_back", unit: .rate),
          band: Band(low: "low", high: "high"), series: names, isStepped: true, start: 0))
    }
    guard let key = specification.keys.first else { return .rows }
    return .breakdown(category: key.field.name, measure: "repeat_share")
  }
}

extension Stage {
  /// A length of silence in days, at least 0; nil without the option. A month counts as a twelfth of
  /// 365.25 days.
  func days(_ name: String, _ options: [String: OptionValue]) throws(Diagnostic) -> Int? {
    guard case .duration(let duration)? = options[name] else { return nil }
    let days = Int((Double(duration.months) * 365.25 / 12).rounded()) + duration.days
    guard (0...4_000_000).contains(days) else {
      throw Diagnostic(
        code: "days", at: optionRange(name), "\(name) is a length of time, 0 days or more",
        help: "write  with \(name) = 90 days")
    }
    return days
  }
}
