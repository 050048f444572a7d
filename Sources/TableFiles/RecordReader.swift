/// Where a cell's text lies among the bytes of a file, and how it was written.
struct CellRange {
  var start: Int
  private var code: Int

  init(start: Int, end: Int, isQuoted: Bool = false, hasDoubledQuotes: Bool = false) {
    self.start = start
    code = (end - start) << 2 | (isQuoted ? 1 : 0) | (hasDoubledQuotes ? 2 : 0)
  }

  var end: Int { start + code >> 2 }
  var isEmpty: Bool { code >> 2 == 0 }
  /// Whether it stood in quotes, which are not part of its range.
  var isQuoted: Bool { code & 1 != 0 }
  var hasDoubledQuotes: Bool { code & 2 != 0 }
}

/// The bytes that give a file its form.
struct Dialect {
  var separator: UInt8
  var quote: UInt8 = UInt8(ascii: "\"")
  /// Where the records start: after a byte order mark and a `sep=` line.
  var start = 0
}

/// The cells of a file, record after record. Blank lines are no records.
struct Records {
  var cells: [CellRange] = []
  /// For every record the number of its first cell, and at the end the number of cells.
  var starts: [Int] = [0]
  /// Cells with text behind their closing quote; they keep their quotes as text.
  var strayQuotes = Tally()

  var count: Int { starts.count - 1 }

  func cellCount(_ record: Int) -> Int { starts[record + 1] - starts[record] }
}

/// Cuts the bytes of a file into records and cells (RFC 4180, with any separator and line end).
struct RecordReader {
  private let dialect: Dialect
  private let mergesBlanks: Bool
  private var position: Int
  private var records = Records()

  private init(_ dialect: Dialect) {
    self.dialect = dialect
    position = dialect.start
    mergesBlanks = dialect.separator == blank
  }

  /// All records, or at most `limit` of them. Throws where a quote is not closed.
  static func read(
    _ bytes: Span<UInt8>, _ dialect: Dialect, limit: Int = .max, isCancelled: () -> Bool = { false }
  ) throws(FileError) -> Records {
    var reader = RecordReader(dialect)
    while reader.position < bytes.count, reader.records.count < limit {
      if reader.records.count & 0x3FFF == 0, isCancelled() { throw .cancelled }
      try reader.readRecord(bytes)
    }
    return reader.records
  }

  private mutating func readRecord(_ bytes: Span<UInt8>) throws(FileError) {
    let first = records.cells.count
    if mergesBlanks { skipBlanks(bytes) }
    while true {
      try readCell(bytes)
      guard position < bytes.count else { break }
      let byte = bytes[position]
      position += 1
      if byte == dialect.separator {
        if mergesBlanks {
          skipBlanks(bytes)
          if position >= bytes.count || isLineEnd(bytes[position]) {
            continueAfterBlanks(bytes)
            break
          }
        }
        continue
      }
      if byte == carriageReturn, position < bytes.count, bytes[position] == lineFeed {
        position += 1
      }
      break
    }
    if records.cells.count == first + 1, isBlankLine(bytes, records.cells[first]) {
      records.cells.removeLast()
    } else {
      records.starts.append(records.cells.count)
    }
  }

  /// Blanks at the end of a line, where blanks separate, do not start another cell.
  private mutating func continueAfterBlanks(_ bytes: Span<UInt8>) {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    position += 1
    if byte == carriageReturn, position < bytes.count, bytes[position] == lineFeed { position += 1 }
  }

  private func isBlankLine(_ bytes: Span<UInt8>, _ cell: CellRange) -> Bool {
    !cell.isQuoted && trimmed(bytes, cell.start, cell.end).isEmpty
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position] == blank { position += 1 }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  /// Appends the cell that starts here and stops at its separator, line end or the file's end.
  private mutating func readCell(_ bytes: Span<UInt8>) throws(FileError) {
    var look = position
    while look < bytes.count, bytes[look] == blank { look += 1 }
    if look < bytes.count, bytes[look] == dialect.quote {
      try readQuotedCell(bytes, opening: look)
    } else {
      let start = position
      skipToCellEnd(bytes)
      records.cells.append(CellRange(start: start, end: position))
    }
  }

  private mutating func skipToCellEnd(_ bytes: Span<UInt8>) {
    let separator = dialect.separator
    var index = position
    while index < bytes.count {
      let byte = bytes[index]
      if byte == separator || byte == lineFeed || byte == carriageReturn { break }
      index += 1
    }
    position = index
  }

  private mutating func readQuotedCell(
    _ bytes: Span<UInt8>, opening: Int
  ) throws(FileError) {
    let quote = dialect.quote
    var hasDoubledQuotes = false
    var index = opening + 1
    while true {
      while index < bytes.count, bytes[index] != quote { index += 1 }
      guard index < bytes.count else { throw unclosedQuote(bytes, opening) }
      if index + 1 < bytes.count, bytes[index + 1] == quote {
        hasDoubledQuotes = true
        index += 2
      } else {
        break
      }
    }
    position = index + 1
    while position < bytes.count, bytes[position] == blank, dialect.separator != blank {
      position += 1
    }
    let afterQuote = position
    skipToCellEnd(bytes)
    if position == afterQuote {
      records.cells.append(
        CellRange(
          start: opening + 1, end: index, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes))
    } else {
      records.strayQuotes.add(opening)
      records.cells.append(CellRange(start: opening, end: position))
    }
  }

  private func unclosedQuote(_ bytes: Span<UInt8>, _ opening: Int) -> FileError {
    let end = min(bytes.count, opening + 40)
    var text: [UInt8] = []
    for index in opening..<end {
      if isLineEnd(bytes[index]) { break }
      text.append(bytes[index])
    }
    return FileError(
      "a quote is opened and never closed",
      help: "close the quote, or double it where it belongs to the text",
      line: lineNumbers(of: [opening], in: bytes).first,
      text: String(decoding: text, as: UTF8.self))
  }
}

/// The part of a range without blanks and tabs at its ends.
func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
  var (first, last) = (start, end)
  while first < last, bytes[first] == blank || bytes[first] == tabulator { first += 1 }
  while last > first, bytes[last - 1] == blank || bytes[last - 1] == tabulator { last -= 1 }
  return first..<last
}
