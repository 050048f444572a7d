/// The mean of min(time to exit, horizon), in the unit of the times: the area under the curve.
package struct RestrictedMean: Hashable, Sendable {
  package let horizon: Double
  package let value: Double
  package let standardError: Double

  /// value -+ z SE, kept within 0...horizon; nil where `level` is outside 0..<1.
  package func interval(level: Double = 0.95) -> Interval? {
    let reach = normalQuantile((1 + level) / 2) * standardError
    guard level >= 0, level < 1 else { return nil }
    return Interval(low: max(0, value - reach), high: min(horizon, value + reach))
  }
}

extension SurvivalCurve {
  /// The mean time kept up to the horizon tau, the integral of S from 0 to tau.
  ///
  /// SE^2 = sum over t_i <= tau of A_i^2 d_i / (n_i (n_i - d_i)), A_i the integral of S from t_i to
  /// tau, a term being 0 where n_i = d_i (then A_i is 0): Klein & Moeschberger, "Survival Analysis"
  /// (2003) 4.5. It is the sampling variance of the mean, not the spread of the lives. Nil where
  /// tau is negative or past the last observed time of a curve that has not reached 0.
  package func restrictedMean(horizon: Double) -> RestrictedMean? {
    guard horizon.isFinite, let last = place(of: horizon) else { return nil }
    var area = 0.0
    var variance = 0.0
    var end = horizon
    for place in stride(from: last, through: 0, by: -1) {
      area += survival[place] * (end - times[place])
      end = times[place]
      let n = Double(atRisk[place])
      let d = Double(events[place])
      if d < n { variance += area * area * d / (n * (n - d)) }
    }
    return RestrictedMean(
      horizon: horizon, value: area + end, standardError: variance.squareRoot())
  }
}
