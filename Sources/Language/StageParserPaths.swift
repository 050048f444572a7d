/// The word before the name of a sample, where a path is expected.
let sampleWord = "sample"

extension StageParser {
  /// A file name: bare up to a blank, or in quotes.
  mutating func path(of verb: VerbSyntax) throws(Diagnostic) -> Argument? {
    let start = skipBlanks(lexer.bytes, from: lastEnd, end: lexer.end)
    guard start < lexer.end else { return nil }
    if isQuote(at: start) { return try quotedPath(of: verb) }
    let end = endOfBareWord(from: start)
    let range = SourceRange(start, end)
    let path = text(range)
    if clauseKind(startingAt: start) != nil { return nil }
    if path.lowercased() == sampleWord { return try sample(after: range, of: verb) }
    if let control = path.unicodeScalars.first(where: \.isForbiddenControl) {
      throw Diagnostic(
        .controlCharacter, at: range,
        "a control character (\(control.codePoint)) stands here", hint: "delete it")
    }
    try refuseBlank(after: range, of: verb)
    skip(to: end)
    return .path(path, range)
  }

  /// The name of data that the program brings with it: `sample gym`.
  private mutating func sample(
    after word: SourceRange, of verb: VerbSyntax
  ) throws(Diagnostic) -> Argument {
    guard let range = nextWordOnLine(from: word.upperBound), isName(range) else {
      throw Diagnostic(
        .missingArgument, at: word, "\(verb.name) sample needs the name of a sample",
        help: "for example  \(verb.name) sample gym,  or with quotes for a file: "
          + "\(verb.name) \"\(text(word))\"")
    }
    skip(to: range.upperBound)
    return .sample(Identifier(text(range), at: range))
  }

  private func isName(_ range: SourceRange) -> Bool {
    lexer.endOfName(from: range.lowerBound) == range.upperBound
      && clauseKind(startingAt: range.lowerBound) == nil
  }

  private func isQuote(at index: Int) -> Bool {
    quotedStretch(in: lexer.bytes, at: index, end: lexer.end) != nil
  }

  private mutating func quotedPath(of verb: VerbSyntax) throws(Diagnostic) -> Argument? {
    let token = try take()
    let path: String =
      switch token.kind {
      case .text(let text), .quotedName(let text): text
      default: ""
      }
    guard !path.isEmpty else {
      throw Diagnostic(.missingArgument, at: token.range, "the file name is empty")
    }
    return .path(path, token.range)
  }

  private func endOfBareWord(from start: Int) -> Int {
    var index = start
    while index < lexer.end {
      let (value, length) = scalar(in: lexer.bytes, at: index)
      if value.isBlank || value.isNewline { break }
      index += length
    }
    return index
  }

  /// A clause keyword that is a whole bare word.
  private func clauseKind(startingAt index: Int) -> ClauseKind? {
    let end = lexer.endOfName(from: index)
    guard end == endOfBareWord(from: index) else { return nil }
    return ClauseKind(keyword: text(SourceRange(index, end)))
  }

  /// Throws where more words follow that look like the rest of a file name: `my file.csv`.
  private func refuseBlank(after first: SourceRange, of verb: VerbSyntax) throws(Diagnostic) {
    var end = first.upperBound
    var laterHasDot = false
    var index = end
    while let next = nextWordOnLine(from: index), clauseKind(startingAt: next.lowerBound) == nil {
      laterHasDot = laterHasDot || text(next).contains(".")
      end = next.upperBound
      index = end
    }
    guard end > first.upperBound, laterHasDot || !text(first).contains(".") else { return }
    let range = SourceRange(first.lowerBound, end)
    throw Diagnostic(
      .pathWithBlank, at: range, "a file name with a blank takes quotes",
      hint: "write \(verb.name) \(quotedText(text(range)))")
  }

  private func nextWordOnLine(from index: Int) -> SourceRange? {
    let start = skipBlanks(lexer.bytes, from: index, end: lexer.end)
    let hasNewline = lexer.bytes[index..<start].contains { $0 == 0x0A || $0 == 0x0D }
    guard start < lexer.end, !hasNewline, !isQuote(at: start) else { return nil }
    return SourceRange(start, endOfBareWord(from: start))
  }
}
