import Calendars
package import Columns
import Language

extension ExpressionChecker {
  /// A comparison; partial dates are stretches of days, durations are compared with days or months.
  mutating func comparison(
    _ operation: ComparisonOperator, _ left: Expression, _ right: Expression, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    if left.isPlainValue, !right.isPlainValue {
      return try comparison(operation.mirrored, right, left, at: range)
    }
    if case .name(let one) = left, case .name(let other) = right, one.text == other.text {
      warnings.append(
        Diagnostic(
          .warning, code: "same-sides", at: range, "both sides are the same column",
          hint: "is a text in quotes meant?"))
    }
    if let literal = try literal(right) {
      let checked = try value(left)
      if let special = try comparison(operation, checked, left, literal, right.range, at: range) {
        return special
      }
    }
    return try plainComparison(operation, try value(left), try value(right), at: range)
  }

  /// The literal that an expression is, parameters replaced; nil where it is none.
  private func literal(_ expression: Expression) throws(Diagnostic) -> Literal? {
    switch expression {
    case .literal(let literal, _): literal
    case .parameter(let name, let range): try parameter(name, range)
    default: nil
    }
  }

  /// Comparisons in which the literal means more than its own value; nil for all others.
  private func comparison(
    _ operation: ComparisonOperator, _ left: TypedExpression, _ written: Expression,
    _ literal: Literal, _ literalRange: SourceRange, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression? {
    switch literal {
    case .missing: return try missingTest(operation, left, at: range)
    case .duration(let duration):
      return try compared(operation, left, written, duration, at: literalRange)
    case .date(let date) where left.type == .text:
      return periodLabel(operation, left, date)
    case .integer(let year) where left.type.isTemporal && (1000...9998).contains(year):
      return compared(operation, left, PartialDate(grain: .year, ordinal: Int(year)).period)
    case .date(let date) where left.type.isTemporal:
      return compared(operation, left, date.period)
    case .period(let first, let last) where left.type.isTemporal:
      return compared(operation, left, Period(from: first, through: last))
    case .text(let text) where left.type.isTemporal:
      guard let date = PartialDate(text) else {
        throw Diagnostic(
          code: "not-a-date", at: literalRange, "\"\(text)\" is no date that this compares with",
          help: "dates are written year first, without quotes: 2024-03-15, 2024-03, 2024")
      }
      return compared(operation, left, date.period)
    default: return nil
    }
  }

  private func missingTest(
    _ operation: ComparisonOperator, _ left: TypedExpression, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    switch operation {
    case .equal: return .isMissing(left)
    case .notEqual: return .not(.isMissing(left))
    default:
      throw Diagnostic(
        code: "missing-as-value", at: range, "nothing is smaller or larger than a missing value",
        help: "test for it:  reason is missing")
    }
  }

  /// `start < 2024-03` ends before its first day, `start > 2024-03` starts after its last.
  private func compared(
    _ operation: ComparisonOperator, _ left: TypedExpression, _ period: Period
  ) -> TypedExpression {
    func bound(_ operation: ComparisonOperator, _ day: CivilDate) -> TypedExpression {
      .comparison(operation, left, .constant(.date(day), .date))
    }
    switch operation {
    case .equal: return .within(left, period)
    case .notEqual: return .not(.within(left, period))
    case .less: return bound(.less, period.start)
    case .lessOrEqual: return bound(.less, period.end)
    case .greater: return bound(.greaterOrEqual, period.end)
    case .greaterOrEqual: return bound(.greaterOrEqual, period.start)
    }
  }

  /// `month(start) == 2024-03`: labels of one grain sort as their periods do.
  private func periodLabel(
    _ operation: ComparisonOperator, _ left: TypedExpression, _ date: PartialDate
  ) -> TypedExpression? {
    guard case .function(let function, _, _) = left, function.rawValue == date.grain.rawValue else {
      return nil
    }
    return .comparison(operation, left, .constant(.text(date.description), .text))
  }

  private func compared(
    _ operation: ComparisonOperator, _ left: TypedExpression, _ written: Expression,
    _ duration: CalendarDuration, at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    let daysInMonth = 30.436875  // 365.2425 / 12, the Gregorian mean
    let days = Double(duration.days) + Double(duration.months) * daysInMonth
    switch unit(of: left) {
    case .days: return .comparison(operation, left, .constant(.decimal(days), .decimal))
    case .months:
      let months = Double(duration.months) + Double(duration.days) / daysInMonth
      return .comparison(operation, left, .constant(.decimal(months), .decimal))
    default:
      throw Diagnostic(
        code: "duration-unit", at: range,
        "a duration compares with days or months, and this is \(left.type.withArticle)",
        help: "take a difference of dates first:  end - start > 90 days,  tenure > 6 months")
    }
  }

  /// The unit of a number, as far as an expression shows it.
  package func unit(of expression: TypedExpression) -> Unit {
    switch expression {
    case .column(let index, _): scope.schema.fields[index].unit
    case .daysBetween, .function(.days, _, _): .days
    case .function(.months, _, _): .months
    case .negated(let operand): unit(of: operand)
    case .arithmetic(let operation, let left, let right):
      unit(operation, unit(of: left), unit(of: right))
    default: .none
    }
  }

  /// 1 less a rate is a rate, twice a fee is money, money over money is a plain number.
  private func unit(_ operation: ArithmeticOperator, _ left: Unit, _ right: Unit) -> Unit {
    switch operation {
    case .plus, .minus:
      left == right || right == .none ? left : left == .none ? right : .none
    case .times: left == .none ? right : right == .none ? left : .none
    case .dividedBy: right == .none ? left : .none
    }
  }

  private func plainComparison(
    _ operation: ComparisonOperator, _ left: TypedExpression, _ right: TypedExpression,
    at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    let fits =
      left.type == right.type || (left.type.isNumeric && right.type.isNumeric)
      || (left.type.isTemporal && right.type.isTemporal)
    guard fits else {
      throw Diagnostic(
        code: "type-mismatch", at: range,
        "\(left.type.withArticle) cannot be compared with \(right.type.withArticle)",
        hint: "left: \(left.type.rawValue), right: \(right.type.rawValue)")
    }
    return .comparison(operation, left, right)
  }
}

extension Expression {
  /// Whether it is a literal or a parameter.
  fileprivate var isPlainValue: Bool {
    switch self {
    case .literal, .parameter: true
    default: false
    }
  }
}
