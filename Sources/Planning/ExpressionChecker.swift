package import Calendars
package import Columns
package import Language

/// Finds the names and types of an expression.
package struct ExpressionChecker {
  package var scope: Scope
  /// Remarks that do not stop the line.
  package var warnings: [Diagnostic] = []

  package init(_ scope: Scope) {
    self.scope = scope
  }

  /// A condition: a comparison or a column of booleans, whose missing values count as false.
  package mutating func condition(_ expression: Expression) throws(Diagnostic) -> TypedExpression {
    let checked = try value(expression)
    guard checked.type == .boolean else {
      throw Diagnostic(
        code: "not-a-condition", at: expression.range,
        "a condition is needed here, and this is \(checked.type.withArticle)",
        help: "compare it with something:  \(exampleComparison(expression, checked.type))")
    }
    switch checked {
    case .column, .function, .constant: return .truth(checked)
    default: return checked
    }
  }

  /// Any value.
  package mutating func value(_ expression: Expression) throws(Diagnostic) -> TypedExpression {
    switch expression {
    case .literal(let literal, let range): return try constant(literal, at: range)
    case .name(let name): return try scope.value(name)
    case .parameter(let name, let range): return try constant(parameter(name, range), at: range)
    case .unary(.not, let operand, _): return .not(try condition(operand))
    case .unary(.minus, let operand, let range): return try negated(operand, at: range)
    case .binary(let operation, let left, let right, let range):
      return try binary(operation, left, right, at: range)
    case .among(let operand, let candidates, let isNegated, let range):
      return try among(operand, candidates, isNegated, at: range)
    case .between(let operand, let low, let high, let isNegated, let range):
      let from = try comparison(.greaterOrEqual, operand, low, at: range)
      let to = try comparison(.lessOrEqual, operand, high, at: range)
      return isNegated ? .not(.and(from, to)) : .and(from, to)
    case .isMissing(let operand, let isNegated, _):
      let test = TypedExpression.isMissing(try value(operand))
      return isNegated ? .not(test) : test
    case .call(let name, let arguments, let range):
      return try call(name, arguments, at: range)
    }
  }

  func parameter(_ name: String, _ range: SourceRange) throws(Diagnostic) -> Literal {
    try Planning.value(ofParameter: name, at: range, among: scope.parameters)
  }

  private func constant(_ literal: Literal, at range: SourceRange) throws(Diagnostic)
    -> TypedExpression
  {
    switch literal {
    case .integer(let value): return .constant(.integer(value), .integer)
    case .decimal, .percent: return .constant(.decimal(literal.number ?? 0), .decimal)
    case .text(let text): return .constant(.text(text), .text)
    case .boolean(let value): return .constant(.boolean(value), .boolean)
    case .date(let date) where date.grain == .day: return .constant(.date(date.firstDay), .date)
    case .date(let date):
      throw Diagnostic(
        code: "partial-date", at: range,
        "a single day is needed here, and \(date) is a whole \(date.grain)",
        help: "write a day, such as \(date.firstDay)")
    case .period:
      throw Diagnostic(
        code: "period-as-value", at: range, "a period cannot stand here",
        help: "test a date against it:  start in 2023-07..2024-06")
    case .duration:
      throw Diagnostic(
        code: "duration-as-value", at: range, "a duration cannot stand alone",
        help: "add it to a date, or compare it with days:  start + 6 months,  tenure > 90 days")
    case .missing:
      throw Diagnostic(
        code: "missing-as-value", at: range, "'missing' cannot stand here",
        help: "test for it:  reason is missing")
    }
  }

  private mutating func negated(_ operand: Expression, at range: SourceRange) throws(Diagnostic)
    -> TypedExpression
  {
    let checked = try value(operand)
    guard checked.type.isNumeric else {
      throw Diagnostic(
        code: "type-mismatch", at: range,
        "'-' needs a number, and this is \(checked.type.withArticle)")
    }
    return .negated(checked)
  }

  private mutating func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    switch operation {
    case .and: return .and(try condition(left), try condition(right))
    case .or: return .or(try condition(left), try condition(right))
    case .equal: return try comparison(.equal, left, right, at: range)
    case .notEqual: return try comparison(.notEqual, left, right, at: range)
    case .less: return try comparison(.less, left, right, at: range)
    case .lessOrEqual: return try comparison(.lessOrEqual, left, right, at: range)
    case .greater: return try comparison(.greater, left, right, at: range)
    case .greaterOrEqual: return try comparison(.greaterOrEqual, left, right, at: range)
    case .contains: return try textTest(.contains, left, right, at: range)
    case .startsWith: return try textTest(.startsWith, left, right, at: range)
    case .endsWith: return try textTest(.endsWith, left, right, at: range)
    case .matches: return try textTest(.matches, left, right, at: range)
    case .within: return .within(try date(left), try period(right, scope.parameters))
    case .plus: return try arithmetic(.plus, left, right, at: range)
    case .minus: return try arithmetic(.minus, left, right, at: range)
    case .times: return try arithmetic(.times, left, right, at: range)
    case .dividedBy: return try arithmetic(.dividedBy, left, right, at: range)
    }
  }

  private mutating func among(
    _ operand: Expression, _ candidates: [Expression], _ isNegated: Bool, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    var test = TypedExpression.constant(.boolean(false), .boolean)
    for (index, candidate) in candidates.enumerated() {
      let one = try comparison(.equal, operand, candidate, at: range)
      test = index == 0 ? one : .or(test, one)
    }
    return isNegated ? .not(test) : test
  }

  private mutating func textTest(
    _ test: TextTest, _ operand: Expression, _ pattern: Expression, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    let checked = try value(operand)
    // Both spellings mean the same test, and only one of them is longer than a sign.
    let isWord = range.upperBound - range.lowerBound > 1
    let typed = test == .contains && isWord ? "contains" : test.rawValue
    guard checked.type == .text else {
      throw Diagnostic(
        code: "type-mismatch", at: operand.range,
        "'\(typed)' needs a text, and this is \(checked.type.withArticle)")
    }
    guard case .constant(.text(let text), _) = try value(pattern) else {
      throw Diagnostic(
        code: "pattern", at: pattern.range, "'\(typed)' needs a text in quotes here",
        hint: quoted(pattern).map { "write \($0)" })
    }
    if test == .matches {
      do { _ = try Regex(text) } catch {
        throw Diagnostic(
          code: "pattern", at: pattern.range, "this is no regular expression",
          help: "to find a text as it is, use  ~ \"\(text)\"")
      }
    }
    return .textTest(test, checked, text)
  }

  /// A number, a date and so on as the text that it may be meant for.
  private func quoted(_ pattern: Expression) -> String? {
    guard case .literal(let literal, _) = pattern, literal != .missing else { return nil }
    return quotedText(format(pattern))
  }

  /// A date or timestamp.
  mutating func date(_ expression: Expression) throws(Diagnostic) -> TypedExpression {
    let checked = try value(expression)
    guard checked.type.isTemporal else {
      throw Diagnostic(
        code: "type-mismatch", at: expression.range,
        "a date is needed here, and this is \(checked.type.withArticle)")
    }
    return checked
  }

  private func exampleComparison(_ expression: Expression, _ type: ValueType) -> String {
    guard case .name(let name) = expression else { return "fee > 40" }
    let column = quotedIfNeeded(name.text)
    switch type {
    case .text:
      let word = scope.found(name).flatMap { scope.input.words(scope.schema.fields[$0].name).first }
      return "\(column) == \"\(word ?? "annual")\""
    case .date, .timestamp: return "\(column) >= 2024-01"
    case .integer, .decimal, .boolean: return "\(column) > 40"
    }
  }
}

/// The stretch of days that a date, a period, a year or a parameter means.
package func period(
  _ expression: Expression, _ parameters: [String: Literal]
) throws(Diagnostic) -> Period {
  var literal: Literal?
  switch expression {
  case .literal(let written, _): literal = written
  case .parameter(let name, let range):
    literal = try value(ofParameter: name, at: range, among: parameters)
  default: break
  }
  switch literal {
  case .date(let date): return date.period
  case .integer(let year) where (1000...9998).contains(year):
    return PartialDate(grain: .year, ordinal: Int(year)).period
  case .text(let text):
    if let date = PartialDate(text) { return date.period }
  case .period(let first, let last):
    if first.firstDay <= last.firstDay { return Period(from: first, through: last) }
    throw Diagnostic(
      code: "period-backwards", at: expression.range, "this period ends before it starts",
      hint: "did you mean \(last)..\(first)?")
  default: break
  }
  throw Diagnostic(
    code: "not-a-period", at: expression.range, "a period is needed here",
    help: "write 2024, 2024-Q1, 2024-03 or 2023-07..2024-06")
}

extension ValueType {
  /// `an integer`, `a text`
  package var withArticle: String {
    switch self {
    case .integer: "a whole number"
    case .decimal: "a number"
    case .boolean: "a condition"
    case .date: "a date"
    case .timestamp: "a timestamp"
    case .text: "a text"
    }
  }
}
