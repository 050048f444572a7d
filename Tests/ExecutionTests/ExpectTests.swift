import Columns
import Execution
import Language
import Planning
import TestSupport
import Testing

@Suite("Expectations")
struct ExpectTests {
  private let place = SourceRange(7, 15)

  private func expected(_ input: Table, _ condition: TypedExpression) throws(ExecutionError)
    -> Table
  {
    let expectation = Expectation(condition, at: place, shown: [0, 1])
    return try run(input) { .expect($0, expectation) }
  }

  private let fees = table(
    ("name", .text, [.text("Ada"), .text("Bo"), .text("Cy")]),
    ("fee", .integer, [.integer(5), .integer(50), .missing]))
  private let feeOver9 = TypedExpression.comparison(.greater, .column(1, .integer), integer(9))

  @Test("lets rows through unchanged where all match, and an empty table")
  func holds() throws {
    let input = table(("name", .text, [.text("Bo")]), ("fee", .integer, [.integer(50)]))
    #expect(try expected(input, feeOver9).rows == input.rows)
    let empty = table(("name", .text, []), ("fee", .integer, []))
    #expect(try expected(empty, feeOver9).rowCount == 0)
  }

  @Test("says how many rows do not match, the first of them, and that one has no value")
  func fails() {
    #expect(
      throws: ExecutionError.unmet(
        "2 of 3 rows do not match", at: place, hint: "the first is row 1: name Ada, fee 5",
        help: "1 of them has no fee, and a comparison with a missing value is false")
    ) { try expected(fees, feeOver9) }
  }

  @Test("fails exactly where a plain loop finds a row that does not match, on random tables")
  func againstLoops() {
    for seed in 0..<400 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let input = randomTable(&generator, types: everyTypeTwice)
      let condition = RandomExpressions(types: everyTypeTwice)
        .make(.boolean, depth: 2, &generator)
      let failing = input.rows.count { naive(condition, $0) != .boolean(true) }
      do throws(ExecutionError) {
        _ = try expected(input, condition)
        #expect(failing == 0, "seed \(seed)")
      } catch {
        guard case .unmet(let message, _, _, _) = error else {
          Issue.record("seed \(seed): \(error)")
          continue
        }
        #expect(message.hasPrefix("\(failing) of \(input.rowCount) "), "seed \(seed)")
      }
    }
  }
}
