import Glibc

/// The logarithm of the gamma function for x > 0; NaN elsewhere.
///
/// Stirling's series log G(x) = (x - 1/2) log x - x + log(2 pi)/2 + d(x) from x = 15 on (DLMF
/// 5.11.1), brought there from below by G(x + 1) = x G(x). Relative error below 1e-13, absolute
/// error below 1e-14 about the zeros at 1 and 2.
package func logGamma(_ x: Double) -> Double {
  guard x > 0 else { return .nan }
  var shifted = x
  var product = 1.0
  while shifted < 15 {
    product *= shifted
    shifted += 1
  }
  let series = (shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted)
  return product == 1 ? series : series - log(product)
}

/// What Stirling's formula for log G(x + 1) leaves over, for x > 0:
/// d(x) = log G(x + 1) - (x + 1/2) log x + x - log(2 pi)/2.
///
/// Keeps its digits for large x, where the difference of two log gammas would lose them.
func stirlingError(_ x: Double) -> Double {
  x >= 15 ? stirlingSeries(x) : logGamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
}

private let halfLogTwoPi = 0.91893853320467274178

/// 1/(12x) - 1/(360x^3) + 1/(1260x^5) - ..., the first term left out being below 1e-17 at x = 15.
private func stirlingSeries(_ x: Double) -> Double {
  let y = 1 / (x * x)
  // Written out: an array of coefficients would be allocated at every call.
  var sum = 1.0 / 156
  sum = sum * y - 691.0 / 360360
  sum = sum * y + 1.0 / 1188
  sum = sum * y - 1.0 / 1680
  sum = sum * y + 1.0 / 1260
  sum = sum * y - 1.0 / 360
  sum = sum * y + 1.0 / 12
  return sum / x
}

/// The logarithm of the beta function, log G(a) + log G(b) - log G(a + b), for a, b > 0; NaN
/// elsewhere.
///
/// Where an argument is large the log gammas are not subtracted but their Stirling series (Didonato
/// & Morris, "Algorithm 708", ACM TOMS 18 (1992)), so that the digits stay. Relative error below
/// 1e-13 but about the zeros of the result.
package func logBeta(_ a: Double, _ b: Double) -> Double {
  let (small, large) = a < b ? (a, b) : (b, a)
  guard small > 0, large < .infinity else { return .nan }
  guard large >= 15 else { return logGamma(a) + logGamma(b) - logGamma(a + b) }
  let sum = small + large
  let remainder = stirlingSeries(large) - stirlingSeries(sum)
  let ofLarge = log1p(-small / sum)
  guard small >= 15 else {
    return logGamma(small) + remainder + small - small * log(sum) + (large - 0.5) * ofLarge
  }
  return halfLogTwoPi - 0.5 * log(large) + stirlingSeries(small) + remainder
    + (small - 0.5) * log(small / sum) + large * ofLarge
}

/// The logarithm of the rising factorial G(a + n) / G(a), for a > 0 and n >= 0, n not necessarily
/// whole; 0 for n = 0.
func logRising(_ a: Double, _ n: Double) -> Double {
  n == 0 ? 0 : logGamma(a + n) - logGamma(a)
}

/// The digamma function, the slope of log G(x), for x > 0; NaN elsewhere.
///
/// psi(x) = log x - 1/(2x) - 1/(12x^2) + 1/(120x^4) - ... from x = 12 on (DLMF 5.11.2), brought
/// there from below by psi(x) = psi(x + 1) - 1/x. Relative error below 1e-13 but about the zero at
/// 1.4616, absolute error below 1e-15 there.
package func digamma(_ x: Double) -> Double {
  guard x > 0 else { return .nan }
  var shifted = x
  var fractions = 0.0
  while shifted < 12 {
    fractions += 1 / shifted
    shifted += 1
  }
  let y = 1 / (shifted * shifted)
  var sum = -1.0 / 12
  sum = sum * y + 691.0 / 32760
  sum = sum * y - 1.0 / 132
  sum = sum * y + 1.0 / 240
  sum = sum * y - 1.0 / 252
  sum = sum * y + 1.0 / 120
  sum = sum * y - 1.0 / 12
  return log(shifted) - 0.5 / shifted + sum * y - fractions
}
