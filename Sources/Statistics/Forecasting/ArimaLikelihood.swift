import Glibc

/// The exact Gaussian likelihood of an ARMA process by the innovations algorithm on the process from which
/// the autoregression has been taken (Ansley, Biometrika 66 (1979) 59-65; Brockwell & Davis, "Time Series:
/// Theory and Methods", 2nd ed., 5.3 and 8.7). The scale, and a constant level, are eliminated.
struct ArimaLikelihood {
  /// The innovations of the series and their variances over the scale.
  struct Innovations {
    var errors: [Double]
    var variances: [Double]
    /// The level taken off; 0 without one.
    var constant: Double
    /// The maximum over the scale, as a log-likelihood.
    var logLikelihood: Double
    var variance: Double
  }

  let series: [Double]
  let hasConstant: Bool

  /// Nil where the model has no stationary law.
  func innovations(ar: [Double], ma: [Double]) -> Innovations? {
    guard let filter = InnovationsFilter(ar: ar, ma: ma, count: series.count) else { return nil }
    var errors = filter.errors(of: series)
    var constant = 0.0
    if hasConstant {
      let ones = filter.errors(of: [Double](repeating: 1, count: series.count))
      var (product, square) = (0.0, 0.0)
      for place in ones.indices {
        product += errors[place] * ones[place] / filter.variances[place]
        square += ones[place] * ones[place] / filter.variances[place]
      }
      guard square > 0 else { return nil }
      constant = product / square
      for place in errors.indices { errors[place] -= constant * ones[place] }
    }
    var (sum, logs) = (0.0, 0.0)
    for (error, variance) in zip(errors, filter.variances) {
      sum += error * error / variance
      logs += log(variance)
    }
    let count = Double(series.count)
    let variance = sum / count
    guard variance > 0, variance.isFinite, logs.isFinite else { return nil }
    return Innovations(
      errors: errors, variances: filter.variances, constant: constant,
      logLikelihood: -0.5 * (count * (log(2 * .pi * variance) + 1) + logs), variance: variance)
  }
}

/// The coefficients of the innovations algorithm, which do not depend on the series.
private struct InnovationsFilter {
  private let ar: [Double]
  /// max(p, q): up to here nothing is taken off.
  private let start: Int
  /// How many earlier innovations a forecast uses: all up to `start`, then q.
  private let width: Int
  /// theta(n, j), row by row of `width` places, j = 1 first.
  private var rows: [Double]
  private(set) var variances: [Double]
  private let count: Int

  init?(ar: [Double], ma: [Double], count: Int) {
    let (p, q) = (ar.count, ma.count)
    let start = max(p, q)
    guard let gamma = autocovariances(ar: ar, ma: ma, upTo: 2 * start) else { return nil }
    self.ar = ar
    self.start = start
    self.count = count
    width = max(start, 1)
    rows = [Double](repeating: 0, count: count * width)
    variances = [Double](repeating: 1, count: count)
    let theta = [1] + ma
    let products = (0...q).map { lag in
      (0...(q - lag)).reduce(0.0) { $0 + theta[$1] * theta[$1 + lag] }
    }
    let mixed = (0...(2 * start)).map { lag in
      (0..<p).reduce(gamma[lag]) { $0 - ar[$1] * gamma[abs($1 + 1 - lag)] }
    }
    // Covariance of what is forecast at places i >= j, from 1.
    func covariance(_ i: Int, _ j: Int) -> Double {
      if i <= start { return gamma[i - j] }
      if j <= start { return i <= 2 * start ? mixed[i - j] : 0 }
      return i - j <= q ? products[i - j] : 0
    }
    var settled = 0
    for n in 0..<count {
      if n > start + 1, settled > q + 1 {
        // The coefficients have come to rest: those of the row before serve for all that follow.
        for j in 0..<width { rows[n * width + j] = rows[(n - 1) * width + j] }
        variances[n] = variances[n - 1]
        continue
      }
      let reach = n < start ? n : min(q, n)
      let lowest = n < start ? 0 : n - reach
      for k in lowest..<n {
        var value = covariance(n + 1, k + 1)
        for j in max(lowest, k - width)..<k where k - j <= width {
          value -= rows[k * width + k - j - 1] * rows[n * width + n - j - 1] * variances[j]
        }
        rows[n * width + n - k - 1] = value / variances[k]
      }
      var variance = covariance(n + 1, n + 1)
      for j in lowest..<n {
        let weight = rows[n * width + n - j - 1]
        variance -= weight * weight * variances[j]
      }
      guard variance > 1e-12, variance.isFinite else { return nil }
      settled = n > start && abs(variance - variances[n - 1]) < 1e-13 * variance ? settled + 1 : 0
      variances[n] = variance
    }
  }

  /// Each value less its forecast from those before it.
  func errors(of series: [Double]) -> [Double] {
    var errors = [Double](repeating: 0, count: count)
    for n in 0..<count {
      var forecast = 0.0
      if n >= start {
        for (lag, weight) in ar.enumerated() where weight != 0 {
          forecast += weight * series[n - 1 - lag]
        }
      }
      for j in 0..<min(n, width) { forecast += rows[n * width + j] * errors[n - 1 - j] }
      errors[n] = series[n] - forecast
    }
    return errors
  }
}

/// gamma(0)...gamma(`last`) of an ARMA process with innovations of variance 1 (Brockwell & Davis, 3.3);
/// nil where it is not stationary.
func autocovariances(ar: [Double], ma: [Double], upTo last: Int) -> [Double]? {
  let (p, q) = (ar.count, ma.count)
  let theta = [1] + ma
  var psi = [Double](repeating: 0, count: q + 1)
  for j in 0...q {
    psi[j] = theta[j]
    for i in 0..<min(p, j) { psi[j] += ar[i] * psi[j - 1 - i] }
  }
  let right = (0...max(p, q)).map { k in
    k > q ? 0 : (k...q).reduce(0.0) { $0 + theta[$1] * psi[$1 - k] }
  }
  var gamma = [Double](repeating: 0, count: max(last, p, q) + 1)
  if p > 0 {
    let order = p + 1
    var matrix = [Double](repeating: 0, count: order * order)
    for k in 0...p {
      matrix[k * order + k] += 1
      for i in 1...p { matrix[k * order + abs(k - i)] -= ar[i - 1] }
    }
    guard let solved = solve(&matrix, Array(right.prefix(order))) else { return nil }
    for k in 0...p { gamma[k] = solved[k] }
    guard gamma[0] > 0, gamma[0].isFinite else { return nil }
  } else {
    gamma[0] = right[0]
  }
  for k in (p + 1)..<max(p + 1, gamma.count) {
    gamma[k] = k < right.count ? right[k] : 0
    for i in 0..<p { gamma[k] += ar[i] * gamma[abs(k - 1 - i)] }
  }
  return gamma
}

/// Gauss's elimination with row pivots; nil for a singular matrix, which it destroys.
private func solve(_ matrix: inout [Double], _ right: [Double]) -> [Double]? {
  let order = right.count
  var x = right
  for column in 0..<order {
    var pivot = column
    for row in column..<order
    where abs(matrix[row * order + column]) > abs(matrix[pivot * order + column]) {
      pivot = row
    }
    guard abs(matrix[pivot * order + column]) > 1e-12 else { return nil }
    if pivot != column {
      for place in column..<order {
        matrix.swapAt(pivot * order + place, column * order + place)
      }
      x.swapAt(pivot, column)
    }
    for row in (column + 1)..<max(column + 1, order) {
      let factor = matrix[row * order + column] / matrix[column * order + column]
      guard factor != 0 else { continue }
      for place in column..<order {
        matrix[row * order + place] -= factor * matrix[column * order + place]
      }
      x[row] -= factor * x[column]
    }
  }
  for row in stride(from: order - 1, through: 0, by: -1) {
    for place in (row + 1)..<max(row + 1, order) {
      x[row] -= matrix[row * order + place] * x[place]
    }
    x[row] /= matrix[row * order + row]
  }
  return x
}
