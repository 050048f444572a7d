import Columns
import Execution
import Planning
import Testing

@Suite("Numbers")
struct NumberTests {
  @Test("an integer that overflows is missing, a decimal is not")
  func overflow() {
    #expect(value(.arithmetic(.plus, integer(.max), integer(1))) == .missing)
    #expect(value(.arithmetic(.minus, integer(.min), integer(1))) == .missing)
    #expect(value(.arithmetic(.times, integer(.max), integer(2))) == .missing)
    #expect(value(.arithmetic(.plus, integer(.max), integer(0))) == .integer(.max))
    #expect(value(.negated(integer(.min))) == .missing)
    #expect(value(.function(.abs, [integer(.min)], .integer)) == .missing)
    #expect(value(.arithmetic(.plus, integer(.max), decimal(1))) == .decimal(0x1p63))
  }

  @Test("a quotient is a decimal, missing where the divisor is 0")
  func quotient() {
    #expect(value(.arithmetic(.dividedBy, integer(7), integer(2))) == .decimal(3.5))
    #expect(value(.arithmetic(.dividedBy, integer(7), integer(0))) == .missing)
    #expect(value(.arithmetic(.dividedBy, decimal(7), decimal(-0.0))) == .missing)
  }

  @Test("what is no number is missing")
  func notANumber() {
    let infinite = TypedExpression.arithmetic(.times, decimal(1e300), decimal(1e300))
    #expect(value(.arithmetic(.minus, infinite, infinite)) == .missing)
    #expect(value(.isMissing(decimal(.nan))) == .boolean(true))
  }

  @Test("integers and decimals are compared exactly beyond 2^53")
  func exactComparison() {
    let odd = integer((1 << 53) + 1)
    #expect(value(.comparison(.greater, odd, decimal(0x1p53))) == .boolean(true))
    #expect(value(.comparison(.equal, odd, decimal(0x1p53))) == .boolean(false))
    #expect(value(.comparison(.less, integer(.max), decimal(0x1p63))) == .boolean(true))
    #expect(value(.comparison(.equal, decimal(-0x1p63), integer(.min))) == .boolean(true))
    #expect(value(.comparison(.less, integer(-3), decimal(-2.5))) == .boolean(true))
    let whole = TypedExpression.constant(.integer(-3), .decimal)
    #expect(value(.comparison(.greater, decimal(-2.5), whole)) == .boolean(true))
    #expect(value(.comparison(.greater, integer(-2), decimal(-2.5))) == .boolean(true))
  }

  @Test(
    "halves are rounded away from zero",
    arguments: [
      (2.5, 0, 3.0), (-2.5, 0, -3), (0.49, 0, 0), (1234.5678, 2, 1234.57), (-0.125, 2, -0.13),
      (1250, -2, 1300), (7, -400, 0), (7.25, 400, 7.25), (1e300, 200, 1e300),
    ] as [(Double, Int64, Double)])
  func rounding(number: Double, digits: Int64, expected: Double) {
    let rounded = TypedExpression.function(.round, [decimal(number), integer(digits)], .decimal)
    #expect(value(rounded) == .decimal(expected))
  }

  @Test(
    "integers are rounded exactly, to tens and hundreds",
    arguments: [
      (1250, -2, Value.integer(1300)), (-1249, -2, .integer(-1200)), (15, 3, .integer(15)),
      (.max, -1, .missing), (.max, -19, .missing), (.min, -25, .integer(0)),
      ((1 << 53) + 1, 0, .integer((1 << 53) + 1)),
    ] as [(Int64, Int64, Value)])
  func roundingIntegers(number: Int64, digits: Int64, expected: Value) {
    let rounded = TypedExpression.function(.round, [integer(number), integer(digits)], .integer)
    #expect(value(rounded) == expected)
  }

  private func decimal(_ number: Double) -> TypedExpression {
    .constant(.decimal(number), .decimal)
  }
}
