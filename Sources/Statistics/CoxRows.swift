/// Rows ready for the partial likelihood: latest times first, exits before censorings within a time,
/// covariates shifted to mean 0 and scaled to standard deviation 1 so that neither the exponentials
/// nor the information matrix depend on their units.
struct CoxRows: Sendable {
  /// The rows that share a time: `start..<end`, the first `exits` of them exits.
  struct Tie: Sendable {
    let time: Double
    let start: Int
    let exits: Int
    let end: Int
  }

  let covariateCount: Int
  /// Row-major: row times `covariateCount` plus covariate.
  let values: [Double]
  let ties: [Tie]
  /// The standard deviation of each covariate.
  let scales: [Double]
  let exitCount: Int

  var rowCount: Int { values.count / covariateCount }

  init(times: [Double], events: [Bool], covariates: [[Double]]) throws(CoxError) {
    do throws(SurvivalError) {
      try validate(times: times, others: events.count)
    } catch {
      throw .rows(error)
    }
    guard covariates.allSatisfy({ $0.count == times.count }) else { throw .rows(.differentLengths) }
    guard !covariates.isEmpty else { throw .noCovariates }
    exitCount = events.count { $0 }
    guard exitCount > 0 else { throw .noEvents }
    let standardizations = try covariates.indices.map { covariate throws(CoxError) in
      try Standardization(covariates[covariate], covariate: covariate)
    }
    let order = times.indices.sorted {
      times[$0] != times[$1] ? times[$0] > times[$1] : events[$0] && !events[$1]
    }
    covariateCount = covariates.count
    scales = standardizations.map(\.scale)
    values = CoxRows.rowMajor(covariates, standardizations, order)
    ties = CoxRows.ties(order.map { times[$0] }, order.map { events[$0] })
  }

  private static func rowMajor(
    _ covariates: [[Double]], _ standardizations: [Standardization], _ order: [Int]
  ) -> [Double] {
    let count = covariates.count
    var values = Array(repeating: 0.0, count: count * order.count)
    for (covariate, (column, standardization)) in zip(covariates, standardizations).enumerated() {
      for (row, source) in order.enumerated() {
        values[row * count + covariate] =
          (column[source] - standardization.mean) / standardization.scale
      }
    }
    return values
  }

  private static func ties(_ times: [Double], _ events: [Bool]) -> [Tie] {
    var ties: [Tie] = []
    var start = 0
    while start < times.count {
      var end = start
      var exits = 0
      while end < times.count, times[end] == times[start] {
        if events[end] { exits += 1 }
        end += 1
      }
      ties.append(Tie(time: times[start], start: start, exits: exits, end: end))
      start = end
    }
    return ties
  }
}

private struct Standardization {
  let mean: Double
  let scale: Double

  init(_ column: [Double], covariate: Int) throws(CoxError) {
    if let row = column.firstIndex(where: { !$0.isFinite }) {
      throw .invalidCovariate(covariate: covariate, row: row)
    }
    let n = Double(column.count)
    let mean = column.reduce(0) { $0 + $1 / n }
    let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / n }
    // Rounding of the mean alone leaves a constant column some spread.
    guard variance.squareRoot() > 1e-12 * abs(mean), variance < .infinity else {
      throw .constant(covariate: covariate)
    }
    self.mean = mean
    scale = variance.squareRoot()
  }
}
