import Glibc

/// The share that has left by each time for each of several causes, which compete: the estimator of
/// Aalen and Johansen, F_c(t) = sum over t_i <= t of S(t_i-) d_ci / n_i.
///
/// Aalen & Johansen, Scandinavian Journal of Statistics 5 (1978) 141-150. Ties are exact; the F_c
/// and S add up to 1. `1 - S` of one cause with the others censored would overstate it.
package struct CumulativeIncidence: Hashable, Sendable {
  /// The curve of leaving for whatever cause; its times are those of all arrays here.
  package let overall: SurvivalCurve
  /// F by cause and then time; never falls.
  package private(set) var incidence: [[Double]] = []
  /// The sampling variance of F by cause and then time, after Dinse & Larson, Biometrika 73 (1986)
  /// 379-386:
  /// sum of (F(t) - F_i)^2 d_i / (n_i (n_i - d_i)) + sum of S(t_i-)^2 d_ci (n_i - d_ci) / n_i^3
  /// - 2 sum of (F(t) - F_i) S(t_i-) d_ci / n_i^2, F_i being F(t_i) and all sums over t_i <= t.
  /// With one cause it is Greenwood's.
  package private(set) var variance: [[Double]] = []

  /// One row a client: the time it was followed for and the cause of its exit in
  /// 0..<`causeCount`, nil where it was censored. Throws as `RiskTable` and for other causes.
  package init(times: [Double], causes: [Int?], causeCount: Int) throws(SurvivalError) {
    let valid = 0..<max(causeCount, 0)
    if let row = causes.firstIndex(where: { $0.map { !valid.contains($0) } ?? false }) {
      throw .invalidCause(row: row)
    }
    let table = try RiskTable(times: times, events: causes.map { $0 != nil })
    let exits = valid.map { cause in
      var runs = TiedRuns(sorting: zip(times, causes).lazy.filter { $0.1 == cause }.map(\.0))
      return table.times.map { runs.take($0) }
    }
    self.init(table, exits: exits)
  }

  /// Counts at the integer times 0, 1, 2, ...: `exits[c][t]` leave at t for cause c,
  /// `censorings[t]` are censored. Shorter arrays count as followed by zeros; throws as
  /// `RiskTable`.
  package init(exits: [[Int]], censorings: [Int]) throws(SurvivalError) {
    for counts in exits {
      if let time = counts.firstIndex(where: { $0 < 0 }) { throw .negativeCount(time: time) }
    }
    var all = Array(repeating: 0, count: exits.map(\.count).max() ?? 0)
    for counts in exits {
      for (time, count) in counts.enumerated() { all[time] += count }
    }
    let table = try RiskTable(exits: all, censorings: censorings)
    let places = table.times.map { Int($0) }
    self.init(
      table, exits: exits.map { counts in places.map { $0 < counts.count ? counts[$0] : 0 } })
  }

  package var times: [Double] { overall.times }

  /// F of the cause at `time`; nil where `SurvivalCurve.survival(at:)` is.
  package func incidence(cause: Int, at time: Double) -> Double? {
    overall.place(of: time).map { $0 < 0 ? 0 : incidence[cause][$0] }
  }

  /// The interval F^exp(-+ z SE / (F log F)), within [0, 1]; nil also while F is 0, and where
  /// `level` is outside 0..<1.
  package func interval(cause: Int, at time: Double, level: Double = 0.95) -> Interval? {
    guard level >= 0, level < 1, let place = overall.place(of: time), place >= 0 else { return nil }
    let share = incidence[cause][place]
    guard share > 0, share < 1 else { return nil }
    let reach = normalQuantile((1 + level) / 2) * variance[cause][place].squareRoot()
    let stretch = reach / (share * -log(share))
    return Interval(low: pow(share, exp(stretch)), high: pow(share, exp(-stretch)))
  }

  private init(_ table: RiskTable, exits: [[Int]]) {
    overall = SurvivalCurve(table)
    for counts in exits {
      var sums = IncidenceSums()
      var shares: [Double] = []
      var variances: [Double] = []
      for place in table.times.indices {
        sums.add(
          before: place == 0 ? 1 : overall.survival[place - 1], atRisk: Double(table.atRisk[place]),
          exits: Double(table.events[place]), ofCause: Double(counts[place]))
        shares.append(sums.share)
        variances.append(sums.variance)
      }
      incidence.append(shares)
      variance.append(variances)
    }
  }
}

/// The three sums of the variance, brought from one time to the next so that the whole is linear in
/// the number of times.
private struct IncidenceSums {
  private(set) var share = 0.0
  /// Sums over the times so far of w, (F - F_i) w and (F - F_i)^2 w, w = d / (n (n - d)).
  private var weights = 0.0
  private var weighted = 0.0
  private var squared = 0.0
  private var own = 0.0
  /// Sums of v and (F - F_i) v, v = S(t_i-) d_c / n^2.
  private var crossWeights = 0.0
  private var cross = 0.0

  var variance: Double { max(0, squared + own - 2 * cross) }

  mutating func add(before: Double, atRisk n: Double, exits: Double, ofCause: Double) {
    let step = before * ofCause / n
    share += step
    squared += step * (2 * weighted + step * weights)
    weighted += step * weights
    cross += step * crossWeights
    own += before * before * ofCause * (n - ofCause) / (n * n * n)
    // After the last exit F no longer moves, so an infinite weight would only meet zeros.
    if exits < n { weights += exits / (n * (n - exits)) }
    crossWeights += before * ofCause / (n * n)
  }
}
