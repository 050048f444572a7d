/// The difference of two binomial proportions, x1/n1 - x2/n2, with Newcombe's hybrid score
/// interval.
///
/// With Wilson's intervals l, u of each share p: low = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), high =
/// d + sqrt((u1 - p1)^2 + (p2 - l2)^2), d = p1 - p2; within [-1, 1] by itself. Newcombe, "Interval
/// Estimation for the Difference Between Independent Proportions", Statistics in Medicine 17 (1998)
/// 873-890, method 10.
package struct RateDifference: Hashable, Sendable {
  package let value: Double
  package let interval: Interval

  /// Nil where either pair is no binomial outcome, as for `wilsonInterval`.
  package init?(
    successes: Int, trials: Int, otherSuccesses: Int, otherTrials: Int, level: Double = 0.95
  ) {
    guard
      let first = wilsonInterval(successes: successes, trials: trials, level: level),
      let second = wilsonInterval(successes: otherSuccesses, trials: otherTrials, level: level)
    else { return nil }
    let p = Double(successes) / Double(trials)
    let q = Double(otherSuccesses) / Double(otherTrials)
    value = p - q
    interval = Interval(
      low: value - length(p - first.low, second.high - q),
      high: value + length(first.high - p, q - second.low))
  }
}

private func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
