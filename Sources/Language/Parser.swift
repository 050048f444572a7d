/// What came of reading one statement.
package struct ParsedStatement: Hashable, Sendable {
  /// Nil where a diagnostic is an error, or where the text holds nothing but blanks and comments.
  package var statement: Statement?
  /// In the order of the text; at most one error per stage.
  package var diagnostics: [Diagnostic]
}

/// The longest statement that is read, in bytes.
package let longestStatement = 1 << 20

/// The most stages of a statement, a source before them included.
let mostStages = 200

/// Reads one statement, which may span lines. Ranges count bytes from the start of the text.
///
/// A `;` at its end, the habit of SQL, is left aside.
/// Never traps and takes linear time, whatever the text.
package func parse(_ text: String, grammar: Grammar) -> ParsedStatement {
  guard text.utf8.count <= longestStatement else {
    let problem = Diagnostic(
      .tooLong, at: nil, "a statement has at most \(longestStatement) bytes",
      help: "a file is read with load")
    return ParsedStatement(statement: nil, diagnostics: [problem])
  }
  var parser = StatementParser(bytes: Array(withoutLastSemicolon(text).utf8), grammar: grammar)
  return parser.parse()
}

private struct StatementParser {
  let bytes: [UInt8]
  let grammar: Grammar
  private var diagnostics: [Diagnostic] = []

  init(bytes: [UInt8], grammar: Grammar) {
    self.bytes = bytes
    self.grammar = grammar
  }

  mutating func parse() -> ParsedStatement {
    let start = skipBlanks(bytes, from: 0, end: bytes.count)
    guard start < bytes.count else { return ParsedStatement(statement: nil, diagnostics: []) }
    if bytes[start] == UInt8(ascii: "\\") {
      let problem = backslashCommand(bytes, at: start, grammar)
      return ParsedStatement(statement: nil, diagnostics: [problem])
    }
    let statement: Statement? =
      bytes[start] == UInt8(ascii: ".") ? command(at: start) : pipeline()
    let hasError = diagnostics.contains { $0.severity == .error }
    return ParsedStatement(statement: hasError ? nil : statement, diagnostics: diagnostics)
  }

  /// The same remark is made once in a statement.
  private mutating func warn(_ warnings: [Diagnostic]) {
    for warning in warnings where !diagnostics.contains(where: { $0.code == warning.code }) {
      diagnostics.append(warning)
    }
  }

  private mutating func pipeline() -> Statement? {
    let segments = takesWholeLine() ? [SourceRange(0, bytes.count)] : stageRanges(in: bytes)
    // Every stretch but the first starts after its `|`.
    let pipes = segments.dropFirst().map { SourceRange($0.lowerBound - 1, $0.lowerBound) }
    guard segments.count <= mostStages else {
      diagnostics.append(tooManyStages(pipes[mostStages - 1]))
      return nil
    }
    var pipeline = Pipeline(source: .current, stages: [])
    var name: Identifier?
    for (index, segment) in segments.enumerated() {
      var parser = StageParser(bytes, in: segment, grammar: grammar)
      var problem: Diagnostic?
      do throws(Diagnostic) {
        if index == 0 {
          let head = try parser.head(pipe: pipes.first)
          (name, pipeline.source) = (head.name, head.source)
          pipeline.stages += head.stage.map { [$0] } ?? []
        } else {
          pipeline.stages.append(try parser.stage(after: pipes[index - 1]))
        }
      } catch {
        problem = error
      }
      warn(parser.allWarnings)
      diagnostics += problem.map { [$0] } ?? []
    }
    return .pipeline(pipeline, keptAs: name)
  }

  /// Whether the statement begins with a verb that reads the rest of it as it stands.
  private func takesWholeLine() -> Bool {
    let start = skipBlanks(bytes, from: 0, end: bytes.count)
    let lexer = Lexer(bytes, in: SourceRange(start, bytes.count))
    let word = lexer.text(start, lexer.endOfName(from: start))
    return grammar.verb(word)?.argument == .line
  }

  private mutating func command(at start: Int) -> Statement? {
    do throws(Diagnostic) {
      return .command(try shellCommand(at: start))
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  private func shellCommand(at start: Int) throws(Diagnostic) -> ShellCommand {
    let lexer = Lexer(bytes, in: SourceRange(start, bytes.count))
    let nameEnd = lexer.endOfName(from: start + 1)
    let argumentStart = skipBlanks(bytes, from: nameEnd, end: bytes.count)
    guard nameEnd > start + 1, argumentStart > nameEnd || nameEnd == bytes.count else {
      let place = nameEnd > start + 1 ? nameEnd : start
      let (value, length) = scalar(in: bytes, at: place)
      throw Diagnostic(
        .unexpectedCharacter, at: SourceRange(place, place + length), "unexpected '\(value)'",
        hint: "a word about the shell stands between a dot and a blank: .help filter")
    }
    let argument = try commandArgument(from: nameEnd)
    return ShellCommand(
      name: Identifier(lexer.text(start + 1, nameEnd), at: SourceRange(start + 1, nameEnd)),
      argument: lexer.text(argument.lowerBound, argument.upperBound), argumentRange: argument)
  }

  /// Up to a comment or the end, without the blanks around it.
  private func commandArgument(from nameEnd: Int) throws(Diagnostic) -> SourceRange {
    var index = nameEnd
    var first: Int?
    var last = nameEnd
    var lineHasEnded = false
    while index < bytes.count {
      let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
      index = piece.range.upperBound
      switch piece.kind {
      case .blank, .comment: break
      case .newline: lineHasEnded = true
      case .quoted(isClosed: false): throw unclosedQuote(piece.range.lowerBound)
      default:
        if lineHasEnded { throw afterCommand(piece.range) }
        first = first ?? piece.range.lowerBound
        last = piece.range.upperBound
      }
    }
    return SourceRange(first ?? nameEnd, last)
  }

  private func tooManyStages(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .tooManyStages, at: range, "a statement has at most \(mostStages) stages",
      hint: "keep a table on the way, and go on from its name")
  }

  private func unclosedQuote(_ start: Int) -> Diagnostic {
    Diagnostic(
      .unclosedQuote, at: SourceRange(start, start + scalar(in: bytes, at: start).length),
      "a text in quotes is not closed")
  }

  private func afterCommand(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, at: range, "a word about the shell ends with its line",
      hint: "give this on its own")
  }
}

/// The stretches between the `|` that stand outside brackets and quotes.
func stageRanges(in bytes: [UInt8]) -> [SourceRange] {
  var ranges: [SourceRange] = []
  var start = 0
  var index = 0
  var depth = 0
  while index < bytes.count {
    let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
    switch piece.kind {
    case .openBracket: depth += 1
    case .closeBracket: depth = max(0, depth - 1)
    case .pipe where depth == 0:
      ranges.append(SourceRange(start, index))
      start = piece.range.upperBound
    default: break
    }
    index = piece.range.upperBound
  }
  return ranges + [SourceRange(start, bytes.count)]
}
