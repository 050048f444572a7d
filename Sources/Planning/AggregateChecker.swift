import Columns
package import Language
import Texts

extension AggregateFunction {
  /// The function that a word means; `mean` and `average` are `avg`.
  package init?(word: String) {
    switch word.lowercased() {
    case "mean", "average": self = .avg
    case "stddev", "std": self = .sd
    case let other:
      guard let function = AggregateFunction(rawValue: other) else { return nil }
      self = function
    }
  }
}

extension ExpressionChecker {
  /// `n = count()`, `takings = sum(fee)`, `median(tenure)`.
  package mutating func aggregate(_ assignment: Assignment) throws(Diagnostic) -> AggregateColumn {
    guard case .call(let name, let arguments, let range) = assignment.value,
      let function = AggregateFunction(word: name.text)
    else {
      if case .call(let name, _, _) = assignment.value {
        throw unknownAggregate(name)
      }
      throw Diagnostic(
        code: "not-an-aggregate", at: assignment.value.range,
        "after the keys stand figures about each group",
        help: "such as  n = count(), takings = sum(fee), typical = median(tenure)")
    }
    let needed = function.argumentCounts
    guard needed.contains(arguments.count) else {
      throw Diagnostic(
        code: "argument-count", at: range, "\(function.rawValue)() takes other arguments",
        help: "write  \(function.synopsis)")
    }
    let label = assignment.name?.text ?? format(assignment.value)
    return try column(label, function, arguments, at: range)
  }

  private func unknownAggregate(_ name: Identifier) -> Diagnostic {
    let names = AggregateFunction.allCases.map(\.rawValue)
    return Diagnostic(
      code: "not-an-aggregate", at: name.range,
      "'\(name.text)' is no figure about a group",
      hint: suggestion(for: name.text, among: names).map { "did you mean '\($0)'?" },
      help: "figures are " + names.joined(separator: ", "))
  }

  private mutating func column(
    _ label: String, _ function: AggregateFunction, _ arguments: [Expression],
    at range: SourceRange
  ) throws(Diagnostic) -> AggregateColumn {
    guard let argument = arguments.first else {
      let field =
        function == .share
        ? Field(label, .decimal, unit: .rate) : Field(label, .integer, unit: .count)
      return AggregateColumn(field, function)
    }
    let operand =
      function == .any || function == .all ? try condition(argument) : try value(argument)
    try require(operand, for: function, at: argument.range)
    let parameter = try quantileLevel(function, arguments, at: range)
    let field = Field(
      label, function.resultType(operand.type), unit: resultUnit(function, unit(of: operand)))
    return AggregateColumn(field, function, of: operand, parameter: parameter)
  }

  private func require(
    _ operand: TypedExpression, for function: AggregateFunction, at range: SourceRange
  ) throws(Diagnostic) {
    guard function.needsNumber, !operand.type.isNumeric else { return }
    throw Diagnostic(
      code: "type-mismatch", at: range,
      "\(function.rawValue)() needs a number, and this is \(operand.type.withArticle)")
  }

  private func quantileLevel(
    _ function: AggregateFunction, _ arguments: [Expression], at range: SourceRange
  ) throws(Diagnostic) -> Double? {
    guard function == .quantile else { return nil }
    if case .literal(let literal, _) = arguments[1], let level = literal.number,
      (0...1).contains(level)
    {
      return level
    }
    throw Diagnostic(
      code: "quantile-level", at: arguments[1].range,
      "the second argument of quantile() is a number from 0 to 1",
      help: "write  quantile(fee, 0.9)")
  }

  private func resultUnit(_ function: AggregateFunction, _ unit: Unit) -> Unit {
    switch function {
    case .count, .distinct: .count
    case .share: .rate
    case .any, .all: .none
    case .sum, .avg, .median, .quantile, .min, .max, .sd, .first, .last: unit
    }
  }
}

extension AggregateFunction {
  /// How it is called.
  package var synopsis: String {
    switch self {
    case .count: "count() or count(column)"
    case .share: "share()"
    case .quantile: "quantile(number, 0.9)"
    case .any, .all: "\(rawValue)(condition)"
    case .distinct, .min, .max, .first, .last: "\(rawValue)(column)"
    case .sum, .avg, .median, .sd: "\(rawValue)(number)"
    }
  }

  fileprivate var argumentCounts: ClosedRange<Int> {
    switch self {
    case .count: 0...1
    case .share: 0...0
    case .quantile: 2...2
    default: 1...1
    }
  }

  fileprivate var needsNumber: Bool {
    switch self {
    case .sum, .avg, .median, .quantile, .sd: true
    default: false
    }
  }

  fileprivate func resultType(_ operand: ValueType) -> ValueType {
    switch self {
    case .count, .distinct: .integer
    case .sum, .min, .max, .first, .last: operand
    case .avg, .median, .quantile, .sd, .share: .decimal
    case .any, .all: .boolean
    }
  }
}
