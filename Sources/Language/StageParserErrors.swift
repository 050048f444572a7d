import Texts

extension StageParser {
  // MARK: Verbs

  func notAVerb(_ token: Token) -> Diagnostic {
    if token.isSymbol(.greater) { return unexpected(token, hint: "stages are joined by '|'") }
    return Diagnostic(
      .unexpectedToken, at: token.range, "a verb belongs here, not \(shown(token))")
  }

  func unknownVerb(_ token: Token, _ word: String) -> Diagnostic {
    let next = skipBlanks(lexer.bytes, from: token.range.upperBound, end: lexer.end)
    for (sign, own) in [("<-", "="), ("%>%", "|")] where lexer.hasPrefix(sign, at: next) {
      let place = SourceRange(next, next + sign.utf8.count)
      return Diagnostic(
        .foreignWord, at: place, "'\(sign)' is written '\(own)' here",
        hint: "write \(word) \(own) ...")
    }
    if let foreign = foreign(word, at: token) { return foreign }
    return unknownWord(word, at: token.range, "unknown verb '\(word)'", grammar: grammar)
  }

  /// What a foreign word and the rest of its stage are called here.
  func foreign(
    _ word: String, at token: Token, afterStage: Bool = false
  ) -> Diagnostic? {
    guard let foreign = ForeignWord(word) else { return nil }
    let rest = restOfStage(after: token).flatMap { foreign.stage(goingOn: $0, grammar) }
    return foreign.diagnostic(
      at: token.range, grammar, instead: rest.map { afterStage ? "| " + $0 : $0 })
  }

  /// The text up to the last token, where it is short enough to be repeated.
  private func restOfStage(after token: Token) -> String? {
    var ahead = Lexer(lexer.bytes, in: SourceRange(token.range.upperBound, lexer.end))
    var rest: SourceRange?
    while let next = try? ahead.next(), next.kind != .end {
      rest = rest?.union(next.range) ?? next.range
    }
    guard let rest, ahead.isAtEnd, rest.upperBound - rest.lowerBound <= 80 else { return nil }
    return text(rest)
  }

  func missingArgument(of verb: VerbSyntax, _ word: Identifier) -> Diagnostic {
    Diagnostic(
      .missingArgument, at: word.range, "'\(word.text)' needs \(verb.argument.description)")
  }

  /// An error as it is told to somebody who uses this verb.
  func refined(_ error: Diagnostic, for verb: VerbSyntax) -> Diagnostic {
    var error = selectFrom(verb) ?? error
    guard error.help == nil, let problem = SyntaxProblem(rawValue: error.code) else { return error }
    if problem.concernsVerb { error.help = verb.help }
    if problem == .unknownClause { error.help = clauseHelp(for: verb) }
    return error
  }

  /// `select plan from gym`, as in SQL.
  private func selectFrom(_ verb: VerbSyntax) -> Diagnostic? {
    guard verb.name == "select" else { return nil }
    var ahead = Lexer(lexer.bytes, in: SourceRange(lexer.position, lexer.end))
    ahead.position = min(lastEnd, lexer.end)
    while let token = try? ahead.next(), token.kind != .end {
      guard token.word == "from" else { continue }
      let table = try? ahead.next()
      let name = table.map { text($0.range) } ?? ""
      return Diagnostic(
        .foreignWord, at: token.range, "'from' is not needed: the table stands first",
        hint: "write \(name.isEmpty ? "gym" : name) | select ...")
    }
    return nil
  }

  // MARK: Clauses

  func clauseHelp(for verb: VerbSyntax) -> String {
    guard !verb.clauses.isEmpty else { return "\(verb.name) takes no clauses:  \(verb.example)" }
    let clauses = verb.clauses.map(\.rawValue).joined(separator: ", ")
    return "\(verb.name) takes \(clauses):  \(verb.example)"
  }

  // MARK: Tokens

  func shown(_ token: Token) -> String {
    token.kind == .end ? "the end" : "'\(shortened(text(token.range)))'"
  }

  private func shortened(_ text: String) -> String {
    text.count <= 40 ? text : text.prefix(37) + "..."
  }

  func unexpected(_ token: Token, hint: String? = nil) -> Diagnostic {
    token.kind == .end
      ? Diagnostic(.unexpectedEnd, at: token.range, "the line ends too early", hint: hint)
      : Diagnostic(.unexpectedToken, at: token.range, "unexpected \(shown(token))", hint: hint)
  }

  /// At the end, or before a clause, where something is still needed.
  func somethingMissing(_ what: String) -> Diagnostic {
    Diagnostic(
      .unexpectedEnd, at: SourceRange(lastEnd, lastEnd),
      "\(what) is missing after '\(shortened(text(lastRange)))'")
  }

  func operandMissing(_ token: Token) -> Diagnostic {
    switch token.kind {
    case .end: somethingMissing("a value")
    case .symbol(.rightParenthesis), .symbol(.comma): unexpected(token, hint: "a value is missing")
    default: unexpected(token)
    }
  }

  func wrongValue(
    _ token: Token, _ what: String, after word: String, example: String?
  ) -> Diagnostic {
    guard token.kind != .end else { return somethingMissing(what) }
    return Diagnostic(
      .unexpectedToken, at: token.range, "'\(word)' takes \(what), not \(shown(token))",
      hint: example.map { "such as \($0)" })
  }

  func nameIsKeyword(_ word: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .nameIsKeyword, at: range, "'\(word)' is a word of the language",
      hint: "a column or table of this name takes backticks: `\(word)`")
  }

  func textAsColumn(_ text: String, at range: SourceRange) -> Diagnostic {
    let name = isBareName(text) ? text : inBackticks(text)
    return Diagnostic(
      .textAsColumn, at: range, "a text stands where a column belongs",
      hint: text.isEmpty ? nil : "for the column write \(name)")
  }
}

extension ArgumentShape {
  /// With its article.
  var description: String {
    switch self {
    case .nothing: "nothing"
    case .condition: "a condition"
    case .names: "one or more names"
    case .assignments: "a name and its value"
    case .aggregates: "the figures to compute"
    case .sortKeys: "one or more columns"
    case .count: "a whole number"
    case .duration: "a length of time"
    case .path: "a file name"
    case .word: "a word"
    case .countOrWord: "a whole number or a word"
    case .line: "a line"
    }
  }
}
