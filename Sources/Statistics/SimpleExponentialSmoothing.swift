/// Simple exponential smoothing, ETS(A,N,N): l(t) = l(t-1) + alpha (y(t) - l(t-1)).
///
/// Every forecast is the last level; the variance factor of horizon h is 1 + (h-1) alpha^2 (Hyndman
/// & Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., 8.1 and 8.7). Alpha in
/// 0.0001...0.9999 and the initial level minimise the squared one-step errors together, as R's
/// `ets(model = "ANN")` and statsmodels' `initialization_method="estimated"` do; here the level is
/// solved for exactly at each alpha, as the errors are linear in it, and alpha is searched on a
/// grid and then by golden section, so that the result depends on no starting value.
///
/// A missing value updates nothing: its one-step forecast exists, its error does not; places
/// missing at the end lengthen the horizon. Nil without any value or with a horizon outside
/// 1...1000.
package func simpleExponentialSmoothing(_ series: [Double?], horizon: Int) -> ForecastFit? {
  let values = series.compactMap(\.self)
  guard let origin = values.first, (1...largestHorizon).contains(horizon) else { return nil }
  // Measured from the first value, so that a large offset costs no digits.
  let profile = SmoothingProfile(values: values.map { $0 - origin })
  let alpha = profile.bestAlpha()
  let initialLevel = origin + profile.initialLevel(alpha: alpha)
  var level = initialLevel
  var fitted: [Double?] = []
  for value in series {
    fitted.append(level)
    if let value { level += alpha * (value - level) }
  }
  let missingAtEnd = series.reversed().prefix { $0 == nil }.count
  return ForecastFit(
    smoothing: alpha, initialLevel: initialLevel, level: level, season: 1, parameters: 2,
    fitted: fitted, errors: errors(of: series, fitted: fitted),
    points: Array(repeating: level, count: horizon),
    varianceFactors: (0..<horizon).map { 1 + Double($0 + missingAtEnd) * alpha * alpha })
}

/// The squared one-step errors as a function of alpha alone, the best initial level put in.
private struct SmoothingProfile {
  let values: [Double]

  /// With A(t) the level started at 0 and B(t) = (1 - alpha)^t, the error at t is
  /// (y(t) - A(t-1)) - B(t-1) l0: a regression through the origin on B.
  private func normalEquation(alpha: Double) -> (product: Double, square: Double) {
    var levelFromZero = 0.0
    var weight = 1.0
    var product = 0.0
    var square = 0.0
    for value in values {
      let error = value - levelFromZero
      product += weight * error
      square += weight * weight
      levelFromZero += alpha * error
      weight *= 1 - alpha
    }
    return (product, square)
  }

  func initialLevel(alpha: Double) -> Double {
    let equation = normalEquation(alpha: alpha)
    return equation.product / equation.square
  }

  func squaredErrors(alpha: Double) -> Double {
    var level = initialLevel(alpha: alpha)
    var sum = 0.0
    for value in values {
      let error = value - level
      sum += error * error
      level += alpha * error
    }
    return sum
  }

  /// The profile can have several valleys, so a grid finds the lowest and golden section its floor.
  func bestAlpha() -> Double {
    let smallest = 0.0001
    let largest = 0.9999
    let cells = 32
    let step = (largest - smallest) / Double(cells)
    let grid = (0...cells).map { smallest + Double($0) * step }
    let heights = grid.map(squaredErrors)
    let best = heights.indices.min { heights[$0] < heights[$1] } ?? 0
    let refined = goldenSectionMinimum(
      from: max(smallest, grid[best] - step), to: min(largest, grid[best] + step),
      of: squaredErrors)
    return squaredErrors(alpha: refined) < heights[best] ? refined : grid[best]
  }
}

/// The place of the minimum of a function with one valley in `low...high`, to 1e-9 absolutely.
private func goldenSectionMinimum(
  from low: Double, to high: Double, of height: (Double) -> Double
) -> Double {
  let golden = (5.0.squareRoot() - 1) / 2
  var low = low
  var high = high
  var left = high - golden * (high - low)
  var right = low + golden * (high - low)
  var leftHeight = height(left)
  var rightHeight = height(right)
  while high - low > 1e-9 {
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
