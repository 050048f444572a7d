import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Describing columns")
struct DescribeTests {
  private func described(_ input: Table) throws(ExecutionError) -> Table {
    try run(input, schema: ColumnDescription.schema) { .describe($0) }
  }

  @Test("counts as a plain loop does, on random tables")
  func againstLoops() throws {
    for seed in 0..<400 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = randomTable(&generator, types: everyTypeTwice)
      let rows = try described(input).rows
      #expect(rows.count == everyTypeTwice.count)
      for (index, row) in rows.enumerated() {
        let cells = input.rows.map { known($0[index]) }
        let present = cells.filter { $0 != .missing }
        #expect(row[3] == .integer(Int64(cells.count - present.count)), "seed \(seed)")
        #expect(row[4] == .integer(Int64(Set(present).count)), "seed \(seed)")
        #expect(isCommonest(row[8], among: present), "seed \(seed): \(row[8])")
      }
    }
  }

  private func known(_ value: Value) -> Value {
    if case .decimal(let number) = value {
      return number.isNaN ? .missing : number == 0 ? .decimal(0) : value
    }
    return value
  }

  private func isCommonest(_ example: Value, among values: [Value]) -> Bool {
    guard case .text(let example) = example else { return values.isEmpty }
    let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
    let most = counts.values.max() ?? 0
    return counts.contains { $0.value == most && shown($0.key) == example }
  }

  /// Timestamps and decimals are printed by the operator alone.
  private func shown(_ value: Value) -> String? {
    try? described(table(("x", value.type ?? .text, [value]))).cells("example").first.map {
      if case .text(let text) = $0 { text } else { "" }
    }
  }

  @Test("prints ranges and the middle of numbers and dates, and no range of texts")
  func ranges() throws {
    let input = table(
      ("n", .integer, [.integer(10), .missing, .integer(2), .integer(3), .integer(2)]),
      ("d", .date, [date("2024-01-01"), date("2024-01-04"), .missing, .missing, .missing]),
      ("t", .text, [.text("b"), .text("a"), .text("a"), .missing, .text("b")]),
      ("s", .timestamp, [.timestamp(1_500_000), .missing, .missing, .missing, .missing]))
    let rows = try described(input).rows.map { row in
      row[5...8].map { if case .text(let text) = $0 { text } else { "-" } }
    }
    #expect(
      rows == [
        ["2", "2.5", "10", "2"], ["2024-01-01", "2024-01-02", "2024-01-04", "2024-01-01"],
        ["-", "-", "-", "b"],
        [String](repeating: "1970-01-01 00:00:01.500000", count: 4),
      ])
  }

  @Test("draws the spread in eight bars, and nothing where all values are equal")
  func spread() throws {
    let numbers = [0, 0, 0, 0, 0, 0, 0, 1, 8].map { Value.integer($0) }
    let same = numbers.map { _ in Value.integer(5) }
    let result = try described(table(("n", .integer, numbers), ("s", .integer, same)))
    #expect(result.cells("spread") == [.text("\u{2588}\u{2582}     \u{2582}"), .missing])
  }
}
