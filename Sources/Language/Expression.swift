package import Calendars

/// A condition or a computation, as written.
package indirect enum Expression: Hashable, Sendable {
  case literal(Literal, SourceRange)
  case name(Identifier)
  /// `$plan`, without the dollar sign.
  case parameter(String, SourceRange)
  case unary(UnaryOperator, Expression, SourceRange)
  /// The range is that of the operator.
  case binary(BinaryOperator, Expression, Expression, SourceRange)
  /// `x in (a, b)`; `isNegated` for `x not in (a, b)`.
  case among(Expression, [Expression], isNegated: Bool, SourceRange)
  /// `x between a and b`, both included.
  case between(Expression, Expression, Expression, isNegated: Bool, SourceRange)
  /// `x is missing`, `x is not missing`.
  case isMissing(Expression, isNegated: Bool, SourceRange)
  case call(Identifier, [Expression], SourceRange)

  /// From its first token to its last.
  package var range: SourceRange {
    switch self {
    case .literal(_, let range), .parameter(_, let range), .call(_, _, let range): range
    case .name(let name): name.range
    case .unary(_, let operand, let range): range.union(operand.range)
    case .binary(_, let left, let right, _): left.range.union(right.range)
    case .among(_, _, _, let range), .between(_, _, _, _, let range), .isMissing(_, _, let range):
      range
    }
  }
}

/// A value written in the line.
package enum Literal: Hashable, Sendable {
  case integer(Int64)
  case decimal(Double)
  /// `5%` is kept as 5 and means 0.05.
  case percent(Double)
  case text(String)
  /// `2024-03-15`, `2024-03`, `2024-Q1`, `2024-W09`. A bare `2024` is an integer.
  case date(PartialDate)
  /// `2023-07..2024-06`, `1950..1999`: both ends included.
  case period(PartialDate, PartialDate)
  case duration(CalendarDuration)
  case boolean(Bool)
  case missing
}

package enum UnaryOperator: String, Hashable, Sendable {
  case not
  case minus = "-"
}

package enum BinaryOperator: String, CaseIterable, Hashable, Sendable {
  case or, and
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// `~`, also written `contains`: ignores case and accents.
  case contains = "~"
  case startsWith = "starts with"
  case endsWith = "ends with"
  case matches
  /// `x in 2024-Q1`, the right side being a date or a period.
  case within = "in"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case dividedBy = "/"
}
