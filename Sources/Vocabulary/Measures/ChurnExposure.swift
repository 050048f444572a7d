package import Planning

extension Measure {
  /// 1 - (1 - X / sum of C(d))^n.
  package static let churnExposure = Measure(
    name: "exposure",
    title: "churn by client-days",
    formula: .difference(
      .number(1),
      .power(
        .difference(.number(1), .quotient(.quantity(.lost), .quantity(.clientDays))),
        .quantity(.days))),
    share: nil,
    lesson: "The chance to leave on one day, from client-days, brought to the whole period: "
      + "what one client who is here all the time would meet.",
    pitfalls: ["it takes every day of the period as equally dangerous"],
    source: "occurrence-exposure rate (Preston, Heuveline & Guillot 2001, ch. 1)")
}
