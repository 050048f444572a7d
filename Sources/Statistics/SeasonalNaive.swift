/// The seasonal naive forecast: for horizon h the newest value of the same season.
///
/// y(T+h) = y(T+h-m(k+1)), k = floor((h-1)/m), the variance k + 1 times that of the errors
/// y(t) - y(t-m): Hyndman & Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., 5.2
/// and 5.5. Season 1 is the random walk. A missing value is replaced by the one a season earlier,
/// with one more such variance for every season gone back.
///
/// Nil if season is below 1, horizon outside 1...1000, or some season has no value at all.
package func seasonalNaive(_ series: [Double?], season: Int, horizon: Int) -> ForecastFit? {
  guard season >= 1, (1...largestHorizon).contains(horizon) else { return nil }
  var points: [Double] = []
  var factors: [Double] = []
  for place in series.count..<(series.count + horizon) {
    guard let newest = newestSameSeason(series, before: place, season: season) else { return nil }
    points.append(newest.value)
    factors.append(Double(newest.seasonsBack))
  }
  let fitted = series.indices.map { place in
    place >= season ? series[place - season] : nil
  }
  return ForecastFit(
    smoothing: nil, initialLevel: nil, level: nil, season: season, parameters: 0, fitted: fitted,
    errors: errors(of: series, fitted: fitted),
    points: points, varianceFactors: factors)
}

/// Value less forecast wherever both exist.
func errors(of series: [Double?], fitted: [Double?]) -> [Double?] {
  zip(series, fitted).map { value, forecast in
    guard let value, let forecast else { return nil }
    return value - forecast
  }
}

private func newestSameSeason(
  _ series: [Double?], before place: Int, season: Int
) -> (value: Double, seasonsBack: Int)? {
  var seasonsBack = 1
  var source = place - season
  while source >= 0 {
    if source < series.count, let value = series[source] { return (value, seasonsBack) }
    seasonsBack += 1
    source -= season
  }
  return nil
}
