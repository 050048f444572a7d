import Glibc

/// What the numbers of a series are, which decides the scale they are forecast on.
package enum SeriesKind: Hashable, Sendable {
  /// Any number, forecast as it is.
  case amount
  /// Counts from 0 up, forecast as 2 sqrt(y + 3/8), whose sampling variance is about 1 at any level
  /// (Anscombe 1948).
  case count
  /// Shares of a whole. With exposures (the number at risk, one per place) they are forecast as the
  /// empirical logit log((lost + 1/2)/(atRisk - lost + 1/2)), lost being rate x atRisk: the logit
  /// of (lost + 1/2)/(atRisk + 1). Without, as the logit of the rate; where the series touches 0 or
  /// 1, half the smallest distance from them that it keeps elsewhere (0.0005 if it only touches)
  /// stands for touching.
  case rate(exposures: [Double]?)
}

/// A series carried to the scale of its kind, and the way back.
///
/// The way back never leaves the bounds of the kind: counts stay at 0 or above, rates in [0, 1].
struct SeriesTransformation: Hashable {
  /// The values on the transformed scale; nil where missing.
  private(set) var values: [Double?] = []
  /// The mean variance that chance alone gives one past value, on the transformed scale.
  private(set) var pastSamplingVariance = 0.0
  /// The same for a future value, at the rate and mean exposure of the last season.
  private(set) var futureSamplingVariance = 0.0
  private(set) var notes: [String] = []
  /// The series in its own units; rates above 1 are 1.
  let original: [Double?]
  private let scale: Scale
  private let exposures: [Double]
  private let futureExposure: Double

  private enum Scale: Hashable {
    case identity
    case root
    case empiricalLogit
    case clippedLogit(bounds: ClosedRange<Double>)
  }

  init(
    _ series: [Double?], kind: SeriesKind, recent: Int
  ) throws(ForecastError) {
    try requireUsable(series, kind: kind)
    if case .rate = kind { original = clipped(series) } else { original = series }
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
      let bounds = boundsOfLogit(rates)
      (scale, exposures, futureExposure) = (.clippedLogit(bounds: bounds), [], 0)
      values = rates.map { $0.map { logit($0.clamped(to: bounds)) } }
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

  /// Whether the scale is that of the series itself.
  var isStraight: Bool { if case .identity = scale { true } else { false } }

  /// A value of the transformed scale in the units of the series, for the future.
  func inverse(_ value: Double) -> Double { inverse(value, exposure: futureExposure) }

  /// A value of the transformed scale in the units of the series, at a place of the series.
  func inverse(_ value: Double, at place: Int) -> Double {
    inverse(value, exposure: exposures.isEmpty ? 0 : exposures[place])
  }

  /// A future value in the units of the series on the transformed scale: what `inverse` takes back.
  func transformed(_ value: Double) -> Double {
    switch scale {
    case .identity: return value
    case .root: return Self.root(max(0, value))
    case .empiricalLogit:
      guard futureExposure > 0 else { return logit(value.clamped(to: 0.0005...0.9995)) }
      let lost = value.clamped(to: 0...1) * futureExposure
      return log((lost + 0.5) / (futureExposure - lost + 0.5))
    case .clippedLogit(let bounds): return logit(value.clamped(to: bounds))
    }
  }

  private func inverse(_ value: Double, exposure: Double) -> Double {
    switch scale {
    case .identity:
      return value
    case .root:
      return value <= Self.root(0) ? 0 : max(0, value * value / 4 - 0.375)
    case .empiricalLogit:
      guard exposure > 0 else { return inverseLogit(value) }
      return ((inverseLogit(value) * (exposure + 1) - 0.5) / exposure).clamped(to: 0...1)
    case .clippedLogit(let bounds):
      let rate = inverseLogit(value)
      // A clipped value stands for anything from there to the bound, whatever the last digit.
      if rate <= bounds.lowerBound * (1 + 1e-9) { return 0 }
      if 1 - rate <= (1 - bounds.upperBound) * (1 + 1e-9) { return 1 }
      return rate
    }
  }

  private static func root(_ count: Double) -> Double { 2 * (count + 0.375).squareRoot() }
}

/// Half an event is added: a series of zeros does not prove that nothing can happen.
private func guardedMean(_ counts: some Collection<Double>) -> Double {
  counts.isEmpty ? 0 : (counts.reduce(0, +) + 0.5) / Double(counts.count)
}

private func clipped(_ rates: [Double?]) -> [Double?] { rates.map { $0.map { min($0, 1) } } }

/// The rates a logit is taken of: all, but a margin beside a bound that the series touches.
private func boundsOfLogit(_ series: [Double?]) -> ClosedRange<Double> {
  let rates = series.compactMap(\.self)
  let distances = rates.flatMap { [$0, 1 - $0] }.filter { $0 > 0 && $0 < 1 }
  let margin = (distances.min() ?? 0.001) / 2
  return (rates.contains(0) ? margin : 0)...(rates.contains(1) ? 1 - margin : 1)
}

/// Squares of larger numbers, summed over a series, would overflow.
private let largestMagnitude = 1e150

private func requireUsable(
  _ series: [Double?], kind: SeriesKind
) throws(ForecastError) {
  for (place, value) in series.enumerated() {
    guard let value else { continue }
    guard value.magnitude <= largestMagnitude else { throw .notFinite(place: place) }
    if kind != .amount, value < 0 { throw .negative(place: place) }
  }
  guard case .rate(let exposures?) = kind else { return }
  guard exposures.count == series.count else {
    throw .exposuresMismatch(series: series.count, exposures: exposures.count)
  }
  if let place = exposures.firstIndex(where: { !($0 >= 0 && $0 <= largestMagnitude) }) {
    throw .negativeExposure(place: place)
  }
}

private func preparationNotes(_ series: [Double?], kind: SeriesKind) -> [String] {
  var notes: [String] = []
  let missing = series.count { $0 == nil }
  if missing > 0 {
    notes.append("\(counted(missing, "period")) without a value left out, not filled in")
  }
  guard case .rate(let exposures) = kind else { return notes }
  let above = series.count { ($0 ?? 0) > 1 }
  if above > 0 { notes.append("rates above 1 taken as 1 in \(counted(above, "period"))") }
  let idle = zip(series, exposures ?? []).count { $0 != nil && $1 == 0 }
  if idle > 0 { notes.append("\(counted(idle, "period")) with nobody at risk left out") }
  return notes
}

/// "1 period", "2 periods".
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}

extension Double {
  fileprivate func clamped(to bounds: ClosedRange<Double>) -> Double {
    min(max(self, bounds.lowerBound), bounds.upperBound)
  }
}
