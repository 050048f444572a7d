/// Which records are rows: the header apart, ragged ones kept aside.
struct RowLayout {
  var table: CellTable
  /// The texts of the header's cells, if there is a header.
  var header: [String]?
  /// Offsets of records that have too few or too many cells.
  var ragged = Tally()

  var hasHeader: Bool { header != nil }

  init(
    _ records: Records, text: DecodedText, dialect: Dialect, options: LoadOptions
  ) throws(FileError) {
    let usual = RowLayout.usualCellCount(records)
    let first = records.cellCount(0)
    let given = options.hasHeader ?? (options.columns == nil ? nil : false)
    func layout(width: Int, skipsFirst: Bool) -> (CellTable, Tally) {
      var starts: [Int] = []
      var ragged = Tally()
      for record in (skipsFirst ? 1 : 0)..<records.count {
        let start = records.starts[record]
        let cells = records.cells[start..<records.starts[record + 1]]
        if cells.allSatisfy(\.isEmpty) { continue }
        if cells.count == width
          || cells.count == width + 1 && width + 1 == usual && cells.last?.isEmpty == true
        {
          starts.append(start)
        } else {
          ragged.add(cells.first?.start ?? 0)
        }
      }
      let table = CellTable(
        bytes: text.bytes, quote: dialect.quote, cells: records.cells, rowStarts: starts,
        columnCount: width)
      return (table, ragged)
    }
    let width = first == usual + 1 && records.cells[first - 1].isEmpty ? usual : first
    try RowLayout.requireWidth(width, usual: usual, records, text, dialect)
    (table, ragged) = layout(width: width, skipsFirst: true)
    let texts = records.cells[0..<width].map { table.text($0) }
    if given ?? looksLikeHeader(texts, rows: table) {
      header = texts
    } else {
      (table, ragged) = layout(width: width, skipsFirst: false)
    }
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

/// Whether the first record names the columns rather than being a row itself.
private func looksLikeHeader(_ texts: [String], rows: CellTable) -> Bool {
  var (votesFor, votesAgainst) = (0, 0)
  let none = MissingMarkers([])
  for (column, text) in texts.enumerated() {
    var own = ColumnSurvey()
    own.add(Array(text.utf8).span, row: 0, given: none)
    if own.cells == own.empty { continue }
    if !ColumnName(text).scores.isEmpty { votesFor += 2 }
    let isValue = own.numbers.count + own.dates.count > 0 || own.present == 0
    if isValue {
      votesAgainst += 1
    } else if rows.rowCount > 0 {
      let others = survey(rows, column: column, given: none)
      let values = others.numbers.count + others.dates.count
      if values > 0, values * 10 >= others.present * 9 { votesFor += 1 }
      if own.yes + own.no > 0, others.yes + others.no > 0 { votesAgainst += 1 }
    }
  }
  if votesFor != votesAgainst { return votesFor > votesAgainst }
  return votesAgainst == 0 && !recurs(texts, rows)
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
