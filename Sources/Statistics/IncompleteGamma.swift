import Glibc

/// The regularised upper incomplete gamma function Q(a, x) = G(a, x) / G(a), the probability that a
/// Gamma(a) variable exceeds x.
///
/// By the series of DLMF 8.7.1 below the mean and the continued fraction of DLMF 8.9.2 above it,
/// the leading factor after Loader (2000). Relative error below 1e-12 above the mean, absolute
/// below it. NaN unless a > 0 and x >= 0.
package func regularizedUpperIncompleteGamma(a: Double, x: Double) -> Double {
  guard a > 0, x >= 0 else { return .nan }
  if x == 0 { return 1 }
  if x == .infinity { return 0 }
  return x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x)
}

/// P(X > x) for a chi-squared variable with `degrees` > 0 degrees of freedom; NaN outside the
/// domain.
package func chiSquaredSurvival(_ x: Double, degrees: Double) -> Double {
  regularizedUpperIncompleteGamma(a: degrees / 2, x: x / 2)
}

/// x^a exp(-x) / G(a + 1).
private func gammaKernel(_ a: Double, _ x: Double) -> Double {
  exp(-stirlingError(a) - partialDeviance(a, x)) / (2 * Double.pi * a).squareRoot()
}

private func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
  var sum = 1.0
  var term = 1.0
  var divisor = a
  while term > sum * 1e-17 {
    divisor += 1
    term *= x / divisor
    sum += term
  }
  return gammaKernel(a, x) * sum
}

/// The continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- ...))) by the modified Lentz
/// method.
private func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var base = x + 1 - a
  var numerator = 1 / tiny
  var denominator = 1 / nonzero(base)
  var fraction = denominator
  for step in 1...100_000 {
    let k = Double(step)
    let coefficient = k * (a - k)
    base += 2
    denominator = 1 / nonzero(coefficient * denominator + base)
    numerator = nonzero(base + coefficient / numerator)
    let change = denominator * numerator
    fraction *= change
    if abs(change - 1) < 1e-16 { break }
  }
  return gammaKernel(a, x) * a * fraction
}
