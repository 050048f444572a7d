import Language
import Sessions

/// A line in colour while it is typed: verbs, the words of clauses, texts, numbers, comments, and what
/// stands in the place of a verb and is none. The characters stay the same, escapes stand between.
func coloredLine(_ text: String, in session: Session) -> String {
  var coloring = LineColoring(characters: Array(text), session: session)
  return coloring.colored()
}

private enum Ink: String {
  case plain = ""
  case verb = "1"
  case keyword = "36"
  case text = "32"
  case number = "33"
  case comment = "2"
  case unknown = "31"
}

private struct LineColoring {
  let characters: [Character]
  let session: Session
  private var index = 0
  private var expectsVerb = true
  private var result = ""

  init(characters: [Character], session: Session) {
    self.characters = characters
    self.session = session
  }

  mutating func colored() -> String {
    while index < characters.count { takePiece() }
    return result
  }

  private mutating func takePiece() {
    let first = characters[index]
    switch first {
    case "\"", "'", "`": take(.text, upTo: afterQuote(first))
    case "#": take(.comment, upTo: end { !$0.isNewline })
    case "." where expectsVerb: take(.keyword, upTo: end { !$0.isNewline })
    case _ where first.isNumber:
      take(.number, upTo: end { $0.isNumber || $0.isLetter || "-._".contains($0) })
    case _ where isWordPart(first): takeWord()
    default:
      // A block begins anew in each row, and a stage after each bar.
      if first == "|" || first.isNewline { expectsVerb = true }
      result.append(first)
      index += 1
      return
    }
    expectsVerb = false
  }

  private mutating func takeWord() {
    let stop = end(while: isWordPart)
    let word = String(characters[index..<stop])
    take(expectsVerb ? verbInk(word, upTo: stop) : keywordInk(word), upTo: stop)
  }

  private func verbInk(_ word: String, upTo stop: Int) -> Ink {
    if session.grammar.verb(word) != nil || SessionCommand(bareLine: word) != nil { return .verb }
    if session.tables.name(matching: word) != nil { return .plain }
    let next = characters[stop...].first { !$0.isWhitespace }
    // A name for what follows.
    if next == "=" { return .plain }
    // It may become a verb or a table yet.
    let isBeingTyped = stop == characters.count
    let folded = word.lowercased()
    let known =
      session.grammar.verbs.flatMap { [$0.name] + $0.aliases } + session.tables.names
      + ["help", "quit", "exit"]
    return isBeingTyped && known.contains { $0.lowercased().hasPrefix(folded) } ? .plain : .unknown
  }

  private func keywordInk(_ word: String) -> Ink {
    LineColoring.keywords.contains(word.lowercased()) ? .keyword : .plain
  }

  private static let keywords =
    Set(ClauseKind.allCases.flatMap { $0.rawValue.split(separator: " ").map(String.init) })
    .union(["and", "or", "not", "is", "missing", "sample", "as", "if"])

  private mutating func take(_ ink: Ink, upTo stop: Int) {
    let piece = String(characters[index..<stop])
    result += ink == .plain ? piece : "\u{1B}[\(ink.rawValue)m\(piece)\u{1B}[0m"
    index = stop
  }

  private func end(while isPart: (Character) -> Bool) -> Int {
    characters[index...].firstIndex { !isPart($0) } ?? characters.count
  }

  private func afterQuote(_ quote: Character) -> Int {
    characters[(index + 1)...].firstIndex(of: quote).map { $0 + 1 } ?? characters.count
  }

  private func isWordPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
