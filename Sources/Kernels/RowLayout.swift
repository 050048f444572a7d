/// What makes a record a row of the table.
package struct RowRules: Sendable {
  package var width: Int
  /// Most rows end with a separator that starts no cell.
  package var allowsEmptyCellAfter: Bool
  package var quoting: CellQuoting
  /// A run of blanks separates cells.
  package var mergesBlanks: Bool { quoting.separator == 32 }

  package init(width: Int, allowsEmptyCellAfter: Bool, quoting: CellQuoting) {
    self.width = width
    self.allowsEmptyCellAfter = allowsEmptyCellAfter
    self.quoting = quoting
  }
}

/// A record with too few or too many cells.
package struct RaggedRecord: Sendable {
  package var bytes: Range<Int>
  package var cells: Int
  /// Lines of the text before it.
  package var line: Int
}

/// What the records of a text came to.
package struct RowLayoutReport: Sendable {
  /// Records that are not blank, rows or not.
  package var records = 0
  /// Records by their number of cells.
  package var cellCounts: [Int: Int] = [:]
  /// Records of another width than the table's, an empty cell at their end allowed.
  package var misfits = 0
  package var firstMisfitLine: Int?
  package var ragged: [RaggedRecord] = []
  /// Lines before each cell with text behind its closing quote.
  package var strayQuoteLines: [Int] = []
  /// Where a row stands more than one line below the row before it: its number and the lines before it.
  package var jumps: [(row: Int, line: Int)] = []
  /// Where a quote is opened and never closed.
  package var unclosedQuote: Int?
  /// The lines that the text takes.
  package var lines = 0
  /// The cells of the first record, and where it ends. Only where records are laid out one by one.
  package var firstRecord: (cells: [Range<Int>], end: Int)?

  package init(records: Int = 0) { self.records = records }
}

extension TextPiece {
  /// Finds the rows by the marks: at once where all records have as many cells as the table.
  package func layOut(_ rules: RowRules) -> RowLayoutReport {
    let lines = lineEndCount + quotedLineEndCount
    if let skip = regularSkip(rules) {
      rowCount = lineEndCount
      layout = .marks(width: rules.width, firstSkip: skip)
      unsafe marks[-1] = 0 &- skip
      var report = RowLayoutReport(records: rowCount)
      report.cellCounts[rules.width] = rowCount
      report.jumps = jumpsOverQuotedLines(rules.width)
      report.lines = lines
      return report
    }
    var builder = unsafe RowBuilder(rules, text)
    readRecords { start, end, isLast in
      builder.add(start, end)
      if isLast {
        builder.closeRecord(
          quotedLines: self.quotedLines(before: Int(end)), end: self.endOfLine(at: Int(end)))
      }
    }
    return take(&builder, lines: lines)
  }

  private func take(_ builder: inout RowBuilder, lines: Int) -> RowLayoutReport {
    swap(&starts, &builder.starts)
    swap(&ends, &builder.ends)
    rowCount = builder.rowCount
    layout = .explicit(width: builder.rules.width)
    builder.report.lines = lines
    return builder.report
  }

  /// The distance from the last mark of a row to the next row, where `marks` tell all; else nil.
  private func regularSkip(_ rules: RowRules) -> UInt32? {
    let width = rules.width
    guard lineEndCount > 0, lineEndCount * width == markCount else { return nil }
    let hasReturns =
      unsafe marks[width - 1] > 0 && text[Int(marks[width - 1])] == 10
      && text[Int(marks[width - 1]) - 1] == 13
    var start = 0
    var last = width - 1
    while last < markCount {
      let end = unsafe Int(marks[last])
      let byte = unsafe text[end]
      guard byte == 10 || byte == 13 && !hasReturns else { return nil }
      guard unsafe (end > 0 && text[end - 1] == 13 && byte == 10) == hasReturns else { return nil }
      if end - start < 4 * width || width == 1 {
        guard hasText(from: last + 1 - width, start: start, hasReturns, rules) else { return nil }
      }
      start = end + 1
      last += width
    }
    if hasReturns {
      for last in stride(from: width - 1, to: markCount, by: width) { unsafe marks[last] -= 1 }
    }
    return hasReturns ? 2 : 1
  }

  /// Whether a short row has a cell that is not empty, and is no blank line.
  private func hasText(
    from mark: Int, start: Int, _ hasReturns: Bool, _ rules: RowRules
  ) -> Bool {
    var start = start
    for index in mark..<(mark + rules.width) {
      var end = unsafe Int(marks[index])
      if hasReturns, index == mark + rules.width - 1 { end -= 1 }
      if unsafe !rules.quoting.isEmpty(text, start, end) {
        return unsafe rules.width > 1 || text[start] > 32
      }
      start = end + 1
    }
    return false
  }

  private func readRecords(_ body: (_ start: UInt32, _ end: UInt32, _ isLast: Bool) -> Void) {
    var start: UInt32 = 0
    for index in 0..<markCount {
      let place = unsafe marks[index]
      let byte = unsafe text[Int(place)]
      let isLineEnd = byte == 10 || byte == 13
      let hasReturn = unsafe byte == 10 && place > start && text[Int(place) - 1] == 13
      body(start, hasReturn ? place - 1 : place, isLineEnd)
      start = place + 1
    }
  }

  /// Behind the LF, CR or CR LF that stands here.
  private func endOfLine(at place: Int) -> Int {
    unsafe place + (text[place] == 13 && place + 1 < count && text[place + 1] == 10 ? 2 : 1)
  }

  private func quotedLines(before place: Int) -> Int {
    var (low, high) = (0, quotedLineEndCount)
    while low < high {
      let middle = (low + high) / 2
      if unsafe Int(quotedLineEnds[middle]) < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func jumpsOverQuotedLines(_ width: Int) -> [(row: Int, line: Int)] {
    var jumps: [(row: Int, line: Int)] = []
    for index in 0..<quotedLineEndCount {
      let place = unsafe quotedLineEnds[index]
      var (low, high) = (0, rowCount)
      while low < high {
        let middle = (low + high) / 2
        if unsafe marks[middle * width + width - 1] < place {
          low = middle + 1
        } else {
          high = middle
        }
      }
      // The row after the one that holds the line end.
      let jump = (row: low + 1, line: low + 1 + index + 1)
      if jumps.last?.row == jump.row { jumps.removeLast() }
      jumps.append(jump)
    }
    return jumps
  }

  // MARK: Record by record

  /// Cuts the text by reading it byte by byte, as quotes that stand anywhere and runs of blanks need.
  /// Returns where the last whole record ends.
  package func layOutSlowly(_ rules: RowRules, isEnd: Bool) -> (report: RowLayoutReport, end: Int) {
    var splitter = unsafe RecordSplitter(rules, text, count, isEnd: isEnd)
    splitter.splitAll()
    let report = take(&splitter.builder, lines: splitter.builder.line)
    return (report, splitter.end)
  }
}

/// Gathers the cells of rows, records that are none left out.
@safe struct RowBuilder {
  let rules: RowRules
  private let text: UnsafeMutablePointer<UInt8>
  var starts: [UInt32] = []
  var ends: [UInt32] = []
  var rowCount = 0
  var report = RowLayoutReport()
  private var first = 0
  /// Lines before the record.
  var line = 0
  private var records = 0
  private var lastRowLine = -1

  init(_ rules: RowRules, _ text: UnsafeMutablePointer<UInt8>) {
    self.rules = rules
    unsafe self.text = unsafe text
  }

  mutating func add(_ start: UInt32, _ end: UInt32) {
    starts.append(start)
    ends.append(end)
  }

  /// The cells since the last call are a record. `quotedLines` counts line ends in quotes so far.
  mutating func closeRecord(quotedLines: Int, end: Int) {
    let lineOfRecord = line
    records += 1
    line = records + quotedLines
    let cells = starts.count - first
    defer { first = starts.count }
    if cells == 1, isBlankLine { return drop(cells) }
    report.records += 1
    if report.firstRecord == nil {
      report.firstRecord = ((first..<starts.count).map { Int(starts[$0])..<Int(ends[$0]) }, end)
    }
    report.cellCounts[cells, default: 0] += 1
    let hasEmptyCellAfter = cells == rules.width + 1 && isEmptyCell(starts.count - 1)
    if cells != rules.width, !hasEmptyCellAfter {
      report.misfits += 1
      if report.firstMisfitLine == nil { report.firstMisfitLine = lineOfRecord }
    }
    if (first..<starts.count).allSatisfy(isEmptyCell) { return drop(cells) }
    guard cells == rules.width || hasEmptyCellAfter && rules.allowsEmptyCellAfter else {
      let bytes = Int(starts[first])..<Int(ends[ends.count - 1])
      report.ragged.append(RaggedRecord(bytes: bytes, cells: cells, line: lineOfRecord))
      return drop(cells)
    }
    if cells > rules.width { drop(1) }
    if lineOfRecord != lastRowLine + 1 { report.jumps.append((rowCount, lineOfRecord)) }
    lastRowLine = lineOfRecord
    rowCount += 1
  }

  private mutating func drop(_ cells: Int) {
    starts.removeLast(cells)
    ends.removeLast(cells)
  }

  private func isEmptyCell(_ cell: Int) -> Bool {
    unsafe rules.quoting.isEmpty(text, Int(starts[cell]), Int(ends[cell]))
  }

  private var isBlankLine: Bool {
    for index in Int(starts[first])..<Int(ends[first])
    where unsafe text[index] != 32 && text[index] != 9 {
      return false
    }
    return true
  }
}

/// Cuts text into cells byte by byte (RFC 4180, with any separator and line end).
@safe private struct RecordSplitter {
  private let text: UnsafeMutablePointer<UInt8>
  private let count: Int
  private let isEnd: Bool
  private let separator: UInt8
  private let quote: UInt8
  private let mergesBlanks: Bool
  private var position = 0
  private var quotedLines = 0
  /// Cells with text behind their closing quote, in whole records.
  private var straysOfWhole = 0
  var builder: RowBuilder
  /// Where the last whole record ends.
  var end = 0

  init(_ rules: RowRules, _ text: UnsafeMutablePointer<UInt8>, _ count: Int, isEnd: Bool) {
    unsafe self.text = unsafe text
    self.count = count
    self.isEnd = isEnd
    separator = rules.quoting.separator
    quote = rules.quoting.quote
    mergesBlanks = rules.mergesBlanks
    builder = unsafe RowBuilder(rules, text)
  }

  mutating func splitAll() {
    while position < count, readRecord() { end = position }
    if end < count { builder.forgetOpenRecord(keptStrays: straysOfWhole) }
  }

  /// False where the record does not end in this text.
  private mutating func readRecord() -> Bool {
    if mergesBlanks { skipBlanks() }
    while true {
      guard readCell(), position < count else { return false }
      let byte = unsafe text[position]
      position += 1
      if byte == separator {
        guard mergesBlanks else { continue }
        skipBlanks()
        guard position < count else { return false }
        // Blanks at the end of a line do not start another cell.
        if unsafe text[position] != 10, unsafe text[position] != 13 { continue }
        position += 1
        return unsafe endRecord(text[position - 1])
      }
      return endRecord(byte)
    }
  }

  private mutating func endRecord(_ byte: UInt8) -> Bool {
    if byte == 13 {
      // Whether an LF follows is not known yet.
      if position == count, !isEnd { return false }
      if position < count, unsafe text[position] == 10 { position += 1 }
    }
    builder.closeRecord(quotedLines: quotedLines, end: position)
    straysOfWhole = builder.report.strayQuoteLines.count
    return true
  }

  private mutating func skipBlanks() {
    while position < count, unsafe text[position] == 32 { position += 1 }
  }

  private mutating func readCell() -> Bool {
    var look = position
    while look < count, unsafe text[look] == 32 { look += 1 }
    let start = position
    if look < count, unsafe text[look] == quote {
      guard readQuoted(opening: look) else { return false }
    } else {
      skipToCellEnd()
    }
    builder.add(UInt32(start), UInt32(position))
    return true
  }

  private mutating func skipToCellEnd() {
    while position < count, unsafe text[position] != separator, unsafe text[position] != 10,
      unsafe text[position] != 13
    {
      position += 1
    }
  }

  private mutating func readQuoted(opening: Int) -> Bool {
    var index = opening + 1
    var lines = 0
    while true {
      while index < count, unsafe text[index] != quote {
        let byte = unsafe text[index]
        if unsafe byte == 10 || byte == 13 && !(index + 1 < count && text[index + 1] == 10) {
          lines += 1
        }
        index += 1
      }
      guard index < count else {
        if isEnd, builder.report.unclosedQuote == nil { builder.report.unclosedQuote = opening }
        position = opening
        return false
      }
      guard index + 1 < count, unsafe text[index + 1] == quote else { break }
      index += 2
    }
    position = index + 1
    if separator != 32 { skipBlanks() }
    let behind = position
    skipToCellEnd()
    if position > behind { builder.report.strayQuoteLines.append(builder.line) }
    quotedLines += lines
    return true
  }
}

extension RowBuilder {
  /// Leaves out the cells of a record that does not end.
  mutating func forgetOpenRecord(keptStrays: Int) {
    report.strayQuoteLines.removeLast(report.strayQuoteLines.count - keptStrays)
    starts.removeLast(starts.count - rowCount * rules.width)
    ends.removeLast(ends.count - rowCount * rules.width)
  }
}
