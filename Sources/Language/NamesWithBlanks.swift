// A column may have blanks in its name, and whoever leaves the backticks out gets an error at the
// second word. Only the file knows its columns, so these hints go by the look of the words.

extension StageParser {
  /// The words around a place that may be one name: bare words of one line, side by side.
  ///
  /// Nil where the word before the place is none, so that nothing can be joined.
  func nameWithBlanks(around token: Token) -> SourceRange? {
    var run = words(before: token)
    guard let first = run.first, case .name = token.kind,
      !hasLineEnd(from: lastEnd, to: token.range)
    else { return nil }
    run.append(token)
    for word in tokens(after: token) {
      guard mayBePartOfName(word, first: false),
        !hasLineEnd(from: run[run.count - 1].range.upperBound, to: word.range)
      else { break }
      run.append(word)
    }
    return first.range.union(run[run.count - 1].range)
  }

  /// The words side by side that end right before a token.
  private func words(before token: Token) -> [Token] {
    var run: [Token] = []
    var followsNumber = false
    for word in tokens(until: token) {
      defer { if case .integer = word.kind { followsNumber = true } else { followsNumber = false } }
      // The unit of a length of time: 5 years.
      if run.isEmpty, followsNumber, DurationUnit(word.word) != nil { continue }
      if let last = run.last, hasLineEnd(from: last.range.upperBound, to: word.range) { run = [] }
      if mayBePartOfName(word, first: run.isEmpty) { run.append(word) } else { run = [] }
    }
    return run.last?.range.upperBound == lastEnd ? run : []
  }

  /// `filter Political Affiliation == "Liberal"`: the words can be nothing but one name.
  func blanksInName(at token: Token) -> Diagnostic? {
    nameWithBlanks(around: token).map(blanksInName)
  }

  /// `derive Total Fee = 3`
  func blanksInName(before token: Token) -> Diagnostic? {
    let words = words(before: token)
    guard words.count > 1 else { return nil }
    return blanksInName(words[0].range.union(words[words.count - 1].range))
  }

  private func blanksInName(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .nameWithBlanks, at: range, "a name with blanks takes backticks",
      hint: "write \(inBackticks(text(range)))")
  }

  /// `group by Date of Birth`: a clause that the verb does not take may be a part of a name.
  func clauseWordInName(_ token: Token) -> String? {
    // `top 5` is a clause of another verb, `Date of Birth` a name.
    guard let range = nameWithBlanks(around: token), range.upperBound > token.range.upperBound,
      !text(range).utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return "a name with blanks takes backticks: \(inBackticks(text(range)))"
  }

  /// `Province / Territory`, `year-end` in a list of names.
  func nameWithSigns(at token: Token) -> Diagnostic? {
    let words = words(before: token)
    guard token.isSymbol(.dividedBy) || token.isSymbol(.minus), let first = words.first,
      let next = tokens(after: token).first, case .name = next.kind
    else { return nil }
    let range = first.range.union(next.range)
    return Diagnostic(
      .nameWithBlanks, at: range, "a name with blanks or signs takes backticks",
      hint: "write \(inBackticks(text(range)))")
  }

  /// Most of what follows is looked at no further than a name can be long.
  private static let mostWords = 12

  private func tokens(after token: Token) -> [Token] {
    tokens(from: token.range.upperBound, before: lexer.end, atMost: StageParser.mostWords)
  }

  private func tokens(until token: Token) -> [Token] {
    tokens(from: wordsStart, before: token.range.lowerBound, atMost: .max)
  }

  private func tokens(from first: Int, before end: Int, atMost count: Int) -> [Token] {
    var ahead = Lexer(lexer.bytes, in: SourceRange(first, lexer.end))
    var found: [Token] = []
    while found.count < count, let token = try? ahead.next(), token.kind != .end,
      token.range.lowerBound < end
    {
      found.append(token)
    }
    return found
  }

  private func mayBePartOfName(_ token: Token, first: Bool) -> Bool {
    switch token.kind {
    case .name(let word):
      // `Age at Entry` is a name more often than `at` is a clause that stands beside one.
      let isReserved = Keyword.isReserved(word) && (first || token.word != "at")
      return !["asc", "desc"].contains(token.word) && !isReserved && !isOperatorWord(word)
    case .integer: return !first
    default: return false
    }
  }

  private func hasLineEnd(from start: Int, to range: SourceRange) -> Bool {
    lexer.bytes[start..<max(start, range.lowerBound)].contains { $0 == 0x0A || $0 == 0x0D }
  }
}
