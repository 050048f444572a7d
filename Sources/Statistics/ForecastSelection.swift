/// Forecasts a series, choosing between seasonal naive and exponential smoothing where no method is
/// given.
///
/// - The series is carried to the scale of its `kind`, forecast there and carried back.
/// - A missing value (nil) is not filled in: smoothing skips its update, the naive forecast takes
///   the value one season earlier.
/// - Automatic choice: the smaller mean absolute error over rolling origins (the last 60), each
///   refitted on what was known there, at horizons up to one season (12 without a season); a tie
///   goes to smoothing, whose intervals are the narrower. A seasonal form takes part only from two
///   full seasons on.
/// - Under four values the answer is their mean, whatever the method asked for.
/// - The variance of a forecast error is the fitted method's, estimated from its one-step errors.
///   Those errors already contain the chance of a month in which few leave, so the binomial or
///   Poisson variance of the future month is not added to them but exchanged for the average one of
///   the past; and the errors are never believed to vary less than chance alone makes them.
///   Multipliers are Student's t with the fit's degrees of freedom, as the variance is estimated.
///
/// `season` is the number of periods in a cycle, nil or 1 for none; `horizon` is from 1 to ten
/// seasons and at most 1000. Throws a sentence about what is wrong with the arguments.
package func forecast(
  _ series: [Double?], kind: SeriesKind, season: Int?, horizon: Int, method: ForecastMethod? = nil
) throws(ForecastError) -> Forecast {
  let season = season ?? 1
  guard season >= 1 else { throw .seasonOutOfRange(season) }
  let largest = season > 1 ? 10 * min(season, largestHorizon / 10) : largestHorizon
  guard horizon >= 1, horizon <= largest else {
    throw .horizonOutOfRange(given: horizon, largest: largest)
  }
  let transformation = try SeriesTransformation(
    series, kind: kind, recent: season > 1 ? season : 12)
  guard transformation.values.contains(where: { $0 != nil }) else { throw .emptySeries }
  var selection = ForecastSelection(
    values: transformation.values, season: season, horizon: horizon)
  let fit = selection.fit(method: method)
  return Forecast(
    fit: fit, method: selection.method, transformation: transformation,
    backtests: selection.backtests, notes: transformation.notes + selection.notes)
}

/// The choice of a method on the transformed scale.
private struct ForecastSelection {
  let values: [Double?]
  let season: Int
  let horizon: Int
  private(set) var method = ForecastMethod.mean
  private(set) var backtests: [BacktestError] = []
  private(set) var notes: [String] = []

  init(values: [Double?], season: Int, horizon: Int) {
    self.values = values
    self.season = season
    self.horizon = horizon
  }

  mutating func fit(method asked: ForecastMethod?) -> ForecastFit {
    let observed = values.count { $0 != nil }
    if observed < 4, asked != .mean {
      notes.append("only \(counted(observed, "value")): the forecast is the mean")
      return meanFit(values, horizon)
    }
    switch asked {
    case .mean: return meanFit(values, horizon)
    case .exponentialSmoothing: return fit(.exponentialSmoothing, season: 1)
    case .seasonalNaive: return fit(.seasonalNaive, season: usableSeason())
    case nil:
      let cycle = usableSeason()
      return fit(choose(season: cycle), season: cycle)
    }
  }

  private mutating func fit(_ chosen: ForecastMethod, season: Int) -> ForecastFit {
    guard let fit = fitted(chosen, to: values, season: season, horizon: horizon) else {
      return meanFit(values, horizon)
    }
    method = chosen
    return fit
  }

  private mutating func usableSeason() -> Int {
    guard season > 1 else { return 1 }
    let first = values.firstIndex { $0 != nil } ?? 0
    let last = values.lastIndex { $0 != nil } ?? 0
    if (last - first + 1) / 2 < season {
      notes.append("fewer than two full seasons of \(season) periods: no seasonal form was tried")
      return 1
    }
    guard seasonalNaive(values, season: season, horizon: min(season, largestHorizon)) != nil else {
      notes.append("one of the \(season) seasons has no value: no seasonal form was tried")
      return 1
    }
    return season
  }

  private mutating func choose(season: Int) -> ForecastMethod {
    let candidates: [ForecastMethod] = [.exponentialSmoothing, .seasonalNaive]
    backtests = rollingOriginErrors(
      values, methods: candidates, season: season,
      horizon: min(horizon, season > 1 ? season : 12))
    let best = backtests.min { $0.meanAbsoluteError < $1.meanAbsoluteError }
    return best?.method ?? .exponentialSmoothing
  }
}

/// The mean absolute error of each method over the same origins and horizons; empty where no origin
/// leaves anything to compare.
private func rollingOriginErrors(
  _ values: [Double?], methods: [ForecastMethod], season: Int, horizon: Int
) -> [BacktestError] {
  var sums = methods.map { _ in 0.0 }
  var comparisons = 0
  let earliest = max(season, 3, values.count - 60)
  guard earliest < values.count else { return [] }
  for origin in earliest..<values.count {
    let known = Array(values[..<origin])
    guard known.count(where: { $0 != nil }) >= 3 else { continue }
    let actual = values[origin...].prefix(horizon)
    let fits = methods.compactMap { fitted($0, to: known, season: season, horizon: actual.count) }
    guard fits.count == methods.count else { continue }
    for (step, value) in actual.enumerated() {
      guard let value else { continue }
      comparisons += 1
      for (index, fit) in fits.enumerated() { sums[index] += abs(value - fit.points[step]) }
    }
  }
  guard comparisons > 0 else { return [] }
  return zip(methods, sums).map { method, sum in
    BacktestError(
      method: method, season: method == .seasonalNaive ? season : 1,
      meanAbsoluteError: sum / Double(comparisons), comparisons: comparisons)
  }
}

private func fitted(
  _ method: ForecastMethod, to values: [Double?], season: Int, horizon: Int
) -> ForecastFit? {
  switch method {
  case .seasonalNaive: seasonalNaive(values, season: season, horizon: horizon)
  case .exponentialSmoothing: simpleExponentialSmoothing(values, horizon: horizon)
  case .mean: meanFit(values, horizon)
  }
}

/// The mean of the values at every horizon, with variance factor 1 + 1/n.
private func meanFit(_ series: [Double?], _ horizon: Int) -> ForecastFit {
  let values = series.compactMap(\.self)
  let n = Double(max(1, values.count))
  let origin = values.first ?? 0
  let mean = origin + values.reduce(0) { $0 + ($1 - origin) } / n
  let fitted: [Double?] = Array(repeating: mean, count: series.count)
  return ForecastFit(
    smoothing: nil, initialLevel: nil, level: mean, season: 1, parameters: 1, fitted: fitted,
    errors: errors(of: series, fitted: fitted), points: Array(repeating: mean, count: horizon),
    varianceFactors: Array(repeating: 1 + 1 / n, count: horizon))
}
