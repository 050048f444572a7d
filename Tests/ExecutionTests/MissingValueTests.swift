import Columns
import Execution
import Kernels
import Planning
import Testing

@Suite("Missing values")
struct MissingValueTests {
  private let fees = table(("fee", .integer, [.integer(3), .missing, .integer(5), .integer(7)]))
  private let fee = TypedExpression.column(0, .integer)

  @Test(
    "no comparison holds for a missing value but !=",
    arguments: [
      (ComparisonOperator.less, [true, false, false, false]),
      (.lessOrEqual, [true, false, true, false]),
      (.equal, [false, false, true, false]),
      (.notEqual, [true, true, false, true]),
      (.greaterOrEqual, [false, false, true, true]),
      (.greater, [false, false, false, true]),
    ])
  func comparisons(operation: ComparisonOperator, expected: [Bool]) {
    let condition = TypedExpression.comparison(operation, fee, integer(5))
    #expect(evaluated(condition) == expected)
    let mirrored = TypedExpression.comparison(operation.mirrored, integer(5), fee)
    #expect(evaluated(mirrored) == expected)
  }

  @Test("not (x < 5) keeps missing and x >= 5 does not")
  func negation() {
    #expect(evaluated(.not(.comparison(.less, fee, integer(5)))) == [false, true, true, true])
    #expect(evaluated(.comparison(.greaterOrEqual, fee, integer(5))) == [false, false, true, true])
  }

  @Test("comparing with missing itself: == never holds, != always")
  func missingConstant() {
    let missing = TypedExpression.constant(.missing, .integer)
    #expect(evaluated(.comparison(.equal, fee, missing)) == [false, false, false, false])
    #expect(evaluated(.comparison(.notEqual, fee, missing)) == [true, true, true, true])
    #expect(evaluated(.comparison(.equal, fee, fee)) == [true, false, true, true])
    #expect(evaluated(.comparison(.notEqual, fee, fee)) == [false, true, false, false])
  }

  @Test("is missing and coalesce see it, arithmetic passes it on")
  func others() {
    #expect(evaluated(.isMissing(fee)) == [false, true, false, false])
    let filled = evaluate(.function(.coalesce, [fee, integer(0)], .integer), over: fees)
    #expect(filled[1] == .integer(0))
    let sum = evaluate(.arithmetic(.plus, fee, integer(1)), over: fees)
    #expect((0..<4).map { sum[$0] } == [.integer(4), .missing, .integer(6), .integer(8)])
  }

  @Test("a missing boolean is not true, and its negation is")
  func booleans() {
    let flags = table(("flag", .boolean, [.boolean(true), .boolean(false), .missing]))
    let flag = TypedExpression.truth(.column(0, .boolean))
    #expect(bits(flag, over: flags).bools == [true, false, false])
    #expect(bits(.not(flag), over: flags).bools == [false, true, true])
  }

  @Test("columns without any value work in every operator")
  func allMissing() throws {
    for type in ValueType.allCases {
      let input = table(("x", type, [.missing, .missing]))
      let column = TypedExpression.column(0, type)
      let equal = TypedExpression.comparison(.equal, column, column)
      #expect(try run(input) { .filter($0, equal) }.rowCount == 0)
      #expect(try run(input) { .sort($0, [SortOrder(column, isDescending: true)]) }.rowCount == 2)
      let aggregation = Aggregation(
        keys: [GroupKey(field: Field("x", type), value: column)],
        measures: [
          AggregateColumn(Field("n", .integer), .count),
          AggregateColumn(Field("least", type), .min, of: column),
        ])
      let result = try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }
      #expect(result.rows == [[.missing, .integer(2), .missing]])
    }
  }

  @Test("text columns with an empty dictionary work")
  func emptyDictionary() throws {
    let words = Column(
      .words(Words(codes: [9, 9], dictionary: [])),
      validity: Column(.text, [.missing, .missing]).validity)
    let input = Table(schema: Schema([Field("x", .text)]), columns: [words])
    let text = TypedExpression.column(0, .text)
    let isEmpty = TypedExpression.comparison(.equal, text, .constant(.text(""), .text))
    #expect(bits(isEmpty, over: input).bools == [false, false])
    #expect(bits(.textTest(.contains, text, ""), over: input).bools == [false, false])
    #expect(bits(.comparison(.notEqual, text, text), over: input).bools == [true, true])
    let either = TypedExpression.function(
      .coalesce, [text, .constant(.text("none"), .text)], .text)
    #expect(evaluate(either, over: input)[1] == .text("none"))
    #expect(evaluate(.function(.upper, [text], .text), over: input)[0] == .missing)
    #expect(try run(input) { .sort($0, [SortOrder(text, isDescending: false)]) }.rowCount == 2)
  }

  private func evaluated(_ condition: TypedExpression) -> [Bool] {
    bits(condition, over: fees).bools
  }
}
