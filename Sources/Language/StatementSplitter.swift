/// One statement of a script, a cell or a paste.
package struct StatementText: Hashable, Sendable {
  /// From its first character to the end of its last line, without the blanks around it.
  package var text: String
  /// The line on which it starts, counted from 1.
  package var firstLine: Int
  /// Where it stands, in bytes from the start of the whole text.
  package var range: SourceRange
}

/// The statements of a text of any length, in linear time.
///
/// A statement goes on over lines where a line ends in `|` or in an open bracket or quote, and
/// where the next line starts with `|` (comment lines may stand between, blank lines may not).
package func splitStatements(_ text: String) -> [StatementText] {
  var splitter = StatementSplitter(bytes: Array(text.utf8))
  return splitter.split()
}

/// Where the statement begins that stands at the end of a text, in bytes: behind the text where its last
/// line is ended and whole.
package func lastStatementStart(in text: String) -> Int {
  guard let last = splitStatements(text).last else { return 0 }
  let rest = text.utf8.dropFirst(last.range.upperBound)
  let isEnded = rest.contains { $0 == 0x0A || $0 == 0x0D }
  return isEnded && (last.text.hasPrefix(".") || isComplete(last.text))
    ? text.utf8.count : last.range.lowerBound
}

/// Whether nothing is left open: a bracket, a quote or a `|` at the end.
package func isComplete(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  var progress = StatementProgress()
  var index = 0
  while index < bytes.count {
    let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
    progress.take(piece, startsWithDot: bytes[index] == UInt8(ascii: "."))
    index = piece.range.upperBound
  }
  return !progress.isOpen
}

/// What is open after the pieces seen so far.
private struct StatementProgress {
  var hasStarted = false
  private var isCommand = false
  private var depth = 0
  private var endsInPipe = false
  private var hasOpenQuote = false

  var isOpen: Bool {
    hasOpenQuote || (!isCommand && (depth > 0 || endsInPipe))
  }

  var takesPipeOnNextLine: Bool { !isCommand }

  mutating func take(_ piece: SkeletonPiece, startsWithDot: Bool) {
    switch piece.kind {
    case .blank, .newline, .comment: return
    case .openBracket: depth += 1
    case .closeBracket: depth = max(0, depth - 1)
    case .quoted(let isClosed): hasOpenQuote = !isClosed
    case .pipe, .doublePipe, .other: break
    }
    if !hasStarted {
      hasStarted = true
      isCommand = startsWithDot
    }
    switch piece.kind {
    case .pipe, .doublePipe: endsInPipe = true
    default: endsInPipe = false
    }
  }
}

private struct StatementSplitter {
  let bytes: [UInt8]
  private var statements: [StatementText] = []
  private var progress = StatementProgress()
  private var start = 0
  private var end = 0
  /// A line has ended and the next may go on with `|`.
  private var isWaiting = false
  private var lineIsBlank = true
  private var countedUpTo = 0
  private var line = 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func split() -> [StatementText] {
    var index = 0
    while index < bytes.count {
      let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
      index = piece.range.upperBound
      switch piece.kind {
      case .blank: break
      case .newline: endLine()
      case .comment:
        lineIsBlank = false
        if progress.hasStarted, !isWaiting { end = piece.range.upperBound }
      default: take(piece)
      }
    }
    finish()
    return statements
  }

  private mutating func endLine() {
    defer { lineIsBlank = true }
    guard progress.hasStarted, !progress.isOpen else { return }
    if isWaiting, lineIsBlank { finish() } else { isWaiting = true }
  }

  private mutating func take(_ piece: SkeletonPiece) {
    if isWaiting {
      let isPipe =
        switch piece.kind {
        case .pipe, .doublePipe: true
        default: false
        }
      if !(isPipe && progress.takesPipeOnNextLine) { finish() }
      isWaiting = false
    }
    if !progress.hasStarted { start = piece.range.lowerBound }
    progress.take(piece, startsWithDot: bytes[piece.range.lowerBound] == UInt8(ascii: "."))
    lineIsBlank = false
    end = piece.range.upperBound
  }

  private mutating func finish() {
    if progress.hasStarted {
      countLines(upTo: start)
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      statements.append(
        StatementText(text: text, firstLine: line, range: SourceRange(start, end)))
    }
    progress = StatementProgress()
    isWaiting = false
  }

  private mutating func countLines(upTo index: Int) {
    while countedUpTo < index {
      let byte = bytes[countedUpTo]
      let isPair = byte == 0x0D && bytes[countedUpTo + 1] == 0x0A
      if byte == 0x0A || (byte == 0x0D && !isPair) { line += 1 }
      countedUpTo += 1
    }
  }
}
