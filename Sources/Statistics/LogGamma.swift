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
  let coefficients: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
  ]
  let inverseSquare = 1 / (x * x)
  return coefficients.reversed().reduce(0) { $0 * inverseSquare + $1 } / x
}
