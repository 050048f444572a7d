package import Planning

extension Measure {
  /// X / (S + N).
  package static let churnStripe = Measure(
    name: "stripe",
    title: "churn of all who were here at some time of the period",
    share: Share(
      of: .quantity(.lost), in: .sum(.quantity(.opening), .quantity(.new))),
    lesson: "Everybody who left over everybody who could have: those here at the start "
      + "and the newcomers.",
    pitfalls: ["newcomers had less time to leave, so fast growth makes the rate look low"],
    source: "Stripe Billing, subscriber churn rate")
}
