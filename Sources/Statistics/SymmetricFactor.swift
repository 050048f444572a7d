/// The factors L D L' of a symmetric, positive semidefinite matrix, L unit lower triangular.
///
/// A row whose pivot is at most `tolerance` times its diagonal depends on those before it: its
/// pivot becomes 0 and solutions are 0 there, which makes `inverse` a generalised inverse (Searle,
/// "Linear Models" (1971) 1.5) and `solve` exact for right sides within the range of the matrix.
struct SymmetricFactor {
  private let order: Int
  private var lower: [Double]
  /// D; 0 for the dependent rows.
  private(set) var pivots: [Double]

  /// `matrix` is row-major, order x order; only its lower triangle is read.
  init(_ matrix: [Double], order: Int, tolerance: Double = 1e-9) {
    self.order = order
    lower = matrix
    pivots = Array(repeating: 0, count: order)
    for column in 0..<order {
      let diagonal = matrix[column * order + column]
      let pivot = remainder(row: column, column: column)
      let isFree = pivot > tolerance * diagonal
      pivots[column] = isFree ? pivot : 0
      for row in column + 1..<max(order, column + 1) {
        let value = remainder(row: row, column: column)
        lower[row * order + column] = isFree ? value / pivot : 0
      }
    }
  }

  var rank: Int { pivots.count { $0 > 0 } }

  func solve(_ rightSide: [Double]) -> [Double] {
    var x = rightSide
    for row in 0..<order {
      for column in 0..<row { x[row] -= lower[row * order + column] * x[column] }
    }
    for row in stride(from: order - 1, through: 0, by: -1) {
      x[row] = pivots[row] > 0 ? x[row] / pivots[row] : 0
      guard pivots[row] > 0 else { continue }
      for later in row + 1..<max(order, row + 1) { x[row] -= lower[later * order + row] * x[later] }
    }
    return x
  }

  /// Row-major.
  var inverse: [Double] {
    (0..<order).flatMap { column in
      solve((0..<order).map { $0 == column ? 1 : 0 })
    }
  }

  /// What the columns before `column` leave of the place (row, column).
  private func remainder(row: Int, column: Int) -> Double {
    (0..<column).reduce(lower[row * order + column]) {
      $0 - lower[row * order + $1] * lower[column * order + $1] * pivots[$1]
    }
  }
}

/// The sum of the products of two arrays of equal length.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
