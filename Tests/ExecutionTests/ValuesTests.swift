import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Different values with their counts")
struct ValuesTests {
  @Test("the commonest first, as many as asked for, as a dictionary counts them")
  func againstDictionary() throws {
    for seed in 0..<400 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = randomTable(&generator, types: [.text, .integer, .boolean, .date])
      let column = generator.number(below: 4)
      let type = input.schema.fields[column].type
      let most = 1 + generator.number(below: 6)
      let found = try commonest(most, input, .column(column, type), type)

      let cells = input.rows.map { $0[column] }
      let counts = Dictionary(grouping: cells) { $0 }.mapValues { Int64($0.count) }
      let sizes = counts.values.sorted(by: >).prefix(most)
      #expect(found.map { $0[1] } == sizes.map { .integer($0) }, "seed \(seed)")
      #expect(Set(found.map { $0[0] }).count == found.count, "seed \(seed)")
      for row in found {
        let count = counts[row[0]] ?? 0
        #expect(row[1] == .integer(count), "seed \(seed)")
        #expect(row[2] == .decimal(Double(count) / Double(cells.count)), "seed \(seed)")
      }
    }
  }

  /// The plan of `values COLUMN top N`.
  private func commonest(
    _ most: Int, _ input: Table, _ value: TypedExpression, _ type: ValueType
  ) throws(ExecutionError) -> [[Value]] {
    let aggregation = Aggregation(
      keys: [GroupKey(field: Field("value", type), value: value)],
      measures: [
        AggregateColumn(Field("count", .integer), .count),
        AggregateColumn(Field("share", .decimal), .share),
      ])
    let fields = schema(of: aggregation)
    return try run(input, schema: fields) { scan in
      let counted = Plan(.aggregate(scan, aggregation), schema: fields, title: "")
      let order = SortOrder(.column(1, .integer), isDescending: true)
      return .take(Plan(.sort(counted, [order]), schema: fields, title: ""), most)
    }.rows
  }
}
