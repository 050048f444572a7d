import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Sorting")
struct SortTests {
  @Test("agrees with a naive stable sort on random tables")
  func againstNaive() throws {
    for seed in 0..<600 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = numbered(randomTable(&generator, types: ValueType.allCases))
      let orders = (0..<(1 + generator.number(below: 3))).map { _ in
        let column = generator.number(below: ValueType.allCases.count)
        return SortOrder(
          .column(column, ValueType.allCases[column]), isDescending: generator.chance(0.5))
      }
      let result = try run(input) { .sort($0, orders) }
      let expected = naiveSort(input, orders).map { Value.integer(Int64($0)) }
      #expect(result.cells("row") == expected, "seed \(seed): \(orders)")
    }
  }

  @Test("puts missing values last in both directions", arguments: [false, true])
  func missingLast(isDescending: Bool) throws {
    let input = table(("x", .integer, [.missing, .integer(1), .missing, .integer(3)]))
    let result = try run(input) {
      .sort($0, [SortOrder(.column(0, .integer), isDescending: isDescending)])
    }
    let values: [Value] = isDescending ? [.integer(3), .integer(1)] : [.integer(1), .integer(3)]
    #expect(result.cells("x") == values + [.missing, .missing])
  }

  @Test("orders texts as a reader does: case and accents count last")
  func readingOrder() throws {
    let words = ["zebra", "Écrin", "apple", "ecran", "Zoo", "Apple", "eclair"]
    let input = table(("x", .text, words.map(Value.text)))
    let result = try run(input) {
      .sort($0, [SortOrder(.column(0, .text), isDescending: false)])
    }
    let expected = ["Apple", "apple", "eclair", "ecran", "Écrin", "zebra", "Zoo"]
    #expect(result.cells("x") == expected.map(Value.text))
  }

  /// With a last column that holds the row's number.
  private func numbered(_ table: Table) -> Table {
    Table(
      schema: Schema(table.schema.fields + [Field("row", .integer)]),
      columns: table.columns + [Column(.integers((0..<table.rowCount).map(Int64.init)))])
  }

  private func naiveSort(_ table: Table, _ orders: [SortOrder]) -> [Int] {
    let rows = table.rows
    return rows.indices.sorted { left, right in
      for order in orders {
        let difference = compare(
          naive(order.value, rows[left]), naive(order.value, rows[right]), order.isDescending)
        if difference != 0 { return difference < 0 }
      }
      return left < right
    }
  }

  private func compare(_ left: Value, _ right: Value, _ isDescending: Bool) -> Int {
    if left == .missing || right == .missing {
      return (left == .missing ? 1 : 0) - (right == .missing ? 1 : 0)
    }
    let order =
      if case .text(let first) = left, case .text(let second) = right {
        naiveReadingOrder(first, second)
      } else {
        naiveOrder(left, right)
      }
    return isDescending ? -order : order
  }
}
