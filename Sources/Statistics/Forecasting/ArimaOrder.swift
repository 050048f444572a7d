import Glibc

/// The order of a seasonal ARIMA model: ARIMA(p,d,q)(P,D,Q)[m].
package struct ArimaOrder: Hashable, Sendable {
  package var p = 0
  package var d = 0
  package var q = 0
  package var seasonalP = 0
  package var seasonalD = 0
  package var seasonalQ = 0
  /// A mean where nothing is differenced, a drift where one difference is taken.
  package var hasConstant = false

  package init(
    _ p: Int, _ d: Int, _ q: Int, seasonal: (Int, Int, Int) = (0, 0, 0), hasConstant: Bool = false
  ) {
    (self.p, self.d, self.q) = (p, d, q)
    (seasonalP, seasonalD, seasonalQ) = seasonal
    self.hasConstant = hasConstant
  }

  /// Coefficients, the constant not counted.
  package var coefficientCount: Int { p + q + seasonalP + seasonalQ }

  /// Values that differencing takes away.
  package func lostValues(season: Int) -> Int { d + seasonalD * season }

  package func name(season: Int) -> String {
    let seasonal =
      season > 1 && seasonalP + seasonalD + seasonalQ > 0
      ? "(\(seasonalP),\(seasonalD),\(seasonalQ))[\(season)]" : ""
    let constant = hasConstant ? (d + seasonalD > 0 ? " with drift" : " with a mean") : ""
    return "ARIMA(\(p),\(d),\(q))\(seasonal)\(constant)"
  }
}

/// The coefficients of an ARIMA model, in the signs of R: (1 - ar B)(1 - sar B^m) w = (1 + ma B)(1 + sma B^m) e.
struct ArimaCoefficients: Sendable {
  var ar: [Double]
  var ma: [Double]
  var seasonalAr: [Double]
  var seasonalMa: [Double]

  /// ar1 ... of the product of both polynomials, without the leading 1.
  func autoregressive(season: Int) -> [Double] {
    let minus = product([1] + ar.map { -$0 }, spread([1] + seasonalAr.map { -$0 }, season))
    return minus.dropFirst().map { -$0 }
  }

  func movingAverage(season: Int) -> [Double] {
    Array(product([1] + ma, spread([1] + seasonalMa, season)).dropFirst())
  }

  /// From any numbers to a stationary and invertible model: tanh gives partial autocorrelations, Durbin and
  /// Levinson's recursion the coefficients (Monahan, Biometrika 71 (1984) 403-404).
  init(order: ArimaOrder, free: [Double]) {
    var rest = free[...]
    func take(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return levinson(rest.prefix(count).map { tanh($0) })
    }
    ar = take(order.p)
    seasonalAr = take(order.seasonalP)
    ma = take(order.q).map { -$0 }
    seasonalMa = take(order.seasonalQ).map { -$0 }
  }

  init(ar: [Double], ma: [Double], seasonalAr: [Double], seasonalMa: [Double]) {
    (self.ar, self.ma, self.seasonalAr, self.seasonalMa) = (ar, ma, seasonalAr, seasonalMa)
  }

  /// Whether all roots lie farther from 0 than `radius` (above 1): the polynomial in B / radius is then
  /// still stationary, which the partial autocorrelations tell without finding a root.
  func isInside(radius: Double) -> Bool {
    [ar, ma.map { -$0 }, seasonalAr, seasonalMa.map { -$0 }].allSatisfy { coefficients in
      var power = 1.0
      let grown = coefficients.map { coefficient in
        power *= radius
        return coefficient * power
      }
      return partials(grown).allSatisfy { abs($0) < 1 }
    }
  }
}

private func levinson(_ partials: [Double]) -> [Double] {
  var coefficients: [Double] = []
  for partial in partials {
    let before = coefficients
    coefficients = before.indices.map { before[$0] - partial * before[before.count - 1 - $0] }
    coefficients.append(partial)
  }
  return coefficients
}

/// The way back; values beyond 1 tell of a root inside the circle.
private func partials(_ coefficients: [Double]) -> [Double] {
  var current = coefficients
  var result: [Double] = []
  while let last = current.popLast() {
    result.append(last)
    let scale = 1 - last * last
    guard abs(scale) > 1e-12 else { return [1] }
    let before = current
    current = before.indices.map { (before[$0] + last * before[before.count - 1 - $0]) / scale }
  }
  return result
}

private func spread(_ polynomial: [Double], _ season: Int) -> [Double] {
  guard polynomial.count > 1 else { return polynomial }
  var result = [Double](repeating: 0, count: (polynomial.count - 1) * season + 1)
  for (place, value) in polynomial.enumerated() { result[place * season] = value }
  return result
}

func product(_ one: [Double], _ other: [Double]) -> [Double] {
  var result = [Double](repeating: 0, count: one.count + other.count - 1)
  for (i, a) in one.enumerated() where a != 0 {
    for (j, b) in other.enumerated() { result[i + j] += a * b }
  }
  return result
}

/// (1 - B)^d (1 - B^m)^D as a polynomial.
func differencing(_ order: ArimaOrder, season: Int) -> [Double] {
  var result = [1.0]
  for _ in 0..<order.d { result = product(result, [1, -1]) }
  for _ in 0..<order.seasonalD { result = product(result, spread([1, -1], season)) }
  return result
}
