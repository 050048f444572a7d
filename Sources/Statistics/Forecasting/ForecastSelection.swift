/// Forecasts a series with its intervals.
///
/// - The series is carried to the scale of its `kind`, forecast there and carried back, so that rates stay
///   in [0, 1] and counts at 0 or above. A gap is bridged for the methods and counts for no error.
/// - `auto` is the median of ETS (lowest AICc), dynamic optimised Theta, CES and seasonal naive. Seasonal
///   forms take part from two full seasons on. Under four values the answer is their mean, whatever the
///   method asked for.
/// - Intervals: see `ForecastSpread`.
///
/// `level` (0.5-0.999) asks for one more interval. `season` is the number of periods in a cycle, nil or 1 for none; `horizon` is from 1 to ten
/// seasons and at most 1000. Throws a sentence about what is wrong with the arguments.
package func forecast(
  _ series: [Double?], kind: SeriesKind, season: Int?, horizon: Int, method: ForecastMethod = .auto,
  level: Double? = nil
) throws(ForecastError) -> Forecast {
  let season = season ?? 1
  guard season >= 1 else { throw .seasonOutOfRange(season) }
  let largest = season > 1 ? 10 * min(season, largestHorizon / 10) : largestHorizon
  guard horizon >= 1, horizon <= largest else {
    throw .horizonOutOfRange(given: horizon, largest: largest)
  }
  let transformation = try SeriesTransformation(
    series, kind: kind, recent: season > 1 ? season : 12)
  guard let bridged = BridgedSeries(transformation.values, season: season) else {
    throw .emptySeries
  }
  var notes = transformation.notes
  let observed = bridged.isObserved.count { $0 }
  let isShort = bridged.values.count / 2 < season
  if season > 1, isShort, observed >= 4, method != .mean {
    notes.append("fewer than two full seasons of \(season) periods: no seasonal form was tried")
  }
  guard method != .mean, observed >= 4,
    let fitted = fittedMethod(method, to: bridged.values, season: isShort ? 1 : season)
  else {
    if observed < 4, method != .mean {
      notes.append("only \(counted(observed, "value")): the forecast is the mean")
    }
    return meanForecast(transformation, horizon: horizon, level: level, notes: notes)
  }
  let spread = ForecastSpread(
    fitted, bridged, transformation, horizon: horizon, parameters: method == .naive ? 0 : 2)
  return Forecast(
    fitted: fitted, method: method, spread: spread, transformation: transformation,
    bridged: bridged, horizon: horizon, level: level, notes: notes)
}

/// The method fitted to a series without gaps; nil where the series is too short for it.
private func fittedMethod(
  _ method: ForecastMethod, to values: [Double], season: Int
) -> CombinedForecast? {
  var members: [any FittedMethod] = []
  if method == .auto || method == .ets, let fit = exponentialSmoothing(values, season: season) {
    members.append(fit)
  }
  if method == .auto || method == .theta, let fit = dynamicTheta(values, season: season) {
    members.append(fit)
  }
  if method == .auto || method == .ces, let fit = complexSmoothing(values, season: season) {
    members.append(fit)
  }
  if method == .arima, let fit = arima(values, season: season) { members.append(fit) }
  if method == .auto || method == .naive {
    members.append(SeasonalNaive(values, season: season))
  }
  return members.isEmpty ? nil : CombinedForecast(members: members)
}
