import Calendars
package import Columns
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
    case .lower, .upper, .trim, .length:
      try require(values, arguments, "a text", of: function) { $0 == .text }
    case .round, .abs:
      try require(values, arguments, "a number", of: function) { $0.isNumeric }
    case .choose, .coalesce: return try ofOneType(function, values, arguments)
    }
    return .function(function, values, function.resultType(values[0].type))
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

  private func unknownFunction(_ name: Identifier) -> Diagnostic {
    let word = name.text.lowercased()
    if let aggregate = AggregateFunction(word: word) {
      return Diagnostic(
        code: "aggregate-here", at: name.range,
        "\(aggregate.rawValue)() is about many rows and cannot stand here",
        help: "it goes after the keys of a group:  group by reason: n = count()")
    }
    let names = ScalarFunction.allCases.map(\.rawValue)
    return Diagnostic(
      code: "unknown-function", at: name.range, "there is no function '\(name.text)'",
      hint: suggestion(for: word, among: names).map { "did you mean '\($0)'?" },
      help: "functions are " + names.joined(separator: ", "))
  }
}

extension ScalarFunction {
  /// How it is called.
  package var synopsis: String {
    switch self {
    case .day, .week, .month, .quarter, .year, .weekday: "\(rawValue)(date)"
    case .days, .months: "\(rawValue)(from, to)"
    case .choose: "if(condition, value, other value)"
    case .coalesce: "coalesce(value, value, ...)"
    case .lower, .upper, .trim, .length: "\(rawValue)(text)"
    case .round: "round(number) or round(number, digits)"
    case .abs: "abs(number)"
    }
  }

  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .days, .months: 2...2
    case .choose: 3...3
    case .coalesce: 1...20
    case .round: 1...2
    default: 1...1
    }
  }

  /// The type of its result where its first argument has this type.
  package func resultType(_ argument: ValueType) -> ValueType {
    switch self {
    case .week, .month, .quarter, .lower, .upper, .trim: .text
    case .year, .weekday, .days, .months, .length: .integer
    case .day: .date
    case .choose, .coalesce, .abs, .round: argument
    }
  }
}
