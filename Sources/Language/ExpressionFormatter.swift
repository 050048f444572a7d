import Calendars

/// How tightly an expression holds together; a higher one needs no brackets inside a lower one.
enum Precedence: Int, Comparable {
  case or, and, not, comparison, additive, multiplicative, unary, primary

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter one.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}

extension BinaryOperator {
  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .startsWith,
      .endsWith, .matches, .within:
      .comparison
    case .plus, .minus: .additive
    case .times, .dividedBy: .multiplicative
    }
  }
}

extension Expression {
  var precedence: Precedence {
    switch self {
    case .literal, .name, .parameter, .call: .primary
    case .unary(.not, _, _): .not
    case .unary(.minus, _, _): .unary
    case .binary(let binaryOperator, _, _, _): binaryOperator.precedence
    case .among, .between, .isMissing: .comparison
    }
  }
}

/// The canonical text of an expression, with no more brackets than its meaning needs.
///
/// In a clause `in` is the next clause, so there an expression that holds the operator takes
/// brackets (`allowsIn` false).
func format(_ expression: Expression, allowsIn: Bool = true) -> String {
  if !allowsIn, hasOpenIn(expression) { return "(" + format(expression) + ")" }
  switch expression {
  case .literal(let literal, _): return format(literal)
  case .name(let name): return format(name)
  case .parameter(let name, _): return "$" + name
  case .unary(.not, let operand, _): return "not " + format(operand, atLeast: .not)
  case .unary(.minus, let operand, _): return "-" + format(operand, atLeast: .unary)
  case .binary(let binaryOperator, let left, let right, _):
    return format(binaryOperator, left, right)
  case .among(let operand, let values, let isNegated, _):
    let list = values.map { format($0) }.joined(separator: ", ")
    return format(operand, atLeast: .additive) + (isNegated ? " not in (" : " in (") + list + ")"
  case .between(let operand, let low, let high, let isNegated, _):
    return format(operand, atLeast: .additive) + (isNegated ? " not between " : " between ")
      + format(low, atLeast: .additive) + " and " + format(high, atLeast: .additive)
  case .isMissing(let operand, let isNegated, _):
    return format(operand, atLeast: .additive) + (isNegated ? " is not missing" : " is missing")
  case .call(let name, let arguments, _):
    return name.text + "(" + arguments.map { format($0) }.joined(separator: ", ") + ")"
  }
}

private func format(_ expression: Expression, atLeast minimum: Precedence) -> String {
  let text = format(expression)
  return expression.precedence < minimum ? "(" + text + ")" : text
}

private func format(
  _ binaryOperator: BinaryOperator, _ left: Expression, _ right: Expression
) -> String {
  let precedence = binaryOperator.precedence
  // Comparisons do not chain, the others lean to the left.
  let leftMinimum = precedence == .comparison ? precedence.tighter : precedence
  let rightMinimum = binaryOperator == .within ? .primary : precedence.tighter
  return format(left, atLeast: leftMinimum) + " " + binaryOperator.rawValue + " "
    + format(right, atLeast: rightMinimum)
}

/// Whether `in` stands outside all brackets.
private func hasOpenIn(_ expression: Expression) -> Bool {
  switch expression {
  case .literal, .name, .parameter, .call: false
  case .unary(_, let operand, _), .isMissing(let operand, _, _): hasOpenIn(operand)
  case .binary(.within, _, _, _), .among: true
  case .binary(_, let left, let right, _): hasOpenIn(left) || hasOpenIn(right)
  case .between(let operand, let low, let high, _, _):
    hasOpenIn(operand) || hasOpenIn(low) || hasOpenIn(high)
  }
}

func format(_ literal: Literal) -> String {
  switch literal {
  case .integer(let value): String(value)
  case .decimal(let value): value.description
  case .percent(let value):
    (value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : value.description) + "%"
  case .text(let text): quotedText(text)
  case .date(let date): date.description
  case .period(let first, let last): "\(first)..\(last)"
  case .duration(let duration): duration.description
  case .boolean(let value): value ? "true" : "false"
  case .missing: "missing"
  }
}

/// A name as it is typed: in backticks where it was, or has to be.
func format(_ name: Identifier) -> String {
  name.isQuoted || !isBareName(name.text) ? inBackticks(name.text) : name.text
}

/// A name in backticks, those inside it doubled.
package func inBackticks(_ name: String) -> String {
  var result = "`"
  for scalar in name.unicodeScalars {
    if scalar == "`" { result += "`" }
    result.unicodeScalars.append(scalar)
  }
  return result + "`"
}

/// A text in double quotes, with escapes for what cannot stand in a line.
package func quotedText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    default:
      if scalar.isForbiddenControl {
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}
