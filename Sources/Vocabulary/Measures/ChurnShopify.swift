package import Planning

extension Measure {
  /// X / (sum of C(d) / n).
  package static let churnShopify = Measure(
    name: "shopify",
    title: "churn over the mean number of clients of a day",
    formula: .quotient(
      .quantity(.lost), .quotient(.quantity(.clientDays), .quantity(.days))),
    share: nil,
    lesson: "Everybody who left over the number of clients of a mean day of the period.",
    pitfalls: ["not to be mixed up with using daily, which adds up a rate of every day"],
    source: "Shopify engineering blog, \"Defining churn rate\" (N. Novak)")
}
