/// A token as `explain` prints it.
package struct ListedToken: Hashable, Sendable {
  /// `name`, `text`, `number`, `symbol`, ...; `unreadable` for what is no token.
  package var kind: String
  /// As it stands in the text.
  package var text: String
}

/// The tokens of one statement, whatever is wrong with it. What cannot be read is one token up to
/// the end of its stage.
package func listedTokens(_ text: String, grammar: Grammar) -> [ListedToken] {
  let bytes = Array(text.utf8.prefix(longestStatement))
  if bytes.first == UInt8(ascii: ".") { return [ListedToken(kind: "command", text: text)] }
  var tokens: [ListedToken] = []
  for (index, range) in stageRanges(in: bytes).enumerated() {
    if index > 0 { tokens.append(ListedToken(kind: "symbol", text: "|")) }
    tokens += listedTokens(bytes, in: range, grammar)
  }
  return tokens
}

private func listedTokens(
  _ bytes: [UInt8], in range: SourceRange, _ grammar: Grammar
) -> [ListedToken] {
  var lexer = Lexer(bytes, in: range)
  var tokens: [ListedToken] = []
  while true {
    let start = skipBlanks(bytes, from: lexer.position, end: range.upperBound)
    if tokens.count == 1, grammar.verb(tokens[0].text)?.argument == .path,
      let path = pathToken(lexer, at: start)
    {
      tokens.append(path)
      lexer.position = start + path.text.utf8.count
      continue
    }
    do {
      let token = try lexer.next()
      if token.kind == .end { return tokens }
      tokens.append(
        ListedToken(
          kind: token.kind.name, text: lexer.text(token.range.lowerBound, token.range.upperBound)))
    } catch {
      let rest = lexer.text(start, range.upperBound)
      return tokens + [ListedToken(kind: "unreadable", text: rest)]
    }
  }
}

/// A file name is no token but text up to a blank; quoted ones are read as texts.
private func pathToken(_ lexer: Lexer, at start: Int) -> ListedToken? {
  guard start < lexer.end, quotedStretch(in: lexer.bytes, at: start, end: lexer.end) == nil else {
    return nil
  }
  var end = start
  while end < lexer.end {
    let (value, length) = scalar(in: lexer.bytes, at: end)
    if value.isBlank || value.isNewline { break }
    end += length
  }
  return ListedToken(kind: "path", text: lexer.text(start, end))
}

extension Token.Kind {
  fileprivate var name: String {
    switch self {
    case .end: "end"
    case .name: "name"
    case .quotedName: "quoted name"
    case .text: "text"
    case .integer, .decimal: "number"
    case .percent: "percent"
    case .date: "date"
    case .period: "period"
    case .duration: "duration"
    case .parameter: "parameter"
    case .symbol: "symbol"
    }
  }
}
