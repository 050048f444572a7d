import Glibc

/// Seasonal ARIMA whose order is searched by AICc.
///
/// Hyndman & Khandakar, "Automatic time series forecasting", Journal of Statistical Software 27(3) (2008):
/// seasonal difference where the season is strong, first differences by the KPSS test, then from the best of
/// four models to better neighbours until there is none. Up to 5 weights in all, p and q at most 3, P and Q
/// at most 2. Models with a root within 1.01 of the unit circle are left aside. The series must be
/// without gaps. Nil where it is too short for any, or never moves.
package func arima(_ series: [Double], season: Int) -> Arima? {
  guard let first = series.first, series.contains(where: { $0 != first }) else { return nil }
  let season = season > 1 && series.count >= 2 * season + 4 ? season : 1
  var base = ArimaOrder(0, 0, 0)
  if season > 1, seasonalStrength(series, season: season) > 0.64 { base.seasonalD = 1 }
  base.d = differencesNeeded(differenced(series, base, season: season))
  var search = ArimaSearch(series: series, season: season)
  let canHaveConstant = base.d + base.seasonalD <= 1
  func order(_ p: Int, _ q: Int, _ seasonalP: Int, _ seasonalQ: Int, _ constant: Bool) -> ArimaOrder
  {
    var order = base
    (order.p, order.q, order.hasConstant) = (p, q, constant && canHaveConstant)
    if season > 1 { (order.seasonalP, order.seasonalQ) = (seasonalP, seasonalQ) }
    return order
  }
  for (p, q, seasonalP, seasonalQ) in [(2, 2, 1, 1), (0, 0, 0, 0), (1, 0, 1, 0), (0, 1, 0, 1)] {
    search.consider(order(p, q, seasonalP, seasonalQ, true))
  }
  if canHaveConstant { search.consider(order(0, 0, 0, 0, false)) }
  var isBetter = true
  while isBetter, search.tried.count < 94 {
    isBetter = false
    guard let now = search.best?.order else { break }
    for next in now.neighbours(isSeasonal: season > 1, canHaveConstant: canHaveConstant)
    where search.consider(next) {
      isBetter = true
      break
    }
  }
  return search.best
}

private struct ArimaSearch {
  let series: [Double]
  let season: Int
  private(set) var tried: Set<ArimaOrder> = []
  private(set) var best: Arima?

  init(series: [Double], season: Int) {
    self.series = series
    self.season = season
  }

  /// Whether it is the best so far.
  @discardableResult
  mutating func consider(_ order: ArimaOrder) -> Bool {
    guard tried.insert(order).inserted, order.coefficientCount <= 5 || tried.count == 1,
      let fit = Arima(series, order: order, season: season),
      fit.isSafe || order.coefficientCount == 0,
      fit.criterion < best?.criterion ?? .infinity
    else { return false }
    best = fit
    return true
  }
}

extension ArimaOrder {
  /// One weight more or less of each kind, of two kinds together, and with or without the constant.
  fileprivate func neighbours(isSeasonal: Bool, canHaveConstant: Bool) -> [ArimaOrder] {
    var steps: [(Int, Int, Int, Int)] = []
    if isSeasonal {
      steps += [(0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1)]
      steps += [(0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1)]
    }
    steps += [(-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0)]
    steps += [(-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0)]
    var result = steps.compactMap { step -> ArimaOrder? in
      var next = self
      next.p += step.0
      next.q += step.1
      next.seasonalP += step.2
      next.seasonalQ += step.3
      let isPossible =
        (0...3).contains(next.p) && (0...3).contains(next.q) && (0...2).contains(next.seasonalP)
        && (0...2).contains(next.seasonalQ)
      return isPossible ? next : nil
    }
    if canHaveConstant {
      var next = self
      next.hasConstant.toggle()
      result.append(next)
    }
    return result
  }
}

/// 1 - variance of what is left / variance of season and what is left (Wang, Smith & Hyndman, Data Mining and
/// Knowledge Discovery 13 (2006) 335-364), by classical decomposition.
func seasonalStrength(_ series: [Double], season: Int) -> Double {
  guard
    let indices = classicalDecomposition(series, season: season, multiplicative: false)
  else { return 0 }
  let half = season / 2
  var (seasonal, rest): ([Double], [Double]) = ([], [])
  for place in half..<max(half, series.count - half) {
    var trend = 0.0
    if season.isMultiple(of: 2) {
      trend = 0.5 * (series[place - half] + series[place + half])
      for other in (place - half + 1)..<(place + half) { trend += series[other] }
    } else {
      for other in (place - half)...(place + half) { trend += series[other] }
    }
    let detrended = series[place] - trend / Double(season)
    seasonal.append(detrended)
    rest.append(detrended - indices.index(at: place))
  }
  let whole = spreadOf(seasonal)
  return whole > 0 ? max(0, 1 - spreadOf(rest) / whole) : 0
}

private func spreadOf(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(max(1, values.count))
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
}

/// How often to difference (0, 1 or 2) until the KPSS test no longer rejects a constant level at 5 %
/// (Kwiatkowski et al., Journal of Econometrics 54 (1992) 159-178; Bartlett weights up to 3 sqrt(n)/13).
func differencesNeeded(_ series: [Double]) -> Int {
  var current = series
  for count in 0..<2 {
    guard current.count > 4, kpss(current) > 0.463 else { return count }
    current = zip(current, current.dropFirst()).map { $1 - $0 }
  }
  return 2
}

private func kpss(_ series: [Double]) -> Double {
  let count = series.count
  let mean = series.reduce(0, +) / Double(count)
  let errors = series.map { $0 - mean }
  let lags = Int(3 * Double(count).squareRoot() / 13)
  var longRun = errors.reduce(0) { $0 + $1 * $1 }
  guard longRun > 0 else { return 0 }
  for lag in 1..<max(1, lags + 1) {
    let product = (lag..<count).reduce(0.0) { $0 + errors[$1] * errors[$1 - lag] }
    longRun += 2 * (1 - Double(lag) / Double(lags + 1)) * product
  }
  var (sum, squares) = (0.0, 0.0)
  for error in errors {
    sum += error
    squares += sum * sum
  }
  return longRun > 0 ? squares / Double(count) / longRun : .infinity
}
