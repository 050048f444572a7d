package import Planning

extension Measure {
  /// X / S.
  package static let churnAll = Measure(
    name: "all",
    title: "churn of all who left, over those here at the start",
    share: Share(of: .quantity(.lost), in: .quantity(.opening)),
    lesson: "Everybody who left in the period, newcomers too, over those here when it began.",
    pitfalls: ["with many newcomers it exceeds 100%, because they stand above the line only"],
    source: "Recurly, \"basic\" churn rate; Chargify")
}
