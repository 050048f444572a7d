/// A function with its gradient, to be made as small as possible.
protocol SmoothObjective {
  /// The value at `x`; fills `gradient`, which has as many places as `x`. Infinite where `x` makes no sense.
  mutating func value(at x: [Double], gradient: inout [Double]) -> Double
}

/// Where a search ended.
struct SearchEnd {
  var x: [Double]
  var value: Double
  var evaluations: Int
}

/// The nearest minimum downhill of `start` by BFGS with a backtracking line search (Nocedal & Wright,
/// "Numerical Optimization", 2nd ed., algorithm 6.1, initial scaling 6.20).
///
/// Stops when two steps in a row gain less than `tolerance`, or after `iterations` steps. The same
/// input gives the same bits.
func quasiNewtonMinimum<Objective: SmoothObjective>(
  of objective: inout Objective, from start: [Double], iterations: Int, tolerance: Double
) -> SearchEnd {
  let count = start.count
  var gradient = [Double](repeating: 0, count: count)
  var end = SearchEnd(
    x: start, value: objective.value(at: start, gradient: &gradient), evaluations: 1)
  guard count > 0, end.value.isFinite else { return end }
  var inverse = InverseHessian(count: count)
  var trial = start
  var trialGradient = gradient
  var step = [Double](repeating: 0, count: count)
  var smallGains = 0
  for iteration in 0..<iterations {
    var slope = inverse.direction(against: gradient, into: &step)
    if !(slope < 0) {
      inverse.reset()
      slope = inverse.direction(against: gradient, into: &step)
      guard slope < 0 else { return end }
    }
    var length = 1.0
    if iteration == 0 || inverse.isFresh {
      length = min(1, 0.5 / (0.0 - slope).squareRoot())
    } else {
      // A step that moves a parameter by more than its own scale is a guess too far.
      let longest = step.reduce(0) { max($0, abs($1)) }
      if longest > 4 { length = 4 / longest }
    }
    var value = Double.infinity
    var tries = 0
    while true {
      for index in 0..<count { trial[index] = end.x[index] + length * step[index] }
      value = objective.value(at: trial, gradient: &trialGradient)
      end.evaluations += 1
      if value <= end.value + 1e-4 * length * slope { break }
      tries += 1
      if tries > 12 { break }
      // The minimum of the parabola through the two values and the slope, within bounds.
      let parabola =
        value.isFinite ? -slope * length / (2 * ((value - end.value) / length - slope)) : 0
      length = min(max(parabola, 0.1 * length), 0.5 * length)
    }
    guard value < end.value else {
      if inverse.isFresh { return end }
      inverse.reset()
      smallGains += 1
      if smallGains > 1 { return end }
      continue
    }
    let gain = end.value - value
    inverse.update(
      from: end.x, to: trial, gradientFrom: gradient, gradientTo: trialGradient)
    swap(&end.x, &trial)
    swap(&gradient, &trialGradient)
    end.value = value
    smallGains = gain < tolerance ? smallGains + 1 : 0
    if smallGains > 1 { return end }
  }
  return end
}

/// The running estimate of the inverse of the matrix of second derivatives.
private struct InverseHessian {
  private let count: Int
  private var cells: [Double]
  private var change: [Double]
  private var gradientChange: [Double]
  private var product: [Double]
  /// Whether nothing has been learned yet.
  private(set) var isFresh = true

  init(count: Int) {
    self.count = count
    cells = [Double](repeating: 0, count: count * count)
    change = [Double](repeating: 0, count: count)
    gradientChange = change
    product = change
    reset()
  }

  mutating func reset() {
    isFresh = true
    for index in cells.indices { cells[index] = 0 }
    for index in 0..<count { cells[index * count + index] = 1 }
  }

  /// Fills `step` with minus inverse times gradient; the slope along it.
  func direction(against gradient: [Double], into step: inout [Double]) -> Double {
    var slope = 0.0
    for row in 0..<count {
      var sum = 0.0
      let start = row * count
      for column in 0..<count { sum -= cells[start + column] * gradient[column] }
      step[row] = sum
      slope += sum * gradient[row]
    }
    return slope
  }

  mutating func update(
    from x: [Double], to next: [Double], gradientFrom: [Double], gradientTo: [Double]
  ) {
    var curvature = 0.0
    var square = 0.0
    for index in 0..<count {
      change[index] = next[index] - x[index]
      gradientChange[index] = gradientTo[index] - gradientFrom[index]
      curvature += change[index] * gradientChange[index]
      square += gradientChange[index] * gradientChange[index]
    }
    guard curvature > 1e-12 * square.squareRoot(), square > 0 else { return }
    if isFresh {
      let scale = curvature / square
      for index in 0..<count { cells[index * count + index] = scale }
      isFresh = false
    }
    var quadratic = 0.0
    for row in 0..<count {
      var sum = 0.0
      let start = row * count
      for column in 0..<count { sum += cells[start + column] * gradientChange[column] }
      product[row] = sum
      quadratic += sum * gradientChange[row]
    }
    let outer = (1 + quadratic / curvature) / curvature
    for row in 0..<count {
      let start = row * count
      for column in 0..<count {
        cells[start + column] +=
          outer * change[row] * change[column]
          - (product[row] * change[column] + change[row] * product[column]) / curvature
      }
    }
  }
}
