/// Which records are rows: the header apart, ragged ones kept aside.
struct RowLayout {
  var table: CellTable
  /// The texts of the header's cells, if there is a header.
  var header: [String]?
  /// Offsets of records that have too few or too many cells.
  var ragged = Tally()

  /// Whether the first record is a header was given, or is plain from the file.
  var headerIsSure: Bool

  var hasHeader: Bool { header != nil }

  init(
    _ records: Records, text: DecodedText, dialect: Dialect, options: LoadOptions
  ) throws(FileError) {
    let usual = RowLayout.usualCellCount(records)
    let first = records.cellCount(0)
    // A separator at the end of the header alone, or of the rows alone, starts no column.
    let width = first == usual + 1 && records.cells[first - 1].isEmpty ? usual : first
    try RowLayout.requireWidth(width, usual: usual, records, text, dialect)
    func rows(from record: Int) -> (table: CellTable, ragged: Tally) {
      let (starts, ragged) = RowLayout.rowStarts(
        records, from: record, width: width, allowsEmptyCellAfter: usual == width + 1)
      let table = CellTable(
        bytes: text.bytes, quote: dialect.quote, cells: records.cells, rowStarts: starts,
        columnCount: width)
      return (table, ragged)
    }
    let below = rows(from: 1)
    let texts = records.cells[0..<width].map { below.table.text($0) }
    let given = options.hasHeader ?? (options.columns == nil ? nil : false)
    let guess = given.map { ($0, true) } ?? looksLikeHeader(texts, rows: below.table)
    headerIsSure = guess.1
    header = guess.0 ? texts : nil
    (table, ragged) = guess.0 ? below : rows(from: 0)
  }

  /// Where the records that fit start; records of empty cells are none, the others are ragged.
  private static func rowStarts(
    _ records: Records, from first: Int, width: Int, allowsEmptyCellAfter: Bool
  ) -> (starts: [Int], ragged: Tally) {
    var starts: [Int] = []
    var ragged = Tally()
    for record in first..<max(first, records.count) {
      let cells = records.cells[records.starts[record]..<records.starts[record + 1]]
      if cells.allSatisfy(\.isEmpty) { continue }
      let hasEmptyCellAfter = cells.count == width + 1 && cells.last?.isEmpty == true
      if cells.count == width || allowsEmptyCellAfter && hasEmptyCellAfter {
        starts.append(cells.startIndex)
      } else {
        ragged.add(records.cells[cells.startIndex].start)
      }
    }
    return (starts, ragged)
  }

  /// The number of cells that most records have.
  private static func usualCellCount(_ records: Records) -> Int {
    var frequencies: [Int: Int] = [:]
    for record in 0..<records.count { frequencies[records.cellCount(record), default: 0] += 1 }
    return frequencies.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
  }

  private static func requireWidth(
    _ width: Int, usual: Int, _ records: Records, _ text: DecodedText, _ dialect: Dialect
  ) throws(FileError) {
    if width > SeparatedFile.columnLimit {
      throw FileError(
        "\(width) columns are too many (at most \(SeparatedFile.columnLimit))",
        help: "check the separator: \(nameOfSeparator(dialect.separator)) was taken", line: 1)
    }
    var misfits = Tally()
    var widened = 0
    for record in 1..<max(1, records.count) {
      let count = records.cellCount(record)
      if count == width { continue }
      let last = records.cells[records.starts[record + 1] - 1]
      if count == width + 1, last.isEmpty {
        widened += 1
      } else {
        misfits.add(records.starts[record])
      }
    }
    let others = records.count - 1
    guard others >= 2, misfits.count * 2 > others else { return }
    let lines = lineNumbers(
      of: misfits.first.map { records.cells[$0].start }, in: text.bytes.span)
    throw FileError(
      "the first row has \(counted(width, "cell")), but \(misfits.count) of \(others) rows "
        + "have another number (mostly \(usual))",
      help: "remove what stands above or below the table, or give the separator: "
        + "with separator = \";\"",
      line: lines.first, rows: misfits.count)
  }
}

/// Whether the first record names the columns rather than being a row itself, and whether types or
/// names prove it.
private func looksLikeHeader(_ texts: [String], rows: CellTable) -> (isHeader: Bool, isSure: Bool) {
  var votes = HeaderVotes()
  for (column, text) in texts.enumerated() { votes.add(text, column: column, rows: rows) }
  if votes.wordsOverValues > 0, votes.wordsOverValues + 2 * votes.roleNames >= votes.values {
    return (true, true)
  }
  if votes.values + votes.years > 0 { return (votes.roleNames > votes.values, false) }
  if votes.roleNames > 0 { return (true, true) }
  return (!recurs(texts, rows), false)
}

/// What the cells of a first record speak for.
private struct HeaderVotes {
  /// A word in a column of numbers, dates or yes and no, or a year over numbers that are none.
  var wordsOverValues = 0
  /// Words that roles are known by.
  var roleNames = 0
  /// Numbers and dates, but for years, which name columns too.
  var values = 0
  var years = 0

  mutating func add(_ text: String, column: Int, rows: CellTable) {
    var own = ColumnSurvey()
    own.add(Array(text.utf8).span, row: 0, given: MissingMarkers([]))
    if own.present == 0 { return }
    if !ColumnName(text).scores.isEmpty { roleNames += 1 }
    if text.utf8.count == 4, own.numbers.longPlain == 1 {
      let others = survey(rows, column: column, given: MissingMarkers([])).numbers
      if others.longPlain * 2 < others.count { wordsOverValues += 1 } else { years += 1 }
    } else if own.numbers.count + own.dates.count + own.yes + own.no > 0 {
      values += 1
    } else {
      let others = survey(rows, column: column, given: MissingMarkers([]))
      let found = max(others.numbers.count + others.dates.count, others.yes + others.no)
      if found > 0, found * 10 >= others.present * 9 { wordsOverValues += 1 }
    }
  }
}

/// Whether a text of the first record stands in its own column again: then it is a value.
private func recurs(_ texts: [String], _ rows: CellTable) -> Bool {
  for (column, text) in texts.enumerated() where !text.isEmpty {
    let bytes = MissingMarkers([text])
    var found = false
    rows.forEachCell(inColumn: column) { _, cell in
      if !found, bytes.contains(cell) { found = true }
    }
    if found { return true }
  }
  return false
}
