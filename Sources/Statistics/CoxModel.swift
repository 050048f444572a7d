import Glibc

/// One coefficient of a proportional hazards model: a unit more of the covariate multiplies the
/// hazard of leaving by exp(coefficient).
package struct CoxEffect: Hashable, Sendable {
  package let coefficient: Double
  /// From the inverse of the information matrix.
  package let standardError: Double

  package var hazardRatio: Double { exp(coefficient) }
  /// Wald's z, coefficient / standard error.
  package var z: Double { coefficient / standardError }
  /// The two-sided p of z under the standard normal distribution.
  package var p: Double { erfc(abs(z) / 2.0.squareRoot()) }

  /// Wald's interval of the coefficient; nil where `level` is outside 0..<1.
  package func interval(level: Double = 0.95) -> Interval? {
    guard level >= 0, level < 1 else { return nil }
    let reach = normalQuantile((1 + level) / 2) * standardError
    return Interval(low: coefficient - reach, high: coefficient + reach)
  }

  /// The interval of the hazard ratio, exp of that of the coefficient.
  package func hazardRatioInterval(level: Double = 0.95) -> Interval? {
    interval(level: level).map { Interval(low: exp($0.low), high: exp($0.high)) }
  }
}

/// Cox's proportional hazards model, ties after Efron: hazard(t | x) = h0(t) exp(x b).
///
/// Cox, "Regression Models and Life-Tables", JRSS B 34 (1972) 187-220; Efron, "The Efficiency of
/// Cox's Likelihood Function for Censored Data", JASA 72 (1977) 557-565. Fitted by Newton's method
/// with halved steps from 0 on standardised covariates. Time O(n log n + n p^2), p covariates; the
/// model keeps a copy of the covariates for `proportionalityTest`.
package struct CoxModel: Sendable {
  /// In the order of the covariates.
  package let effects: [CoxEffect]
  /// The log partial likelihood at the coefficients, and with all of them 0.
  package let logLikelihood: Double
  package let nullLogLikelihood: Double
  /// Newton steps taken.
  package let steps: Int
  let rows: CoxRows
  let optimum: CoxOptimum

  /// Fits the model to one row a client: `times` >= 0, `events` true for an exit, `covariates` by
  /// covariate and then row, without an intercept and with one level of each factor left out.
  package init(
    times: [Double], events: [Bool], covariates: [[Double]]
  ) throws(CoxError) {
    let rows = try CoxRows(times: times, events: events, covariates: covariates)
    let optimum = try CoxOptimum(rows)
    let count = rows.covariateCount
    effects = (0..<count).map { index in
      let scale = rows.scales[index]
      return CoxEffect(
        coefficient: optimum.coefficients[index] / scale,
        standardError: optimum.covariance[index * count + index].squareRoot() / scale)
    }
    logLikelihood = optimum.logLikelihood
    nullLogLikelihood = optimum.nullLogLikelihood
    steps = optimum.steps
    self.rows = rows
    self.optimum = optimum
  }

  package var rowCount: Int { rows.rowCount }
  package var eventCount: Int { rows.exitCount }

  /// The likelihood ratio statistic against no effect at all, 2 (log L - log L0), and its p by the
  /// chi-squared distribution with as many degrees of freedom as covariates.
  package var likelihoodRatio: (statistic: Double, p: Double) {
    let statistic = max(0, 2 * (logLikelihood - nullLogLikelihood))
    return (statistic, chiSquaredSurvival(statistic, degrees: Double(effects.count)))
  }

  /// The covariance of the estimated coefficients, row-major.
  package var covariance: [Double] {
    let count = effects.count
    return optimum.covariance.indices.map {
      optimum.covariance[$0] / (rows.scales[$0 / count] * rows.scales[$0 % count])
    }
  }
}
