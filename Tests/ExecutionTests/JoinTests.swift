import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Joining tables")
struct JoinTests {
  private static let types: [ValueType] = [.text, .integer, .date]

  @Test("agrees with two nested loops on random tables", arguments: 0..<4)
  func againstLoops(block: Int) throws {
    for seed in (block * 150)..<((block + 1) * 150) {
      var generator = SeededGenerator(seed: UInt64(seed))
      let left = smallTable(&generator)
      let right = smallTable(&generator)
      let columns = Self.types.indices.shuffled(using: &generator)
        .prefix(1 + generator.number(below: 3))
      let keys = columns.map { JoinSpecification.KeyPair($0, $0) }
      let added = Self.types.indices.filter { !columns.contains($0) }
      let join = JoinSpecification(
        kind: generator.pick(JoinKind.allCases), keys: keys, added: added, otherName: "other")
      let result = try joined(left, right, join)
      #expect(result.rows == naiveJoin(left.rows, right.rows, join), "seed \(seed)")
    }
  }

  /// Few different values, so that keys meet.
  private func smallTable(_ generator: inout SeededGenerator) -> Table {
    let rows = generator.pick([0, 1, 7, 30])
    func cells(_ values: [Value]) -> [Value] {
      (0..<rows).map { _ in generator.chance(0.2) ? .missing : generator.pick(values) }
    }
    return table(
      ("t", .text, cells([.text("a"), .text("b"), .text("A"), .text("")])),
      ("n", .integer, cells([.integer(1), .integer(-1), .integer(.max)])),
      ("d", .date, cells([date("2024-01-31"), date("2024-02-29")])))
  }

  private func naiveJoin(
    _ left: [[Value]], _ right: [[Value]], _ join: JoinSpecification
  ) -> [[Value]] {
    var rows: [[Value]] = []
    for one in left {
      let partners = right.filter { other in
        join.keys.allSatisfy { one[$0.left] != .missing && one[$0.left] == other[$0.right] }
      }
      rows += partners.map { other in one + join.added.map { other[$0] } }
      if partners.isEmpty, join.kind == .left {
        rows.append(one + join.added.map { _ in .missing })
      }
    }
    return rows
  }

  private func joined(
    _ left: Table, _ right: Table, _ join: JoinSpecification
  ) throws(ExecutionError) -> Table {
    let schema = Schema(
      left.schema.fields
        + join.added.map { index in
          var field = right.schema.fields[index]
          field.name += "_other"
          return field
        })
    let plan = Plan(
      .join(
        Plan(.scan("left"), schema: left.schema, title: ""),
        Plan(.scan("right"), schema: right.schema, title: ""), join),
      schema: schema, title: "")
    return try LocalExecutor().execute(
      plan, table: { $0 == "left" ? left : right }, isCancelled: { false })
  }

  private let one = [JoinSpecification.KeyPair(0, 0)]

  @Test("compares numbers by size and dates with timestamps by the instant")
  func mixedTypes() throws {
    let join = JoinSpecification(kind: .inner, keys: one, added: [], otherName: "other")
    let whole = table(("k", .integer, [.integer(2), .integer(3)]))
    let decimal = table(("k", .decimal, [.decimal(3), .decimal(2.5)]))
    #expect(try joined(whole, decimal, join).rows == [[.integer(3)]])
    let days = table(("k", .date, [date("1970-01-02"), date("1970-01-03")]))
    let instants = table(("k", .timestamp, [.timestamp(86_400_000_000), .timestamp(1)]))
    #expect(try joined(days, instants, join).rows == [[date("1970-01-02")]])
  }

  @Test("says how many rows matched, were multiplied, or had no key")
  func notes() throws {
    let left = table(("k", .text, [.text("a"), .text("b"), .missing]))
    let right = table(
      ("k", .text, [.text("a"), .text("a"), .missing]),
      ("v", .integer, [.integer(1), .integer(2), .integer(3)]))
    let inner = JoinSpecification(kind: .inner, keys: one, added: [1], otherName: "plans")
    let result = try joined(left, right, inner)
    #expect(
      result.about.notes == [
        "kind inner: 1 of 3 rows have a match in plans; with kind = left keeps the rest",
        "1 row has more than one match, up to 2: 3 rows became 2",
        "1 row without a key matches nothing",
      ])
    var outer = inner
    outer.kind = .left
    #expect(
      try joined(left, right, outer).about.notes.first
        == "kind left: 2 of 3 rows have no match in plans and missing values beside them")
  }

  @Test("names the files of both tables")
  func sources() throws {
    var left = table(("k", .integer, [.integer(1)]))
    var right = left
    left.about.sources = [SourceFile(path: "a.csv", sha256: "1", bytes: 1, rows: 1)]
    right.about.sources = [SourceFile(path: "b.csv", sha256: "2", bytes: 1, rows: 1)]
    let join = JoinSpecification(kind: .inner, keys: one, added: [], otherName: "other")
    #expect(try joined(left, right, join).about.sources.map(\.path) == ["a.csv", "b.csv"])
  }
}
