/// The seasonal part of a series: one index for each place in the cycle.
struct SeasonalIndices {
  /// For places 0, 1, ... of the series modulo the season; with mean 0 if added, 1 if multiplied.
  var values: [Double]
  var isMultiplicative: Bool

  func index(at place: Int) -> Double { values[place % values.count] }

  func without(_ value: Double, at place: Int) -> Double {
    isMultiplicative ? value / index(at: place) : value - index(at: place)
  }

  func with(_ value: Double, at place: Int) -> Double {
    isMultiplicative ? value * index(at: place) : value + index(at: place)
  }
}

/// Classical decomposition: the trend is a centred moving average over one season (2 x m for even m), the
/// index of a month the mean of what lies above it, all indices brought to mean 0 or 1.
///
/// Kendall & Stuart, "The Advanced Theory of Statistics", vol. 3; R's `decompose`. Nil under two full
/// seasons, or where a multiplicative index has no trend above 0 to divide by.
func classicalDecomposition(
  _ series: [Double], season: Int, multiplicative: Bool
) -> SeasonalIndices? {
  let count = series.count
  guard season > 1, count >= 2 * season else { return nil }
  let half = season / 2
  var sums = [Double](repeating: 0, count: season)
  var counts = [Double](repeating: 0, count: season)
  for place in half..<(count - half) {
    var trend = 0.0
    if season.isMultiple(of: 2) {
      trend = 0.5 * (series[place - half] + series[place + half])
      for other in (place - half + 1)..<(place + half) { trend += series[other] }
    } else {
      for other in (place - half)...(place + half) { trend += series[other] }
    }
    trend /= Double(season)
    if multiplicative {
      guard trend > 0 else { return nil }
      sums[place % season] += series[place] / trend
    } else {
      sums[place % season] += series[place] - trend
    }
    counts[place % season] += 1
  }
  var indices = zip(sums, counts).map { $1 > 0 ? $0 / $1 : (multiplicative ? 1 : 0) }
  let mean = indices.reduce(0, +) / Double(season)
  if multiplicative {
    guard mean > 0 else { return nil }
    indices = indices.map { $0 / mean }
  } else {
    indices = indices.map { $0 - mean }
  }
  return SeasonalIndices(values: indices, isMultiplicative: multiplicative)
}

/// Whether the autocorrelation at one season stands out at 90 %: |r(m)| > 1.645 sqrt((1 + 2 sum of
/// squared r(1)...r(m-1)) / n).
///
/// Fiorucci et al., "Models for optimising the theta method", International Journal of Forecasting 32
/// (2016) 1151-1161. False under two full seasons, with a season below 4, and for a constant series.
func hasSeason(_ series: [Double], season: Int) -> Bool {
  let count = series.count
  guard season >= 4, count >= 2 * season else { return false }
  let mean = series.reduce(0, +) / Double(count)
  let deviations = series.map { $0 - mean }
  let variance = deviations.reduce(0) { $0 + $1 * $1 }
  guard variance > 0 else { return false }
  var squares = 0.0
  var last = 0.0
  for lag in 1...season {
    var sum = 0.0
    for place in lag..<count { sum += deviations[place] * deviations[place - lag] }
    last = sum / variance
    if lag < season { squares += last * last }
  }
  return abs(last) > 1.6448536269514722 * ((1 + 2 * squares) / Double(count)).squareRoot()
}
