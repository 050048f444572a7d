import Columns
import Language
import Planning

extension Returns {
  static let historyMethods: [VerbPage.Choice] = [
    .init("history", "a row a customer: how often, how long ago and for how much it bought")
  ]

  /// What the figures of a history mean, in the order of `how`.
  static let historyDefinitions = [
    Definition(
      "x", title: "the days on which a customer bought again",
      formula: "days with a purchase - 1",
      source: "Fader, Hardie & Lee 2005"),
    Definition(
      "t_x", title: "how long after the first purchase the last one was",
      formula: "day of the last purchase - day of the first",
      pitfalls: ["t_x is 0 for those who bought on one day only, however long ago"],
      source: "Fader, Hardie & Lee 2005"),
    Definition(
      "T", title: "how long a customer has been known",
      formula: "last day known - day of the first purchase",
      source: "Fader, Hardie & Lee 2005"),
    Definition(
      "mean_amount", title: "what a customer spends on a day on which it buys again",
      formula: "amounts of the days after the first / x",
      pitfalls: ["a mean of few days tells little: value using model draws it towards that of all"],
      source: "Fader, Hardie & Lee, RFM and CLV, 2005"),
  ]

  /// The plan of `returns using history`.
  func historyPlan(
    _ stage: Stage, _ input: PlanInput, _ options: [String: OptionValue],
    _ context: LoweringContext
  ) throws(Diagnostic) -> Plan {
    let specification = PurchaseHistorySpecification(
      asOf: try stage.asOf(context), unit: timeUnit(options),
      customer: try customerField(stage, input, method: "history"),
      definitions: Returns.historyDefinitions)
    return Plan(
      .purchaseHistory(input.plan, specification), schema: specification.schema, title: "")
  }

  /// The column of customers, of which each gets a row.
  func customerField(
    _ stage: Stage, _ input: PlanInput, method: String
  ) throws(Diagnostic) -> Field {
    if case .by(_, let range)? = stage.clause(.by) {
      throw Diagnostic(
        code: "by-model", at: range, "returns using \(method) has a row a customer, no groups",
        help: "returns by KEYS goes without using \(method)")
    }
    guard let customer = input.schema.index(of: .customer) else {
      throw Diagnostic(
        code: "missing-role", at: stage.verb.range, "no column says who bought",
        help: "roles customer = COLUMN")
    }
    return input.schema.fields[customer]
  }

  /// What times are measured in.
  func timeUnit(_ options: [String: OptionValue]) -> PurchaseModelSpecification.TimeUnit {
    guard case .text(let word)? = options["unit"] else { return .week }
    return PurchaseModelSpecification.TimeUnit(rawValue: word) ?? .week
  }
}
