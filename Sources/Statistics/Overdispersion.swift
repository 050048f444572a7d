/// How much more counts vary from period to period than their model says: Pearson's chi-squared
/// over its degrees of freedom. About 1 where the model holds; above 1.3 take the wider law.
///
/// The quasi-likelihood of Wedderburn, Biometrika 61 (1974) 439-447; McCullagh & Nelder,
/// "Generalized Linear Models" (1989), 4.5 and 6.2.3: standard errors grow by its square root.
package enum Overdispersion {
  /// Of binomial counts: the sum of (k - n p)^2 / (n p (1 - p)) over the periods, by
  /// periods - `parameters`.
  ///
  /// `successes`, `trials` and `probabilities` have one place a period; the probabilities are those
  /// of a model with `parameters` free ones. Periods that cannot vary (n = 0, p = 0 or 1) are left
  /// out. Nil where no degree of freedom is left.
  package static func binomial(
    successes: [Double], trials: [Double], probabilities: [Double], parameters: Int
  ) -> Double? {
    let terms = zip(zip(successes, trials), probabilities).map { (counts, p) in
      (deviation: counts.0 - counts.1 * p, variance: counts.1 * p * (1 - p))
    }
    return scaled(terms, parameters: parameters)
  }

  /// Of Poisson counts: the sum of (k - m)^2 / m over the periods, by periods - `parameters`.
  ///
  /// Periods with m = 0 are left out. Nil where no degree of freedom is left.
  package static func poisson(
    counts: [Double], means: [Double], parameters: Int
  ) -> Double? {
    scaled(
      zip(counts, means).map { (deviation: $0 - $1, variance: $1) }, parameters: parameters)
  }

  private static func scaled(
    _ terms: [(deviation: Double, variance: Double)], parameters: Int
  ) -> Double? {
    let varying = terms.filter { $0.variance > 0 }
    guard varying.count > parameters else { return nil }
    let chiSquared = varying.reduce(0) { $0 + $1.deviation * $1.deviation / $1.variance }
    return chiSquared / Double(varying.count - parameters)
  }
}
