import Glibc

/// The scale on which a pointwise interval of survival is symmetric, sigma^2 being the variance of
/// log S and z the normal quantile of (1 + level)/2.
package enum SurvivalIntervalKind: Hashable, Sendable, CaseIterable {
  /// S^exp(-+ z sigma / log S): within [0, 1] by itself, the best coverage in small samples (Borgan
  /// & Liestol, Scandinavian Journal of Statistics 17 (1990) 35-41).
  case logLog
  /// S exp(-+ z sigma), cut at 1.
  case log
  /// S -+ z sigma S, cut at 0 and 1.
  case plain
}

extension SurvivalCurve {
  /// The pointwise interval at each time. Exactly 1 while S is 1; nil once S is 0, where no
  /// variance is left to build one from. All nil where `level` is outside 0..<1.
  package func intervals(
    level: Double = 0.95, kind: SurvivalIntervalKind = .logLog
  ) -> [Interval?] {
    let z = normalQuantile((1 + level) / 2)
    return times.indices.map { interval(place: $0, z: z, kind: kind) }
  }

  /// The pointwise interval of S(`time`); nil also where `survival(at:)` is.
  package func interval(
    at time: Double, level: Double = 0.95, kind: SurvivalIntervalKind = .logLog
  ) -> Interval? {
    let z = normalQuantile((1 + level) / 2)
    return place(of: time).flatMap { interval(place: $0, z: z, kind: kind) }
  }

  func interval(place: Int, z: Double, kind: SurvivalIntervalKind) -> Interval? {
    guard z >= 0, z.isFinite else { return nil }
    guard place >= 0, survival[place] < 1 else { return Interval(low: 1, high: 1) }
    let share = survival[place]
    guard share > 0 else { return nil }
    let reach = z * logVariance[place].squareRoot()
    switch kind {
    case .logLog:
      let stretch = reach / -Glibc.log(share)
      return Interval(low: pow(share, exp(stretch)), high: pow(share, exp(-stretch)))
    case .log:
      return Interval(low: share * exp(-reach), high: min(1, share * exp(reach)))
    case .plain:
      return Interval(low: max(0, share - share * reach), high: min(1, share + share * reach))
    }
  }
}
