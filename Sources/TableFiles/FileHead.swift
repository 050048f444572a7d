import Kernels

/// Sizes of the pieces in which a file is read; small ones in tests.
package struct ReadingSizes: Sendable {
  /// The first bytes, from which the form of the file is guessed.
  package var head = 1 << 16
  /// What each thread reads at a time: twice as much loads 78 MB in 84 instead of 80 ms, half in 83.
  package var piece = 1 << 17
  package var workers = min(4, processorCount)
  /// The most rows that memory is asked for at once; nil: all that are foreseen.
  package var rows: Int?

  package init() {}

  package init(head: Int, piece: Int, workers: Int, rows: Int? = nil) {
    (self.head, self.piece, self.workers, self.rows) = (head, piece, workers, rows)
  }
}

/// What was found by reading the whole file to be otherwise than its head suggested.
struct ReadingHints {
  var encoding: TextEncoding?
  /// The commonest number of cells in a record.
  var usualCellCount: Int?
  var header: (isHeader: Bool, isSure: Bool)?
  /// The sign around texts, where the one that was guessed did not fit.
  var quote: UInt8?
}

/// The first bytes of a file, and the form of the file as they show it.
struct FileHead {
  var source: any ByteSource
  var encoding: TextEncoding
  /// The encoding was given, or stands at the start of the file.
  var encodingIsSure: Bool
  var dialect: Dialect
  /// The separator was neither given nor declared by the file.
  var separatorIsGuessed: Bool
  /// Apostrophes were taken for the signs around texts.
  var quoteIsGuessed: Bool
  var rules: RowRules
  /// The texts of the first record.
  var firstRecord: [String]
  /// The line on which the first record starts, and the line behind it.
  var firstLine: Int
  var lineAfterFirst: Int
  /// What stands above the first record and is no part of the table; nil where nothing does.
  var preamble: Preamble?
  /// The bytes of the head, and where among them the first record starts and ends.
  var bytes: [UInt8]
  var start: Int
  var endOfFirst: Int
  /// The head is the whole file.
  var isWhole: Bool

  static func read(
    _ raw: any ByteSource, writtenAs: String, options: LoadOptions, sizes: ReadingSizes,
    hints: ReadingHints
  ) throws(FileError) -> FileHead {
    let (source, known) = try decoding(raw, writtenAs: writtenAs, options)
    try source.rewind()
    let piece = TextPiece(capacity: max(1, sizes.head))
    while true {
      let isWhole = try fill(piece, from: source)
      if piece.count == 0 { throw FileError("'\(writtenAs)' is empty") }
      let size = piece.count
      let bytes = piece.bytes(0..<size)
      let (dialect, top, isGuessed) = try Self.dialect(of: bytes, options, hints)
      let encoding = hints.encoding ?? known ?? likelyEncoding(bytes, isWhole: isWhole)
      guard
        let laidOut = try withoutPreamble(
          bytes, from: top, dialect, encoding, options, isWhole: isWhole, writtenAs)
      else {
        // The first record is longer than the head.
        piece.reserve(piece.capacity * 2)
        continue
      }
      let (start, found, preamble) = laidOut
      let usual = hints.usualCellCount ?? found.usual
      let texts = found.first.map { cellText(bytes, $0, dialect, encoding) }
      let tableWidth = Self.tableWidth(texts, usual: usual, options)
      return FileHead(
        source: source, encoding: encoding, encodingIsSure: known != nil, dialect: dialect,
        separatorIsGuessed: isGuessed,
        quoteIsGuessed: options.quote == nil && dialect.quote == apostrophe,
        rules: RowRules(
          width: tableWidth, allowsEmptyCellAfter: usual == tableWidth + 1,
          quoting: dialect.quoting),
        firstRecord: texts, firstLine: found.line, lineAfterFirst: found.lineAfter,
        preamble: preamble, bytes: bytes,
        start: start, endOfFirst: min(size, start + found.end), isWhole: isWhole)
    }
  }

  /// What the letters of the head are most likely; one that is cut off at its end says nothing.
  private static func likelyEncoding(_ head: [UInt8], isWhole: Bool) -> TextEncoding {
    let told = isWhole ? head.count : max(0, head.count - 3)
    return Kernels.tallyUTF8(head.span.extracting(0..<told)).likelyEncoding
  }

  /// How many columns there are: not one more for a separator at the end of the first record, where
  /// other records have none or fewer names are given.
  static func tableWidth(_ first: [String], usual: Int, _ options: LoadOptions) -> Int {
    let shorter = first.count - 1
    let endsEmpty = first.last?.isEmpty == true && shorter > 0
    return endsEmpty && (usual == shorter || options.columns?.count == shorter)
      ? shorter : first.count
  }

  private static func fill(_ piece: TextPiece, from source: any ByteSource) throws(FileError)
    -> Bool
  {
    while piece.room > 0 {
      if try source.fill(piece) == 0 { return true }
    }
    return false
  }

  /// The source of the text of a file: unpacked where it is packed, as UTF-8 where it is UTF-16.
  private static func decoding(
    _ raw: any ByteSource, writtenAs: String, _ options: LoadOptions
  ) throws(FileError) -> (any ByteSource, TextEncoding?) {
    var source = raw
    var peeked = try peek(source)
    if peeked.starts(with: [0x1F, 0x8B]) {
      source = GzipSource(raw, writtenAs: writtenAs)
      peeked = try peek(source)
    }
    if peeked.isEmpty { throw FileError("'\(writtenAs)' is empty") }
    try refuseBinary(peeked, writtenAs: writtenAs)
    let encoding = encodingByMark(peeked, given: options.encoding)
    guard encoding == .utf16LittleEndian || encoding == .utf16BigEndian else {
      return (source, encoding)
    }
    return (UTF16Source(source, isLittleEndian: encoding == .utf16LittleEndian), encoding)
  }

  /// Looks at the letters before a place, which stand above the rows: those of titles and names.
  func tallyUTF8(before end: Int) -> (tally: UTF8Tally, lines: [Int]) {
    let piece = TextPiece(capacity: end)
    piece.append(bytes[..<end])
    let tally = piece.tallyUTF8()
    return (tally, tally.firstInvalid.map { 1 + piece.lineEnds(before: $0) })
  }

  private static func peek(_ source: any ByteSource) throws(FileError) -> [UInt8] {
    try source.rewind()
    let piece = TextPiece(capacity: 4096)
    _ = try fill(piece, from: source)
    return piece.bytes(0..<min(4096, piece.count))
  }

  private static func dialect(
    of bytes: [UInt8], _ options: LoadOptions, _ hints: ReadingHints
  ) throws(FileError) -> (Dialect, start: Int, isGuessed: Bool) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let quote =
      options.quote ?? hints.quote
      ?? guessQuote(bytes.span, from: start, separator: options.separator)
    let guess = guessSeparator(bytes.span, from: start, quote: quote)
    let separator = options.separator ?? guess.separator
    if separator == quote || separator == carriageReturn || separator == lineFeed {
      throw FileError("a quote or line end cannot separate cells")
    }
    let dialect = Dialect(separator: separator, quote: quote)
    return (dialect, guess.start, options.separator == nil && !guess.isDeclared)
  }

  private typealias FirstRecord = (
    first: [Range<Int>], end: Int, usual: Int, line: Int, lineAfter: Int
  )

  /// More lines than this above a table are no title.
  private static let longestPreamble = 20

  /// The first record of the table: below titles and dates of printing, which have nearly all their
  /// cells empty or fewer cells than the table has. Nil where a record does not end.
  private static func withoutPreamble(
    _ bytes: [UInt8], from top: Int, _ dialect: Dialect, _ encoding: TextEncoding,
    _ options: LoadOptions, isWhole: Bool, _ writtenAs: String
  ) throws(FileError) -> (start: Int, found: FirstRecord, preamble: Preamble?)? {
    let lineBefore = top > 3 ? 1 : 0
    guard
      let first = try layOut(
        bytes[top...], dialect, isWhole: isWhole, lineBefore: lineBefore, writtenAs)
    else { return nil }
    guard options.hasHeader == nil, options.columns == nil else { return (top, first, nil) }
    var (start, found) = (top, first)
    for _ in 0..<longestPreamble {
      let texts = found.first.map { cellText(bytes, $0, dialect, encoding) }
      let filled = texts.count { !$0.allSatisfy(\.isWhitespace) }
      let usual = found.usual
      let isTitle = filled <= 1 || texts.count < usual - 1 && filled <= 2
      let next = start + found.end
      guard usual >= 2, isTitle else {
        guard start > top, filled >= 2, texts.count >= usual - 1 else { break }
        if usual == 2 {
          // One cell above two may as well be a row of a file of names: only types tell.
          guard next < bytes.count else { break }
          let below = try layOut(
            bytes[next...], dialect, isWhole: isWhole, lineBefore: lineBefore, writtenAs)
          let values = below?.first.map { cellText(bytes, $0, dialect, encoding) } ?? []
          guard !texts.contains(where: isValue), values.contains(where: isValue) else { break }
        }
        let title = first.first.lazy.map { cellText(bytes, $0, dialect, encoding) }
          .first { !$0.allSatisfy(\.isWhitespace) }
        return (start, found, Preamble(lines: found.line - first.line, title: title ?? ""))
      }
      guard next < bytes.count,
        let below = try layOut(
          bytes[next...], dialect, isWhole: isWhole, lineBefore: found.lineAfter - 1, writtenAs)
      else { break }
      (start, found) = (next, below)
    }
    return (top, first, nil)
  }

  /// Whether a text is a number or a date.
  private static func isValue(_ text: String) -> Bool {
    var survey = ColumnSurvey()
    survey.add(Array(text.utf8).span, row: 0, given: MissingMarkers([]))
    return survey.numbers.count + survey.dates.count > 0
  }

  /// The first record, and how many cells records mostly have; nil where the first one does not end.
  private static func layOut(
    _ bytes: ArraySlice<UInt8>, _ dialect: Dialect, isWhole: Bool, lineBefore: Int,
    _ writtenAs: String
  ) throws(FileError) -> FirstRecord? {
    let piece = TextPiece(capacity: bytes.count + 1)
    piece.append(bytes)
    if isWhole { piece.endLastLine() }
    piece.findMarks(separator: dialect.separator, quote: dialect.quote, isEnd: isWhole)
    if piece.hasNUL {
      let place = bytes.firstIndex(of: 0) ?? bytes.startIndex
      throw nulError(
        writtenAs: writtenAs,
        line: lineBefore + 1 + piece.lineEnds(before: place - bytes.startIndex))
    }
    let rules = RowRules(width: 0, allowsEmptyCellAfter: false, quoting: dialect.quoting)
    let report: RowLayoutReport
    if rules.mergesBlanks || piece.hasOddQuotes || isWhole && piece.endsInQuotes {
      report = piece.layOutSlowly(rules, isEnd: isWhole).report
    } else {
      piece.dropMarks(from: piece.endOfLastRecord)
      report = piece.layOut(rules)
    }
    guard let first = report.firstRecord else {
      if let opening = report.unclosedQuote { throw piece.unclosedQuote(opening, lineBefore) }
      if isWhole { throw FileError("'\(writtenAs)' holds no rows") }
      return nil
    }
    let usual = report.cellCounts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    let offset = bytes.startIndex
    let line = lineBefore + 1 + piece.lineEnds(before: first.cells[0].lowerBound)
    return (
      first.cells.map { $0.lowerBound + offset..<$0.upperBound + offset }, first.end, usual, line,
      lineBefore + 1 + piece.lineEnds(before: first.end)
    )
  }

  private static func cellText(
    _ bytes: [UInt8], _ range: Range<Int>, _ dialect: Dialect, _ encoding: TextEncoding
  ) -> String {
    let text = dialect.quoting.text(ofCell: Array(bytes[range]))
    return String(decoding: encoding.decoded(text.span), as: UTF8.self)
  }
}

/// Titles and the like above a table.
struct Preamble: Sendable {
  var lines: Int
  /// The first text in them.
  var title: String
}

extension TextPiece {
  /// Ends the text with a line end if it has none.
  func endLastLine() {
    let last = count == 0 ? nil : bytes(count - 1..<count).first
    if last != lineFeed, last != carriageReturn { append([lineFeed]) }
  }

  /// `lineBefore` is the number of lines before this text.
  func unclosedQuote(_ opening: Int, _ lineBefore: Int) -> FileError {
    let text = bytes(opening..<min(count, opening + 40)).prefix {
      $0 != lineFeed && $0 != carriageReturn
    }
    return FileError(
      "a quote is opened and never closed",
      help: "close the quote, or double it where it belongs to the text",
      line: lineBefore + 1 + lineEnds(before: opening), text: String(decoding: text, as: UTF8.self))
  }
}
