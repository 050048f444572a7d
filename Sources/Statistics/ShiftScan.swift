import Glibc

/// The search of a series for one lasting shift: a step or a ramp, told from chance, season, slow drift
/// and single odd periods.
///
/// Every start of every shape is fitted in one model with season effects, slope and exposure
/// (`LevelModel`); the statistic is twice the gain of log-likelihood over the dispersion. There is a
/// shift where it exceeds `threshold` = 6.5 + ln n and no single period explains the series better.
/// - Dispersion: Pearson's chi-squared of the best shape over the degrees of freedom, at least 1 for
///   shares and counts (McCullagh & Nelder 1989, 4.5).
/// - A period that is odd by itself is set aside (`outliers`) and the search begins anew.
/// - The start is the period with the most likelihood within one period of it; its interval holds the
///   starts whose statistic is within the chi-squared quantile of the best (profile likelihood).
/// - p: how often residuals in a random order, dealt by a seeded generator, reach the score statistic
///   of the series. Worsley, Biometrika 70 (1983) 455-464, for a scan of binomial likelihoods;
///   Phipson & Smyth 2010 for (1 + reached) / (1 + permutations).
package struct ShiftScan: Hashable, Sendable {
  /// The best lasting shift, whether or not it is one.
  package private(set) var best: Candidate
  package private(set) var isShift = false
  package private(set) var threshold: Double
  package private(set) var dispersion = 1.0
  /// Places set aside because each is odd by itself, with its statistic.
  package private(set) var outliers: [Outlier] = []
  /// The first and the last start that the data allow.
  package private(set) var startInterval: ClosedRange<Int>
  package private(set) var p = 1.0
  /// Season effects on the scale of the model, shrunk; the variance they were shrunk with.
  package private(set) var season: [Double] = []
  package private(set) var seasonErrors: [Double] = []
  package private(set) var seasonVariance = 0.0
  /// Drift in a year on the scale of the model.
  package private(set) var slope = 0.0
  /// The linear predictor without the shift, one a period.
  package private(set) var undisturbed: [Double] = []
  /// Residuals about `undisturbed` in standard deviations, 0 where a period is not used.
  package private(set) var residuals: [Double] = []
  /// The standard deviation of each residual on the scale of the model.
  package private(set) var residualScales: [Double] = []
  /// An amount is searched in its own standard deviations: its mean and deviation.
  package private(set) var scale = (mean: 0.0, deviation: 1.0)

  package struct Candidate: Hashable, Sendable {
    package var shape: Shape
    package var start: Int
    /// Twice the gain of log-likelihood over the dispersion.
    package var statistic: Double
    /// The shift on the scale of the model: a log odds ratio, a log ratio, standard deviations.
    package var size: Double
  }

  package enum Shape: Hashable, Sendable {
    case step
    /// Half a year from the old level to the new one.
    case ramp
  }

  package struct Outlier: Hashable, Sendable {
    package var place: Int
    package var statistic: Double
    package var size: Double
  }

  package struct Options: Hashable, Sendable {
    /// Fewest periods before and after a shift.
    package var minimum = 2
    package var level = 0.95
    package var permutations = 999
    package var seed: UInt64 = 1
    /// Added to ln n for the threshold.
    package var threshold = 6.5
    /// Periods of a ramp.
    package var rampLength = 6

    package init() {}
  }

  package static func == (left: ShiftScan, right: ShiftScan) -> Bool {
    left.best == right.best && left.p == right.p && left.residuals == right.residuals
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(best) }

  /// A ramp has to be better than a step by this much of twice the log-likelihood over the dispersion.
  static let rampHandicap = 2.5
  /// More odd periods than this are no odd periods.
  private static let mostOutliers = 4

  package init(_ original: ShiftSeries, _ options: Options = Options()) throws(ShiftError) {
    try original.check()
    var series = original
    scale = series.standardise()
    threshold = options.threshold + log(Double(series.usedCount))
    var search = ShiftSearch(series, options)
    search.run()
    while outliers.count < ShiftScan.mostOutliers, let odd = search.outlier,
      odd.statistic > ShiftScan.oddThreshold(series, atLeast: threshold),
      series.usedCount > ShiftSeries.fewestPeriods
    {
      outliers.append(odd)
      series.exposures[odd.place] = 0
      search = ShiftSearch(series, options)
      search.run()
    }
    let isOdd = search.outlier != nil
    best = search.best
    startInterval = search.startInterval(options.level)
    dispersion = search.dispersion
    isShift = best.statistic > threshold && !isOdd
    take(search, series)
    p = search.chanceP(options)
  }

  /// Chi-squared with one degree of freedom at 1%, shared among the periods (Bonferroni): any of them
  /// could have been the odd one.
  private static func oddThreshold(_ series: ShiftSeries, atLeast threshold: Double) -> Double {
    let z = normalQuantile(1 - 0.005 / Double(series.usedCount))
    return max(threshold, z * z)
  }

  private mutating func take(_ search: ShiftSearch, _ series: ShiftSeries) {
    let fit = isShift ? search.bestFit : search.nullFit
    season = fit.season
    seasonErrors = search.model.seasonInformation(fit).map {
      (search.dispersion / ($0 + search.model.seasonPenalty)).squareRoot()
    }
    seasonVariance = search.seasonVariance
    slope = fit.slope
    let shape = search.shapes[search.bestIndex].values
    undisturbed = fit.predictor.indices.map {
      fit.predictor[$0] - (isShift ? fit.size * shape[$0] : 0)
    }
    residuals = series.counts.indices.map { place in
      guard series.isUsed(place) else { return 0 }
      let (weight, residual, _) = search.model.moments(place, undisturbed[place])
      return weight > 0 ? residual / (weight * search.dispersion).squareRoot() : 0
    }
    residualScales = series.counts.indices.map { place in
      let weight = search.model.moments(place, undisturbed[place]).weight
      return weight > 0 ? (search.dispersion / weight).squareRoot() : 0
    }
  }
}

extension ShiftSeries {
  /// An amount brought to mean 0 and deviation 1; what it was brought by.
  fileprivate mutating func standardise() -> (mean: Double, deviation: Double) {
    guard family == .amount else { return (0, 1) }
    let scale = (mean: wholeLevel, deviation: max(spreadVariance.squareRoot(), 1e-300))
    counts = counts.map { ($0 - scale.mean) / scale.deviation }
    return scale
  }
}
