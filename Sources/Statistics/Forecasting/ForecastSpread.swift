import Glibc

/// How wide a forecast is, on the transformed scale.
///
/// - From 30 values (and two seasons) on: for each horizon the root mean square of the errors of the same
///   method at earlier origins of this series, its parameters kept, pooled over two horizons to each side,
///   newer errors counting more (.96 a period), never falling with the horizon. Errors of positive amounts
///   are taken relative to the level of their origin (the mean of the twelve values before). Parameters kept
///   have seen the future, and farther errors repeat each other, so the quantiles are not the normal ones
///   but factors found on the M1 monthly series and on monthly counts (see `factors`); 5-fold
///   cross-validation there covered 80.0 and 95.0 %.
/// - Below: the variance of the one-step errors, times the model's growth with the horizon, with quantiles
///   of Student's t, widened by `shortFactor`.
/// - The chance of single clients in the future period takes the place of that in the past ones, and no
///   interval of counts or rates is narrower than that chance alone makes it (Poisson or binomial, times the
///   dispersion where it is above 1.3).
struct ForecastSpread {
  let source: IntervalSource
  /// The root mean square error of each horizon; infinite where nothing measures it.
  let standardErrors: [Double]
  let dispersion: Double?
  private let floor: Double
  private let count: Int
  private let isStabilised: Bool
  private let isSeasonal: Bool
  /// What the middle of the law is lifted by to become its mean, as a standard error.
  let oneStep: Double

  init(
    _ fitted: CombinedForecast, _ bridged: BridgedSeries, _ transformation: SeriesTransformation,
    horizon: Int, parameters: Int
  ) {
    let reach = horizon + bridged.missingAtEnd
    count = bridged.values.count
    isStabilised = !transformation.isStraight
    let season = fitted.longestSeason
    isSeasonal = season > 1
    let growth = fitted.varianceFactors(horizon: reach)
    let past = transformation.pastSamplingVariance
    let future = transformation.futureSamplingVariance
    var errors: [Double]
    let oneStepErrors = OneStepErrors(fitted, bridged, season: season)
    let degrees = max(0, oneStepErrors.count - parameters)
    let variance = degrees > 0 ? oneStepErrors.squares / Double(degrees) : 0
    dispersion = past > 0 && degrees > 0 ? variance / past : nil
    if count >= 30, count >= 2 * season {
      let rolling = RollingErrors(
        fitted, bridged, horizon: reach, isRelative: transformation.isStraight)
      source = .rollingOrigins(rolling.origins)
      errors = rolling.rootMeanSquares(growth: growth)
    } else if degrees > 0 {
      source = .modelVariance(degreesOfFreedom: degrees)
      errors = growth.map { ($0 * variance).squareRoot() }
    } else {
      source = future > 0 ? .sampling : .none
      errors = growth.map { _ in future > 0 ? 0 : .infinity }
    }
    let excess = dispersion.map { $0 > 1.3 ? min($0, 4) : 1 } ?? 1
    floor = (future * excess).squareRoot()
    if past > 0 || future > 0 {
      let exchange = future - min(past, variance)
      errors = errors.map { $0.isFinite ? max(0, $0 * $0 + exchange).squareRoot() : $0 }
    }
    standardErrors = Array(errors.dropFirst(bridged.missingAtEnd))
    // What was seen, not what chance would give: a constant series is expected to stay as it is.
    oneStep = variance.squareRoot()
  }

  /// Half the width of the interval that holds `level` (0.5...0.999) at a horizon (0 is the next period).
  func halfWidth(_ level: Double, step: Int) -> Double {
    let upper = (1 + level) / 2
    let error = standardErrors[step]
    let least = normalQuantile(upper) * floor
    switch source {
    case .rollingOrigins: return max(least, error * factor(level, step: step))
    case .modelVariance(let degrees):
      return max(
        least,
        error * studentQuantile(upper, degrees: Double(degrees) + extraDegrees)
          * shortFactor(level, step: step))
    case .sampling: return least
    case .none: return .infinity
    }
  }

  /// Quantile of an error in root mean squares, at other levels linear in the normal quantile.
  private func factor(_ level: Double, step: Int) -> Double {
    between(factors(step: step), at: level)
  }

  /// At 80 and 95 %: log-linear in the horizon (up to 12) and the number of values (up to 120) for amounts
  /// (M1 monthly, 617 series), constant for counts and rates (150 series of monthly counts).
  private func factors(step: Int) -> (Double, Double) {
    if isStabilised { return (1.284, 2.067) }
    let horizon = log(Double(min(step + 1, 12)))
    let length = log(Double(min(count, 120)) / 72)
    return (
      exp(0.161 + 0.110 * horizon - 0.175 * length), exp(0.703 + 0.139 * horizon - 0.159 * length)
    )
  }

  /// Of 6 to 12 values the weights are not free enough to take two degrees away: with these more, intervals
  /// hold what they say on the last 6, 9 and 12 values of the same series.
  private var extraDegrees: Double { isStabilised ? 3 : 1 }

  /// How much wider than Student's t: found on the last 12, 20 and 28 values of the same series.
  private func shortFactor(_ level: Double, step: Int) -> Double {
    let seasonal = isSeasonal ? (isStabilised || step < 6 ? 1.1 : 1.25) : 1
    let factors = isStabilised ? (0.95, 1.0) : (1.2, 1.35)
    return seasonal * between((factors.0 * 1.2816, factors.1 * 1.96), at: level)
      / normalQuantile((1 + level) / 2)
  }

  private func between(_ factors: (Double, Double), at level: Double) -> Double {
    let z = normalQuantile((1 + level) / 2)
    let (z80, z95) = (1.2815515655446004, 1.959963984540054)
    if z <= z80 { return factors.0 * z / z80 }
    return factors.0 + (factors.1 - factors.0) * (z - z80) / (z95 - z80)
  }
}

/// Errors one step ahead, from the second season (at least the third value) on.
private struct OneStepErrors {
  private(set) var squares = 0.0
  private(set) var count = 0

  init(_ fitted: CombinedForecast, _ bridged: BridgedSeries, season: Int) {
    let first = min(max(2, season), max(1, bridged.values.count - 1))
    let paths = fitted.paths(from: first, horizon: 1)
    for place in first..<max(first, bridged.values.count) where bridged.isObserved[place] {
      let error = bridged.values[place] - paths[place, 0]
      squares += error * error
      count += 1
    }
  }
}

/// Errors of forecasts from earlier origins of the same series.
private struct RollingErrors {
  /// The most origins that are looked at: six years of months.
  private static let mostOrigins = 72
  private static let decay = 0.96
  private static let fewestErrors = 12

  let origins: Int
  private let horizon: Int
  private var squares: [Double]
  private var weights: [Double]
  private var counts: [Int]

  init(
    _ fitted: CombinedForecast, _ bridged: BridgedSeries, horizon: Int, isRelative: Bool
  ) {
    let values = bridged.values
    let first = max(12, values.count - Self.mostOrigins)
    origins = values.count - first
    self.horizon = min(horizon, max(1, origins))
    squares = [Double](repeating: 0, count: horizon)
    weights = squares
    counts = [Int](repeating: 0, count: horizon)
    let paths = fitted.paths(from: first, horizon: self.horizon)
    let isRelative = isRelative && values.allSatisfy { $0 > 0 }
    let level = Self.level(values, before: values.count)
    var weight = 1.0
    for origin in stride(from: values.count - 1, through: first, by: -1) {
      let scale = isRelative ? level / Self.level(values, before: origin) : 1
      for ahead in 0..<min(self.horizon, values.count - origin)
      where bridged.isObserved[origin + ahead] {
        let error = (values[origin + ahead] - paths[origin, ahead]) * scale
        squares[ahead] += weight * error * error
        weights[ahead] += weight
        counts[ahead] += 1
      }
      weight *= Self.decay
    }
  }

  private static func level(_ values: [Double], before place: Int) -> Double {
    let recent = values[max(0, place - 12)..<place]
    return recent.reduce(0, +) / Double(max(1, recent.count))
  }

  /// Where too few errors are left, the last one grows as the model says.
  func rootMeanSquares(growth: [Double]) -> [Double] {
    var result: [Double] = []
    var last = 0.0
    var lastMeasured = 0
    for step in growth.indices {
      let near = max(0, step - 2)..<min(horizon, step + 3)
      let weight = near.isEmpty ? 0 : weights[near].reduce(0, +)
      if weight > 0, counts[near].reduce(0, +) >= Self.fewestErrors {
        last = max(last, (squares[near].reduce(0, +) / weight).squareRoot())
        lastMeasured = step
        result.append(last)
      } else {
        result.append(last * (growth[step] / growth[lastMeasured]).squareRoot())
      }
    }
    return result
  }
}
