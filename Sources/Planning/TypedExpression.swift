package import Calendars
package import Columns

/// An expression whose names are found and whose types are known: what executors compute.
///
/// Missing values are two-valued in conditions: a comparison with a missing side is false, `!=` with
/// one is true, and a condition always has a value. Arithmetic with a missing side is missing.
package indirect enum TypedExpression: Hashable, Sendable {
  /// The column at a position of the input.
  case column(Int, ValueType)
  /// A value of the type, or missing.
  case constant(Value, ValueType)
  /// `-x` of a number.
  case negated(TypedExpression)
  /// `+ - * /` of numbers. `/` gives a decimal, missing where the divisor is 0; an integer that
  /// overflows becomes missing.
  case arithmetic(ArithmeticOperator, TypedExpression, TypedExpression)
  /// A date moved by a duration, months first.
  case moved(TypedExpression, CalendarDuration)
  /// Whole days from the second date to the first: `left - right`.
  case daysBetween(TypedExpression, TypedExpression)
  /// Both sides have the same type, or both are numbers, or both are temporal.
  case comparison(ComparisonOperator, TypedExpression, TypedExpression)
  /// Whether a date or timestamp lies in a stretch of days; missing does not.
  case within(TypedExpression, Period)
  /// Whether a text passes a test; missing does not.
  case textTest(TextTest, TypedExpression, String)
  case isMissing(TypedExpression)
  /// A boolean as a condition: missing counts as false.
  case truth(TypedExpression)
  case not(TypedExpression)
  case and(TypedExpression, TypedExpression)
  case or(TypedExpression, TypedExpression)
  case function(ScalarFunction, [TypedExpression], ValueType)
  /// What a map of causes says of a reason, a text. A missing reason is `unknown` and not wanted; one
  /// that the map has no rule for is missing.
  case cause(CauseFigure, TypedExpression, CauseMap)

  package var type: ValueType {
    switch self {
    case .column(_, let type), .constant(_, let type), .function(_, _, let type): type
    case .negated(let operand): operand.type
    case .arithmetic(let operation, let left, let right):
      operation != .dividedBy && left.type == .integer && right.type == .integer
        ? .integer : .decimal
    case .moved(let operand, _): operand.type
    case .daysBetween: .integer
    case .cause(let figure, _, _): figure == .cause ? .text : .boolean
    case .comparison, .within, .textTest, .isMissing, .truth, .not, .and, .or: .boolean
    }
  }
}

package enum ArithmeticOperator: String, Hashable, Sendable, CaseIterable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case dividedBy = "/"
}

package enum ComparisonOperator: String, Hashable, Sendable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// The operator that says the same with the sides exchanged.
  package var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

/// What a map of causes says of a reason of leaving.
package enum CauseFigure: String, Hashable, Sendable, CaseIterable {
  /// The `Cause` by its name.
  case cause
  /// Whether the firm wanted the loss.
  case wanted
}

package enum TextTest: String, Hashable, Sendable, CaseIterable {
  /// Ignores case and accents.
  case contains = "~"
  case startsWith = "starts with"
  case endsWith = "ends with"
  /// A regular expression that matches anywhere in the text.
  case matches
}

/// The functions of one row's values.
package enum ScalarFunction: String, CaseIterable, Hashable, Sendable {
  /// `year(d)` is an integer; `quarter`, `month` and `week` are texts such as `2024-Q1`; `day` is a date.
  case day, week, month, quarter, year
  /// 1 for Monday to 7 for Sunday.
  case weekday
  /// `days(a, b)`: whole days from a to b. `months(a, b)`: whole months from a to b.
  case days, months
  /// `if(condition, a, b)`
  case choose = "if"
  /// The first of the arguments that is not missing.
  case coalesce
  case lower, upper, trim, length
  /// `replace(text, from, to)`: every occurrence, by code points; an empty `from` changes nothing.
  case replace
  /// `round(x)` and `round(x, digits)`, halves away from zero.
  case round
  case abs
  /// Natural logarithm, missing for numbers that are not positive; e to the power of x; the square
  /// root, missing for negative numbers. What overflows is missing.
  case log, exp, sqrt
  /// `mod(x, y)`: x - y * floor(x / y), of the sign of y; missing where y is 0.
  case mod
  /// `bucket(x, width)`: the lower end of the stretch that holds x, width * floor(x / width);
  /// missing where the width is not positive.
  case bucket
  /// `bins(x, n)`: `bucket` with the smallest round width (1, 2 or 5 times a power of ten, for
  /// integers at least 1) that needs at most n buckets for all values of the table, 2 <= n <= 1000.
  case bins
}
