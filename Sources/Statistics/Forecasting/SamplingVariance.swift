import Glibc

/// The variance of 2 sqrt(Y + 3/8) for Y ~ Poisson(`mean`): near 1 for means above 4 (Anscombe,
/// "The Transformation of Poisson, Binomial and Negative-Binomial Data", Biometrika 35 (1948)
/// 246-254), going to 0 with the mean.
func poissonRootVariance(mean: Double) -> Double {
  guard mean <= 100 else { return 1 }
  return variance(
    mean: mean, first: exp(-mean), last: .infinity,
    ratio: { mean / ($0 + 1) },
    of: { 2 * ($0 + 0.375).squareRoot() })
}

/// The variance of the empirical logit log((Y + 1/2)/(n - Y + 1/2)) for Y ~ Binomial(n, p): near
/// 1/(n p (1-p)) when many leave and many stay, far below it when hardly anybody does.
///
/// `trials` is rounded to a whole number.
func binomialLogitVariance(probability: Double, trials: Double) -> Double {
  // The logit of the stayers is minus that of the leavers.
  let p = min(probability, 1 - probability)
  let n = max(0, trials.rounded())
  guard n * p <= 100 else { return 1 / (n * p * (1 - p)) }
  return variance(
    mean: n * p, first: exp(n * log1p(-p)), last: n,
    ratio: { ($0 == n ? 0 : (n - $0) / ($0 + 1)) * p / (1 - p) },
    of: { log(($0 + 0.5) / (n - $0 + 0.5)) })
}

/// The variance of `value(Y)`, P(Y = 0) being `first` and P(Y = k+1) = `ratio(k)` P(Y = k).
private func variance(
  mean: Double, first: Double, last: Double, ratio: (Double) -> Double, of value: (Double) -> Double
) -> Double {
  let origin = value(mean)
  var k = 0.0
  var probability = first
  var sum = 0.0
  var squares = 0.0
  while k <= last && (k <= mean || probability > 1e-18) {
    let deviation = value(k) - origin
    sum += probability * deviation
    squares += probability * deviation * deviation
    probability *= ratio(k)
    k += 1
  }
  return max(0, squares - sum * sum)
}
