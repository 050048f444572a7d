/// Forecasts of parts and of their total, brought to agree: the parts add up to the total.
///
/// Minimum trace reconciliation (Wickramasuriya, Athanasopoulos & Hyndman, Journal of the American
/// Statistical Association 114 (2019) 804-819). With one total there is one condition, c y = total - sum
/// of parts = 0, and the solution is y - W c' (c W c')^-1 c y. W is the covariance of the one-step errors,
/// shrunk towards its diagonal by Schäfer & Strimmer's rule (Statistical Applications in Genetics and
/// Molecular Biology 4 (2005) 32); its diagonal where there are more parts than periods.
package struct Reconciliation: Sendable {
  /// Row 0 is the total, then the parts: what is moved per unit of disagreement.
  private let shares: [Double]
  /// Whether the covariances between the parts were used.
  package let usesCovariance: Bool

  /// `errors` holds, for the total and then each part, value less one-step forecast by period.
  package init(errors: [[Double?]]) {
    let count = errors.count
    let periods = errors.first?.count ?? 0
    let whole = (0..<periods).filter { place in errors.allSatisfy { $0[place] != nil } }
    usesCovariance = whole.count > count && whole.count >= 8
    let rows = errors.map { row in whole.compactMap { row[$0] } }
    let spreads = rows.map { row in
      (row.reduce(0) { $0 + $1 * $1 } / Double(max(1, row.count))).squareRoot()
    }
    let largest = max(spreads.max() ?? 0, 1e-12)
    // A part that never erred still gives way a little, so that something can.
    let safe = spreads.map { max($0, 1e-6 * largest) }
    var correlations = [[Double]](
      repeating: [Double](repeating: 0, count: count), count: count)
    if usesCovariance { correlations = shrunkCorrelations(rows, spreads: safe) }
    let signs = (0..<count).map { $0 == 0 ? 1.0 : -1.0 }
    var moved = [Double](repeating: 0, count: count)
    for row in 0..<count {
      for column in 0..<count {
        let correlation = row == column ? 1 : correlations[row][column]
        moved[row] += correlation * safe[row] * safe[column] * signs[column]
      }
    }
    let total = zip(moved, signs).reduce(0) { $0 + $1.0 * $1.1 }
    if total > 1e-12 * largest * largest {
      shares = moved.map { $0 / total }
    } else {
      let squares = safe.map { $0 * $0 }
      let sum = squares.reduce(0, +)
      shares = zip(squares, signs).map { $0 * $1 / sum }
    }
  }

  /// The reconciled total and parts. With `bounded` no part falls below 0: what such a part cannot give is
  /// taken from the others in proportion.
  package func reconciled(
    total: Double, parts: [Double], bounded: Bool
  ) -> (total: Double, parts: [Double]) {
    let gap = total - parts.reduce(0, +)
    var result = parts.indices.map { parts[$0] - shares[$0 + 1] * gap }
    var sum = total - shares[0] * gap
    if bounded {
      sum = max(0, sum)
      result = result.map { max(0, $0) }
      let kept = result.reduce(0, +)
      if kept > 0 { result = result.map { $0 * sum / kept } } else { sum = 0 }
    }
    return (sum, result)
  }
}

/// Correlations about zero, each times 1 - lambda, lambda = sum of their variances / sum of their squares.
private func shrunkCorrelations(_ rows: [[Double]], spreads: [Double]) -> [[Double]] {
  let count = rows.count
  let periods = rows.first?.count ?? 0
  let standard = zip(rows, spreads).map { row, spread in row.map { $0 / spread } }
  var correlations = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
  var variances = 0.0
  var squares = 0.0
  for row in 0..<count {
    for column in 0..<row {
      let products = (0..<periods).map { standard[row][$0] * standard[column][$0] }
      let mean = products.reduce(0, +) / Double(periods)
      let deviation = products.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      variances += deviation / (Double(periods) * Double(max(1, periods - 1)))
      squares += mean * mean
      correlations[row][column] = mean
      correlations[column][row] = mean
    }
  }
  let shrinkage = squares > 0 ? min(1, max(0, variances / squares)) : 1
  return correlations.map { $0.map { $0 * (1 - shrinkage) } }
}
