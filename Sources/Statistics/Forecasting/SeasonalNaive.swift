/// The seasonal naive forecast: for every horizon the newest value of the same season.
///
/// y(T+h) = y(T+h-m(k+1)), k = floor((h-1)/m); the variance of its error is k + 1 times that of
/// y(t) - y(t-m) (Hyndman & Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., 5.2 and
/// 5.5). Season 1 is the random walk, the last value.
package struct SeasonalNaive: FittedMethod {
  /// Periods in a cycle; 1 for the last value.
  package let season: Int
  private let series: [Double]

  package var name: String { season > 1 ? "seasonal naive" : "the last value" }
  package var parameters: [ForecastParameter] { [] }
  package var end: Int { series.count }
  package var longestSeason: Int { season }

  /// `series` without gaps; a season of which there are not two full cycles is taken for 1.
  package init(_ series: [Double], season: Int) {
    self.series = series
    self.season = season > 1 && series.count >= 2 * season ? season : 1
  }

  /// Before a whole cycle is known the last value stands for what is missing, before any the first one.
  package func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths {
    var paths = ForecastPaths(firstOrigin: firstOrigin, lastOrigin: series.count, horizon: horizon)
    for origin in firstOrigin...max(firstOrigin, series.count) {
      for ahead in 0..<horizon {
        let place = origin < season ? origin - 1 : origin - season + ahead % season
        paths[origin, ahead] = series[max(0, place)]
      }
    }
    return paths
  }

  package func varianceFactors(horizon: Int) -> [Double] {
    (0..<horizon).map { Double($0 / season + 1) }
  }
}
