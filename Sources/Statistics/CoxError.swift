/// Why a proportional hazards model cannot be fitted. Covariates and rows count from 0.
package enum CoxError: Error, Hashable, Sendable, CustomStringConvertible {
  case rows(SurvivalError)
  case noCovariates
  case noEvents
  case invalidCovariate(covariate: Int, row: Int)
  /// The same value in every row.
  case constant(covariate: Int)
  /// Determined by the covariates before it, or without any variation among those at risk.
  case collinear(covariate: Int)
  /// The likelihood rises for ever as the coefficient grows: no finite estimate exists.
  case monotoneLikelihood(covariate: Int)
  case notConverged(steps: Int)

  package var description: String {
    switch self {
    case .rows(let error): error.description
    case .noCovariates: "there is no covariate"
    case .noEvents: "nobody left, so nothing can be said about who leaves sooner"
    case .invalidCovariate(let covariate, let row):
      "covariate \(covariate + 1) is not a finite number in row \(row + 1)"
    case .constant(let covariate): "covariate \(covariate + 1) has the same value in every row"
    case .collinear(let covariate):
      "covariate \(covariate + 1) follows from those before it, "
        + "or never varies among those at risk"
    case .monotoneLikelihood(let covariate):
      "covariate \(covariate + 1) parts those who leave from those who stay completely, "
        + "so its effect runs off to infinity"
    case .notConverged(let steps): "the fit has not settled after \(steps) steps"
    }
  }
}
