import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Aggregation of random tables")
struct RandomAggregationTests {
  private static let types: [ValueType] = ValueType.allCases

  @Test("agrees with naive grouping", arguments: 0..<6)
  func againstNaive(block: Int) throws {
    for seed in (block * 200)..<((block + 1) * 200) {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = tame(randomTable(&generator, types: Self.types))
      let aggregation = Aggregation(
        keys: keys(&generator), measures: (0..<3).map { measure($0, &generator) })
      let schema = Schema(aggregation.keys.map(\.field) + aggregation.measures.map(\.field))
      let result = try run(input, schema: schema) { .aggregate($0, aggregation) }
      let expected = naiveAggregation(aggregation, input)
      let rows = result.rows
      #expect(result.schema == schema, "seed \(seed)")
      #expect(rows.count == expected.count, "seed \(seed)")
      for (row, wanted) in zip(rows, expected) where !zip(row, wanted).allSatisfy(isNear) {
        Issue.record("seed \(seed): \(row), not \(wanted): \(aggregation.measures)")
        break
      }
    }
  }

  /// Without the numbers whose sum depends on the order of adding, and without the long gap
  /// between dates that would be filled day by day.
  private func tame(_ table: Table) -> Table {
    var table = table
    for index in table.columns.indices {
      let column = table.columns[index]
      let cells = (0..<table.rowCount).map { tame(column[$0]) }
      table.columns[index] = Column(column.type, cells)
    }
    return table
  }

  private func tame(_ cell: Value) -> Value {
    switch cell {
    case .decimal(let number) where abs(number) > 1e6: .decimal(7.5)
    case .date(let date) where date < day("2022-01-01"): .date(day("2022-12-31"))
    case .timestamp(let instant) where instant < 0: .timestamp(1_672_531_199_000_000)
    default: cell
    }
  }

  private func keys(_ generator: inout SeededGenerator) -> [GroupKey] {
    (0..<generator.number(below: 4)).map { index in
      let column = generator.number(below: Self.types.count)
      let type = Self.types[column]
      let isPeriod = type.isTemporal && generator.chance(0.7)
      return GroupKey(
        field: Field("key\(index)", isPeriod ? .text : type), value: .column(column, type),
        grain: isPeriod ? generator.pick(Grain.allCases) : nil)
    }
  }

  private func measure(_ index: Int, _ generator: inout SeededGenerator) -> AggregateColumn {
    let function = generator.pick(AggregateFunction.allCases)
    let choices: [ValueType] =
      switch function {
      case .sd: [.decimal]
      case .sum, .avg, .median, .quantile: [.integer, .decimal]
      case .any, .all: [.boolean]
      default: Self.types
      }
    let type = generator.pick(choices)
    let resultType: ValueType =
      switch function {
      case .count, .distinct: .integer
      case .avg, .sd, .median, .quantile, .share: .decimal
      case .sum, .min, .max, .first, .last, .any, .all: type
      }
    let column = Self.types.firstIndex(of: type) ?? 0
    let takesNothing = function == .share || (function == .count && generator.chance(0.5))
    return AggregateColumn(
      Field("m\(index)", resultType), function, of: takesNothing ? nil : .column(column, type),
      parameter: function == .quantile ? generator.pick([0, 0.1, 0.5, 0.9, 1]) : nil)
  }

  /// Equal, decimals up to rounding.
  private func isNear(_ left: Value, _ right: Value) -> Bool {
    guard case .decimal(let a) = left, case .decimal(let b) = right else { return left == right }
    return abs(a - b) <= 1e-12 * max(1, abs(b)) || a == b
  }
}
