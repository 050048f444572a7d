/// Rows ready for the partial likelihood: latest times first, exits before censorings within a
/// time, covariates shifted to mean 0 and scaled to standard deviation 1 so that neither the
/// exponentials nor the information matrix depend on their units.
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
    let sorted = times.indices.map { Place(time: times[$0], isExit: events[$0], row: $0) }.sorted()
    covariateCount = covariates.count
    scales = standardizations.map(\.scale)
    values = CoxRows.rowMajor(covariates, standardizations, sorted.map(\.row))
    ties = CoxRows.ties(sorted)
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

  private static func ties(_ sorted: [Place]) -> [Tie] {
    var ties: [Tie] = []
    var start = 0
    while start < sorted.count {
      let time = sorted[start].time
      var end = start
      var exits = 0
      while end < sorted.count, sorted[end].time == time {
        if sorted[end].isExit { exits += 1 }
        end += 1
      }
      ties.append(Tie(time: time, start: start, exits: exits, end: end))
      start = end
    }
    return ties
  }
}

/// A row beside what it is sorted by, so that the sort looks nowhere else.
private struct Place: Comparable {
  let time: Double
  let isExit: Bool
  let row: Int

  static func < (a: Place, b: Place) -> Bool {
    a.time != b.time ? a.time > b.time : a.isExit && !b.isExit
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
