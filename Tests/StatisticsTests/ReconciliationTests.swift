import Statistics
import Testing

@Suite("Forecasts of parts and their total")
struct ReconciliationTests {
  @Test("add up", arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func addUp(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let parts = 2 + Int(random.next() % 6)
    let periods = [3, 10, 40][Int(random.next() % 3)]
    let errors: [[Double?]] = (0...parts).map { row in
      (0..<periods).map { _ in
        random.uniform() < 0.1 ? nil : random.normal() * Double(row)
      }
    }
    let reconciliation = Reconciliation(errors: errors)
    for bounded in [false, true] {
      let total = 10 + 5 * random.normal()
      let result = reconciliation.reconciled(
        total: total, parts: (0..<parts).map { _ in 3 * random.uniform() }, bounded: bounded)
      let sum = result.parts.reduce(0, +)
      #expect(abs(sum - result.total) < 1e-9, "seed \(seed)")
      if bounded { #expect(result.parts.allSatisfy { $0 >= 0 }, "seed \(seed)") }
    }
  }

  /// With variances alone each gives way in proportion to its own: Wickramasuriya et al. 2019, section 2.3.
  @Test("share the disagreement by their variances where covariances are not used")
  func variances() {
    let result = Reconciliation(errors: [[2], [1], [1]]).reconciled(
      total: 12, parts: [3, 3], bounded: false)
    // Variances 4, 1, 1 and a gap of 6: the total gives 4, each part takes 1.
    #expect(abs(result.total - 8) < 1e-12)
    #expect(result.parts.allSatisfy { abs($0 - 4) < 1e-12 })
  }

  @Test("are left as they are where they agree already")
  func agreeing() {
    let result = Reconciliation(errors: [[1, 2], [1, 1], [0, 1]]).reconciled(
      total: 5, parts: [2, 3], bounded: true)
    #expect(result.total == 5 && result.parts == [2, 3])
  }
}
