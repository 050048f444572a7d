package import Planning

extension Measure {
  /// X / ((S + E) / 2).
  package static let churnAverage = Measure(
    name: "average",
    title: "churn over the mean of opening and closing",
    formula: .quotient(
      .quantity(.lost),
      .quotient(.sum(.quantity(.opening), .quantity(.closing)), .number(2))),
    share: nil,
    lesson: "Everybody who left over the mean of those here at the start and at the end.",
    pitfalls: ["a rush in the middle of the period moves it, although nobody left for it"],
    source: "midpoint rate, as in vital statistics (Preston, Heuveline & Guillot 2001, ch. 1)")
}
