import Glibc

/// How the months of a year differ: an index with mean 1, shrunk by what is known of each month.
///
/// Month effects of the model of `ShiftScan` (on the log-odds of a share, the logarithm of a count), a
/// shift found being taken out, so that it is not taken for season. Each effect is shrunk to 0 by its
/// information over (information + dispersion / variance); index = the rate that the effect gives at the
/// mean level, over the mean of these rates. Strength = max(0, 1 - var(rest)/var(season + rest)), on the
/// same scale: Wang, Smith & Hyndman, Data Mining and Knowledge Discovery 13 (2006) 335-364.
package struct SeasonalIndex: Hashable, Sendable {
  /// One for each place of the season.
  package let index: [Double]
  /// Limits of the index at the level asked for.
  package let intervals: [Interval]
  /// The share of its own information in each effect: 1 where nothing is shrunk.
  package let shrinkage: [Double]
  /// 0 for no season, 1 for nothing else.
  package let strength: Double
  package let scan: ShiftScan

  /// For a share or a count over at least two full seasons.
  package init(
    _ series: ShiftSeries, level: Double = 0.95, options: ShiftScan.Options = .init()
  ) throws(ShiftError) {
    let needed = 2 * series.season
    guard series.usedCount >= needed else {
      throw .tooShort(used: series.usedCount, needed: needed)
    }
    var options = options
    options.permutations = 0
    let scan = try ShiftScan(series, options)
    let rest = zip(scan.undisturbed.indices, scan.undisturbed).map {
      $1 - scan.season[series.seasonPlace($0)]
    }
    let used = rest.indices.filter { series.isUsed($0) }
    let middle = used.reduce(0) { $0 + rest[$1] } / Double(used.count)
    func rate(_ effect: Double) -> Double {
      let value = series.rate(at: middle + effect)
      return series.family == .amount ? scan.scale.mean + scan.scale.deviation * value : value
    }
    let rates = scan.season.map(rate)
    let mean = rates.reduce(0, +) / Double(rates.count)
    let z = normalQuantile((1 + level) / 2)
    index = rates.map { $0 / mean }
    intervals = zip(scan.season, scan.seasonErrors).map {
      Interval(low: rate($0 - z * $1) / mean, high: rate($0 + z * $1) / mean)
    }
    shrinkage = scan.seasonErrors.map { max(0, 1 - $0 * $0 / scan.seasonVariance) }
    strength = SeasonalIndex.strength(series, scan)
    self.scan = scan
  }

  private static func strength(_ series: ShiftSeries, _ scan: ShiftScan) -> Double {
    var (season, rest): ([Double], [Double]) = ([], [])
    for place in series.counts.indices where series.isUsed(place) {
      // A residual in standard deviations, brought to the scale of the effects.
      let residual = scan.residuals[place] * scan.residualScales[place]
      rest.append(residual)
      season.append(residual + scan.season[series.seasonPlace(place)])
    }
    let (alone, together) = (variance(rest), variance(season))
    return together > 0 ? max(0, 1 - alone / together) : 0
  }
}

private func variance(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
}

/// The seasonal index of the classical multiplicative decomposition: ratios to a centred moving average
/// over one season, averaged place by place and brought to mean 1.
///
/// `series` has one value a period, the first at place `phase` of the season; nil where it has fewer than
/// two full seasons or a place without a ratio. Hyndman & Athanasopoulos, Forecasting: Principles and
/// Practice, 3rd ed., 3.4. An even season is averaged with half weights at both ends.
package func classicalSeasonalIndex(
  _ series: [Double], season: Int, phase: Int = 0
) -> [Double]? {
  guard season > 1, series.count >= 2 * season else { return nil }
  let half = season / 2
  var ratios = [[Double]](repeating: [], count: season)
  for middle in half..<(series.count - half) {
    var sum = series[middle - half...middle + half].reduce(0, +)
    if season.isMultiple(of: 2) { sum -= (series[middle - half] + series[middle + half]) / 2 }
    guard sum > 0 else { continue }
    ratios[(phase + middle) % season].append(series[middle] * Double(season) / sum)
  }
  guard ratios.allSatisfy({ !$0.isEmpty }) else { return nil }
  let means = ratios.map { $0.reduce(0, +) / Double($0.count) }
  let mean = means.reduce(0, +) / Double(season)
  return mean > 0 ? means.map { $0 / mean } : nil
}
