import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Pivoting tables")
struct PivotTests {
  private func pivoted(
    _ input: Table, keys: [Int], column: Int, measure: Int
  ) throws(ExecutionError) -> Table {
    try run(input) {
      .pivot($0, PivotSpecification(keys: keys, column: column, measure: measure))
    }
  }

  @Test("agrees with looking every cell up, on random tables", arguments: 0..<3)
  func againstLookUp(block: Int) throws {
    for seed in (block * 200)..<((block + 1) * 200) {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = longTable(&generator)
      let result = try pivoted(input, keys: [0, 1], column: 2, measure: 3)
      let rows = input.rows
      var keys: [[Value]] = []
      for row in rows where !keys.contains(Array(row[0...1])) { keys.append(Array(row[0...1])) }
      let present = Set(rows.map { $0[2] }.filter { $0 != .missing })
      var heads = present.sorted { naiveOrder($0, $1) < 0 }
      if rows.contains(where: { $0[2] == .missing }) { heads.append(.missing) }
      let expected = keys.map { key in
        key
          + heads.map { head in
            rows.first { Array($0[0...1]) == key && $0[2] == head }?[3] ?? .missing
          }
      }
      #expect(result.rows == expected, "seed \(seed)")
      #expect(result.schema.fields.count == 2 + heads.count, "seed \(seed)")
    }
  }

  /// Every combination of keys and head at most once.
  private func longTable(_ generator: inout SeededGenerator) -> Table {
    let texts: [Value] = [.text("a"), .text("b"), .missing]
    let numbers: [Value] = [.integer(1), .integer(2)]
    let heads: [Value] = [.integer(-3), .integer(12), .integer(4), .missing]
    var rows: [[Value]] = []
    for text in texts {
      for number in numbers {
        for head in heads where generator.chance(0.6) {
          let measure: Value = generator.chance(0.2) ? .missing : .decimal(Double(rows.count))
          rows.append([text, number, head, measure])
        }
      }
    }
    rows.shuffle(using: &generator)
    return table(
      ("t", .text, rows.map { $0[0] }), ("n", .integer, rows.map { $0[1] }),
      ("h", .integer, rows.map { $0[2] }), ("m", .decimal, rows.map { $0[3] }))
  }

  @Test("names the columns after the values, apart from the keys")
  func names() throws {
    let input = table(
      ("a", .text, [.text("x"), .text("x"), .text("x"), .text("x")]),
      ("h", .text, [.text("a"), .text(""), .missing, .text("b")]),
      ("m", .integer, [.integer(1), .integer(2), .integer(3), .integer(4)]))
    let result = try pivoted(input, keys: [0], column: 1, measure: 2)
    #expect(result.schema.fields.map(\.name) == ["a", "(empty)", "a_2", "b", "(missing)"])
    #expect(result.rows == [[.text("x"), .integer(2), .integer(1), .integer(4), .integer(3)]])
  }

  @Test("refuses a cell that two rows would fill, naming it")
  func twice() {
    let input = table(
      ("a", .text, [.text("x"), .text("x")]), ("h", .text, [.text("y"), .text("y")]),
      ("m", .integer, [.integer(1), .integer(2)]))
    #expect(
      throws: ExecutionError.impossible(
        "several rows are about a x, h y",
        help: "a pivot fills each cell from one row; gather them first:  group by KEYS | pivot ...")
    ) { try pivoted(input, keys: [0], column: 1, measure: 2) }
  }

  @Test("makes 200 columns and refuses 201")
  func tooMany() throws {
    func wide(_ count: Int64) -> Table {
      table(
        ("h", .integer, (0..<count).map { .integer($0) }),
        ("m", .integer, (0..<count).map { .integer($0) }))
    }
    #expect(try pivoted(wide(200), keys: [], column: 0, measure: 1).columns.count == 200)
    #expect(
      throws: ExecutionError.impossible(
        "h has 201 different values; a pivot makes at most 200 columns",
        help: "take a coarser key, such as year in place of month, or filter first")
    ) { try pivoted(wide(201), keys: [], column: 0, measure: 1) }
  }

  @Test("of an empty table is an empty table with the keys")
  func empty() throws {
    let input = table(("a", .text, []), ("h", .text, []), ("m", .integer, []))
    let result = try pivoted(input, keys: [0], column: 1, measure: 2)
    #expect(result.rowCount == 0)
    #expect(result.schema.fields.map(\.name) == ["a"])
  }
}
