/// The cumulative hazard of leaving by Nelson and Aalen: H(t) = sum over t_i <= t of d_i / n_i.
///
/// Nelson, Technometrics 14 (1972) 945-966; Aalen, Annals of Statistics 6 (1978) 701-726, whose
/// variance is the sum over t_i <= t of d_i / n_i^2. Arrays have one place per time of `table`;
/// hazards have no unit (expected exits of one who is replaced on leaving).
package struct CumulativeHazard: Hashable, Sendable {
  package let table: RiskTable
  /// H at each time; never falls.
  package let hazard: [Double]
  package let variance: [Double]

  package init(_ table: RiskTable) {
    self.table = table
    var sum = 0.0
    var squares = 0.0
    var hazard: [Double] = []
    var variance: [Double] = []
    for (atRisk, events) in zip(table.atRisk, table.events) {
      let n = Double(atRisk)
      sum += Double(events) / n
      squares += Double(events) / (n * n)
      hazard.append(sum)
      variance.append(squares)
    }
    self.hazard = hazard
    self.variance = variance
  }
}
