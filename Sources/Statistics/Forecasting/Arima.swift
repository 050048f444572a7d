import Glibc

/// A seasonal ARIMA model fitted by exact maximum likelihood to the differenced series.
///
/// Box & Jenkins, "Time Series Analysis" (1970); signs and counting of R's `arima`.
package struct Arima: FittedMethod {
  package let order: ArimaOrder
  /// Periods in a cycle; 1 without a season.
  package let season: Int
  package let logLikelihood: Double
  /// Akaike's criterion corrected for a short series; lower is better.
  package let criterion: Double
  /// The variance of the innovations.
  package let variance: Double
  /// The mean of the differenced series; 0 without a constant.
  package let constant: Double
  let coefficients: ArimaCoefficients
  /// Whether every root lies outside the circle of radius 1.01.
  let isSafe: Bool
  private let series: [Double]
  /// One-step errors beside the series; 0 for the values that differencing takes.
  private let errors: [Double]

  package var name: String { order.name(season: season) }
  package var end: Int { series.count }
  package var longestSeason: Int {
    order.seasonalP + order.seasonalD + order.seasonalQ > 0 ? season : 1
  }

  package var parameters: [ForecastParameter] {
    func named(_ name: String, _ values: [Double]) -> [ForecastParameter] {
      values.enumerated().map { ForecastParameter(name: "\(name)\($0 + 1)", value: $1) }
    }
    let all =
      named("ar", coefficients.ar) + named("ma", coefficients.ma)
      + named("sar", coefficients.seasonalAr) + named("sma", coefficients.seasonalMa)
    guard order.hasConstant else { return all }
    let isDrift = order.d + order.seasonalD > 0
    let perPeriod = order.seasonalD > 0 ? constant / Double(season) : constant
    return all + [ForecastParameter(name: isDrift ? "drift" : "mean", value: perPeriod)]
  }

  /// Nil where the series is too short, or never moves once differenced.
  package init?(_ series: [Double], order: ArimaOrder, season: Int) {
    let differences = differenced(series, order, season: season)
    let free = order.coefficientCount + (order.hasConstant ? 1 : 0)
    guard differences.count > free + 2 else { return nil }
    let spread = (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
    guard spread > 1e-12 * (series.map { abs($0) }.max() ?? 0), spread.isFinite else { return nil }
    let scaled = differences.map { $0 / spread }
    var objective = ArimaObjective(
      likelihood: ArimaLikelihood(series: scaled, hasConstant: order.hasConstant), order: order,
      season: season)
    guard let point = objective.minimum(),
      let found = objective.innovations(at: point)
    else { return nil }
    self.order = order
    self.season = season
    self.series = series
    coefficients = ArimaCoefficients(order: order, free: point)
    isSafe = coefficients.isInside(radius: 1.01)
    constant = found.constant * spread
    variance = found.variance * spread * spread
    let count = Double(differences.count)
    logLikelihood = found.logLikelihood - count * log(spread)
    let parameters = Double(free + 1)
    criterion =
      -2 * logLikelihood + 2 * parameters
      + 2 * parameters * (parameters + 1) / max(0.5, count - parameters - 1)
    errors =
      [Double](repeating: 0, count: series.count - differences.count)
      + found.errors.map { $0 * spread }
  }

  /// Psi weights of the whole model, 1 first.
  private func responses(_ count: Int) -> [Double] {
    let (ar, ma) = (fullAutoregression, coefficients.movingAverage(season: season))
    var psi = [Double](repeating: 0, count: max(1, count))
    psi[0] = 1
    for j in 1..<max(1, count) {
      psi[j] = j <= ma.count ? ma[j - 1] : 0
      for i in 0..<min(ar.count, j) { psi[j] += ar[i] * psi[j - 1 - i] }
    }
    return psi
  }

  /// y(t) = these times y(t-1), y(t-2), ... + the moving average + a constant.
  private var fullAutoregression: [Double] {
    let stationary = [1] + coefficients.autoregressive(season: season).map { -$0 }
    return product(stationary, differencing(order, season: season)).dropFirst().map { -$0 }
  }

  package func varianceFactors(horizon: Int) -> [Double] {
    var sum = 0.0
    return responses(horizon).map { response in
      sum += response * response
      return sum
    }
  }

  /// Before there are values enough the last value, or that of one season before, stands for the forecast.
  package func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths {
    var paths = ForecastPaths(firstOrigin: firstOrigin, lastOrigin: series.count, horizon: horizon)
    let ar = fullAutoregression
    let ma = coefficients.movingAverage(season: season)
    let shift =
      constant * (1 - coefficients.autoregressive(season: season).reduce(0, +))
    for origin in firstOrigin...max(firstOrigin, series.count) {
      var known = Array(series[..<origin])
      for ahead in 0..<horizon {
        var value = shift
        if origin >= ar.count {
          for (lag, weight) in ar.enumerated() where weight != 0 {
            value += weight * known[origin + ahead - 1 - lag]
          }
          for lag in ahead..<max(ahead, ma.count) where origin + ahead - 1 - lag >= 0 {
            value += ma[lag] * errors[origin + ahead - 1 - lag]
          }
        } else {
          let back = origin >= longestSeason ? longestSeason : 1
          value = known[max(0, origin + ahead - back)]
        }
        known.append(value)
        paths[origin, ahead] = value
      }
    }
    return paths
  }
}

func differenced(_ series: [Double], _ order: ArimaOrder, season: Int) -> [Double] {
  var result = series
  for _ in 0..<order.seasonalD where result.count > season {
    result = (season..<result.count).map { result[$0] - result[$0 - season] }
  }
  for _ in 0..<order.d where result.count > 1 {
    result = (1..<result.count).map { result[$0] - result[$0 - 1] }
  }
  return result
}

/// Minus the mean log-likelihood over numbers that any model has.
private struct ArimaObjective: SmoothObjective {
  let likelihood: ArimaLikelihood
  let order: ArimaOrder
  let season: Int

  func innovations(at free: [Double]) -> ArimaLikelihood.Innovations? {
    let coefficients = ArimaCoefficients(order: order, free: free)
    return likelihood.innovations(
      ar: coefficients.autoregressive(season: season),
      ma: coefficients.movingAverage(season: season))
  }

  private func height(_ free: [Double]) -> Double {
    guard free.allSatisfy({ abs($0) < 8 }), let found = innovations(at: free) else {
      return .infinity
    }
    return -found.logLikelihood / Double(likelihood.series.count)
  }

  mutating func value(at x: [Double], gradient: inout [Double]) -> Double {
    let value = height(x)
    guard value.isFinite else { return value }
    let reach = 1e-5
    var moved = x
    for index in x.indices {
      moved[index] = x[index] + reach
      let up = height(moved)
      moved[index] = x[index] - reach
      let down = height(moved)
      moved[index] = x[index]
      gradient[index] = up.isFinite && down.isFinite ? (up - down) / (2 * reach) : 0
    }
    return value
  }

  /// The better of two searches: from small weights, and from a slow autoregression with a moving average.
  mutating func minimum() -> [Double]? {
    let count = order.coefficientCount
    guard count > 0 else { return innovations(at: []) == nil ? nil : [] }
    let signs =
      Array(repeating: 1.0, count: order.p + order.seasonalP)
      + Array(repeating: -1.0, count: order.q + order.seasonalQ)
    // A moving average of -0.5 is tanh(.55) here, for both kinds stand for roots outside the circle.
    let starts = [signs.map { 0.1 * $0 }, signs.map { $0 > 0 ? 0.3 : 0.5 }]
    var best: SearchEnd?
    for start in starts {
      let end = quasiNewtonMinimum(of: &self, from: start, iterations: 60, tolerance: 1e-8)
      if end.value < best?.value ?? .infinity { best = end }
    }
    return best.flatMap { $0.value.isFinite ? $0.x : nil }
  }
}
