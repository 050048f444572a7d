/// The farthest any method looks, in periods.
let largestHorizon = 1000

/// How a forecast was made.
package enum ForecastMethod: String, Hashable, Sendable, CaseIterable {
  /// The value of the same season of the last cycle; with season 1, the last value.
  case seasonalNaive
  /// Simple exponential smoothing, ETS(A,N,N).
  case exponentialSmoothing
  /// The mean of all values: the only honest answer under four points.
  case mean
}

/// What a fitted method knows, on the scale it was fitted on (see `SeriesKind`).
package struct ForecastFit: Hashable, Sendable {
  /// The weight of the newest value; nil unless smoothed.
  package let smoothing: Double?
  /// The level before the first value; nil unless smoothed.
  package let initialLevel: Double?
  /// The level after the last value; for `mean`, the mean; nil for `seasonalNaive`.
  package let level: Double?
  /// The length of a season; 1 where the method has none.
  package let season: Int
  /// The number of parameters estimated from the data.
  package let parameters: Int
  /// One-step forecasts beside the series; nil where there is none.
  package let fitted: [Double?]
  /// Value less one-step forecast; nil where either is missing.
  package let errors: [Double?]
  /// The forecasts for horizons 1, 2, ...
  package let points: [Double]
  /// The variance of a forecast error divided by that of a one-step error, per horizon.
  package let varianceFactors: [Double]

  /// The sum of the squared errors.
  package var squaredErrors: Double { errors.reduce(0) { $0 + ($1 ?? 0) * ($1 ?? 0) } }

  /// Errors less parameters: what the spread is estimated from.
  package var degreesOfFreedom: Int { errors.count { $0 != nil } - parameters }

  /// The variance of a one-step error, squared errors / degrees of freedom; nil without any.
  package var variance: Double? {
    degreesOfFreedom > 0 ? squaredErrors / Double(degreesOfFreedom) : nil
  }
}

/// How far a method missed on the very series in hand, forecast from earlier origins.
package struct BacktestError: Hashable, Sendable {
  package let method: ForecastMethod
  /// 1 where the method had no season.
  package let season: Int
  /// The mean absolute error over all origins and horizons, on the scale of the fit.
  package let meanAbsoluteError: Double
  /// How many forecasts were compared.
  package let comparisons: Int
}

/// A forecast in the units of the series, horizons 1, 2, ... after its last place.
///
/// For every horizon lower95 <= lower80 <= mean <= upper80 <= upper95. An end is infinite (for rates 0 or 1,
/// for counts at least 0) where the series is too short to measure any spread.
package struct Forecast: Hashable, Sendable {
  /// The expected value: of the naive method the value one season before, of the mean the mean, of
  /// smoothing the mean of what the level stands for, which for counts and rates lies above the
  /// middle, because the law is skewed.
  package let mean: [Double]
  package let lower80: [Double]
  package let upper80: [Double]
  package let lower95: [Double]
  package let upper95: [Double]
  package let method: ForecastMethod
  /// The fitted method, on its own scale.
  package let fit: ForecastFit
  /// The standard error of each horizon, on the scale of the fit; infinite where unmeasured.
  package let standardErrors: [Double]
  /// One-step forecasts beside the series, in its units; nil where there is none.
  package let fitted: [Double?]
  /// The errors of every candidate at earlier origins, the chosen one included; empty where the
  /// series is too short or the method was given.
  package let backtests: [BacktestError]
  /// Sentences about what was done to the series and what it could not tell.
  package let notes: [String]
}

/// Why there is no forecast.
package enum ForecastError: Error, Hashable, Sendable, CustomStringConvertible {
  case emptySeries
  case horizonOutOfRange(given: Int, largest: Int)
  case seasonOutOfRange(Int)
  case notFinite(place: Int)
  case negative(place: Int)
  case exposuresMismatch(series: Int, exposures: Int)
  case negativeExposure(place: Int)

  package var description: String {
    switch self {
    case .emptySeries:
      "there is no value to forecast from"
    case .horizonOutOfRange(let given, let largest):
      "the horizon must be from 1 to \(largest) periods, not \(given)"
    case .seasonOutOfRange(let season):
      "a season must have at least 1 period, not \(season)"
    case .notFinite(let place):
      "value \(place + 1) of the series is no number, or one beyond 1e150"
    case .negative(let place):
      "value \(place + 1) of the series is negative, which no count or rate can be"
    case .exposuresMismatch(let series, let exposures):
      "there are \(series) rates but \(exposures) exposures"
    case .negativeExposure(let place):
      "exposure \(place + 1) is no number from 0 to 1e150"
    }
  }
}
