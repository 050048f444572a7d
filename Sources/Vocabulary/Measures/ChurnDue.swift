package import Planning

extension Measure {
  /// Leavers / clients whose renewal fell due.
  package static let churnDue = Measure(
    name: "due",
    title: "churn of those whose renewal fell due",
    share: Share(of: .quantity(.lost), in: .quantity(.due)),
    lesson: "Those who left over those who had to decide: the renewals that fell due in the "
      + "period, and those who left before their due day.",
    pitfalls: ["it needs the length of a contract; due days are the anniversaries of the start"],
    source: "renewal rate of annual contracts, turned over")
}
