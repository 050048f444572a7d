/// A one-sided cumulative sum of standardised residuals: the alarm of somebody who watches month by month.
///
/// S(t) = max(0, S(t-1) + e(t) - allowance); it rings where S exceeds the limit. Page, "Continuous
/// Inspection Schemes", Biometrika 41 (1954) 100-115; allowance 1/2 and limit 5 suit a shift of one
/// standard deviation and ring by chance about once in 930 periods (Siegmund's approximation).
package struct RunningAlarm: Hashable, Sendable {
  /// S after each period.
  package let sums: [Double]
  /// The first period that rings at or after `from`; nil where none does.
  package let first: Int?

  package init(
    _ residuals: [Double], from start: Int = 0, allowance: Double = 0.5, limit: Double = 5
  ) {
    var sums: [Double] = []
    var sum = 0.0
    var first: Int?
    for (place, residual) in residuals.enumerated() {
      sum = place < start ? 0 : max(0, sum + residual - allowance)
      sums.append(sum)
      if first == nil, sum > limit { first = place }
    }
    self.sums = sums
    self.first = first
  }
}
