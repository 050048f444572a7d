import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Operators")
struct OperatorTests {
  @Test("filter, project and take agree with plain loops on random tables")
  func againstLoops() throws {
    for seed in 0..<600 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = randomTable(&generator, types: everyTypeTwice)
      let condition = RandomExpressions(types: everyTypeTwice)
        .make(.boolean, depth: 3, &generator)
      let kept = input.rows.filter { naive(condition, $0) == .boolean(true) }
      #expect(comparable(try run(input) { .filter($0, condition) }) == comparable(kept), "\(seed)")

      let count = generator.number(below: 20)
      let taken = Array(input.rows.prefix(count))
      #expect(comparable(try run(input) { .take($0, count) }) == comparable(taken), "\(seed)")

      let order = Array(everyTypeTwice.indices.shuffled(using: &generator).prefix(5))
      let schema = Schema(order.map { input.schema.fields[$0] })
      let projected = input.rows.map { row in order.map { row[$0] } }
      let result = try run(input, schema: schema) { .project($0, order) }
      #expect(comparable(result) == comparable(projected), "\(seed)")
      #expect(result.schema == schema)
    }
  }

  /// NaN is not equal to itself: printed it is.
  private func comparable(_ table: Table) -> [String] { comparable(table.rows) }
  private func comparable(_ rows: [[Value]]) -> [String] { rows.map { "\($0)" } }

  @Test("computes a column from the columns before it, and replaces one of a known name")
  func compute() throws {
    let input = table(
      ("x", .integer, [.integer(1), .missing]), ("y", .integer, [.integer(5), .integer(6)]))
    let sum = TypedExpression.arithmetic(.plus, .column(0, .integer), .column(1, .integer))
    let columns = [
      ComputedColumn(Field("z", .integer), sum),
      ComputedColumn(Field("x", .integer), .arithmetic(.times, .column(2, .integer), integer(2))),
      ComputedColumn(Field("w", .decimal), .column(0, .integer)),
    ]
    let result = try run(input) { .compute($0, columns) }
    #expect(result.schema.fields.map(\.name) == ["x", "y", "z", "w"])
    #expect(result.cells("x") == [.integer(12), .missing])
    #expect(result.cells("z") == [.integer(6), .missing])
    #expect(result.cells("w") == [.decimal(12), .missing])
  }

  @Test("a result has the plan's title and the input's sources, notes, period and last day")
  func about() throws {
    var input = table(("x", .integer, [.integer(1)]))
    let source = SourceFile(path: "x.csv", sha256: "", bytes: 1, rows: 1)
    input.about = TableDescription(
      title: "x", asOf: day("2024-02-29"), sources: [source], notes: ["a note about the file"])
    input.about.period = PartialDate("2024")?.period
    let result = try run(input) { .take($0, 1) }
    #expect(result.about.title == "result")
    #expect(result.about.sources == [source])
    #expect(result.about.asOf == day("2024-02-29"))
    #expect(result.about.period?.label == "2024")
    #expect(result.about.notes == ["a note about the file"])
  }

  @Test("an unknown table is an error, and so is one whose columns have changed")
  func unknownTable() {
    let input = table(("x", .integer, [.integer(1)]))
    let scan = Plan(.scan("u"), schema: input.schema, title: "u")
    #expect(throws: ExecutionError.impossible("there is no table named 'u'", help: nil)) {
      try LocalExecutor().execute(scan, table: { _ in nil }, isCancelled: { false })
    }
    #expect(throws: ExecutionError.self) {
      let other = table(("x", .text, []))
      return try LocalExecutor().execute(scan, table: { _ in other }, isCancelled: { false })
    }
  }

  @Test("ends when it is cancelled, also in the middle", arguments: [0, 1, 2, 3, 4])
  func cancelled(after polls: Int) {
    let input = table(("x", .integer, (0..<200_000).map { .integer(Int64($0)) }))
    var count = 0
    let aggregation = Aggregation(
      keys: [GroupKey(field: Field("x", .integer), value: .column(0, .integer))], measures: [])
    func isCancelled() -> Bool {
      count += 1
      return count > polls
    }
    #expect(throws: ExecutionError.cancelled) {
      try run(input, isCancelled: isCancelled) { .aggregate($0, aggregation) }
    }
  }
}
