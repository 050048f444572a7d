import Calendars
import Columns
import Language

extension TypedExpression {
  /// The expression over columns of a schema, in brackets wherever it could be misread.
  func text(_ schema: Schema) -> String {
    func inner(_ operand: TypedExpression) -> String { operand.bracketed(schema) }
    switch self {
    case .column(let index, _):
      return schema.fields.indices.contains(index)
        ? quotedIfNeeded(schema.fields[index].name) : "column \(index)"
    case .constant(let value, _): return value.text
    case .negated(let operand): return "-" + inner(operand)
    case .arithmetic(let sign, let left, let right):
      return "\(inner(left)) \(sign.rawValue) \(inner(right))"
    case .moved(let date, let duration): return "\(inner(date)) + \(duration)"
    case .daysBetween(let left, let right): return "\(inner(left)) - \(inner(right))"
    case .comparison(let sign, let left, let right):
      return "\(inner(left)) \(sign.rawValue) \(inner(right))"
    case .within(let date, let period):
      return "\(inner(date)) in \(period.start)..\(period.lastDay)"
    case .textTest(let test, let text, let pattern):
      return "\(inner(text)) \(test.rawValue) \(quotedText(pattern))"
    case .isMissing(let operand): return "\(inner(operand)) is missing"
    case .truth(let operand): return inner(operand)
    case .not(let operand): return "not \(inner(operand))"
    case .and(let left, let right): return "\(inner(left)) and \(inner(right))"
    case .or(let left, let right): return "\(inner(left)) or \(inner(right))"
    case .cause(let figure, let reason, _): return "\(figure.rawValue)(\(reason.text(schema)))"
    case .function(let function, let arguments, _):
      return "\(function.rawValue)(\(arguments.map { $0.text(schema) }.joined(separator: ", ")))"
    }
  }

  private func bracketed(_ schema: Schema) -> String {
    switch self {
    case .column, .constant, .function, .cause, .truth: text(schema)
    default: "(\(text(schema)))"
    }
  }
}

extension Value {
  fileprivate var text: String {
    switch self {
    case .missing: "missing"
    case .integer(let value): String(value)
    case .decimal(let value): String(value)
    case .boolean(let value): String(value)
    case .date(let value): value.description
    case .timestamp(let value): "timestamp \(value)"
    case .text(let value): quotedText(value)
    }
  }
}
