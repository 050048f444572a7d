/// A p-chart: Shewhart control limits for shares whose denominators may differ.
///
/// Centre p = sum of numerators / sum of denominators over the reference periods; limits for a
/// period with denominator n: p +- 3 sigma_z sqrt(p(1 - p)/n), kept in [0, 1]. NIST/SEMATECH
/// e-Handbook of Statistical Methods, 6.3.3.2.
///
/// - With seasons each season may have a centre of its own, pooled in the same way.
/// - sigma_z is 1, or Laney's factor for shares that scatter more than binomial ones: the mean moving
///   range of z = (share - centre) / sqrt(centre (1 - centre)/n), divided by 1.128. Laney, "Improved
///   Control Charts for Attributes", Quality Engineering 14 (2002) 531-537.
package struct ControlChart: Hashable, Sendable {
  /// The pooled share of the reference periods.
  package let centre: Double
  /// The pooled share of each season; empty where the shares have no season of their own.
  package let seasonalCentres: [Double]
  /// How likely chance alone would part the seasons so far; nil where that was not looked at.
  package let seasonP: Double?
  /// The factor that widens the limits.
  package let sigmaZ: Double

  /// A season needs so many reference periods in each of its places.
  package static let fewestYears = 3
  /// Seasons are told apart where chance would do it more seldom.
  package static let seasonLevel = 0.01
  /// Limits are widened where the median denominator is at least this: with fewer trials the binomial
  /// scatter is by far the larger part.
  package static let fewestTrialsToWiden = 1000.0

  /// Pools the reference periods. Periods whose denominator is not positive are left out; nil if
  /// none is left, if the arrays differ in length, or if the pooled share is outside [0, 1].
  package init?(numerators: [Double], denominators: [Double]) {
    guard let pooled = pooledShare(numerators, denominators) else { return nil }
    (centre, seasonalCentres, seasonP, sigmaZ) = (pooled, [], nil, 1)
  }

  /// The same, with centres by season where every season has at least `fewestYears` periods and the
  /// test of `seasonP` (an F test, shares weighed by their denominators, against the scatter within
  /// the seasons or the binomial one, whichever is larger) falls below `seasonLevel`; and with limits
  /// widened where the median denominator is at least `fewestTrialsToWiden` and sigma_z above what
  /// chance gives in 1 of 100, 1 + 2.326 sqrt(0.826/(periods - 1)).
  ///
  /// `seasons` has the season of each period, 0..<`seasonCount`; periods come in order of time.
  package init?(
    numerators: [Double], denominators: [Double], seasons: [Int], seasonCount: Int
  ) {
    guard numerators.count == denominators.count, seasons.count == numerators.count else {
      return nil
    }
    let usable = numerators.indices.filter { denominators[$0] > 0 }
    let periods = usable.map {
      Observation(numerator: numerators[$0], denominator: denominators[$0], season: seasons[$0])
    }
    guard let pooled = pooledShare(numerators, denominators) else { return nil }
    centre = pooled
    var centres: [Double] = []
    seasonP = seasonalTest(periods, centre: pooled, count: seasonCount)
    if let seasonP, seasonP < ControlChart.seasonLevel {
      centres = (0..<seasonCount).map { season in
        let own = periods.filter { $0.season == season }
        return pooledShare(own.map(\.numerator), own.map(\.denominator)) ?? pooled
      }
    }
    seasonalCentres = centres
    sigmaZ = widening(periods) { centres.isEmpty ? pooled : centres[$0] }
  }

  /// The centre of a season; of all where the shares have none.
  package func centre(season: Int?) -> Double {
    guard let season, seasonalCentres.indices.contains(season) else { return centre }
    return seasonalCentres[season]
  }

  /// The limits for a period with this denominator; nil where it is not positive.
  package func limits(denominator: Double, season: Int? = nil) -> Interval? {
    guard denominator > 0 else { return nil }
    let centre = centre(season: season)
    let reach = 3 * sigmaZ * (centre * (1 - centre) / denominator).squareRoot()
    return Interval(low: max(0, centre - reach), high: min(1, centre + reach))
  }

  /// Whether a period's share lies strictly outside its limits: a signal, other than a share above
  /// a band somebody chose. False where there are no limits.
  package func isOutside(numerator: Double, denominator: Double, season: Int? = nil) -> Bool {
    guard let limits = limits(denominator: denominator, season: season) else { return false }
    return !limits.contains(numerator / denominator)
  }
}

private struct Observation {
  var numerator: Double
  var denominator: Double
  var season: Int

  var share: Double { numerator / denominator }
}

private func pooledShare(_ numerators: [Double], _ denominators: [Double]) -> Double? {
  guard numerators.count == denominators.count else { return nil }
  let usable = zip(numerators, denominators).filter { $0.1 > 0 }
  let pooled = usable.reduce(0) { $0 + $1.0 } / usable.reduce(0) { $0 + $1.1 }
  return pooled >= 0 && pooled <= 1 ? pooled : nil
}

/// The p-value of the seasons' difference; nil where some season has too few periods, or where no
/// share differs from 0 and 1.
private func seasonalTest(_ periods: [Observation], centre: Double, count: Int) -> Double? {
  let variance = centre * (1 - centre)
  guard count > 1, variance > 0 else { return nil }
  var (between, within) = (0.0, 0.0)
  for season in 0..<count {
    let own = periods.filter { $0.season == season }
    guard own.count >= ControlChart.fewestYears,
      let pooled = pooledShare(own.map(\.numerator), own.map(\.denominator))
    else { return nil }
    let trials = own.reduce(0) { $0 + $1.denominator }
    between += trials * (pooled - centre) * (pooled - centre) / variance
    within += own.reduce(0) {
      $0 + $1.denominator * ($1.share - pooled) * ($1.share - pooled) / variance
    }
  }
  let degrees = (Double(count - 1), Double(periods.count - count))
  let f = between / degrees.0 / max(1, within / degrees.1)
  // P(F > f) by the incomplete beta function.
  return regularizedIncompleteBeta(
    degrees.1 / (degrees.1 + degrees.0 * f), a: degrees.1 / 2, b: degrees.0 / 2)
}

/// sigma_z where it is to be used, else 1.
private func widening(_ periods: [Observation], centre: (Int) -> Double) -> Double {
  let sizes = periods.map(\.denominator).sorted()
  guard periods.count > 2, sizes[sizes.count / 2] >= ControlChart.fewestTrialsToWiden else {
    return 1
  }
  let scores = periods.compactMap { period -> Double? in
    let centre = centre(period.season)
    let sigma = (centre * (1 - centre) / period.denominator).squareRoot()
    return sigma > 0 ? (period.share - centre) / sigma : nil
  }
  guard scores.count > 2 else { return 1 }
  let ranges = zip(scores, scores.dropFirst()).map { abs($1 - $0) }
  let sigmaZ = ranges.reduce(0, +) / Double(ranges.count) / 1.128
  let chance = 1 + 2.326 * (0.826 / Double(ranges.count)).squareRoot()
  return sigmaZ > chance ? sigmaZ : 1
}
