import Glibc

/// Cox's partial likelihood with Efron's treatment of ties at one value of the coefficients.
///
/// log L = sum over exits of x b - sum over times, l = 0..<d, of log(S0 - l/d T0), with S0, S1, S2
/// the sums of w, w x, w x x' over those at risk and T0, T1, T2 over those who leave, w = exp(x b):
/// Cox, JRSS B 34 (1972) 187-220; Efron, JASA 72 (1977) 557-565. One pass over the rows from the
/// latest time to the earliest; within a time the sum over l takes its powers first, so a day with
/// many exits costs no more than one.
struct CoxLikelihood {
  private(set) var logLikelihood = 0.0
  /// The gradient: sum over times of u(t) `weights[t]`.
  private(set) var score: [Double]
  /// The negative Hessian, row-major; only its lower triangle is filled.
  private(set) var information: [Double]

  /// `weights`, one for each tie of `rows`, multiply the parts of the score; 1 where nil.
  init(_ rows: CoxRows, at coefficients: [Double], weights: [Double]? = nil) {
    let count = rows.covariateCount
    score = Array(repeating: 0, count: count)
    information = Array(repeating: 0, count: count * count)
    let predictors = linearPredictors(rows, coefficients)
    let largest = predictors.reduce(-.infinity) { max($0, $1) }
    var risk = WeightedSums(count: count)
    var leaving = WeightedSums(count: count)
    for (index, tie) in rows.ties.enumerated() {
      leaving.reset()
      for row in tie.start..<tie.start + tie.exits {
        leaving.add(rows.values, row: row, weight: exp(predictors[row] - largest))
        logLikelihood += predictors[row] - largest
      }
      risk.add(leaving)
      for row in tie.start + tie.exits..<tie.end {
        risk.add(rows.values, row: row, weight: exp(predictors[row] - largest))
      }
      guard tie.exits > 0 else { continue }
      let efron = EfronSums(exits: tie.exits, atRisk: risk.weight, leaving: leaving.weight)
      logLikelihood -= efron.logDenominators
      addScore(rows, tie, risk, leaving, efron, weight: weights?[index] ?? 1)
      addInformation(risk, leaving, efron)
    }
  }

  private mutating func addScore(
    _ rows: CoxRows, _ tie: CoxRows.Tie, _ risk: WeightedSums, _ leaving: WeightedSums,
    _ efron: EfronSums, weight: Double
  ) {
    let count = score.count
    for row in tie.start..<tie.start + tie.exits {
      for i in 0..<count { score[i] += weight * rows.values[row * count + i] }
    }
    for i in 0..<count {
      let mean = efron.first.risk * risk.linear[i] - efron.first.leaving * leaving.linear[i]
      score[i] -= weight * mean
    }
  }

  private mutating func addInformation(
    _ risk: WeightedSums, _ leaving: WeightedSums, _ efron: EfronSums
  ) {
    let count = score.count
    let (first, second) = (efron.first, efron.second)
    for i in 0..<count {
      let ofRisk = second.risk * risk.linear[i] - second.cross * leaving.linear[i]
      let ofLeaving = second.leaving * leaving.linear[i] - second.cross * risk.linear[i]
      for j in 0...i {
        let place = i * count + j
        information[place] +=
          first.risk * risk.square[place] - first.leaving * leaving.square[place]
        information[place] -= ofRisk * risk.linear[j] + ofLeaving * leaving.linear[j]
      }
    }
  }
}

/// Sums over l = 0..<d with f = l/d and D = S0 - f T0, named for the sums they are multiplied with.
private struct EfronSums {
  /// Of log D.
  private(set) var logDenominators = 0.0
  /// Of 1/D for S1 and S2, of f/D for T1 and T2.
  private(set) var first = (risk: 0.0, leaving: 0.0)
  /// Of 1/D^2 for S1 S1', of f/D^2 for S1 T1' and T1 S1', of f^2/D^2 for T1 T1'.
  private(set) var second = (risk: 0.0, cross: 0.0, leaving: 0.0)

  init(exits: Int, atRisk: Double, leaving: Double) {
    for step in 0..<exits {
      let share = Double(step) / Double(exits)
      let denominator = atRisk - share * leaving
      let inverse = 1 / denominator
      logDenominators += log(denominator)
      first.risk += inverse
      first.leaving += share * inverse
      second.risk += inverse * inverse
      second.cross += share * inverse * inverse
      second.leaving += share * share * inverse * inverse
    }
  }
}

/// Sums of w, w x and the lower triangle of w x x'.
private struct WeightedSums {
  private(set) var weight = 0.0
  private(set) var linear: [Double]
  private(set) var square: [Double]

  init(count: Int) {
    linear = Array(repeating: 0, count: count)
    square = Array(repeating: 0, count: count * count)
  }

  mutating func reset() {
    weight = 0
    for i in linear.indices { linear[i] = 0 }
    for i in square.indices { square[i] = 0 }
  }

  mutating func add(_ values: [Double], row: Int, weight added: Double) {
    let count = linear.count
    let start = row * count
    weight += added
    for i in 0..<count {
      let product = added * values[start + i]
      linear[i] += product
      for j in 0...i { square[i * count + j] += product * values[start + j] }
    }
  }

  mutating func add(_ other: WeightedSums) {
    weight += other.weight
    for i in linear.indices { linear[i] += other.linear[i] }
    for i in square.indices { square[i] += other.square[i] }
  }
}

private func linearPredictors(_ rows: CoxRows, _ coefficients: [Double]) -> [Double] {
  let count = coefficients.count
  return (0..<rows.rowCount).map { row in
    var sum = 0.0
    for i in 0..<count { sum += coefficients[i] * rows.values[row * count + i] }
    return sum
  }
}
