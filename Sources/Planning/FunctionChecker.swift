import Calendars
import Columns
import Language
import Texts

extension ExpressionChecker {
  /// A function of one row's values.
  mutating func call(
    _ name: Identifier, _ arguments: [Expression], at range: SourceRange
  ) throws(Diagnostic) -> TypedExpression {
    guard let function = ScalarFunction(rawValue: name.text.lowercased()) else {
      throw unknownFunction(name)
    }
    guard function.argumentCounts.contains(arguments.count) else {
      throw Diagnostic(
        code: "argument-count", at: range,
        "\(function.rawValue)() takes other arguments", help: "write  \(function.synopsis)")
    }
    try requireConstants(function, arguments)
    var values: [TypedExpression] = []
    for (index, argument) in arguments.enumerated() {
      values.append(
        function == .choose && index == 0 ? try condition(argument) : try orMissing(argument))
    }
    return try typed(function, values, arguments)
  }

  /// `missing` is a value as an argument of `if` and `coalesce`; its type comes from the others.
  private mutating func orMissing(_ expression: Expression) throws(Diagnostic) -> TypedExpression {
    if case .literal(.missing, _) = expression { return .constant(.missing, .text) }
    return try value(expression)
  }

  private func typed(
    _ function: ScalarFunction, _ values: [TypedExpression], _ arguments: [Expression]
  ) throws(Diagnostic) -> TypedExpression {
    switch function {
    case .day, .week, .month, .quarter, .year, .weekday, .days, .months:
      try require(values, arguments, "a date", of: function) { $0.isTemporal }
    case .lower, .upper, .trim, .length, .replace:
      try require(values, arguments, "a text", of: function) { $0 == .text }
    case .round, .abs, .log, .exp, .sqrt, .mod, .bucket, .bins:
      try require(values, arguments, "a number", of: function) { $0.isNumeric }
    case .choose, .coalesce: return try ofOneType(function, values, arguments)
    }
    if function == .mod || function == .bucket, values[1].type == .decimal {
      return .function(function, values, .decimal)
    }
    return .function(function, values, function.resultType(values[0].type))
  }

  /// Arguments that steer a function are written out.
  private mutating func requireConstants(
    _ function: ScalarFunction, _ arguments: [Expression]
  ) throws(Diagnostic) {
    switch function {
    case .replace:
      for argument in arguments.dropFirst() {
        guard case .constant(.text, _) = try value(argument) else {
          throw Diagnostic(
            code: "pattern", at: argument.range, "replace() needs a text in quotes here",
            help: "write  replace(reason, \"old\", \"new\")")
        }
      }
    case .bins:
      guard case .constant(.integer(let count), _) = try value(arguments[1]),
        (2...1000).contains(count)
      else {
        throw Diagnostic(
          code: "bins-count", at: arguments[1].range,
          "the second argument of bins() is a whole number from 2 to 1000",
          help: "write  bins(tenure, 10)")
      }
    case .bucket:
      guard case .constant(let width, _) = try value(arguments[1]), let width = width.number,
        width <= 0
      else { return }
      throw Diagnostic(
        code: "bucket-width", at: arguments[1].range, "the width of a bucket is more than 0",
        help: "write  bucket(tenure, 365)")
    case .round:
      guard arguments.count == 2, try value(arguments[1]).type != .integer else { return }
      throw Diagnostic(
        code: "type-mismatch", at: arguments[1].range,
        "the second argument of round() is a whole number of digits",
        help: "write  round(fee, 2)")
    default: break
    }
  }

  private func require(
    _ values: [TypedExpression], _ arguments: [Expression], _ needed: String,
    of function: ScalarFunction, _ accepts: (ValueType) -> Bool
  ) throws(Diagnostic) {
    for (value, argument) in zip(values, arguments) where !accepts(value.type) {
      throw Diagnostic(
        code: "type-mismatch", at: argument.range,
        "\(function.rawValue)() needs \(needed), and this is \(value.type.withArticle)")
    }
  }

  private func ofOneType(
    _ function: ScalarFunction, _ values: [TypedExpression], _ arguments: [Expression]
  ) throws(Diagnostic) -> TypedExpression {
    let first = function == .choose ? 1 : 0
    var type: ValueType?
    for index in first..<values.count where values[index] != .constant(.missing, .text) {
      let found = values[index].type
      if let known = type, known != found {
        guard known.isNumeric, found.isNumeric else {
          throw Diagnostic(
            code: "type-mismatch", at: arguments[index].range,
            "the values of \(function.rawValue)() are of different types",
            hint: "\(known.rawValue) before, \(found.rawValue) here")
        }
        type = .decimal
      } else {
        type = found
      }
    }
    let result = type ?? .text
    let settled = values.map { $0 == .constant(.missing, .text) ? .constant(.missing, result) : $0 }
    return .function(function, settled, result)
  }
}
