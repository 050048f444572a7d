import Calendars

extension StageParser {
  /// What stands right after the verb, or nil where a clause or nothing does.
  mutating func argument(of verb: VerbSyntax) throws(Diagnostic) -> Argument? {
    if verb.argument == .path { return try path(of: verb) }
    if verb.argument == .line { return restOfLine() }
    if verb.argument == .nothing || verb.argument == .aggregates { return nil }
    if verb.argument == .sortKeys, try takesNeedlessBy(verb) { try take() }
    if try argumentIsLeftOut(verb) { return nil }
    switch verb.argument {
    case .nothing, .aggregates, .path, .line: return nil
    case .condition: return .condition(try expression(.condition))
    case .names:
      return .names(
        try list { (parser: inout StageParser) throws(Diagnostic) in try parser.columnName() })
    case .assignments: return .assignments(try assignments())
    case .sortKeys:
      return .sortKeys(
        try list { (parser: inout StageParser) throws(Diagnostic) in try parser.sortKey() })
    case .count:
      let (count, range) = try count(after: verb.name)
      return .count(count, range)
    case .duration:
      let (duration, range) = try duration(after: verb.name)
      return .duration(duration, range)
    case .word: return .word(try word(after: verb.name))
    case .countOrWord:
      let token = try peek()
      switch token.kind {
      case .name, .quotedName: return .word(try word(after: verb.name))
      case .integer:
        let (count, range) = try count(after: verb.name)
        return .count(count, range)
      default:
        throw wrongValue(
          token, verb.argument.description, after: verb.name, example: verb.example)
      }
    }
  }

  /// All that follows, unread; nil where nothing does.
  private mutating func restOfLine() -> Argument? {
    let start = skipBlanks(lexer.bytes, from: lastEnd, end: lexer.end)
    guard start < lexer.end else { return nil }
    var end = lexer.end
    while end > start, let last = scalar(in: lexer.bytes, before: end),
      last.isBlank || last.isNewline
    {
      end -= String(last).utf8.count
    }
    let range = SourceRange(start, end)
    skip(to: lexer.end)
    return .line(text(range), range)
  }

  /// A clause word that the verb does not take is read on as a column, to be told what is wrong.
  private mutating func argumentIsLeftOut(_ verb: VerbSyntax) throws(Diagnostic) -> Bool {
    guard try clauseOrEndFollows() else { return false }
    guard verb.requiresArgument, let kind = ClauseKind(keyword: try peek().word) else {
      return true
    }
    return verb.clauses.contains(kind)
  }

  /// `sort by fee` says the same as `sort fee`.
  private mutating func takesNeedlessBy(_ verb: VerbSyntax) throws(Diagnostic) -> Bool {
    try peek().word == "by" && !verb.clauses.contains(.by)
  }

  /// One or more, with commas between them.
  mutating func list<Element>(
    of element: (inout StageParser) throws(Diagnostic) -> Element
  ) throws(Diagnostic) -> [Element] {
    var elements = [try element(&self)]
    while try take(.comma) { elements.append(try element(&self)) }
    return elements
  }

  mutating func columnName() throws(Diagnostic) -> Identifier {
    let token = try peek()
    switch token.kind {
    case .name(let text):
      if Keyword.isReserved(text) { throw nameIsKeyword(text, at: token.range) }
      try take()
      return Identifier(text, at: token.range)
    case .quotedName(let text):
      try take()
      return Identifier(text, at: token.range, isQuoted: true)
    case .text(let text): throw textAsColumn(text, at: token.range)
    case .end: throw somethingMissing("a name")
    default: throw unexpected(token, hint: "a name belongs here")
    }
  }

  private mutating func sortKey() throws(Diagnostic) -> SortKey {
    let value = try column(expression(.key))
    switch try peek().word {
    case "desc", "descending":
      try take()
      return SortKey(value: value, isDescending: true)
    case "asc", "ascending":
      try take()
      return SortKey(value: value, isDescending: false)
    default: return SortKey(value: value, isDescending: false)
    }
  }

  /// An expression for which a text alone makes no sense.
  func column(_ expression: Expression) throws(Diagnostic) -> Expression {
    if case .literal(.text(let text), let range) = expression {
      throw textAsColumn(text, at: range)
    }
    return expression
  }

  // MARK: Assignments

  private mutating func assignments() throws(Diagnostic) -> [Assignment] {
    if let entries = try entriesAfterWord() { return entries }
    if let short = try assignmentWithoutSign() { return [short] }
    return try list { (parser: inout StageParser) throws(Diagnostic) in
      try parser.assignment(.value)
    }
  }

  /// `map "too dear" = price, wanted = yes`: a word, then texts that are given a value. The same as
  /// ``map, `too dear` = price, wanted = yes``.
  private mutating func entriesAfterWord() throws(Diagnostic) -> [Assignment]? {
    let first = try peek()
    guard case .name(let word) = first.kind, !Keyword.isReserved(word) else { return nil }
    var ahead = self
    try ahead.take()
    guard case .text = try ahead.peek().kind, try ahead.peekSecond().isSymbol(.assign) else {
      return nil
    }
    try take()
    let head = Assignment(name: nil, value: .name(Identifier(word, at: first.range)))
    return [head]
      + (try list { (parser: inout StageParser) throws(Diagnostic) in try parser.entry() })
  }

  /// `"too dear" = price` or `wanted = yes`.
  private mutating func entry() throws(Diagnostic) -> Assignment {
    guard case .text(let text) = try peek().kind, try peekSecond().isSymbol(.assign) else {
      return try assignment(.value)
    }
    let range = try take().range
    try take()
    return Assignment(
      name: Identifier(text, at: range, isQuoted: true), value: try expression(.value))
  }

  /// `decimal ","`, where `=` is left out.
  private mutating func assignmentWithoutSign() throws(Diagnostic) -> Assignment? {
    let first = try peek()
    guard case .name(let text) = first.kind, !Keyword.isReserved(text) else { return nil }
    switch try peekSecond().kind {
    case .name(let word)
    where !Keyword.isReserved(word) || Keyword.values.contains(word.lowercased()):
      guard !isOperatorWord(word) else { return nil }
    case .quotedName, .text, .integer, .decimal, .percent, .date, .period, .duration, .parameter:
      break
    default: return nil
    }
    try take()
    return Assignment(
      name: Identifier(text, at: first.range), value: try expression(.value))
  }

  /// `name = expression`, or an expression alone.
  mutating func assignment(_ context: ExpressionContext) throws(Diagnostic) -> Assignment {
    let first = try peek()
    switch first.kind {
    case .name, .quotedName:
      guard try peekSecond().isSymbol(.assign) else { break }
      let name = try columnName()
      try take()
      return Assignment(name: name, value: try expression(context))
    case .text(let text):
      if try peekSecond().isSymbol(.assign) { throw textAsColumn(text, at: first.range) }
    default: break
    }
    return Assignment(name: nil, value: try expression(context))
  }

  /// `: n = count(), sum(fee)` after the keys.
  mutating func aggregates(
    after clauses: [Clause], _ verb: VerbSyntax
  ) throws(Diagnostic) -> Argument {
    let colon = try peek()
    guard clauses.contains(where: { $0.kind == .by }) else {
      throw Diagnostic(
        .missingBy, at: colon.range, "the keys are missing before ':'",
        hint: "\(verb.name) by a column, then ':'")
    }
    try take()
    return .aggregates(
      try list { (parser: inout StageParser) throws(Diagnostic) in try parser.assignment(.key) })
  }

  // MARK: Single values

  mutating func count(after word: String) throws(Diagnostic) -> (Int, SourceRange) {
    let token = try peek()
    guard case .integer(let value) = token.kind, let count = Int(exactly: value) else {
      throw wrongValue(token, "a whole number", after: word, example: "\(word) 10")
    }
    try take()
    return (count, token.range)
  }

  mutating func word(after word: String) throws(Diagnostic) -> Identifier {
    let token = try peek()
    switch token.kind {
    case .name(let text):
      try take()
      return Identifier(text, at: token.range)
    case .quotedName(let text):
      try take()
      return Identifier(text, at: token.range, isQuoted: true)
    default: throw wrongValue(token, "a word", after: word, example: nil)
    }
  }

  mutating func duration(after word: String) throws(Diagnostic) -> (CalendarDuration, SourceRange) {
    let start = try peek()
    guard case .literal(.duration(let duration), let range) = try durationOrNumber() else {
      throw wrongValue(start, "a length of time", after: word, example: "\(word) 6 months")
    }
    return (duration, range)
  }

  private mutating func durationOrNumber() throws(Diagnostic) -> Expression? {
    switch try peek().kind {
    case .integer, .decimal, .duration: try numericLiteral()
    default: nil
    }
  }
}
