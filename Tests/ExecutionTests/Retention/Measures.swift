import Planning

/// The eight formulas of the churn rate as kpi.md defines them, for tests.
enum Measures {
  private static func share(_ name: String, of numerator: Formula, in denominator: Formula)
    -> Measure
  {
    Measure(
      name: name, title: "churn (\(name))", share: Measure.Share(of: numerator, in: denominator),
      lesson: "", pitfalls: ["a pitfall"], source: "a source")
  }

  private static func figure(_ name: String, _ formula: Formula) -> Measure {
    Measure(
      name: name, title: "churn (\(name))", formula: formula, share: nil, lesson: "",
      pitfalls: [], source: "a source")
  }

  private static let lost = Formula.quantity(.lost)
  private static let opening = Formula.quantity(.opening)

  static let start = share("start", of: .difference(lost, .quantity(.early)), in: opening)
  static let all = share("all", of: lost, in: opening)
  static let stripe = share("stripe", of: lost, in: .sum(opening, .quantity(.new)))
  static let average = figure(
    "average", .quotient(lost, .quotient(.sum(opening, .quantity(.closing)), .number(2))))
  static let shopify = figure(
    "shopify", .quotient(lost, .quotient(.quantity(.clientDays), .quantity(.days))))
  static let daily = figure("daily", .quantity(.dailyShares))
  static let exposure = figure(
    "exposure",
    .difference(
      .number(1),
      .power(
        .difference(.number(1), .quotient(lost, .quantity(.clientDays))), .quantity(.days))))
  static let due = share("due", of: lost, in: .quantity(.due))

  static let every = [start, all, stripe, average, shopify, daily, exposure, due]
}
