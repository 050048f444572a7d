/// What an expression's surroundings make of two signs that have another use outside of it.
struct ExpressionContext {
  /// In the keys of a clause, `in` starts the next clause.
  var allowsIn: Bool
  /// In a condition `=` can only mean `==`.
  var readsSingleEquals: Bool

  static let condition = ExpressionContext(allowsIn: true, readsSingleEquals: true)
  static let value = ExpressionContext(allowsIn: true, readsSingleEquals: false)
  static let key = ExpressionContext(allowsIn: false, readsSingleEquals: false)
}

/// How deep brackets, calls and signs may nest.
let deepestNesting = 200
/// How many operators a stage may have: they bound the depth of its syntax trees.
let mostOperators = 1000

extension StageParser {
  mutating func expression(
    _ context: ExpressionContext, atLeast minimum: Precedence = .or
  ) throws(Diagnostic) -> Expression {
    var left = try operand(context, atLeast: minimum)
    var hasCompared = false
    while let infix = try infix(context), infix.precedence >= minimum {
      if infix.precedence == .comparison {
        if hasCompared { throw chained(try peek().range) }
        hasCompared = true
      }
      operators += 1
      if operators > mostOperators { throw tooComplex(try peek().range) }
      left = try combined(left, infix, context)
    }
    return left
  }

  private mutating func combined(
    _ left: Expression, _ infix: Infix, _ context: ExpressionContext
  ) throws(Diagnostic) -> Expression {
    let range = try takeInfix(infix)
    switch infix.kind {
    case .plain(let binaryOperator):
      let right = try expression(context, atLeast: binaryOperator.precedence.tighter)
      try refuseTwoTexts(binaryOperator, left, right)
      let result = Expression.binary(binaryOperator, left, right, range)
      return infix.isNegated ? .unary(.not, result, infix.start) : result
    case .between:
      let low = try expression(context, atLeast: .additive)
      let and = try peek()
      guard and.word == "and" || and.isSymbol(.and) else {
        throw unexpected(and, hint: "'between' goes on with 'and': between 10 and 20")
      }
      try take()
      let high = try expression(context, atLeast: .additive)
      let whole = left.range.union(high.range)
      return .between(left, low, high, isNegated: infix.isNegated, whole)
    case .isMissing:
      return .isMissing(left, isNegated: infix.isNegated, left.range.union(range))
    case .among: return try among(left, infix, range)
    }
  }

  /// The right side of `in`: a list in brackets, or one period.
  private mutating func among(
    _ left: Expression, _ infix: Infix, _ range: SourceRange
  ) throws(Diagnostic) -> Expression {
    guard try peek().isSymbol(.leftParenthesis) else {
      let right = try operand(.value, atLeast: .primary)
      if case .literal(.text(let text), let textRange) = right {
        throw Diagnostic(
          .unexpectedToken, at: textRange, "'in' takes a list in brackets, or a period",
          hint: "write in (\(quotedText(text)))")
      }
      let within = Expression.binary(.within, left, right, range)
      return infix.isNegated ? .unary(.not, within, infix.start) : within
    }
    let open = try take().range
    let values = try items(closing: open, isEmptyAllowed: false)
    let whole = SourceRange(left.range.lowerBound, lastEnd)
    return .among(left, values, isNegated: infix.isNegated, whole)
  }

  /// What stands between brackets, up to and with the closing one.
  mutating func items(
    closing open: SourceRange, isEmptyAllowed: Bool
  ) throws(Diagnostic) -> [Expression] {
    try enter(open)
    if isEmptyAllowed, try take(.rightParenthesis) {
      nesting -= 1
      return []
    }
    let values = try list { (parser: inout StageParser) throws(Diagnostic) in
      try parser.expression(.condition)
    }
    try close(open)
    return values
  }

  mutating func enter(_ range: SourceRange) throws(Diagnostic) {
    nesting += 1
    guard nesting <= deepestNesting else {
      throw Diagnostic(
        .tooDeep, at: range, "brackets nest deeper than \(deepestNesting) here")
    }
  }

  func tooComplex(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .tooComplex, at: range, "a stage has at most \(mostOperators) operators",
      hint: "use in (...) for a list of values, or a second stage")
  }

  mutating func close(_ open: SourceRange) throws(Diagnostic) {
    let token = try peek()
    guard !token.isSymbol(.rightParenthesis) else {
      try take()
      nesting -= 1
      return
    }
    guard token.kind == .end else {
      throw blanksInName(at: token) ?? unexpected(token, hint: "')' or ',' belongs here")
    }
    throw Diagnostic(.unclosedBracket, at: open, "'(' is not closed")
  }

  private func refuseTwoTexts(
    _ binaryOperator: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws(Diagnostic) {
    guard binaryOperator.precedence == .comparison,
      case .literal(.text(let text), let range) = left, case .literal = right
    else { return }
    throw textAsColumn(text, at: range)
  }
}
