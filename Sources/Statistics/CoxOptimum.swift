/// The maximum of the partial likelihood, on standardised covariates.
struct CoxOptimum: Sendable {
  private(set) var coefficients: [Double]
  private(set) var logLikelihood: Double
  let nullLogLikelihood: Double
  /// The inverse of the information matrix there, row-major.
  private(set) var covariance: [Double] = []
  private(set) var steps = 0

  private static let mostSteps = 60

  init(_ rows: CoxRows) throws(CoxError) {
    let count = rows.covariateCount
    coefficients = Array(repeating: 0, count: count)
    var current = CoxLikelihood(rows, at: coefficients)
    nullLogLikelihood = current.logLikelihood
    logLikelihood = current.logLikelihood
    let initialPivots = SymmetricFactor(current.information, order: count).pivots
    if let covariate = initialPivots.firstIndex(of: 0) { throw .collinear(covariate: covariate) }
    while true {
      let factor = SymmetricFactor(current.information, order: count, tolerance: 0)
      let step = factor.solve(current.score)
      // On a monotone likelihood the information fades while the steps stay as long as they were.
      if zip(factor.pivots, initialPivots).contains(where: { $0 < 1e-12 * $1 }) {
        throw .monotoneLikelihood(covariate: largest(step))
      }
      if isNegligible(step) {
        covariance = factor.inverse
        return
      }
      guard steps < CoxOptimum.mostSteps else { throw .notConverged(steps: steps) }
      current = try advance(rows, by: step, from: current)
      steps += 1
    }
  }

  /// Halves the step until the likelihood does not fall.
  private mutating func advance(
    _ rows: CoxRows, by step: [Double], from current: CoxLikelihood
  ) throws(CoxError) -> CoxLikelihood {
    // A fall within the rounding of the sum is none.
    let floor = current.logLikelihood - 1e-12 * abs(current.logLikelihood)
    var fraction = 1.0
    for _ in 0..<40 {
      let candidate = zip(coefficients, step).map { $0 + fraction * $1 }
      let likelihood = CoxLikelihood(rows, at: candidate)
      if likelihood.logLikelihood >= floor, likelihood.logLikelihood < .infinity {
        coefficients = candidate
        logLikelihood = likelihood.logLikelihood
        return likelihood
      }
      fraction /= 2
    }
    throw .notConverged(steps: steps)
  }

  private func isNegligible(_ step: [Double]) -> Bool {
    zip(step, coefficients).allSatisfy { abs($0) <= 1e-9 * max(1, abs($1)) }
  }

  private func largest(_ step: [Double]) -> Int {
    step.indices.max { abs(step[$0]) < abs(step[$1]) } ?? 0
  }
}
