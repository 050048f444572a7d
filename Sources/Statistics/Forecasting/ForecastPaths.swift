/// Forecasts from one origin after another, each knowing only the values before it (and the fitted
/// parameters).
package struct ForecastPaths {
  /// The number of values known at the first origin.
  package let firstOrigin: Int
  package let horizon: Int
  /// Origin by origin, horizon by horizon.
  var values: [Double]

  init(firstOrigin: Int, lastOrigin: Int, horizon: Int) {
    self.firstOrigin = firstOrigin
    self.horizon = horizon
    values = [Double](repeating: 0, count: max(0, lastOrigin - firstOrigin + 1) * horizon)
  }

  package var lastOrigin: Int { firstOrigin + values.count / horizon - 1 }

  /// Step 0 is the period right after the origin.
  package subscript(origin: Int, step: Int) -> Double {
    get { values[(origin - firstOrigin) * horizon + step] }
    set { values[(origin - firstOrigin) * horizon + step] = newValue }
  }

  /// The forecasts of one origin.
  package func path(from origin: Int) -> [Double] {
    let start = (origin - firstOrigin) * horizon
    return Array(values[start..<(start + horizon)])
  }
}

/// A method fitted to a series without gaps.
protocol FittedMethod: Sendable {
  /// Parameters estimated from the data, seasonal states not counted.
  var parameters: [ForecastParameter] { get }
  /// As tables print it: `ETS(M,Ad,M)`.
  var name: String { get }
  /// Forecasts 1...`horizon` steps after each origin from `firstOrigin` on; the last origin is the end of
  /// the series. The parameters are those fitted to the whole series.
  func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths
  /// The number of values it was fitted to.
  var end: Int { get }
  /// Periods in its cycle; 1 without a season.
  var longestSeason: Int { get }
  /// The variance of a forecast error divided by that of a one-step error, for horizons 1...`horizon`.
  func varianceFactors(horizon: Int) -> [Double]
}

/// A fitted number with its name.
package struct ForecastParameter: Hashable, Sendable {
  package let name: String
  package let value: Double
}
