/// Reads one stage: a verb, its argument and its clauses.
struct StageParser {
  let grammar: Grammar
  /// After the verb, and after a file name, which is no token.
  private(set) var wordsStart: Int
  private(set) var lexer: Lexer
  private var lookahead: Token?
  /// After the last token taken.
  private(set) var lastEnd: Int
  private(set) var lastRange: SourceRange
  var warnings: [Diagnostic] = []
  /// Brackets, calls and signs open at this place.
  var nesting = 0
  /// Operators of the stage so far: they bound the depth of its trees.
  var operators = 0

  init(_ bytes: [UInt8], in range: SourceRange, grammar: Grammar) {
    lexer = Lexer(bytes, in: range)
    self.grammar = grammar
    wordsStart = range.lowerBound
    lastEnd = range.lowerBound
    lastRange = SourceRange(range.lowerBound, range.lowerBound)
  }

  var allWarnings: [Diagnostic] {
    (warnings + lexer.warnings).sorted {
      ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0)
    }
  }

  // MARK: Tokens

  mutating func peek() throws(Diagnostic) -> Token {
    if let lookahead { return lookahead }
    lexer.position = lastEnd
    let token = try lexer.next()
    lookahead = token
    return token
  }

  @discardableResult
  mutating func take() throws(Diagnostic) -> Token {
    let token = try peek()
    lookahead = nil
    lastEnd = max(lastEnd, token.range.upperBound)
    lastRange = token.range
    return token
  }

  /// Takes the next token where it is this symbol.
  mutating func take(_ symbol: Token.Symbol) throws(Diagnostic) -> Bool {
    guard try peek().isSymbol(symbol) else { return false }
    try take()
    return true
  }

  mutating func isAtEnd() throws(Diagnostic) -> Bool { try peek().kind == .end }

  /// The token after the next one.
  func peekSecond() throws(Diagnostic) -> Token {
    var copy = self
    try copy.take()
    return try copy.peek()
  }

  /// The raw text is read up to an index by other rules than those of tokens.
  mutating func skip(to index: Int) {
    lookahead = nil
    lastRange = SourceRange(lastEnd, index)
    lastEnd = index
    wordsStart = index
  }

  func text(_ range: SourceRange) -> String { lexer.text(range.lowerBound, range.upperBound) }

  /// Whether a line ends between the last token and this one.
  func startsLine(_ token: Token) -> Bool {
    lexer.bytes[lastEnd..<max(lastEnd, token.range.lowerBound)].contains {
      $0 == 0x0A || $0 == 0x0D
    }
  }

  // MARK: Statement heads

  /// What the first stretch of a statement holds.
  struct Head {
    var name: Identifier?
    var source: Pipeline.Source
    var stage: Stage?
  }

  /// Reads `[name =] (verb ... | name | nothing before a pipe)`; `pipe` is the `|` that follows.
  mutating func head(pipe: SourceRange?) throws(Diagnostic) -> Head {
    let name = try keptName()
    let first = try peek()
    if first.kind == .end {
      guard let pipe else {
        throw Diagnostic(
          .missingStage, at: lastRange, "nothing follows '='",
          hint: "name it so: annual = filter ...")
      }
      return Head(name: name, source: .previous(pipe))
    }
    if let table = try tableName() { return Head(name: name, source: .named(table)) }
    return Head(name: name, source: .current, stage: try stage(after: nil))
  }

  /// `name =`, with a name that may stand for a table.
  private mutating func keptName() throws(Diagnostic) -> Identifier? {
    let first = try peek()
    switch first.kind {
    case .name, .quotedName, .text: break
    default: return nil
    }
    guard assignFollows(first) else { return nil }
    let name = try tableIdentifier(first)
    try take()
    try take()
    return name
  }

  /// Looked up in the raw text, since what follows a verb may be no token.
  private func assignFollows(_ token: Token) -> Bool {
    let index = skipBlanks(lexer.bytes, from: token.range.upperBound, end: lexer.end)
    return lexer.byte(at: index) == UInt8(ascii: "=")
      && lexer.byte(at: index + 1) != UInt8(ascii: "=")
  }

  private func tableIdentifier(_ token: Token) throws(Diagnostic) -> Identifier {
    switch token.kind {
    case .name(let text):
      if let verb = grammar.verb(text) { throw nameIsVerb(text, verb, at: token.range) }
      if Keyword.isReserved(text) { throw nameIsKeyword(text, at: token.range) }
      return Identifier(text, at: token.range)
    case .quotedName(let text):
      if let verb = grammar.verb(text) { throw nameIsVerb(text, verb, at: token.range) }
      return Identifier(text, at: token.range, isQuoted: true)
    default:
      let text = text(token.range)
      throw Diagnostic(
        .unexpectedToken, at: token.range, "a table cannot be called \(text)",
        hint: "a name takes backticks, or none")
    }
  }

  private func nameIsVerb(_ name: String, _ verb: VerbSyntax, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .nameIsVerb, at: range, "'\(name)' is a verb, so no table can have this name",
      hint: "such as \(name)_1", help: verb.help)
  }

  /// The name of a table where it makes up the whole stretch.
  private mutating func tableName() throws(Diagnostic) -> Identifier? {
    let first = try peek()
    let isName: Bool =
      switch first.kind {
      case .name(let text): grammar.verb(text) == nil
      case .quotedName: true
      default: false
      }
    guard isName else { return nil }
    let index = skipBlanks(lexer.bytes, from: first.range.upperBound, end: lexer.end)
    guard index == lexer.end else { return nil }
    let name = try tableIdentifier(first)
    try take()
    return name
  }

  // MARK: Stages

  /// Reads a verb with what follows it; `pipe` is the `|` before it.
  mutating func stage(after pipe: SourceRange?) throws(Diagnostic) -> Stage {
    let token = try peek()
    if token.kind == .end {
      throw Diagnostic(
        .missingStage, at: pipe, "a verb is missing after '|'", hint: "such as | plot")
    }
    guard case .name(let word) = token.kind else { throw notAVerb(token) }
    guard let verb = grammar.verb(word) else { throw unknownVerb(token, word) }
    wordsStart = token.range.upperBound
    try take()
    do {
      return try stage(of: verb, called: Identifier(word, at: token.range))
    } catch {
      throw refined(error, for: verb)
    }
  }

  private mutating func stage(
    of verb: VerbSyntax, called word: Identifier
  ) throws(Diagnostic) -> Stage {
    var stage = Stage(
      verb: word, verbName: verb.name, argument: nil, clauses: [], range: word.range)
    stage.argument = try argument(of: verb)
    if stage.argument == nil, verb.requiresArgument { throw missingArgument(of: verb, word) }
    var bare: [(option: Assignment, range: SourceRange)] = []
    while try !isAtEnd() {
      if verb.argument == .aggregates, try peek().isSymbol(.colon), stage.argument == nil {
        stage.argument = try aggregates(after: stage.clauses, verb)
      } else if let option = try bareOption(of: verb) {
        bare.append(option)
      } else {
        stage.clauses.append(try clause(of: verb, after: stage))
      }
    }
    stage.add(options: bare)
    stage.range = SourceRange(word.range.lowerBound, lastEnd)
    return stage
  }
}
