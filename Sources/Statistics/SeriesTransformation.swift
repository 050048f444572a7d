import Glibc

/// What the numbers of a series are, which decides the scale they are forecast on.
package enum SeriesKind: Hashable, Sendable {
  /// Any number, forecast as it is.
  case amount
  /// Counts from 0 up, forecast as 2 sqrt(y + 3/8), whose sampling variance is about 1 at any level
  /// (Anscombe 1948).
  case count
  /// Shares of a whole. With exposures (the number at risk, one per place) they are forecast as the
  /// empirical logit log((lost + 1/2)/(atRisk - lost + 1/2)), lost being rate x atRisk: the logit of
  /// (lost + 1/2)/(atRisk + 1). Without, as the logit of the rate kept half the smallest distance
  /// from 0 and 1 that occurs in the series.
  case rate(exposures: [Double]?)
}

/// A series carried to the scale of its kind, and the way back.
///
/// The way back never leaves the bounds of the kind: counts stay at 0 or above, rates in [0, 1].
struct SeriesTransformation {
  /// The values on the transformed scale; nil where missing.
  private(set) var values: [Double?] = []
  /// The mean variance that chance alone gives one past value, on the transformed scale.
  private(set) var pastSamplingVariance = 0.0
  /// The same for a future value, at the rate and mean exposure of the last season.
  private(set) var futureSamplingVariance = 0.0
  private(set) var notes: [String] = []
  private let scale: Scale
  private let exposures: [Double]
  private let futureExposure: Double

  private enum Scale {
    case identity
    case root
    case empiricalLogit
    case clippedLogit(margin: Double)
  }

  init(
    _ series: [Double?], kind: SeriesKind, recent: Int
  ) throws(ForecastError) {
    try requireUsable(series, kind: kind)
    switch kind {
    case .amount:
      (scale, exposures, futureExposure) = (.identity, [], 0)
      values = series
    case .count:
      (scale, exposures, futureExposure) = (.root, [], 0)
      values = series.map { $0.map(Self.root) }
      let counts = series.compactMap(\.self)
      pastSamplingVariance = poissonRootVariance(mean: guardedMean(counts))
      futureSamplingVariance = poissonRootVariance(mean: guardedMean(counts.suffix(recent)))
    case .rate(nil):
      let rates = clipped(series)
      let margin = smallestDistanceFromBounds(rates) / 2
      (scale, exposures, futureExposure) = (.clippedLogit(margin: margin), [], 0)
      values = rates.map { $0.map { logit(min(max($0, margin), 1 - margin)) } }
    case .rate(let atRisk?):
      let book = ExposedRates(clipped(series), exposures: atRisk)
      (scale, exposures) = (.empiricalLogit, atRisk)
      futureExposure = book.meanExposure(last: recent)
      values = book.empiricalLogits
      pastSamplingVariance = book.pastSamplingVariance
      futureSamplingVariance = book.samplingVariance(last: recent)
    }
    notes = preparationNotes(series, kind: kind)
  }

  /// A value of the transformed scale in the units of the series, for the future.
  func inverse(_ value: Double) -> Double { inverse(value, exposure: futureExposure) }

  /// A value of the transformed scale in the units of the series, at a place of the series.
  func inverse(_ value: Double, at place: Int) -> Double {
    inverse(value, exposure: exposures.isEmpty ? 0 : exposures[place])
  }

  private func inverse(_ value: Double, exposure: Double) -> Double {
    switch scale {
    case .identity:
      return value
    case .root:
      return value <= Self.root(0) ? 0 : max(0, value * value / 4 - 0.375)
    case .empiricalLogit:
      guard exposure > 0 else { return inverseLogit(value) }
      return min(max((inverseLogit(value) * (exposure + 1) - 0.5) / exposure, 0), 1)
    case .clippedLogit(let margin):
      let rate = inverseLogit(value)
      // A clipped value stands for anything from there to the bound.
      if rate <= margin * (1 + 1e-9) { return 0 }
      if 1 - rate <= margin * (1 + 1e-9) { return 1 }
      return rate
    }
  }

  private static func root(_ count: Double) -> Double { 2 * (count + 0.375).squareRoot() }
}

/// Rates and the numbers at risk behind them; a place without anyone at risk has no rate.
private struct ExposedRates {
  private let places: [(lost: Double, atRisk: Double)?]

  init(_ rates: [Double?], exposures: [Double]) {
    places = zip(rates, exposures).map { rate, atRisk in
      guard let rate, atRisk > 0 else { return nil }
      return (rate * atRisk, atRisk)
    }
  }

  private var observed: [(lost: Double, atRisk: Double)] { places.compactMap(\.self) }

  var empiricalLogits: [Double?] {
    places.map { $0.map { log(($0.lost + 0.5) / ($0.atRisk - $0.lost + 0.5)) } }
  }

  func meanExposure(last count: Int) -> Double {
    let exposures = observed.suffix(count).map(\.atRisk)
    return exposures.isEmpty ? 0 : exposures.reduce(0, +) / Double(exposures.count)
  }

  /// The mean over the past places, each with its own exposure.
  var pastSamplingVariance: Double {
    let rate = pooledRate(observed)
    let variances = observed.map { binomialLogitVariance(probability: rate, trials: $0.atRisk) }
    return variances.isEmpty ? 0 : variances.reduce(0, +) / Double(variances.count)
  }

  func samplingVariance(last count: Int) -> Double {
    binomialLogitVariance(
      probability: pooledRate(observed.suffix(count)), trials: meanExposure(last: count))
  }

  /// Half a client is added to each side: where nobody left, somebody still could.
  private func pooledRate(_ some: some Sequence<(lost: Double, atRisk: Double)>) -> Double {
    let total = some.reduce((lost: 0.5, atRisk: 1.0)) {
      ($0.lost + $1.lost, $0.atRisk + $1.atRisk)
    }
    return total.lost / total.atRisk
  }
}

/// Half an event is added: a series of zeros does not prove that nothing can happen.
private func guardedMean(_ counts: some Collection<Double>) -> Double {
  counts.isEmpty ? 0 : (counts.reduce(0, +) + 0.5) / Double(counts.count)
}

private func clipped(_ rates: [Double?]) -> [Double?] { rates.map { $0.map { min($0, 1) } } }

/// How near to 0 or 1 the series comes without touching; 0.001 where it only touches.
private func smallestDistanceFromBounds(_ rates: [Double?]) -> Double {
  let distances = rates.compactMap(\.self).flatMap { [$0, 1 - $0] }.filter { $0 > 0 && $0 < 1 }
  return distances.min() ?? 0.001
}

private func requireUsable(
  _ series: [Double?], kind: SeriesKind
) throws(ForecastError) {
  for (place, value) in series.enumerated() {
    guard let value else { continue }
    guard value.isFinite else { throw .notFinite(place: place) }
    if kind != .amount, value < 0 { throw .negative(place: place) }
  }
  guard case .rate(let exposures?) = kind else { return }
  guard exposures.count == series.count else {
    throw .exposuresMismatch(series: series.count, exposures: exposures.count)
  }
  if let place = exposures.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
    throw .negativeExposure(place: place)
  }
}

private func preparationNotes(_ series: [Double?], kind: SeriesKind) -> [String] {
  var notes: [String] = []
  guard case .rate(let exposures) = kind else { return notes }
  let above = series.count { ($0 ?? 0) > 1 }
  if above > 0 { notes.append("rates above 1 were taken as 1 in \(above) periods") }
  let idle = zip(series, exposures ?? []).count { $0 != nil && $1 == 0 }
  if idle > 0 { notes.append("rates of \(idle) periods with nobody at risk were left out") }
  return notes
}
