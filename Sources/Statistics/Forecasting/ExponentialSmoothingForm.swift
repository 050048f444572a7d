/// One of the state-space forms of exponential smoothing, without multiplicative trends.
///
/// Hyndman, Koehler, Ord & Snyder, "Forecasting with Exponential Smoothing" (2008), table 2.2.
package struct ExponentialSmoothingForm: Hashable, Sendable {
  package enum Trend: Hashable, Sendable { case none, additive, damped }
  package enum Season: Hashable, Sendable { case none, additive, multiplicative }

  package var hasMultiplicativeError: Bool
  package var trend: Trend
  package var season: Season

  package init(multiplicativeError: Bool, trend: Trend, season: Season) {
    hasMultiplicativeError = multiplicativeError
    self.trend = trend
    self.season = season
  }

  /// `ETS(M,Ad,M)`: error, trend, season; N none, A additive, Ad damped, M multiplicative.
  package var name: String {
    let trend =
      switch trend {
      case .none: "N"
      case .additive: "A"
      case .damped: "Ad"
      }
    let season =
      switch season {
      case .none: "N"
      case .additive: "A"
      case .multiplicative: "M"
      }
    return "ETS(\(hasMultiplicativeError ? "M" : "A"),\(trend),\(season))"
  }

  var hasTrend: Bool { trend != .none }
  var hasSeason: Bool { season != .none }

  /// Smoothing parameters and free initial states, for a season of `length` periods.
  func parameterCount(season length: Int) -> Int {
    1 + (hasTrend ? 1 : 0) + (hasSeason ? 1 : 0) + (trend == .damped ? 1 : 0)
      + 1 + (hasTrend ? 1 : 0) + (hasSeason ? length - 1 : 0)
  }

  /// The forms worth trying: additive error with a multiplicative season is unstable and left out.
  static func admissible(positive: Bool, seasonal: Bool) -> [ExponentialSmoothingForm] {
    var forms: [ExponentialSmoothingForm] = []
    for multiplicative in positive ? [false, true] : [false] {
      for trend in [Trend.none, .additive, .damped] {
        forms.append(.init(multiplicativeError: multiplicative, trend: trend, season: .none))
        guard seasonal else { continue }
        forms.append(.init(multiplicativeError: multiplicative, trend: trend, season: .additive))
        if multiplicative {
          forms.append(.init(multiplicativeError: true, trend: trend, season: .multiplicative))
        }
      }
    }
    return forms
  }
}
