import Columns
import Language
import Planning

extension Churn {
  /// What `churn of revenue` shows beside the movements of money, each in its own column.
  static let revenueDefinitions = [
    Definition(
      "gross", title: "revenue lost, of what the period opened with",
      formula: "(lost + contraction) / opening",
      pitfalls: [
        "lost holds the money of those who came and left within the period too, so a long period "
          + "shows more than its opening lost: see grr"
      ], source: "ChartMogul, \"Gross MRR churn rate\""),
    Definition(
      "net", title: "the same less what the clients brought more",
      formula: "(lost + contraction - expansion - returned) / opening",
      pitfalls: ["a few large increases can hide many losses: read gross beside it"],
      source: "ChartMogul, \"Net MRR churn rate\""),
    Definition(
      "grr", title: "gross revenue retention over 12 months",
      formula:
        "sum over customers of min(money now, money 12 months before) / money 12 months before",
      source: "SaaS metrics: GRR, each customer capped at the amount of a year ago"),
    Definition(
      "nrr", title: "net revenue retention over 12 months",
      formula: "money now of the customers of 12 months before / money 12 months before",
      source: "SaaS metrics: NRR, new customers left out"),
    Definition(
      "quick", title: "quick ratio: money won for each money lost",
      formula: "(new + returned + expansion) / (lost + contraction)",
      pitfalls: ["undefined, not infinite, where nothing was lost"],
      source: "Social Capital, \"SaaS quick ratio\""),
  ]

  /// Whether the stage asks for revenue; fails where it asks for anything but revenue or customers.
  func isOfRevenue(_ stage: Stage) throws(Diagnostic) -> Bool {
    guard case .of(let expression, let range)? = stage.clause(.of) else { return false }
    if case .name(let name) = expression {
      switch name.text.lowercased() {
      case "revenue": return true
      case "customers", "clients": return false
      default: break
      }
    }
    throw Diagnostic(
      code: "churn-of", at: range, "churn is of customers or of revenue",
      help: "write  churn of revenue by month")
  }

  /// The plan of `churn of revenue`.
  func revenuePlan(
    _ stage: Stage, _ counts: CalendarCounts, of input: Plan, _ options: [String: OptionValue],
    _ settings: Settings
  ) throws(Diagnostic) -> Plan {
    if let method = stage.method, method.text.lowercased() != "announced" {
      throw Diagnostic(
        code: "using-of-revenue", at: method.range,
        "churn of revenue has one formula: gross, and net beside it",
        help: "leave out  using \(method.text)")
    }
    let money = try stage.monthlyMoney(input.schema, options, settings)
    let movements = MoneyMovements(
      counts, money, includesUnfinished: options["unfinished"] == .boolean(true),
      definitions: Churn.revenueDefinitions)
    return Plan(
      .moneyMovements(input, movements), schema: movements.schema, title: "",
      shape: Churn.shape(
        counts.grain, measure: "gross", keys: counts.keys.map(\.field.name), hasBand: false))
  }
}

/// Fails where a key describes the leaving, not the client.
func requireKeysOfClients(_ keys: [GroupKey], _ stage: Stage) throws(Diagnostic) {
  guard let key = keys.first(where: \.describesExit) else { return }
  let range = stage.clause(.by)?.range ?? stage.range
  throw Diagnostic(
    code: "key-of-leaving", at: range,
    "'\(key.field.name)' describes the leaving, and here clients are parted who have not left",
    help: "reasons shows the revenue lost for each reason; churn by \(key.field.name) the rate")
}
