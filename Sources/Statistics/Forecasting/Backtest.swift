/// How a method did on a series of which it did not know the end.
package struct Backtest: Hashable, Sendable {
  package let method: ForecastMethod
  /// How many times it was fitted anew to the values before an earlier origin.
  package let origins: Int
  /// How many of its forecasts were compared with a value.
  package let comparisons: Int
  /// The mean absolute error over that of the seasonal naive forecast one step ahead on the whole
  /// series (Hyndman & Koehler, International Journal of Forecasting 22 (2006) 679-688); nil for a series
  /// that repeats itself exactly.
  package let scaledError: Double?
  /// The shares of values inside the 80 and the 95 % interval.
  package let coverage80: Double
  package let coverage95: Double
}

/// Compares a method with seasonal naive from up to twelve earlier origins of the series, evenly spread over
/// its second half, each fit knowing only what came before; horizons up to `horizon` and one season.
///
/// `events` holds how much of each period of the series each event fills; their effects are told anew at every
/// origin too. The method asked for comes first, seasonal naive last (once where they are the same). Empty where the
/// series leaves no origin with eight values before it.
package func backtests(
  _ series: [Double?], kind: SeriesKind, season: Int?, horizon: Int, method: ForecastMethod,
  events: [[Double]] = []
) throws(ForecastError) -> [Backtest] {
  let cycle = season ?? 1
  let first = max(8, series.count / 2)
  guard first < series.count else { return [] }
  let count = min(12, series.count - first)
  let origins = (0..<count).map { series.count - 1 - $0 * (series.count - first) / count }
    .reversed()
  let reach = min(horizon, cycle > 1 ? cycle : 12)
  var results: [Backtest] = []
  for one in method == .naive ? [method] : [method, .naive] {
    var tally = BacktestTally()
    for origin in origins {
      let forecast: Forecast
      do {
        forecast = try eventForecast(
          Array(series[..<origin]), kind: kind.until(origin), season: season, horizon: reach,
          method: one, events: one == method ? events.map { $0.split(at: origin, reach) } : []
        ).forecast
      } catch .emptySeries {
        continue
      }
      tally.add(forecast, series[origin...].prefix(reach))
    }
    guard tally.comparisons > 0 else { return [] }
    results.append(tally.backtest(one, scale: naiveScale(series, season: cycle)))
  }
  return results
}

private struct BacktestTally {
  private var origins = 0
  private(set) var comparisons = 0
  private var errors = 0.0
  private var inside80 = 0
  private var inside95 = 0

  mutating func add(_ forecast: Forecast, _ actual: ArraySlice<Double?>) {
    origins += 1
    for (step, value) in actual.enumerated() {
      guard let value else { continue }
      comparisons += 1
      errors += abs(value - forecast.mean[step])
      if value >= forecast.lower80[step], value <= forecast.upper80[step] { inside80 += 1 }
      if value >= forecast.lower95[step], value <= forecast.upper95[step] { inside95 += 1 }
    }
  }

  func backtest(_ method: ForecastMethod, scale: Double) -> Backtest {
    let count = Double(comparisons)
    return Backtest(
      method: method, origins: origins, comparisons: comparisons,
      scaledError: scale > 0 ? errors / count / scale : nil, coverage80: Double(inside80) / count,
      coverage95: Double(inside95) / count)
  }
}

/// The mean absolute difference of a value and the one a season earlier; of neighbours where there are not
/// two seasons.
private func naiveScale(_ series: [Double?], season: Int) -> Double {
  let lag = series.count >= 2 * season ? season : 1
  var sum = 0.0
  var count = 0.0
  for place in series.indices.dropFirst(lag) {
    guard let value = series[place], let earlier = series[place - lag] else { continue }
    sum += abs(value - earlier)
    count += 1
  }
  return count > 0 ? sum / count : 0
}

extension [Double] {
  /// The shares of an event before an origin and after it.
  fileprivate func split(at origin: Int, _ reach: Int) -> EventShares {
    let future = self[origin...].prefix(reach)
    return EventShares(
      past: Array(self[..<origin]),
      future: future + [Double](repeating: 0, count: reach - future.count))
  }
}

extension SeriesKind {
  fileprivate func until(_ end: Int) -> SeriesKind {
    guard case .rate(let exposures?) = self else { return self }
    return .rate(exposures: Array(exposures[..<end]))
  }
}
