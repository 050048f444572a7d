import Glibc

/// A series over consecutive periods whose level may have shifted.
///
/// - share: `counts` of `exposures` clients, one each a period; quasi-binomial on the log-odds.
/// - count: `counts` over `exposures` (1 where there is none); quasi-Poisson on the logarithm.
/// - amount: any numbers, `exposures` 1 where there is one; normal errors around a mean.
///
/// A period with an exposure of 0 is not used. Shapes: both arrays have the same length.
package struct ShiftSeries: Hashable, Sendable {
  package var counts: [Double]
  package var exposures: [Double]
  package var family: Family
  /// Periods in a year of the calendar: 12 for months; 1 where no season is taken out.
  package var season: Int
  /// The place in the season of the first period, 0 ..< season.
  package var phase: Int
  /// Periods in a year, for the slope: 12 for months.
  package var periodsPerYear: Double

  package enum Family: Hashable, Sendable { case share, count, amount }

  package init(
    counts: [Double], exposures: [Double], family: Family, season: Int = 1, phase: Int = 0,
    periodsPerYear: Double = 12
  ) {
    self.counts = counts
    self.exposures = exposures
    self.family = family
    self.season = max(1, season)
    self.phase = phase
    self.periodsPerYear = periodsPerYear
  }

  package var count: Int { counts.count }

  /// Whether the exposure of a period lets it count.
  package func isUsed(_ place: Int) -> Bool { exposures[place] > 0 }

  package var usedCount: Int { exposures.count { $0 > 0 } }

  /// The place in the season of a period.
  package func seasonPlace(_ place: Int) -> Int { (phase + place) % season }

  /// What the rate would be at a level on the scale of the model.
  package func rate(at level: Double) -> Double {
    switch family {
    case .share: 1 / (1 + exp(-level))
    case .count: exp(level)
    case .amount: level
    }
  }
}

/// What is known beforehand of a series: how strong seasons and slow drifts usually are.
///
/// Season effects and the slope are shrunk to 0 as normal with these variances, on the scale of the
/// model; an amount is measured in its own standard deviations.
package struct ShiftPrior: Hashable, Sendable {
  /// The variance of a month's effect that counts as much as `seasonWeight` months of the data.
  package var seasonVariance = 0.02
  package var seasonWeight = 4.0
  /// The standard deviation of the drift in a year.
  package var slope = 0.03

  package init() {}

  static func usual(_ family: ShiftSeries.Family, spread: Double) -> ShiftPrior {
    var prior = ShiftPrior()
    if family == .amount {
      prior.seasonVariance = 0.5 * spread * spread
      prior.slope = 0.2 * spread
    }
    return prior
  }
}

/// Why a series cannot be searched for shifts.
package enum ShiftError: Error, Hashable, Sendable {
  /// Fewer usable periods than are needed.
  case tooShort(used: Int, needed: Int)
  /// Nobody left in any period, or everybody in each: no level to compare.
  case constant
  /// A count below 0, above its exposure where it is a share of it, or no finite number.
  case notUsable(place: Int)
}

extension ShiftSeries {
  /// Fewer periods than this say nothing about a shift.
  package static let fewestPeriods = 8

  /// Throws where the series cannot be searched.
  func check() throws(ShiftError) {
    guard counts.count == exposures.count else { throw .notUsable(place: 0) }
    for place in counts.indices where isUsed(place) {
      let (value, exposure) = (counts[place], exposures[place])
      let isFine =
        value.magnitude < 1e12 && exposure < 1e12
        && (family == .amount || value >= 0) && (family != .share || value <= exposure)
      guard isFine else { throw .notUsable(place: place) }
    }
    guard usedCount >= ShiftSeries.fewestPeriods else {
      throw .tooShort(used: usedCount, needed: ShiftSeries.fewestPeriods)
    }
    let used = counts.indices.filter(isUsed)
    let isConstant =
      switch family {
      case .share:
        used.allSatisfy { counts[$0] == 0 } || used.allSatisfy { counts[$0] == exposures[$0] }
      case .count: used.allSatisfy { counts[$0] == 0 }
      case .amount: used.allSatisfy { counts[$0] == counts[used[0]] }
      }
    if isConstant { throw .constant }
  }

  /// The level of the whole on the scale of the model; half a client is added to each side.
  var wholeLevel: Double {
    let (lost, atRisk) = counts.indices.filter(isUsed).reduce((0.0, 0.0)) {
      ($0.0 + counts[$1], $0.1 + exposures[$1])
    }
    switch family {
    case .share: return log((lost + 0.5) / (atRisk - lost + 0.5))
    case .count: return log((lost + 0.5) / atRisk)
    case .amount: return lost / atRisk
    }
  }

  /// The variance about the mean of an amount; 1 for any other family.
  var spreadVariance: Double {
    guard family == .amount else { return 1 }
    let values = counts.indices.filter(isUsed).map { counts[$0] }
    let mean = wholeLevel
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
  }
}
