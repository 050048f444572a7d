import Calendars

/// Reads tokens from a stretch of a text, one at a time, so that a parser may take the raw text
/// over in between (a file name is no token).
struct Lexer {
  let bytes: [UInt8]
  let end: Int
  /// Where the next token is looked for.
  var position: Int
  var warnings: [Diagnostic] = []

  init(_ bytes: [UInt8], in range: SourceRange) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  mutating func next() throws(Diagnostic) -> Token {
    let start = skipBlanks(bytes, from: position, end: end)
    guard start < end else {
      // The place after the last token is what an error about the end points at.
      return Token(kind: .end, range: SourceRange(position, position))
    }
    let (value, _) = scalar(in: bytes, at: start)
    if value.isASCII, isDigit(bytes[start]) { return try number(at: start) }
    if value.startsName { return name(at: start) }
    if let stretch = quotedStretch(in: bytes, at: start, end: end) {
      return try quoted(stretch, at: start)
    }
    if value == "$" { return try parameter(at: start) }
    return try symbol(value, at: start)
  }

  mutating func token(_ kind: Token.Kind, from start: Int, to end: Int) -> Token {
    position = end
    return Token(kind: kind, range: SourceRange(start, end))
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  func byte(at index: Int) -> UInt8? { index < end ? bytes[index] : nil }

  /// Whether nothing but blanks and comments is left.
  var isAtEnd: Bool { skipBlanks(bytes, from: position, end: end) == end }

  /// The index after the name characters from an index on.
  func endOfName(from start: Int) -> Int {
    var index = start
    while index < end {
      let (value, length) = scalar(in: bytes, at: index)
      guard value.continuesName else { break }
      index += length
    }
    return index
  }

  private mutating func name(at start: Int) -> Token {
    let end = endOfName(from: start)
    return token(.name(text(start, end)), from: start, to: end)
  }

  private mutating func parameter(at start: Int) throws(Diagnostic) -> Token {
    let end = endOfName(from: start + 1)
    guard end > start + 1 else {
      throw Diagnostic(
        .unexpectedCharacter, at: SourceRange(start, start + 1), "unexpected '$'",
        hint: "a parameter has a name, such as $plan")
    }
    return token(.parameter(text(start + 1, end)), from: start, to: end)
  }

  private mutating func quoted(
    _ stretch: QuotedStretch, at start: Int
  ) throws(Diagnostic) -> Token {
    let isName = stretch.style == .backtick
    let opening = SourceRange(start, stretch.content.lowerBound)
    guard stretch.isClosed else {
      throw isName
        ? Diagnostic(.unclosedBacktick, at: opening, "a name in backticks is not closed")
        : Diagnostic(.unclosedQuote, at: opening, "a text in quotes is not closed")
    }
    try refuseControls(in: stretch.content)
    let content = unescaped(stretch, in: bytes)
    if isName, content.isEmpty {
      throw Diagnostic(
        .unexpectedToken, at: SourceRange(start, stretch.end), "there is no name in the backticks")
    }
    if !stretch.style.isStraight {
      warnings.append(
        Diagnostic(
          .curlyQuotes, at: SourceRange(start, stretch.end),
          "curly quotes are read as straight ones",
          hint: "write \(quotedText(content))"))
    }
    return token(isName ? .quotedName(content) : .text(content), from: start, to: stretch.end)
  }

  private func refuseControls(in range: SourceRange) throws(Diagnostic) {
    var index = range.lowerBound
    while index < range.upperBound {
      let (value, length) = scalar(in: bytes, at: index)
      if value.isForbiddenControl { throw controlCharacter(value, at: index, length) }
      index += length
    }
  }

  private func controlCharacter(
    _ value: Unicode.Scalar, at index: Int, _ length: Int
  ) -> Diagnostic {
    Diagnostic(
      .controlCharacter, at: SourceRange(index, index + length),
      "a control character (\(value.codePoint)) stands here", hint: "delete it")
  }
}

// MARK: - Symbols

extension Lexer {
  private mutating func symbol(
    _ value: Unicode.Scalar, at start: Int
  ) throws(Diagnostic) -> Token {
    let next = byte(at: start + 1)
    if let next, value.isASCII, let symbol = Lexer.pair(bytes[start], next) {
      return token(.symbol(symbol), from: start, to: start + 2)
    }
    let length = scalar(in: bytes, at: start).length
    if let symbol = Lexer.single(value) {
      return token(.symbol(symbol), from: start, to: start + length)
    }
    if value.isForbiddenControl { throw controlCharacter(value, at: start, length) }
    let end =
      start + (Lexer.foreignOperators.first { hasPrefix($0, at: start) }?.utf8.count ?? length)
    let shown = text(start, end)
    throw Diagnostic(
      .unexpectedCharacter, at: SourceRange(start, end), "unexpected '\(shown)'",
      hint: isFraction(at: start)
        ? "a number starts with a digit: 0.5" : Lexer.hint(for: shown))
  }

  private func isFraction(at start: Int) -> Bool {
    bytes[start] == UInt8(ascii: ".") && byte(at: start + 1).map(isDigit) == true
      && !followsWord(bytes, start)
  }

  func hasPrefix(_ prefix: String, at start: Int) -> Bool {
    start + prefix.utf8.count <= end
      && bytes[start..<(start + prefix.utf8.count)].elementsEqual(prefix.utf8)
  }

  private static let foreignOperators = ["%in%", "%>%"]

  private static func pair(_ first: UInt8, _ second: UInt8) -> Token.Symbol? {
    switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
    case ("=", "="): .equal
    case ("!", "="), ("<", ">"): .notEqual
    case ("<", "="): .lessOrEqual
    case (">", "="): .greaterOrEqual
    case ("&", "&"): .and
    case ("|", "|"): .or
    default: nil
    }
  }

  private static func single(_ value: Unicode.Scalar) -> Token.Symbol? {
    switch value {
    case "\u{2260}": .notEqual
    case "\u{2264}": .lessOrEqual
    case "\u{2265}": .greaterOrEqual
    case "\u{2212}": .minus
    default: Token.Symbol(rawValue: String(value))
    }
  }

  private static func hint(for text: String) -> String? {
    switch text {
    case "|": "close the '(' before it; in a condition write 'or'"
    case ";": "a line needs no ';' at its end"
    case "[", "]", "{", "}": "brackets are round here: ( )"
    case "&": "write 'and'"
    case "%": "a percent sign touches its number: 5%; a remainder is mod(x, 5)"
    case "%in%": "write in (\"a\", \"b\")"
    case "%>%": "stages are joined by '|'"
    case "#": "a comment has a blank before its '#'"
    case "'", "\u{2019}": "put the text in double quotes"
    case "^": "write x * x, or exp(x)"
    case ".": "a name with a dot takes backticks"
    case "@", "?", "\\": nil
    default: text.utf8.count > 1 ? "a name with this character takes backticks" : nil
    }
  }
}
