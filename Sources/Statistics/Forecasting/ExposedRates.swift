import Glibc

/// Rates and the numbers at risk behind them; a place without anyone at risk has no rate.
struct ExposedRates {
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
