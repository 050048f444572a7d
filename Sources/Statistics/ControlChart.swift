/// A p-chart: Shewhart control limits for shares whose denominators may differ.
///
/// Centre p = sum of numerators / sum of denominators over the reference periods; limits for a
/// period with denominator n: p +- 3 sqrt(p(1 - p)/n), kept in [0, 1]. NIST/SEMATECH e-Handbook of
/// Statistical Methods, 6.3.3.2. Assumes binomial shares: an overdispersed or seasonal series gives
/// more false alarms than the nominal 0.27 %.
package struct ControlChart: Hashable, Sendable {
  /// The pooled share of the reference periods.
  package let centre: Double

  /// Pools the reference periods. Periods whose denominator is not positive are left out; nil if
  /// none is left, if the arrays differ in length, or if the pooled share is outside [0, 1].
  package init?(numerators: [Double], denominators: [Double]) {
    guard numerators.count == denominators.count else { return nil }
    let usable = zip(numerators, denominators).filter { $0.1 > 0 }
    let pooled = usable.reduce(0) { $0 + $1.0 } / usable.reduce(0) { $0 + $1.1 }
    guard pooled >= 0, pooled <= 1 else { return nil }
    centre = pooled
  }

  /// The limits for a period with this denominator; nil where it is not positive.
  package func limits(denominator: Double) -> Interval? {
    guard denominator > 0 else { return nil }
    let reach = 3 * (centre * (1 - centre) / denominator).squareRoot()
    return Interval(low: max(0, centre - reach), high: min(1, centre + reach))
  }

  /// Whether a period's share lies strictly outside its limits: a signal, other than a share above
  /// a band somebody chose. False where there are no limits.
  package func isOutside(numerator: Double, denominator: Double) -> Bool {
    guard let limits = limits(denominator: denominator) else { return false }
    return !limits.contains(numerator / denominator)
  }
}
