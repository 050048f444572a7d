import Glibc

/// The regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b).
///
/// By the continued fraction of DLMF 8.17.22 on the side of the mean where it converges fast, its
/// leading factor after Loader (2000). Relative error below 1e-12 up to about the mean of the
/// distribution, absolute error below 1e-12 beyond it.
/// NaN unless a, b > 0 and x is in [0, 1].
package func regularizedIncompleteBeta(_ x: Double, a: Double, b: Double) -> Double {
  guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
  return incompleteBeta(x, complement: 1 - x, a, b)
}

/// The quantile of Beta(a, b): the x with I_x(a, b) = `probability`; NaN outside the domain.
///
/// Newton's method on log I as a function of the logit of x, where log I is concave, kept inside a
/// shrinking bracket. Relative error below 1e-12.
package func betaQuantile(_ probability: Double, a: Double, b: Double) -> Double {
  guard a > 0, b > 0, probability >= 0, probability <= 1 else { return .nan }
  if probability == 0 { return 0 }
  if probability == 1 { return 1 }
  let atMean = incompleteBeta(a / (a + b), complement: b / (a + b), a, b)
  if probability <= atMean { return inverseLogit(betaQuantileLogit(probability, a, b)) }
  return inverseLogit(-betaQuantileLogit(1 - probability, b, a))
}

/// The quantile of Student's t with `degrees` > 0 degrees of freedom, not necessarily whole.
///
/// From nu / (nu + t^2) ~ Beta(nu/2, 1/2); NaN outside the domain.
package func studentQuantile(_ probability: Double, degrees: Double) -> Double {
  guard degrees > 0, probability >= 0, probability <= 1 else { return .nan }
  if probability == 0.5 { return 0 }
  let tail = min(probability, 1 - probability)
  guard tail > 0 else { return probability < 0.5 ? -.infinity : .infinity }
  let x = betaQuantile(2 * tail, a: degrees / 2, b: 0.5)
  let size = (degrees * (1 - x) / x).squareRoot()
  return probability < 0.5 ? -size : size
}

/// log(p / (1 - p)).
func logit(_ p: Double) -> Double { log(p) - log1p(-p) }

/// 1 / (1 + exp(-u)).
func inverseLogit(_ u: Double) -> Double {
  u >= 0 ? 1 / (1 + exp(-u)) : exp(u) / (1 + exp(u))
}

private func betaQuantileLogit(_ probability: Double, _ a: Double, _ b: Double) -> Double {
  let target = log(probability)
  var low = -745.0
  var high = 745.0
  var u = log(a) - log(b)
  for _ in 0..<200 {
    let x = inverseLogit(u)
    let complement = inverseLogit(-u)
    let value = incompleteBeta(x, complement: complement, a, b)
    let excess = log(value) - target
    if excess > 0 { high = u } else { low = u }
    let slope = betaKernel(x, complement: complement, a, b) / value
    var next = u - excess / slope
    if !(next > low && next < high) { next = 0.5 * (low + high) }
    if abs(next - u) <= 1e-15 * max(1, abs(u)) { return next }
    u = next
  }
  return u
}

/// `complement` is 1 - x, taken apart so that neither tail loses digits.
private func incompleteBeta(
  _ x: Double, complement: Double, _ a: Double, _ b: Double
) -> Double {
  if x <= 0 { return 0 }
  if complement <= 0 { return 1 }
  let kernel = betaKernel(x, complement: complement, a, b)
  if x < (a + 1) / (a + b + 2) { return kernel * betaFraction(x, a, b) / a }
  return 1 - kernel * betaFraction(complement, b, a) / b
}

/// x^a (1 - x)^b / B(a, b), which is also the slope of I_x(a, b) in the logit of x.
///
/// Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000): log gammas of large
/// arguments would cancel and cost their digits.
private func betaKernel(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
  let n = a + b
  let correction = stirlingError(n) - stirlingError(a) - stirlingError(b)
  let deviance = partialDeviance(a, n * x) + partialDeviance(b, n * complement)
  return (a * b / (2 * Double.pi * n)).squareRoot() * exp(correction - deviance)
}

/// k log(k / mean) + mean - k, without cancellation where the two are close.
func partialDeviance(_ k: Double, _ mean: Double) -> Double {
  let difference = k - mean
  guard abs(difference) < 0.1 * (k + mean) else { return k * log(k / mean) + mean - k }
  let ratio = difference / (k + mean)
  var sum = difference * ratio
  var term = 2 * k * ratio
  for power in stride(from: 3.0, to: 2_000, by: 2) {
    term *= ratio * ratio
    let next = sum + term / power
    if next == sum { break }
    sum = next
  }
  return sum
}

/// The continued fraction of DLMF 8.17.22 by the modified Lentz method.
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var numerator = 1.0
  var denominator = 1 / nonzero(1 - (a + b) * x / (a + 1))
  var fraction = denominator
  for step in 1...100_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    denominator = 1 / nonzero(1 + even * denominator)
    numerator = nonzero(1 + even / numerator)
    fraction *= denominator * numerator
    denominator = 1 / nonzero(1 + odd * denominator)
    numerator = nonzero(1 + odd / numerator)
    let change = denominator * numerator
    fraction *= change
    if abs(change - 1) < 1e-16 { break }
  }
  return fraction
}
