/// The change of a rate split, group by group, into what comes from the mix and what from the rates.
///
/// Kitagawa's components, centred: with s the group's share of those at risk, r its rate, R the rate of
/// the whole, mix = (s1 - s0)((r0 + r1)/2 - (R0 + R1)/2) and rate = (r1 - r0)(s0 + s1)/2. Their sum over
/// the groups is R1 - R0. Kitagawa, "Components of a Difference Between Two Rates", JASA 50 (1955)
/// 1168-1194; uncentred, a growing group with a low rate would look harmful.
package struct RateDecomposition: Hashable, Sendable {
  package struct Group: Hashable, Sendable {
    package let mix: Double
    package let rate: Double
    package var total: Double { mix + rate }
    /// Whether nobody was at risk in one period, whose rate is then taken from the other.
    package let borrowsRate: Bool
  }

  /// One for each pair of counts, in their order.
  package let groups: [Group]
  /// The rates of the whole.
  package let before: Double
  package let after: Double
  package var change: Double { after - before }
  package var mix: Double { groups.reduce(0) { $0 + $1.mix } }
  package var rate: Double { groups.reduce(0) { $0 + $1.rate } }

  /// The counts of a group in one period.
  package struct Counts: Hashable, Sendable {
    package var lost: Double
    package var atRisk: Double

    package init(lost: Double, atRisk: Double) {
      self.lost = lost
      self.atRisk = atRisk
    }

    var rate: Double? { atRisk > 0 ? lost / atRisk : nil }
  }

  /// Nil where nobody is at risk in one of the periods, or where the arrays differ in length. A group
  /// at risk in neither adds nothing.
  package init?(before: [Counts], after: [Counts]) {
    func whole(_ counts: [Counts]) -> Counts {
      counts.reduce(Counts(lost: 0, atRisk: 0)) {
        Counts(lost: $0.lost + $1.lost, atRisk: $0.atRisk + $1.atRisk)
      }
    }
    let (first, second) = (whole(before), whole(after))
    guard before.count == after.count, let r0 = first.rate, let r1 = second.rate else { return nil }
    self.before = r0
    self.after = r1
    groups = zip(before, after).map { old, new in
      guard let own = old.rate ?? new.rate, let later = new.rate ?? old.rate else {
        return Group(mix: 0, rate: 0, borrowsRate: false)
      }
      let (s0, s1) = (old.atRisk / first.atRisk, new.atRisk / second.atRisk)
      return Group(
        mix: (s1 - s0) * ((own + later) / 2 - (r0 + r1) / 2), rate: (later - own) * (s0 + s1) / 2,
        borrowsRate: old.rate == nil || new.rate == nil)
    }
  }
}

/// The effect of each factor on the change of a product of factors; they add up to the change.
///
/// The mean, over all orders in which the factors could have changed one after the other, of what a factor
/// adds when its turn comes: Das Gupta, Standardization and Decomposition of Rates: A User's Manual,
/// U.S. Bureau of the Census 1993, ch. 2. For two factors a, b the effect of a is (b0 + b1)/2 (a1 - a0).
/// Nil for unequal lengths or more than 12 factors.
package func productEffects(before: [Double], after: [Double]) -> [Double]? {
  let count = before.count
  guard count == after.count, count <= 12 else { return nil }
  return before.indices.map { factor in
    // Orders by which of the other factors have changed already.
    let others = before.indices.filter { $0 != factor }
    var sum = 0.0
    for changed in 0..<(1 << others.count) {
      var product = 1.0
      for (bit, other) in others.enumerated() {
        product *= changed >> bit & 1 == 1 ? after[other] : before[other]
      }
      sum += product * orderShare(changed.nonzeroBitCount, of: count)
    }
    return sum * (after[factor] - before[factor])
  }
}

/// k! (n - 1 - k)! / n!: the share of the orders of n factors in which a given set of k comes first,
/// before a given other factor.
func orderShare(_ k: Int, of n: Int) -> Double {
  var share = 1 / Double(n)
  for step in 0..<k { share *= Double(step + 1) / Double(n - 1 - step) }
  return share
}
