import Calendars

extension StageParser {
  /// An operand with the signs before it.
  mutating func operand(
    _ context: ExpressionContext, atLeast minimum: Precedence
  ) throws(Diagnostic) -> Expression {
    let token = try peek()
    if token.word == "not" || token.isSymbol(.not) {
      return try prefixed(.not, context, atLeast: minimum)
    }
    if token.isSymbol(.minus) { return try prefixed(.minus, context, atLeast: minimum) }
    switch token.kind {
    case .integer, .decimal, .duration: return try numericLiteral()
    case .symbol(.leftParenthesis): return try bracketed()
    case .name(let name): return try named(name)
    default: break
    }
    guard let simple = simpleOperand(token) else { throw operandMissing(token) }
    try take()
    return simple
  }

  private func simpleOperand(_ token: Token) -> Expression? {
    switch token.kind {
    case .text(let text): .literal(.text(text), token.range)
    case .percent(let value): .literal(.percent(value), token.range)
    case .date(let date): .literal(.date(date), token.range)
    case .period(let first, let last): .literal(.period(first, last), token.range)
    case .parameter(let name): .parameter(name, token.range)
    case .quotedName(let name): .name(Identifier(name, at: token.range, isQuoted: true))
    default: nil
    }
  }

  private mutating func prefixed(
    _ sign: UnaryOperator, _ context: ExpressionContext, atLeast minimum: Precedence
  ) throws(Diagnostic) -> Expression {
    let range = try take().range
    let precedence: Precedence = sign == .not ? .not : .unary
    guard minimum <= precedence else {
      throw Diagnostic(
        .unexpectedToken, at: range, "'\(text(range))' stands in the middle of a comparison",
        hint: "put brackets around it")
    }
    try enter(range)
    operators += 1
    if operators > mostOperators { throw tooComplex(range) }
    let operand = try expression(context, atLeast: precedence)
    nesting -= 1
    return .unary(sign, operand, range)
  }

  private mutating func bracketed() throws(Diagnostic) -> Expression {
    let open = try take().range
    try enter(open)
    let inner = try expression(.condition)
    let next = try peek()
    if next.isSymbol(.comma) {
      throw unexpected(next, hint: "a list of values stands after 'in'")
    }
    try close(open)
    return inner
  }

  /// A constant, a call or a column.
  private mutating func named(_ text: String) throws(Diagnostic) -> Expression {
    let token = try take()
    switch token.word {
    case "true": return .literal(.boolean(true), token.range)
    case "false": return .literal(.boolean(false), token.range)
    case let word where Keyword.missing.contains(word): return .literal(.missing, token.range)
    default: break
    }
    if token.word == "is", lexer.byte(at: lastEnd) == UInt8(ascii: ".") {
      throw Diagnostic(
        .foreignWord, at: token.range, "'is.na(x)' is written 'x is missing' here")
    }
    if Keyword.isReserved(text) { throw nameIsKeyword(text, at: token.range) }
    let name = Identifier(text, at: token.range)
    guard try peek().isSymbol(.leftParenthesis) else { return .name(name) }
    let open = try take().range
    if try peek().isSymbol(.times) {
      throw Diagnostic(
        .foreignWord, at: try peek().range, "'\(text)(*)' is written '\(text)()' here")
    }
    let arguments = try items(closing: open, isEmptyAllowed: true)
    return .call(name, arguments, SourceRange(token.range.lowerBound, lastEnd))
  }

  // MARK: Numbers and lengths of time

  /// A number, or a length of time where a unit follows: `90 days`, `1y 6mo`.
  mutating func numericLiteral() throws(Diagnostic) -> Expression {
    let token = try peek()
    if let (duration, range) = try durationPart() {
      var total = duration
      var whole = range
      while let (part, partRange) = try durationPart() {
        total = total + part
        guard total.months <= 12_000_000, total.days <= 7_000_000 else {
          throw Diagnostic(.badDuration, at: whole, "a length of time ends at 1000000 years")
        }
        whole = whole.union(partRange)
      }
      return .literal(.duration(total), whole)
    }
    try take()
    switch token.kind {
    case .integer(let value): return .literal(.integer(value), token.range)
    case .decimal(let value): return .literal(.decimal(value), token.range)
    default: throw operandMissing(token)
    }
  }

  /// `6mo` or `6 months`; nothing is taken where the number has no unit.
  private mutating func durationPart() throws(Diagnostic) -> (CalendarDuration, SourceRange)? {
    let token = try peek()
    switch token.kind {
    case .duration(let duration):
      try take()
      return (duration, token.range)
    case .integer(let count):
      guard let (unit, range) = try unitAfterNumber(token) else { return nil }
      let duration = try unit.times(count, at: range)
      try take()
      try take()
      return (duration, range)
    case .decimal:
      guard let (unit, range) = try unitAfterNumber(token) else { return nil }
      throw unit.notWhole(at: range)
    default: return nil
    }
  }

  private func unitAfterNumber(_ token: Token) throws(Diagnostic) -> (DurationUnit, SourceRange)? {
    let second = try peekSecond()
    guard case .name(let word) = second.kind, let unit = DurationUnit(word) else { return nil }
    return (unit, token.range.union(second.range))
  }
}
