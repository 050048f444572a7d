import Glibc

/// The dynamic optimised Theta model, fitted.
///
/// Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler, "Models for optimising the theta method and
/// their relationship to state space models", International Journal of Forecasting 32 (2016) 1151-1161.
/// Forecast of t + 1: l + (1 - 1/theta) [(1 - alpha)^t A + (1 - (1 - alpha)^(t+1)) / alpha B], where A and
/// B are intercept and slope of the line through the values up to t and l is the smoothed level. Farther
/// steps take the forecasts before them for values.
package struct DynamicTheta: FittedMethod {
  package let alpha: Double
  package let theta: Double
  package let initialLevel: Double
  /// Sum of squared one-step errors from the fourth value on, of the series without its season.
  package let squaredErrors: Double
  /// The season taken out before, if the series has one.
  let indices: SeasonalIndices?
  private let adjusted: [Double]

  package var name: String {
    guard let indices else { return "dynamic optimised Theta" }
    return
      "dynamic optimised Theta, \(indices.isMultiplicative ? "multiplicative" : "additive") season"
  }

  package var end: Int { adjusted.count }
  package var longestSeason: Int { indices?.values.count ?? 1 }

  /// Those of the smoothed level: 1 + (h - 1) alpha^2.
  package func varianceFactors(horizon: Int) -> [Double] {
    (0..<horizon).map { 1 + Double($0) * alpha * alpha }
  }

  package var parameters: [ForecastParameter] {
    [.init(name: "alpha", value: alpha), .init(name: "theta", value: theta)]
  }

  init(
    alpha: Double, theta: Double, initialLevel: Double, squaredErrors: Double,
    indices: SeasonalIndices?, adjusted: [Double]
  ) {
    self.alpha = alpha
    self.theta = theta
    self.initialLevel = initialLevel
    self.squaredErrors = squaredErrors
    self.indices = indices
    self.adjusted = adjusted
  }

  package func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths {
    var paths = ForecastPaths(
      firstOrigin: firstOrigin, lastOrigin: adjusted.count, horizon: horizon)
    guard let first = adjusted.first else { return paths }
    let weight = 1 - 1 / theta
    var state = ThetaState(
      first: first, level: alpha * first + (1 - alpha) * initialLevel, alpha: alpha)
    for origin in 0...adjusted.count {
      if origin > 1 { state.update(with: adjusted[origin - 1], alpha: alpha) }
      guard origin >= firstOrigin else { continue }
      // Before the first value is known there is nothing to go by but that value.
      var future = state
      for ahead in 0..<horizon {
        let value =
          origin == 0 && ahead == 0 ? first : future.forecast(weight: weight, alpha: alpha)
        if origin > 0 || ahead > 0 { future.update(with: value, alpha: alpha) }
        paths[origin, ahead] = indices?.with(value, at: origin + ahead) ?? value
      }
    }
    return paths
  }
}

/// Level, mean and line through the values known so far.
private struct ThetaState {
  var level: Double
  private var mean: Double
  private var intercept: Double
  private var slope = 0.0
  private var power: Double
  private var count = 1.0

  init(first: Double, level: Double, alpha: Double) {
    self.level = level
    mean = first
    intercept = first
    power = 1 - alpha
  }

  /// What theta weighs: where the line is heading, less what the level has of it.
  func drift(alpha: Double) -> Double {
    intercept * power + slope * (1 - power * (1 - alpha)) / alpha
  }

  func forecast(weight: Double, alpha: Double) -> Double { level + weight * drift(alpha: alpha) }

  mutating func update(with value: Double, alpha: Double) {
    level = alpha * value + (1 - alpha) * level
    mean = (count * mean + value) / (count + 1)
    slope = ((count - 1) * slope + 6 * (value - mean) / (count + 1)) / (count + 2)
    intercept = mean - slope * (count + 2) / 2
    count += 1
    power *= 1 - alpha
  }
}

/// Fits the dynamic optimised Theta model, its season taken out first where one stands out (see `hasSeason`):
/// multiplicative where all values are above 0, else additive.
///
/// For a given alpha in .1-.99 the errors are linear in the first level and in 1 - 1/theta, so both are
/// solved for exactly (theta at least 1) and only alpha is searched, on a grid and by golden section:
/// the lowest sum of squared errors from the fourth value on. Nil under four values.
package func dynamicTheta(_ series: [Double], season: Int) -> DynamicTheta? {
  guard series.count >= 4 else { return nil }
  var indices: SeasonalIndices?
  if hasSeason(series, season: season) {
    if series.allSatisfy({ $0 > 0 }) {
      indices = classicalDecomposition(series, season: season, multiplicative: true)
      if indices?.values.contains(where: { $0 < 0.01 }) ?? false { indices = nil }
    }
    indices = indices ?? classicalDecomposition(series, season: season, multiplicative: false)
  }
  let adjusted = series.indices.map { indices?.without(series[$0], at: $0) ?? series[$0] }
  let profile = ThetaProfile(series: adjusted)
  let alpha = profile.bestAlpha()
  let solution = profile.solution(alpha: alpha)
  return DynamicTheta(
    alpha: alpha, theta: 1 / (1 - solution.weight), initialLevel: solution.level,
    squaredErrors: solution.squares, indices: indices, adjusted: adjusted)
}

/// The squared errors as a function of alpha alone.
private struct ThetaProfile {
  let series: [Double]

  /// error(t) = r(t) - level (1 - alpha)^t - weight drift(t): two unknowns.
  func solution(alpha: Double) -> (level: Double, weight: Double, squares: Double) {
    let first = series[0]
    var state = ThetaState(first: first, level: alpha * first, alpha: alpha)
    var decay = 1 - alpha
    var (rr, rd, rw, dd, dw, ww) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for time in 1..<series.count {
      let rest = series[time] - state.level
      let drift = state.drift(alpha: alpha)
      if time >= 3 {
        rr += rest * rest
        rd += rest * decay
        rw += rest * drift
        dd += decay * decay
        dw += decay * drift
        ww += drift * drift
      }
      state.update(with: series[time], alpha: alpha)
      decay *= 1 - alpha
    }
    let determinant = dd * ww - dw * dw
    var weight = 0.0
    if determinant > 1e-12 * dd * ww { weight = (rw * dd - rd * dw) / determinant }
    weight = min(max(weight, 0), largestThetaWeight)
    let level = dd > 0 ? (rd - weight * dw) / dd : 0
    let squares =
      rr - 2 * level * rd - 2 * weight * rw + level * level * dd + 2 * level * weight * dw
      + weight * weight * ww
    return (level, weight, max(0, squares))
  }

  func bestAlpha() -> Double {
    let (low, high) = (0.1, 0.99)
    let cells = 20
    let step = (high - low) / Double(cells)
    var best = low
    var bestSquares = Double.infinity
    for cell in 0...cells {
      let alpha = low + Double(cell) * step
      let squares = solution(alpha: alpha).squares
      if squares < bestSquares { (best, bestSquares) = (alpha, squares) }
    }
    let refined = goldenSectionMinimum(
      from: max(low, best - step), to: min(high, best + step), precision: 1e-6
    ) { solution(alpha: $0).squares }
    return solution(alpha: refined).squares < bestSquares ? refined : best
  }
}

/// Theta of a million: the second line is the smoothed series itself.
private let largestThetaWeight = 1 - 1e-6

/// The place of the minimum of a function with one valley in `low...high`.
func goldenSectionMinimum(
  from low: Double, to high: Double, precision: Double, of height: (Double) -> Double
) -> Double {
  let golden = (5.0.squareRoot() - 1) / 2
  var low = low
  var high = high
  var left = high - golden * (high - low)
  var right = low + golden * (high - low)
  var leftHeight = height(left)
  var rightHeight = height(right)
  while high - low > precision {
    if leftHeight <= rightHeight {
      (high, right, rightHeight) = (right, left, leftHeight)
      left = high - golden * (high - low)
      leftHeight = height(left)
    } else {
      (low, left, leftHeight) = (left, right, rightHeight)
      right = low + golden * (high - low)
      rightHeight = height(right)
    }
  }
  return (low + high) / 2
}
