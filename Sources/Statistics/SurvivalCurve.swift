/// The product-limit estimate of survival: the share S(t) that stays longer than t.
///
/// S(t) = product over t_i <= t of (1 - d_i / n_i): Kaplan & Meier, "Nonparametric Estimation from
/// Incomplete Observations", JASA 53 (1958) 457-481. Arrays have one place per distinct time of
/// `table`; the curve is a step function that takes its value at the time itself.
package struct SurvivalCurve: Hashable, Sendable {
  package let table: RiskTable
  /// S at each time; never rises.
  package let survival: [Double]
  /// The sum over t_i <= t of d_i / (n_i (n_i - d_i)), the variance of log S; infinite once S is 0.
  let logVariance: [Double]

  package init(_ table: RiskTable) {
    self.table = table
    var share = 1.0
    var sum = 0.0
    var survival: [Double] = []
    var logVariance: [Double] = []
    survival.reserveCapacity(table.atRisk.count)
    logVariance.reserveCapacity(table.atRisk.count)
    for (atRisk, events) in zip(table.atRisk, table.events) {
      let n = Double(atRisk)
      let staying = Double(atRisk - events)
      share *= staying / n
      sum += events == 0 ? 0 : Double(events) / (n * staying)
      survival.append(share)
      logVariance.append(sum)
    }
    self.survival = survival
    self.logVariance = logVariance
  }

  /// The curve of rows, one a client; conditions as for `RiskTable`.
  package init(times: [Double], events: [Bool]) throws(SurvivalError) {
    self.init(try RiskTable(times: times, events: events))
  }

  /// The curve of counts at the integer times 0, 1, 2, ...; conditions as for `RiskTable`.
  package init(exits: [Int], censorings: [Int]) throws(SurvivalError) {
    self.init(try RiskTable(exits: exits, censorings: censorings))
  }

  package var times: [Double] { table.times }
  package var atRisk: [Int] { table.atRisk }
  package var events: [Int] { table.events }
  package var censored: [Int] { table.censored }

  /// The sampling variance of S at each time by Greenwood (1926):
  /// S(t)^2 times the sum over t_i <= t of d_i / (n_i (n_i - d_i)); 0 once S is 0, its limit.
  package var variance: [Double] {
    zip(survival, logVariance).map { $0 == 0 ? 0 : $0 * $0 * $1 }
  }

  /// S(t); 1 before the first time. Nil for a negative time, and past the last observed time unless
  /// everybody has left by then: nobody was seen there.
  package func survival(at time: Double) -> Double? {
    place(of: time).map { $0 < 0 ? 1 : survival[$0] }
  }

  /// The index of the step in force at `time`, -1 before the first.
  func place(of time: Double) -> Int? {
    guard time >= 0, let last = times.last, time <= last || survival.last == 0 else { return nil }
    return times.partitioningIndex { $0 > time } - 1
  }
}
