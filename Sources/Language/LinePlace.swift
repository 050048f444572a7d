/// What a place in a line that is being typed calls for, by the grammar alone: what completion needs
/// to know before it looks at data.
package struct LinePlace: Hashable, Sendable {
  /// What may stand here.
  package var expected: Expected
  /// The part of a word before the cursor; inside a quote, what follows the quote.
  package var prefix: String
  /// Where that part begins, in bytes from the start of the text.
  package var start: Int
  /// The quote that is open: `"`, `'` or a backtick; nil outside of one.
  package var quote: Character?
  /// The stages before this one, up to the `|`; empty in the first one.
  package var before: String
  /// The verb of the stage, by its own name; nil while it is typed.
  package var verb: String?
  /// Kinds of clause that the stage has already.
  package var given: Set<ClauseKind> = []

  package enum Expected: Hashable, Sendable {
    /// A verb; in the first stage also a table.
    case stage(isFirst: Bool)
    /// A command of the shell, or what follows one.
    case command
    case commandArgument(String)
    /// Right after the verb.
    case argument
    /// After the keyword of a clause, or a comma in it.
    case clause(ClauseKind)
    /// After `with NAME =` or `set NAME =`.
    case value(ofOption: String)
    /// A value to compare this column with.
    case comparison(column: String)
    /// After something complete: the next clause, or an operator.
    case continuation
  }
}

/// The place at the end of a text, which is what stands before the cursor.
package func linePlace(in text: String, grammar: Grammar) -> LinePlace {
  var reader = PlaceReader(Array(text.utf8), grammar)
  return reader.place()
}

private struct PlaceReader {
  private let bytes: [UInt8]
  private let grammar: Grammar
  /// Where the last stage begins.
  private var stageStart = 0
  private var isFirst = true
  private var words: [Word] = []

  private struct Word {
    enum Kind {
      case name
      case quoted(Character, isClosed: Bool)
      case number
      case sign
    }

    var kind: Kind
    /// Without its quotes.
    var text: String
    var range: Range<Int>

    var lowered: String { text.lowercased() }

    /// Whether it still grows where the cursor stands right behind it.
    var isOpen: Bool {
      switch kind {
      case .name, .number: true
      case .quoted(_, let isClosed): !isClosed
      case .sign: false
      }
    }

    var isName: Bool {
      switch kind {
      case .name: true
      case .quoted(let quote, _): quote == "`"
      default: false
      }
    }
  }

  init(_ bytes: [UInt8], _ grammar: Grammar) {
    self.bytes = bytes
    self.grammar = grammar
  }

  mutating func place() -> LinePlace {
    findStage()
    readWords()
    let current = words.last.flatMap { $0.isOpen && $0.range.upperBound == bytes.count ? $0 : nil }
    if current != nil { words.removeLast() }
    var place = LinePlace(
      expected: .continuation, prefix: current?.text ?? "",
      start: current?.range.lowerBound ?? bytes.count, quote: nil,
      before: String(decoding: bytes[..<max(0, stageStart - 1)], as: UTF8.self), verb: nil)
    if case .quoted(let quote, _)? = current?.kind {
      place.quote = quote
      place.start += 1
    }
    if isFirst { place.before = "" }
    read(into: &place)
    return place
  }

  /// The last `|` outside quotes.
  private mutating func findStage() {
    var index = 0
    while index < bytes.count {
      let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
      if case .pipe = piece.kind {
        stageStart = piece.range.upperBound
        isFirst = false
      }
      index = piece.range.upperBound
    }
  }

  private mutating func readWords() {
    var index = stageStart
    while index < bytes.count {
      let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
      switch piece.kind {
      case .blank, .newline, .comment: index = piece.range.upperBound
      case .quoted(let isClosed):
        let quote = Character(Unicode.Scalar(bytes[index]))
        let end = piece.range.upperBound - (isClosed ? 1 : 0)
        add(
          .quoted(quote, isClosed: isClosed), index..<piece.range.upperBound, text: index + 1..<end)
        index = piece.range.upperBound
      default: index = readPlain(from: index)
      }
    }
  }

  private mutating func readPlain(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      let (value, length) = scalar(in: bytes, at: end)
      // A path is one word for completion: ../data/gym.csv
      let opensPath = ["/", ".", "~"].contains(value)
      let isPath = opensPath || end > start && value == "-"
      guard value.continuesName || value == "_" || value == "$" || isPath else { break }
      end += length
    }
    guard end > start else {
      let length = scalar(in: bytes, at: start).length
      add(.sign, start..<start + length, text: start..<start + length)
      return start + length
    }
    let isNumber = isDigit(bytes[start])
    add(isNumber ? .number : .name, start..<end, text: start..<end)
    return end
  }

  private mutating func add(_ kind: Word.Kind, _ range: Range<Int>, text: Range<Int>) {
    words.append(
      Word(kind: kind, text: String(decoding: bytes[text], as: UTF8.self), range: range))
  }

  // MARK: What the words call for

  private mutating func read(into place: inout LinePlace) {
    if isFirst, let first = words.first, first.text.hasPrefix(".") {
      place.expected = .commandArgument(String(first.text.dropFirst()).lowercased())
      return
    }
    if isFirst, words.isEmpty, place.prefix.hasPrefix(".") {
      place.expected = .command
      return
    }
    if isFirst, words.count >= 2, words[1].text == "=", words[0].isName,
      grammar.verb(words[0].text) == nil
    {
      words.removeFirst(2)
    }
    guard let verb = words.first.flatMap({ grammar.verb($0.text) }) else {
      place.expected = words.isEmpty ? .stage(isFirst: isFirst) : .continuation
      if ["help", "?"].contains(words.first?.lowered ?? "") {
        place.expected = .commandArgument("help")
      }
      return
    }
    place.verb = verb.name
    place.expected = words.count == 1 ? .argument : expected(after: verb, &place)
  }

  private func expected(after verb: VerbSyntax, _ place: inout LinePlace) -> LinePlace.Expected {
    var clause: ClauseKind?
    for word in words.dropFirst() {
      guard case .name = word.kind, let kind = ClauseKind(keyword: word.text),
        verb.clauses.contains(kind)
      else { continue }
      clause = kind
      place.given.insert(kind)
    }
    guard let last = words.last else { return .argument }
    if verb.argument == .path, words.count == 2, last.lowered == sampleWord { return .argument }
    if verb.argument == .aggregates, words.contains(where: { $0.text == ":" }) { return .argument }
    if let column = comparedColumn { return .comparison(column: column) }
    if last.text == "=", words.count >= 2, clause == .with || verb.argument == .assignments {
      let option = words[words.count - 2]
      if option.isName, clause == .with || verb.name == "set" || verb.name == "roles" {
        return .value(ofOption: option.lowered)
      }
    }
    if clause == .asOf, last.lowered == "as" { return .continuation }
    let isKeyword = ClauseKind(keyword: last.text) != nil || last.lowered == "of"
    let goesOn = isKeyword || isSeparator(last)
    if let clause { return goesOn ? .clause(clause) : .continuation }
    return goesOn || isOperatorLike(last) ? .argument : .continuation
  }

  private func isSeparator(_ word: Word) -> Bool { [",", "(", ":"].contains(word.text) }

  private func isOperatorLike(_ word: Word) -> Bool {
    ["and", "or", "not", "=", "+", "-", "*", "/", "!", "&", "|", "<", ">"].contains(word.lowered)
  }

  /// `plan ==`, `plan in ("a",`: the column whose values may follow.
  private var comparedColumn: String? {
    var rest = words[...]
    func drop(_ texts: String...) -> Bool {
      guard rest.count > texts.count else { return false }
      let tail = rest.suffix(texts.count).map(\.lowered)
      guard tail == texts else { return false }
      rest = rest.dropLast(texts.count)
      return true
    }
    // A list of values: back to its bracket.
    if rest.last?.text == "," || rest.last?.text == "(" {
      while let last = rest.last, last.text != "(" {
        guard case .sign = last.kind, last.text != "," else {
          rest.removeLast()
          continue
        }
        return nil
      }
      guard drop("in", "(") || drop("not", "in", "(") else { return nil }
    } else {
      let isComparison =
        drop("=", "=") || drop("!", "=") || drop("starts", "with") || drop("ends", "with")
        || drop("contains") || drop("~") || drop("=")
      guard isComparison else { return nil }
    }
    guard let column = rest.last, column.isName, rest.count > 1, isInCondition else { return nil }
    return column.text
  }

  private var isInCondition: Bool {
    words.first.flatMap { grammar.verb($0.text) }?.argument == .condition
  }
}
