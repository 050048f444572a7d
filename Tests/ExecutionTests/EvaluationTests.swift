import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Evaluation")
struct EvaluationTests {
  @Test("agrees with a row-by-row interpreter on random expressions", arguments: 0..<8)
  func againstInterpreter(block: Int) {
    for seed in (block * 400)..<((block + 1) * 400) {
      var generator = SeededGenerator(seed: UInt64(seed))
      let table = randomTable(&generator, types: everyTypeTwice)
      let type = generator.pick(ValueType.allCases)
      let expression = RandomExpressions(types: everyTypeTwice)
        .make(type, depth: 1 + generator.number(below: 4), &generator)
      let column = evaluate(expression, over: table)
      #expect(column.type == expression.type, "seed \(seed)")
      #expect(column.count == table.rowCount, "seed \(seed)")
      for row in 0..<table.rowCount {
        let expected = naive(expression, table.row(row))
        guard !agree(column[row], expected) else { continue }
        Issue.record("seed \(seed), row \(row): \(column[row]), not \(expected): \(expression)")
        break
      }
    }
  }

  /// Equal; decimals may differ by the rounding of one division.
  private func agree(_ left: Value, _ right: Value) -> Bool {
    guard case .decimal(let a) = left, case .decimal(let b) = right, a.isFinite else {
      return left == right
    }
    return abs(a - b) <= abs(b) * 1e-14
  }
}
