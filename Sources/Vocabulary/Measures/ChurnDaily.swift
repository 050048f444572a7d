package import Planning

extension Measure {
  /// Sum over d of x(d) / C(d).
  package static let churnDaily = Measure(
    name: "daily",
    title: "sum of the churn of every day",
    formula: .quantity(.dailyShares),
    share: nil,
    lesson: "The share that left is taken of every day and the days are added up, "
      + "so that a book that grows or shrinks within the period is treated fairly.",
    pitfalls: ["a sum of daily rates can exceed 100% over a long period"],
    source: "ChartMogul, \"Shopify formula\"")
}
