import Calendars
import Columns
import Language

extension ExpressionChecker {
  /// `+ - * /` of numbers, a date and a duration, or two dates.
  mutating func arithmetic(
    _ operation: ArithmeticOperator, _ left: Expression, _ right: Expression,
    at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    if case .literal(.duration(let duration), _) = right, operation == .plus || operation == .minus
    {
      return .moved(try date(left), operation == .plus ? duration : -duration)
    }
    if case .literal(.duration(let duration), _) = left, operation == .plus {
      return .moved(try date(right), duration)
    }
    let (first, second) = (try value(left), try value(right))
    if operation == .minus, first.type.isTemporal, second.type.isTemporal {
      return .daysBetween(first, second)
    }
    guard first.type.isNumeric, second.type.isNumeric else {
      throw Diagnostic(
        code: "type-mismatch", at: range,
        "'\(operation.rawValue)' does not go between \(first.type.withArticle)"
          + " and \(second.type.withArticle)",
        help: first.type.isTemporal || second.type.isTemporal
          ? "to a date goes a duration:  start + 90 days" : nil)
    }
    return .arithmetic(operation, first, second)
  }
}
