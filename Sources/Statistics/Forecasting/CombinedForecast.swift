/// The median of several fitted methods at every origin and horizon.
///
/// Petropoulos & Svetunkov, "A simple combination of univariate models", International Journal of
/// Forecasting 36 (2020) 110-115: the median of four beat each of them in the M4 competition.
struct CombinedForecast: FittedMethod {
  let members: [any FittedMethod]

  var name: String { "the median of " + members.map(\.name).joined(separator: ", ") }
  var parameters: [ForecastParameter] { [] }
  var end: Int { members.first?.end ?? 0 }
  var longestSeason: Int { members.map(\.longestSeason).max() ?? 1 }

  /// The median of its members'.
  func varianceFactors(horizon: Int) -> [Double] {
    let parts = members.map { $0.varianceFactors(horizon: horizon) }
    return (0..<horizon).map { step in median(parts.map { $0[step] }) }
  }

  func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths {
    let parts = members.map { $0.paths(from: firstOrigin, horizon: horizon) }
    guard var result = parts.first else {
      return ForecastPaths(firstOrigin: firstOrigin, lastOrigin: firstOrigin - 1, horizon: horizon)
    }
    for place in result.values.indices {
      result.values[place] = median(parts.map { $0.values[place] })
    }
    return result
  }
}

/// The middle value, or the mean of the two in the middle; NaN of none.
func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return .nan }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2)
    ? sorted[middle - 1] / 2 + sorted[middle] / 2 : sorted[middle]
}
