/// A quantile of the time to exit, in the unit of the times.
package struct SurvivalQuantile: Hashable, Sendable {
  /// The smallest time by which the share has left; nil where the curve does not go down that far.
  package let time: Double?
  /// Where the limits of the curve cross; high is infinite where the upper one never does, low too
  /// where not even the lower one does.
  package let interval: Interval
}

extension SurvivalCurve {
  /// The quantile of the time to exit: the smallest t with S(t) <= 1 - `probability`.
  ///
  /// Its interval holds the times at which the pointwise interval of S holds 1 - p: Brookmeyer &
  /// Crowley, "A Confidence Interval for the Median Survival Time", Biometrics 38 (1982) 29-41. S
  /// counts as equal to 1 - p within 1e-12, since products of fractions round. Nil unless 0 < p < 1
  /// and 0 <= level < 1.
  package func quantile(
    _ probability: Double, level: Double = 0.95, kind: SurvivalIntervalKind = .logLog
  ) -> SurvivalQuantile? {
    guard probability > 0, probability < 1, level >= 0, level < 1 else { return nil }
    let threshold = 1 - probability + 1e-12
    let limits = intervals(level: level, kind: kind)
    func firstTime(_ crosses: (Int) -> Bool) -> Double? {
      times.indices.first(where: crosses).map { times[$0] }
    }
    // Once S is 0 there is no interval, but the lower limit can only be 0.
    let low = firstTime { (limits[$0]?.low ?? 0) <= threshold }
    let high = firstTime { limits[$0].map { $0.high <= threshold } ?? false }
    return SurvivalQuantile(
      time: firstTime { survival[$0] <= threshold },
      interval: Interval(low: low ?? .infinity, high: high ?? .infinity))
  }

  /// The time by which half have left, with its interval of 95 %.
  package var median: SurvivalQuantile? { quantile(0.5) }
}
