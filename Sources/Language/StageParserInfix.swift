import Texts

/// An operator between or after operands, not yet taken.
struct Infix {
  enum Kind {
    case plain(BinaryOperator)
    case among, between, isMissing
  }

  var kind: Kind
  var isNegated = false
  /// Its first token.
  var start: SourceRange

  var precedence: Precedence {
    if case .plain(let binaryOperator) = kind { binaryOperator.precedence } else { .comparison }
  }
}

extension StageParser {
  /// The operator that comes next, or nil where the expression ends.
  mutating func infix(_ context: ExpressionContext) throws(Diagnostic) -> Infix? {
    let token = try peek()
    switch token.kind {
    case .symbol(.assign):
      return context.readsSingleEquals ? Infix(kind: .plain(.equal), start: token.range) : nil
    case .symbol(let symbol):
      return symbol.binaryOperator.map { Infix(kind: .plain($0), start: token.range) }
    case .name: return try infixWord(token, context)
    default: return nil
    }
  }

  private mutating func infixWord(
    _ token: Token, _ context: ExpressionContext
  ) throws(Diagnostic) -> Infix? {
    switch token.word {
    case "not":
      guard let kind = wordOperator(try peekSecond().word) else { return nil }
      return Infix(kind: kind, isNegated: true, start: token.range)
    case "in" where !context.allowsIn: return nil
    case "is": return try isMissing(token)
    case "like", "ilike":
      throw Diagnostic(
        .foreignWord, at: token.range, "'\(text(token.range))' is called 'contains' here",
        hint: "write contains \"...\", without % signs")
    case let word: return wordOperator(word).map { Infix(kind: $0, start: token.range) }
    }
  }

  private func wordOperator(_ word: String) -> Infix.Kind? {
    switch word {
    case "and": .plain(.and)
    case "or": .plain(.or)
    case "in": .among
    case "between": .between
    case "contains": .plain(.contains)
    case "starts": .plain(.startsWith)
    case "ends": .plain(.endsWith)
    case "matches": .plain(.matches)
    default: nil
    }
  }

  func isOperatorWord(_ word: String) -> Bool {
    let lowered = word.lowercased()
    return wordOperator(lowered) != nil || lowered == "is" || lowered == "not"
  }

  /// `is missing`, `is not missing`.
  private func isMissing(_ token: Token) throws(Diagnostic) -> Infix {
    var ahead = self
    try ahead.take()
    var next = try ahead.take()
    let isNegated = next.word == "not"
    if isNegated { next = try ahead.take() }
    guard Keyword.missing.contains(next.word) else {
      throw Diagnostic(
        .unexpectedToken, at: token.range, "'is' goes only with 'missing'",
        hint: suggestion(for: next.word, among: ["missing"]) == nil
          ? (isNegated ? "write !=" : "write ==") : "did you mean 'missing'?")
    }
    return Infix(kind: .isMissing, isNegated: isNegated, start: token.range)
  }

  /// Takes the words of an operator and returns their range.
  mutating func takeInfix(_ infix: Infix) throws(Diagnostic) -> SourceRange {
    let first = try take()
    switch infix.kind {
    case .isMissing:
      if infix.isNegated { try take() }
      try take()
    case .plain(.startsWith), .plain(.endsWith):
      if infix.isNegated { try take() }
      let with = try peek()
      guard with.word == "with" else {
        throw unexpected(with, hint: "the operator is '\(text(lastRange).lowercased()) with'")
      }
      try take()
    default:
      if infix.isNegated { try take() }
    }
    if first.isSymbol(.assign) { warnAboutSingleEquals(first.range) }
    return SourceRange(first.range.lowerBound, lastEnd)
  }

  private mutating func warnAboutSingleEquals(_ range: SourceRange) {
    warnings.append(
      Diagnostic(
        .singleEquals, at: range, "a single '=' in a condition is read as '=='",
        hint: "write =="))
  }

  func chained(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .chainedComparison, at: range, "two comparisons in a row",
      hint: "use between: fee between 10 and 20, or join them with 'and'")
  }
}

extension Token.Symbol {
  fileprivate var binaryOperator: BinaryOperator? {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .plus: .plus
    case .minus: .minus
    case .times: .times
    case .dividedBy: .dividedBy
    case .tilde: .contains
    case .and: .and
    case .or: .or
    case .leftParenthesis, .rightParenthesis, .comma, .colon, .assign, .not: nil
    }
  }
}
