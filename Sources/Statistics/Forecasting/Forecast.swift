/// The farthest any method looks, in periods.
let largestHorizon = 1000

/// How a forecast is made.
package enum ForecastMethod: String, Hashable, Sendable, CaseIterable {
  /// The median of exponential smoothing, Theta, complex smoothing and seasonal naive.
  case auto
  /// Exponential smoothing, its form chosen by AICc.
  case ets
  /// Dynamic optimised Theta.
  case theta
  /// Complex exponential smoothing.
  case ces
  /// Seasonal ARIMA, its order searched by AICc.
  case arima
  /// The value of the same season of the last cycle; without a season the last value.
  case naive
  /// The mean of all values: the only honest answer under four of them.
  case mean
}

/// One of the methods behind a forecast.
package struct ForecastMember: Hashable, Sendable {
  /// `ETS(M,A,M)`.
  package let name: String
  package let parameters: [ForecastParameter]
  /// Its own forecasts, in the units of the series, without a correction for the scale.
  package let points: [Double]
}

/// Where the width of the intervals comes from.
package enum IntervalSource: Hashable, Sendable {
  /// Errors of forecasts from this many earlier origins of the series itself.
  case rollingOrigins(Int)
  /// The variance of the model's one-step errors, with this many degrees of freedom.
  case modelVariance(degreesOfFreedom: Int)
  /// The chance alone that single clients leave or stay.
  case sampling
  /// Nothing measures it: the interval is unbounded.
  case none
}

/// A forecast in the units of the series, horizons 1, 2, ... after its last place.
///
/// For every horizon lower95 <= lower80 <= mean <= upper80 <= upper95. An end is infinite (for rates 0 or 1,
/// for counts at least 0) where the series is too short to measure any spread.
package struct Forecast: Hashable, Sendable {
  /// The expected value: of the naive method the value one season before, of the mean the mean, of the
  /// others the mean of what the forecast stands for, which for counts and rates lies above the middle,
  /// because the law is skewed.
  package let mean: [Double]
  package let lower80: [Double]
  package let upper80: [Double]
  package let lower95: [Double]
  package let upper95: [Double]
  /// The interval of the level that was asked for besides; empty without one.
  package let lowerAsked: [Double]
  package let upperAsked: [Double]
  /// The method used, which is `mean` where the series is too short for the one asked for.
  package let method: ForecastMethod
  package let members: [ForecastMember]
  package let intervals: IntervalSource
  /// The standard error of each horizon, on the scale of the fit; infinite where unmeasured.
  package let standardErrors: [Double]
  /// How many times the variance of one-step errors exceeds what chance alone gives, both on the
  /// scale of the fit; nil for amounts.
  package let dispersion: Double?
  /// Value less one-step forecast beside the series, in its units; nil where either is missing.
  package let errors: [Double?]
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
