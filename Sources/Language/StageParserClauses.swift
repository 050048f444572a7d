extension ClauseKind {
  /// The first word of the clause in lower case.
  var keyword: String { self == .asOf ? "as" : rawValue }

  init?(keyword: String) {
    let lowered = keyword.lowercased()
    guard let kind = ClauseKind.allCases.first(where: { $0.keyword == lowered }) else { return nil }
    self = kind
  }
}

extension StageParser {
  mutating func clauseOrEndFollows() throws(Diagnostic) -> Bool {
    let token = try peek()
    return token.kind == .end || Keyword.clause.contains(token.word)
  }

  /// Reads one clause, which must be one that the verb takes and that has not been given.
  mutating func clause(of verb: VerbSyntax, after stage: Stage) throws(Diagnostic) -> Clause {
    let token = try peek()
    guard let kind = ClauseKind(keyword: token.word) else {
      throw try notAClause(token, of: verb, after: stage)
    }
    guard verb.clauses.contains(kind) else {
      throw Diagnostic(
        .clauseNotTaken, at: token.range, "\(verb.name) takes no '\(kind.rawValue)'",
        hint: kind == .by && verb.clauses.contains(.on)
          ? "did you mean 'on'?" : clauseWordInName(token),
        help: clauseHelp(for: verb))
    }
    if stage.clauses.contains(where: { $0.kind == kind }) {
      throw Diagnostic(
        .repeatedClause, at: token.range, "'\(kind.rawValue)' is given twice",
        hint: kind == .by ? "join the keys with commas: by plan, region" : "leave one out")
    }
    try take()
    return try clause(kind, startingAt: token.range.lowerBound)
  }

  private mutating func clause(
    _ kind: ClauseKind, startingAt start: Int
  ) throws(Diagnostic) -> Clause {
    switch kind {
    case .by:
      let keys = try list { (parser: inout StageParser) throws(Diagnostic) in try parser.key() }
      return .by(keys, rangeSince(start))
    case .on:
      let keys = try list { (parser: inout StageParser) throws(Diagnostic) in try parser.key() }
      return .on(keys, rangeSince(start))
    case .per:
      let grain = try word(after: "per")
      return .per(grain, rangeSince(start))
    case .of:
      let measure = try column(expression(.key))
      return .of(measure, rangeSince(start))
    case .inPeriod:
      let period = try period(after: "in")
      return .inPeriod(period, rangeSince(start))
    case .versus:
      let period = try period(after: "vs")
      return .versus(period, rangeSince(start))
    case .at:
      let durations = try list { (parser: inout StageParser) throws(Diagnostic) in
        try parser.duration(after: "at").0
      }
      return .at(durations, rangeSince(start))
    case .asOf:
      try takeOf()
      let date = try period(after: "as of")
      return .asOf(date, rangeSince(start))
    case .using:
      let method = try word(after: "using")
      return .using(method, rangeSince(start))
    case .top:
      let (count, _) = try count(after: "top")
      return .top(count, rangeSince(start))
    case .next:
      let (duration, _) = try duration(after: "next")
      return .next(duration, rangeSince(start))
    case .with:
      let options = try list { (parser: inout StageParser) throws(Diagnostic) in try parser.option()
      }
      return .with(options, rangeSince(start))
    }
  }

  private func rangeSince(_ start: Int) -> SourceRange { SourceRange(start, lastEnd) }

  private mutating func key() throws(Diagnostic) -> Assignment {
    if try clauseOrEndFollows() { throw somethingMissing("a column") }
    var key = try assignment(.key)
    key.value = try column(key.value)
    return key
  }

  private mutating func takeOf() throws(Diagnostic) {
    let token = try peek()
    guard token.word == "of" else {
      throw unexpected(token, hint: "the clause is 'as of', such as: as of 2024-12-31")
    }
    try take()
  }

  /// The name of an option may be a word of the language: `with per = month`.
  private mutating func option() throws(Diagnostic) -> Assignment {
    let first = try peek()
    if case .name(let text) = first.kind, try peekSecond().isSymbol(.assign) {
      try take()
      try take()
      return Assignment(name: Identifier(text, at: first.range), value: try expression(.key))
    }
    let option = try assignment(.key)
    if option.name == nil {
      throw Diagnostic(
        .unexpectedToken, at: option.value.range, "an option has the form name = value")
    }
    return option
  }

  /// A date, a period, a year or a parameter.
  private mutating func period(after word: String) throws(Diagnostic) -> Expression {
    let token = try peek()
    switch token.kind {
    case .date(let date):
      try take()
      return .literal(.date(date), token.range)
    case .period(let first, let last):
      try take()
      return .literal(.period(first, last), token.range)
    case .integer(let year) where (1000...9998).contains(year):
      try take()
      return .literal(.integer(year), token.range)
    case .parameter(let name):
      try take()
      return .parameter(name, token.range)
    case .end: throw somethingMissing("a date")
    default:
      throw Diagnostic(
        .badPeriod, at: token.range, "'\(word)' takes a date or a period",
        hint: "such as 2024, 2024-03, 2024-Q1"
          + (word == "as of" ? ", 2024-03-15" : ", 2023-07..2024-06"))
    }
  }
}

extension StageParser {
  /// `sheet "Soci"` or `columns id, end`, where the verb takes them so; several values become one text.
  mutating func bareOption(
    of verb: VerbSyntax
  ) throws(Diagnostic) -> (option: Assignment, range: SourceRange)? {
    let word = try peek()
    guard verb.optionWords.contains(word.word), try !peekSecond().isSymbol(.assign) else {
      return nil
    }
    try take()
    let start = try peek().range
    var values: [String] = []
    repeat {
      let token = try peek()
      switch token.kind {
      case .name(let text), .quotedName(let text), .text(let text): values.append(text)
      case .end: throw somethingMissing("a name")
      default: throw unexpected(token, hint: "such as  \(word.word) \"one name\"")
      }
      try take()
    } while try take(.comma)
    let value = SourceRange(start.lowerBound, lastEnd)
    return (
      Assignment(
        name: Identifier(word.word, at: word.range),
        value: .literal(.text(values.joined(separator: ", ")), value)),
      SourceRange(word.range.lowerBound, lastEnd)
    )
  }
}

extension Stage {
  /// Joins options that stood without `with` to those that stand after it.
  mutating func add(options bare: [(option: Assignment, range: SourceRange)]) {
    guard let first = bare.first, let last = bare.last else { return }
    let own = bare.map(\.option)
    guard let place = clauses.firstIndex(where: { $0.kind == .with }),
      case .with(let others, let range) = clauses[place]
    else {
      clauses.append(.with(own, SourceRange(first.range.lowerBound, last.range.upperBound)))
      return
    }
    let whole = SourceRange(
      min(range.lowerBound, first.range.lowerBound), max(range.upperBound, last.range.upperBound))
    clauses[place] = .with(own + others, whole)
  }
}
