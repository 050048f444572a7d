extension TypedExpression {
  /// The expressions that it is made of, in order.
  package var operands: [TypedExpression] {
    switch self {
    case .column, .constant: []
    case .negated(let operand), .moved(let operand, _), .within(let operand, _),
      .textTest(_, let operand, _), .isMissing(let operand), .truth(let operand),
      .not(let operand), .cause(_, let operand, _):
      [operand]
    case .arithmetic(_, let left, let right), .daysBetween(let left, let right),
      .comparison(_, let left, let right), .and(let left, let right), .or(let left, let right):
      [left, right]
    case .function(_, let arguments, _): arguments
    }
  }

  /// The positions of the columns that it reads, in order of appearance, each once.
  package var columns: [Int] {
    if case .column(let index, _) = self { return [index] }
    var found: [Int] = []
    for column in operands.flatMap(\.columns) where !found.contains(column) {
      found.append(column)
    }
    return found
  }

  /// Whether it is another expression or is made of it.
  func contains(_ other: TypedExpression) -> Bool {
    self == other || operands.contains { $0.contains(other) }
  }
}
