import Calendars
import Columns
import Language
import Planning

extension Returns {
  static let modelMethods: [VerbPage.Choice] = [
    .init("model", "a row a customer, by the likeliest of BG/NBD, MBG/NBD and Pareto/NBD"),
    .init("bgnbd", "BG/NBD: may stop after each repeat purchase"),
    .init("mbgnbd", "MBG/NBD: may stop after the first purchase too"),
    .init("paretonbd", "Pareto/NBD: may stop at any time"),
    .init("bgbb", "BG/BB: buys or not in each unit of time, and may stop before each"),
  ]

  static let modelOptions: [OptionDeclaration] = [
    OptionDeclaration(
      "unit", .word(PurchaseModelSpecification.TimeUnit.allCases.map(\.rawValue)),
      "of t_x and T, week by default; using history or a model"),
    OptionDeclaration(
      "horizon", .duration, "how far ahead a model's expected and value look, 12 months by default"),
  ]

  /// What the figures of a model mean, in the order of `how`.
  static let modelDefinitions = [
    Definition(
      "alive", title: "the probability that a customer has not stopped for good",
      formula:
        "P(alive | x, t_x, T): x repeat purchases, the last t_x after the first, T observed; "
        + "each buys at a rate of its own until, unseen, it stops",
      pitfalls: [
        "one who buys often and fell silent is likelier gone than one who buys seldom"
      ],
      source: "Fader, Hardie & Lee 2005 (BG/NBD); Batislam et al. 2007 (MBG/NBD); "
        + "Schmittlein et al. 1987 (Pareto/NBD); Fader, Hardie & Shang 2010 (BG/BB)"),
    Definition(
      "expected", title: "the purchases to be expected",
      formula: "P(alive) × purchases until the customer stops or the horizon ends, the mean over "
        + "the rates that its purchases make plausible",
      pitfalls: ["a mean: most buy less and a few much more"],
      source: "Fader, Hardie & Lee 2005, eq 10"),
    Definition(
      "value", title: "the money to be expected",
      formula:
        "expected × p (gamma + x z) / (p x + q - 1), z the mean amount of x repeat purchases",
      pitfalls: ["takes how much is spent for unrelated to how often"],
      source: "Fader & Hardie 2013, note 025 (gamma-gamma)"),
  ]

  /// The plan of `returns using model` and its kin.
  func modelPlan(
    _ stage: Stage, _ input: PlanInput, _ method: PurchaseModelSpecification.Method,
    _ options: [String: OptionValue], _ context: LoweringContext
  ) throws(Diagnostic) -> Plan {
    let customer = try customerField(stage, input, method: method.rawValue)
    var horizon = PurchaseModelSpecification.Horizon(days: 365, text: "12 months")
    if let days = try stage.days("horizon", options), let given = options["horizon"] {
      horizon = PurchaseModelSpecification.Horizon(days: days, text: given.description)
    }
    let specification = PurchaseModelSpecification(
      method: method, asOf: try stage.asOf(context), unit: timeUnit(options),
      horizon: horizon, customer: customer, definitions: Returns.modelDefinitions)
    return Plan(.purchaseModel(input.plan, specification), schema: specification.schema, title: "")
  }
}
