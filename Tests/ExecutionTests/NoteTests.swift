import Columns
import Execution
import Planning
import Testing

@Suite("Footnotes")
struct NoteTests {
  private let input = table(
    ("reason", .text, [.text("Death"), .text("Death"), .text("DEATH"), .missing, .missing]),
    ("fee", .integer, [.integer(1), .missing, .integer(3), .integer(4), .integer(5)]),
    ("plan", .text, ["a", "b", "a", "b", "a"].map(Value.text)))
  private let reason = TypedExpression.column(0, .text)
  private let fee = TypedExpression.column(1, .integer)

  @Test("!= and not say that they keep missing values")
  func kept() throws {
    #expect(
      try notes(.comparison(.notEqual, reason, text("Death"))) == [
        "reason is missing in 2 rows; != keeps them"
      ])
    #expect(
      try notes(.not(.comparison(.less, fee, integer(4)))) == [
        "fee is missing in 1 row; not keeps it"
      ])
    let both = TypedExpression.and(
      .comparison(.notEqual, reason, text("Death")), .comparison(.greater, fee, integer(4)))
    #expect(
      try notes(both) == [
        "reason is missing in 2 rows; != keeps 1 of them",
        "fee is missing in 1 row, which does not match",
      ])
  }

  @Test("other comparisons say which rows could not match")
  func dropped() throws {
    #expect(
      try notes(.comparison(.equal, reason, text("Death"))) == [
        "reason is missing in 2 rows, which do not match"
      ])
    #expect(
      try notes(.not(.comparison(.notEqual, reason, text("Death")))) == [
        "reason is missing in 2 rows, which do not match"
      ])
    let either = TypedExpression.or(
      .comparison(.equal, reason, text("Death")), .comparison(.equal, fee, integer(4)))
    #expect(
      try notes(either) == [
        "reason is missing in 2 rows; 1 of them does not match"
      ])
  }

  @Test("a condition that asks for missing values, and one that meets none, need no note")
  func silent() throws {
    #expect(try notes(.or(.isMissing(fee), .comparison(.less, fee, integer(4)))) == [])
    #expect(try notes(.comparison(.notEqual, .column(2, .text), text("a"))) == [])
  }

  @Test("a word that exists only in other case is named, with its number of rows")
  func otherCase() throws {
    let found = try notes(.comparison(.equal, text("death"), reason))
    #expect(found.first == "no reason is \"death\"; 2 are \"Death\", 1 \"DEATH\"")
    #expect(
      try notes(.comparison(.equal, .column(2, .text), text("c"))) == ["no plan is \"c\""])
    #expect(
      try notes(.comparison(.equal, .column(2, .text), text("A"))) == [
        "no plan is \"A\"; 3 are \"a\""
      ])
  }

  @Test("figures say what they skip, keys how many rows have none")
  func aggregates() throws {
    let aggregation = Aggregation(
      keys: [GroupKey(field: Field("reason", .text), value: reason)],
      measures: [
        AggregateColumn(Field("n", .integer), .count, of: fee),
        AggregateColumn(Field("mean", .decimal), .avg, of: fee),
        AggregateColumn(Field("middle", .decimal), .median, of: fee),
      ])
    let result = try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }
    #expect(
      result.about.notes == [
        "2 rows have no reason", "avg, median skip 1 missing value of fee",
      ])
  }

  @Test("notes of earlier steps come first")
  func chained() throws {
    let condition = TypedExpression.comparison(.notEqual, reason, text("Death"))
    let result = try run(input) { scan in
      let filter = Plan(.filter(scan, condition), schema: scan.schema, title: "")
      return .sort(filter, [SortOrder(fee, isDescending: false)])
    }
    #expect(result.about.notes == ["reason is missing in 2 rows; != keeps them"])
  }

  private func text(_ word: String) -> TypedExpression { .constant(.text(word), .text) }

  private func notes(_ condition: TypedExpression) throws -> [String] {
    try run(input) { .filter($0, condition) }.about.notes
  }
}
