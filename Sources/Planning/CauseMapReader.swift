/// What is wrong with a file of causes, and in which of its lines.
package struct CauseMapError: Error, Hashable {
  package var line: Int
  package var message: String
}

extension CauseMap {
  /// Reads a map: a list of rules, each with `cause`, `wanted` (no by default) and `words`, a list
  /// in brackets on one line or with a dash a line. The rest of YAML is not understood and said so.
  package init(yaml text: String, origin: String) throws(CauseMapError) {
    var reader = CauseMapReader()
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() { try reader.read(line, number: index + 1) }
    try reader.finish(line: lines.count)
    self.init(rules: reader.rules, origin: origin)
  }
}

/// A file of causes, read line by line.
private struct CauseMapReader {
  private(set) var rules: [CauseMap.Rule] = []
  private var rule: OpenRule?
  private var isInList = false

  private struct OpenRule {
    var line: Int
    var cause: Cause?
    var isWanted = false
    var words: [String] = []
  }

  mutating func read(_ raw: Substring, number: Int) throws(CauseMapError) {
    let line = withoutComment(raw)
    let text = line.drop { $0 == " " }
    guard !text.isEmpty, text != "---" else { return }
    if text.contains("\t") {
      throw error(number, "a tab stands here, and YAML indents with blanks")
    }
    if text == "-" || text.hasPrefix("- ") {
      let item = trimmed(text.dropFirst())
      if isInList, !isKey(item) {
        let word = try scalar(item, number)
        rule?.words.append(word)
        return
      }
      try close(line: number)
      rule = OpenRule(line: number)
      if !item.isEmpty { try readKey(item, number) }
    } else {
      try readKey(text, number)
    }
  }

  mutating func finish(line: Int) throws(CauseMapError) {
    try close(line: line)
    guard !rules.isEmpty else {
      throw error(1, "there is no rule in this file: a rule begins with  - cause: price")
    }
  }

  private func isKey(_ text: Substring) -> Bool {
    ["cause:", "wanted:", "words:"].contains { text.hasPrefix($0) }
  }

  private mutating func readKey(_ text: Substring, _ number: Int) throws(CauseMapError) {
    guard let colon = text.firstIndex(of: ":"), isKey(text) else {
      throw error(number, "'\(text)' is not understood: a line is  cause:, wanted:  or  words:")
    }
    guard rule != nil else {
      throw error(number, "a rule begins with a dash:  - cause: price")
    }
    let value = trimmed(text[text.index(after: colon)...])
    isInList = false
    switch text[..<colon] {
    case "cause":
      let word = try scalar(value, number)
      guard let cause = Cause(rawValue: word.lowercased()) else {
        let causes = Cause.allCases.map(\.rawValue).joined(separator: ", ")
        throw error(number, "'\(word)' is no cause: the causes are \(causes)")
      }
      rule?.cause = cause
    case "wanted":
      switch try scalar(value, number).lowercased() {
      case "yes", "true": rule?.isWanted = true
      case "no", "false": rule?.isWanted = false
      default: throw error(number, "wanted is yes or no")
      }
    default:
      isInList = value.isEmpty
      guard !value.isEmpty else { return }
      let words = try list(value, number)
      rule?.words += words
    }
  }

  private mutating func close(line: Int) throws(CauseMapError) {
    guard let rule else { return }
    guard let cause = rule.cause else { throw error(rule.line, "this rule has no cause") }
    guard !rule.words.isEmpty else { throw error(rule.line, "this rule has no words") }
    rules.append(CauseMap.Rule(cause, wanted: rule.isWanted, words: rule.words))
    self.rule = nil
    isInList = false
  }

  /// `[price, "too dear"]`
  private func list(_ text: Substring, _ number: Int) throws(CauseMapError) -> [String] {
    guard text.first == "[", text.last == "]", text.count > 1 else {
      throw error(number, "words are a list on one line:  words: [price, \"too dear\"]")
    }
    var items: [String] = []
    var item = Substring()
    var quote: Character?
    for character in text.dropFirst().dropLast() {
      if character == ",", quote == nil {
        items.append(try scalar(trimmed(item), number))
        item = Substring()
        continue
      }
      quote = nextQuote(quote, character, isFirst: trimmed(item).isEmpty)
      item.append(character)
    }
    if !trimmed(item).isEmpty { items.append(try scalar(trimmed(item), number)) }
    return items
  }

  /// A plain or quoted scalar that says something.
  private func scalar(_ text: Substring, _ number: Int) throws(CauseMapError) -> String {
    guard let first = text.first else { throw error(number, "a word is missing here") }
    if first == "'" || first == "\"" {
      guard text.count > 1, text.last == first else {
        throw error(number, "the quote of \(text) is not closed")
      }
      let inner = String(text.dropFirst().dropLast())
      return first == "'" ? inner.replacing("''", with: "'") : inner
    }
    guard !"[]{}&*!|>%@`".contains(first) else {
      throw error(number, "'\(text)' is a part of YAML that is not understood here")
    }
    return String(text)
  }

  private func error(_ line: Int, _ message: String) -> CauseMapError {
    CauseMapError(line: line, message: message)
  }
}

/// A quote opens only at the start of a scalar, so that an apostrophe is a letter.
private func nextQuote(
  _ quote: Character?, _ character: Character, isFirst: Bool
) -> Character? {
  if let quote { return character == quote ? nil : quote }
  return isFirst && (character == "'" || character == "\"") ? character : nil
}

/// A `#` after a blank or at the start of a line begins a comment, but for inside quotes.
private func withoutComment(_ line: Substring) -> Substring {
  var quote: Character?
  var before: Character = " "
  for index in line.indices {
    let character = line[index]
    if character == "#", quote == nil, before == " " { return trimmedEnd(line[..<index]) }
    quote = nextQuote(quote, character, isFirst: " [,-:".contains(before))
    before = character
  }
  return trimmedEnd(line)
}

private func trimmed(_ text: Substring) -> Substring { trimmedEnd(text.drop { $0 == " " }) }

private func trimmedEnd(_ text: Substring) -> Substring {
  var text = text
  while let last = text.last, last == " " || last == "\r" { text.removeLast() }
  return text
}
