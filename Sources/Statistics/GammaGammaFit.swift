import Glibc

/// What customers spend on a purchase, after the gamma-gamma model: each has a mean of its own, the
/// purchases scatter about it, and what is spent says nothing about how often one buys.
///
/// L = G(px+q)/(G(px) G(q)) gamma^q z^(px-1) x^(px) / (gamma + x z)^(px+q) for a customer with x
/// purchases of mean z: Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", note 025 (2013).
/// Fitted by maximum likelihood as `PurchaseModelFit`.
package struct GammaGammaFit: Sendable {
  package static let parameterNames = ["p", "q", "gamma"]

  package let p: Double
  package let q: Double
  /// In the unit of the money.
  package let gamma: Double
  package let logLikelihood: Double
  package let customers: Int
  /// Pearson's correlation of how often and how much: the model takes it to be 0. Missing where
  /// all buy equally often or spend the same.
  package let correlation: Double?
  /// The covariance of the logarithms of p, q and gamma, row-major.
  package let logCovariance: [Double]

  /// One place a customer: purchases that have a value (x >= 1, usually the repeat purchases) and
  /// their mean value (above 0). Customers without either are left out.
  package init(purchases: [Double], means: [Double]) throws(PurchaseModelError) {
    guard purchases.count == means.count else { throw .differentLengths }
    var rows: [SpendingRow] = []
    for (purchases, mean) in zip(purchases, means) where purchases >= 1 && mean > 0 {
      guard purchases < .infinity, mean < .infinity else { continue }
      rows.append(SpendingRow(purchases: purchases, mean: mean))
    }
    rows.sort()
    guard rows.count >= 3 else { throw .tooFew(customers: rows.count, needed: 3) }
    let unit = rows.reduce(0) { $0 + $1.mean } / Double(rows.count)
    let scaled = rows.map { SpendingRow(purchases: $0.purchases, mean: $0.mean / unit) }
    let minimum = try GammaGammaFit.minimum(SpendingSums(scaled))
    let parameters = minimum.point.map { exp($0) }
    (p, q, gamma) = (parameters[0], parameters[1], parameters[2] * unit)
    let n = Double(rows.count)
    logLikelihood = -minimum.value * n - n * log(unit)
    customers = rows.count
    correlation = GammaGammaFit.correlation(rows)
    logCovariance = SymmetricFactor(minimum.curvature, order: 3, tolerance: 0).inverse
      .map { $0 / n }
  }

  /// E[M | x, z] = p (gamma + x z) / (p x + q - 1), the mean value of purchases to come of a customer
  /// with `purchases` of `mean` so far; `populationMean` for none. Missing where it is infinite.
  package func expectedValue(purchases: Double, mean: Double) -> Double? {
    guard purchases > 0 else { return populationMean }
    let weight = p * purchases + q - 1
    return weight > 0 ? p * (gamma + purchases * mean) / weight : nil
  }

  /// p gamma / (q - 1), the mean over all customers; missing where q <= 1, when it is infinite.
  package var populationMean: Double? { q > 1 ? p * gamma / (q - 1) : nil }

  private static func minimum(_ sums: SpendingSums) throws(PurchaseModelError) -> Minimum {
    let starts = [(6.0, 4.0), (1, 3), (2, 2), (20, 10)].map { p, q in
      [log(p), log(q), log((q - 1) / p)]
    }
    do throws(MinimumError) {
      return try Minimum.best(from: starts) { sums.slopes($0.map { exp($0) }) }
    } catch {
      switch error {
      case .notConverged: throw .notConverged
      case .runsAway(let coordinates, let point):
        throw .runsToInfinity(
          parameters: coordinates.map { parameterNames[$0] },
          meaning: !coordinates.contains(1) || point[1] < point[0] && point[0] > 10
            ? "every customer seems to spend the same on each of its purchases"
            : "all customers seem to spend alike")
      }
    }
  }

  private static func correlation(_ rows: [SpendingRow]) -> Double? {
    let n = Double(rows.count)
    let x = rows.reduce(0) { $0 + $1.purchases } / n
    let z = rows.reduce(0) { $0 + $1.mean } / n
    var (xx, xz, zz) = (0.0, 0.0, 0.0)
    for row in rows {
      let (dx, dz) = (row.purchases - x, row.mean - z)
      xx += dx * dx
      xz += dx * dz
      zz += dz * dz
    }
    guard xx > 1e-12 * n * x * x, zz > 1e-12 * n * z * z else { return nil }
    return xz / (xx * zz).squareRoot()
  }
}

private struct SpendingRow: Comparable {
  let purchases: Double
  let mean: Double

  static func < (a: SpendingRow, b: SpendingRow) -> Bool {
    a.purchases != b.purchases ? a.purchases < b.purchases : a.mean < b.mean
  }
}

/// The likelihood of rows in ascending order of purchases.
private struct SpendingSums {
  let rows: [SpendingRow]

  init(_ rows: [SpendingRow]) { self.rows = rows }

  /// The mean of -log L and its slopes along log p, log q and log gamma.
  func slopes(_ parameters: [Double]) -> Slopes {
    let (p, q, gamma) = (parameters[0], parameters[1], parameters[2])
    let ofQ = digamma(q)
    var (value, slopeP, slopeQ, slopeGamma) = (0.0, 0.0, 0.0, 0.0)
    var (x, constant, ofShape, ofBoth) = (-1.0, 0.0, 0.0, 0.0)
    for row in rows {
      if row.purchases != x {
        x = row.purchases
        constant = -logBeta(p * x, q)
        ofShape = digamma(p * x)
        ofBoth = digamma(p * x + q)
      }
      // With w = x z / gamma: log L = -log B(px, q) + px log w - (px + q) log(1 + w) - log z.
      let ratio = x * row.mean / gamma
      let (logRatio, logOnePlus) = (log(ratio), log1p(ratio))
      let share = ratio / (1 + ratio)
      value += constant + p * x * (logRatio - logOnePlus) - q * logOnePlus - log(row.mean)
      slopeP += x * (ofBoth - ofShape + logRatio - logOnePlus)
      slopeQ += ofBoth - ofQ - logOnePlus
      slopeGamma += (p * x + q) * share - p * x
    }
    let n = Double(rows.count)
    return Slopes(
      value: -value / n, gradient: [-p * slopeP / n, -q * slopeQ / n, -slopeGamma / n])
  }
}
