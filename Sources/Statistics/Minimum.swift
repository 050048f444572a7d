/// The value of a function of several numbers, and its slope along each of them.
package struct Slopes: Sendable {
  package var value: Double
  package var gradient: [Double]
}

/// Why a minimum was not found. Coordinates count from 0.
enum MinimumError: Error {
  /// The function falls, or stays flat, as these coordinates go to infinity.
  case runsAway(coordinates: [Int], at: [Double])
  case notConverged
}

/// A local minimum of a smooth function of a few numbers.
///
/// BFGS steps (Nocedal & Wright, "Numerical Optimization" (2006), 6.1) with a line search for
/// Wolfe's conditions until the slope is small, then Newton steps with the differences of the slope
/// for curvature. The coordinates are logarithms of parameters, and the function is a mean over
/// observations: both are of the order of 1. No random numbers: the same input gives the same bits.
struct Minimum {
  private(set) var point: [Double] = []
  private(set) var value = 0.0
  /// The matrix of second derivatives, row-major, from central differences of the gradient.
  private(set) var curvature: [Double] = []
  private(set) var evaluations = 0

  /// A coordinate farther than this from the start runs away: a parameter e^14 times too large.
  static let reach = 14.0

  /// The minimum below the two best of `starts`.
  ///
  /// Throws where neither leads to one: what the lower of them runs into.
  static func best(
    from starts: [[Double]], _ function: ([Double]) -> Slopes
  ) throws(MinimumError) -> Minimum {
    let ranked = starts.map { (start: $0, value: function($0).value) }
      .filter { $0.value < .infinity }.sorted { $0.value < $1.value }
    let searches = ranked.prefix(2).map { ranked in
      var search = QuasiNewton(start: ranked.start, function)
      search.descend(function)
      return search
    }
    .sorted { $0.current.value < $1.current.value }
    var failure: MinimumError?
    for search in searches {
      do throws(MinimumError) { return try Minimum(search, function) } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? .notConverged
  }

  /// The minimum close to that of a similar function, whose curvature serves for the first steps.
  init(near other: Minimum, _ function: ([Double]) -> Slopes) throws(MinimumError) {
    var search = QuasiNewton(start: other.point, curvature: other.curvature, function)
    search.descend(function)
    try self.init(search, function)
  }

  private init(
    _ search: QuasiNewton, _ function: ([Double]) -> Slopes
  ) throws(MinimumError) {
    evaluations = search.evaluations
    point = search.point
    value = search.current.value
    try settle(from: search.start, search.current, function)
  }

  /// Newton's method to the last digits; it also tells a minimum from a slope that fades towards
  /// infinity, where every step is as long as the one before.
  private mutating func settle(
    from start: [Double], _ slopes: Slopes, _ function: ([Double]) -> Slopes
  ) throws(MinimumError) {
    var current = slopes
    for _ in 0..<40 {
      let factor = try measureCurvature(from: start, function)
      var last = Double.infinity
      // The same curvature serves as long as it brings the slope down fast.
      while true {
        var step = factor.solve(current.gradient).map { -$0 }
        let longest = step.reduce(0) { max($0, abs($1)) }
        if longest <= 1e-9 { return }
        if longest > 0.1 * last { break }
        if longest > 2 { step = step.map { $0 * 2 / longest } }
        guard let next = advance(by: step, from: current, function) else {
          // Rounding hides progress: good enough where the step is short, no minimum where long.
          if longest <= 1e-4 { return }
          throw .notConverged
        }
        last = longest
        current = next
      }
    }
    throw .notConverged
  }

  private mutating func measureCurvature(
    from start: [Double], _ function: ([Double]) -> Slopes
  ) throws(MinimumError) -> SymmetricFactor {
    curvature = differences(function)
    let factor = SymmetricFactor(curvature, order: point.count, tolerance: 1e-11)
    let far = point.indices.filter { abs(point[$0] - start[$0]) > Minimum.reach }
    if !far.isEmpty { throw .runsAway(coordinates: far, at: point) }
    if let flat = factor.pivots.firstIndex(of: 0) {
      throw .runsAway(coordinates: flatDirection(flat), at: point)
    }
    return factor
  }

  private mutating func advance(
    by step: [Double], from current: Slopes, _ function: ([Double]) -> Slopes
  ) -> Slopes? {
    let steepest = current.gradient.reduce(0) { max($0, abs($1)) }
    var fraction = 1.0
    for _ in 0..<12 {
      let candidate = zip(point, step).map { $0 + fraction * $1 }
      let slopes = function(candidate)
      evaluations += 1
      let isFlatter = slopes.gradient.allSatisfy { abs($0) < steepest }
      if slopes.value < value || (isFlatter && slopes.value <= value + 1e-12 * abs(value)) {
        point = candidate
        value = slopes.value
        return slopes
      }
      fraction /= 2
    }
    return nil
  }

  private mutating func differences(_ function: ([Double]) -> Slopes) -> [Double] {
    let order = point.count
    let reach = 1e-4
    var matrix = Array(repeating: 0.0, count: order * order)
    for column in 0..<order {
      var above = point
      above[column] += reach
      var below = point
      below[column] -= reach
      let (upper, lower) = (function(above).gradient, function(below).gradient)
      evaluations += 2
      for row in 0..<order {
        // Both halves of the symmetric matrix are differences: their mean is better than either.
        let half = (upper[row] - lower[row]) / (4 * reach)
        matrix[row * order + column] += half
        matrix[column * order + row] += half
      }
    }
    return matrix
  }

  /// The coordinates that take part where the coordinate `flat` can be made up for by those before
  /// it.
  private func flatDirection(_ flat: Int) -> [Int] {
    let order = point.count
    let before = (0..<flat).flatMap { row in (0..<flat).map { curvature[row * order + $0] } }
    let rightSide = (0..<flat).map { -curvature[flat * order + $0] }
    let others = SymmetricFactor(before, order: flat).solve(rightSide)
    return others.indices.filter { abs(others[$0]) > 0.1 } + [flat]
  }
}

/// BFGS on the inverse of the curvature.
private struct QuasiNewton {
  let start: [Double]
  private(set) var point: [Double]
  private(set) var current: Slopes
  private(set) var evaluations = 1
  private var inverse: [Double]
  private var isScaled = false

  private static let longestStep = 2.0

  init(start: [Double], _ function: ([Double]) -> Slopes) {
    self.start = start
    point = start
    current = function(start)
    inverse = identity(start.count)
  }

  init(start: [Double], curvature: [Double], _ function: ([Double]) -> Slopes) {
    self.init(start: start, function)
    inverse = SymmetricFactor(curvature, order: start.count, tolerance: 0).inverse
    isScaled = true
  }

  mutating func descend(_ function: ([Double]) -> Slopes) {
    for _ in 0..<200 {
      let steepest = current.gradient.reduce(0) { max($0, abs($1)) }
      let farthest = zip(point, start).reduce(0) { max($0, abs($1.0 - $1.1)) }
      if steepest < 1e-6 || farthest > Minimum.reach { return }
      guard let (next, slopes) = search(function) else {
        // Only a direction of the matrix can fail; the slope itself always leads down.
        guard isScaled else { return }
        inverse = identity(point.count)
        isScaled = false
        continue
      }
      update(step: zip(next, point).map { $0 - $1 }, slopes)
      point = next
      current = slopes
    }
  }

  /// The next point along -H g, by Wolfe's conditions where a dozen trials find it.
  private mutating func search(
    _ function: ([Double]) -> Slopes
  ) -> (point: [Double], slopes: Slopes)? {
    let order = point.count
    var direction = (0..<order).map { row in
      -(0..<order).reduce(0) { $0 + inverse[row * order + $1] * current.gradient[$1] }
    }
    let longest = direction.reduce(0) { max($0, abs($1)) }
    let most = isScaled ? QuasiNewton.longestStep : 0.5
    if longest > most { direction = direction.map { $0 * most / longest } }
    let slope = dot(direction, current.gradient)
    guard slope < 0 else { return nil }
    var (low, high) = (0.0, Double.infinity)
    var fraction = 1.0
    var best: (point: [Double], slopes: Slopes)?
    for _ in 0..<14 {
      let candidate = zip(point, direction).map { $0 + fraction * $1 }
      let slopes = function(candidate)
      evaluations += 1
      let rise = slopes.value - current.value
      if !(rise <= 1e-4 * fraction * slope) {
        high = fraction
        // The minimum of the parabola through both values and the first slope.
        let parabola = -slope * fraction * fraction / (2 * (rise - slope * fraction))
        fraction =
          rise.isFinite
          ? max(low + 0.1 * (high - low), min(parabola, 0.5 * (low + high))) : 0.3 * fraction
        continue
      }
      if best == nil || slopes.value < best?.slopes.value ?? .infinity {
        best = (candidate, slopes)
      }
      guard dot(slopes.gradient, direction) < 0.9 * slope else { break }
      low = fraction
      fraction = high == .infinity ? 2 * fraction : 0.5 * (low + high)
      if fraction * min(longest, most) > 2 * QuasiNewton.longestStep { break }
    }
    return best
  }

  private mutating func update(step: [Double], _ next: Slopes) {
    let order = point.count
    let change = zip(next.gradient, current.gradient).map { $0 - $1 }
    let product = dot(step, change)
    guard product > 1e-12 * dot(change, change).squareRoot() * dot(step, step).squareRoot() else {
      return
    }
    if !isScaled {
      inverse = identity(order).map { $0 * product / dot(change, change) }
      isScaled = true
    }
    let image = (0..<order).map { row in
      (0..<order).reduce(0) { $0 + inverse[row * order + $1] * change[$1] }
    }
    let factor = (1 + dot(change, image) / product) / product
    for row in 0..<order {
      for column in 0..<order {
        inverse[row * order + column] +=
          factor * step[row] * step[column]
          - (image[row] * step[column] + step[row] * image[column]) / product
      }
    }
  }
}

private func identity(_ order: Int) -> [Double] {
  (0..<order * order).map { $0 / order == $0 % order ? 1 : 0 }
}
