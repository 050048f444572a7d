package import Planning

extension Measure {
  /// X0 / S. The default of `churn`.
  package static let churnStart = Measure(
    name: "start",
    title: "churn of those here at the start",
    share: Share(
      of: .difference(.quantity(.lost), .quantity(.early)), in: .quantity(.opening)),
    lesson: "Of those who were here when the period began, the share that left in it. "
      + "Newcomers of the period count neither above nor below the line.",
    pitfalls: ["clients who came and left within one period are not in it: see the column early"],
    source: "ChartMogul, \"Standard\" customer churn rate")
}
