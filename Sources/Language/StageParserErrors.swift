import Texts

extension StageParser {
  // MARK: Verbs

  func notAVerb(_ token: Token) -> Diagnostic {
    if token.isSymbol(.greater) { return unexpected(token, hint: "stages are joined by '|'") }
    return Diagnostic(
      .unexpectedToken, at: token.range, "a verb belongs here, not \(shown(token))")
  }

  func unknownVerb(_ word: String, at range: SourceRange) -> Diagnostic {
    let next = skipBlanks(lexer.bytes, from: range.upperBound, end: lexer.end)
    if lexer.byte(at: next) == UInt8(ascii: "<"), lexer.byte(at: next + 1) == UInt8(ascii: "-") {
      return Diagnostic(
        .foreignWord, at: SourceRange(next, next + 2), "'<-' is written '=' here",
        hint: "write \(word) = ...")
    }
    return unknownWord(word, at: range, "unknown verb '\(word)'", grammar: grammar)
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

  func notAClause(
    _ token: Token, of verb: VerbSyntax, after stage: Stage
  ) throws(Diagnostic) -> Diagnostic {
    if startsLine(token) {
      return unexpected(token, hint: "a line that goes on starts with '|'")
    }
    if let decimal = decimalComma(token) { return decimal }
    switch token.kind {
    case .name(let word):
      if let near = suggestion(for: word, among: verb.clauses.map(\.keyword)),
        (try? peekSecond().kind) != .end
      {
        return Diagnostic(
          .unknownClause, at: token.range, "unknown clause '\(word)'",
          hint: "did you mean '\(near)'?")
      }
      if grammar.verb(word) == nil, let missing = missingBy(token, of: verb, after: stage) {
        return missing
      }
      if let foreign = ForeignWord(word)?.diagnostic(at: token.range, grammar) { return foreign }
      return unexpected(token, hint: hint(for: word, after: stage))
    case .quotedName:
      return missingBy(token, of: verb, after: stage) ?? unexpected(token)
    case .symbol(.assign):
      return unexpected(token, hint: hintAboutAssign(verb, stage))
    case .symbol(.rightParenthesis): return unexpected(token, hint: "no '(' is open")
    default: return unexpected(token)
    }
  }

  private func hint(for word: String, after stage: Stage) -> String? {
    if grammar.verb(word) != nil { return "did you mean '| \(word)'?" }
    if word.lowercased() == "not" { return "write !=, or 'not' before the whole comparison" }
    return switch stage.argument {
    case .names, .assignments, .sortKeys: "put a comma between them"
    case .condition: "join conditions with 'and' or 'or'"
    default: nil
    }
  }

  private func hintAboutAssign(_ verb: VerbSyntax, _ stage: Stage) -> String? {
    if case .assignments = stage.argument { return "to compare write ==" }
    return verb.clauses.contains(.with) ? "options stand after 'with'" : nil
  }

  private func missingBy(
    _ token: Token, of verb: VerbSyntax, after stage: Stage
  ) -> Diagnostic? {
    guard verb.clauses.contains(.by), stage.argument == nil, stage.clauses.isEmpty else {
      return nil
    }
    return Diagnostic(
      .missingBy, at: token.range, "'by' is missing after '\(stage.verb.text)'",
      hint: "did you mean '\(stage.verb.text) by \(text(token.range))'?")
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

  /// `4,5`
  private func decimalComma(_ token: Token) -> Diagnostic? {
    let comma = token.range
    guard token.isSymbol(.comma), comma.lowerBound == lastEnd, comma.lowerBound > 0,
      isDigit(lexer.bytes[comma.lowerBound - 1]),
      let next = lexer.byte(at: comma.upperBound), isDigit(next)
    else { return nil }
    var end = comma.upperBound
    while let byte = lexer.byte(at: end), isDigit(byte) { end += 1 }
    let fraction = text(SourceRange(comma.upperBound, end))
    return Diagnostic(
      .decimalComma, at: SourceRange(lastRange.lowerBound, end),
      "a comma does not mark decimals here", hint: "write \(text(lastRange)).\(fraction)")
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
    }
  }
}
