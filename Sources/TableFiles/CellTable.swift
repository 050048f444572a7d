/// The rows of a file that have as many cells as it has columns, as text still.
struct CellTable {
  let bytes: [UInt8]
  let quote: UInt8
  let cells: [CellRange]
  /// For every row the number of its first cell.
  let rowStarts: [Int]
  let columnCount: Int

  var rowCount: Int { rowStarts.count }

  /// Hands every cell of a column to `body`, row by row. Blanks around a cell are cut off, unless
  /// it stands in quotes.
  func forEachCell(inColumn column: Int, _ body: (_ row: Int, _ cell: Span<UInt8>) -> Void) {
    let all = bytes.span
    for row in rowStarts.indices {
      let cell = cells[rowStarts[row] + column]
      if cell.hasDoubledQuotes {
        let text = undoubled(all, cell)
        body(row, text.span)
      } else if cell.isQuoted {
        body(row, all.extracting(cell.start..<cell.end))
      } else {
        body(row, all.extracting(trimmed(all, cell.start, cell.end)))
      }
    }
  }

  /// The text of one cell.
  func text(_ cell: CellRange) -> String {
    let all = bytes.span
    if cell.hasDoubledQuotes { return String(decoding: undoubled(all, cell), as: UTF8.self) }
    let range = cell.isQuoted ? cell.start..<cell.end : trimmed(all, cell.start, cell.end)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  func text(row: Int, column: Int) -> String { text(cells[rowStarts[row] + column]) }

  /// The lines of the file on which these rows start.
  func lines(ofRows rows: [Int]) -> [Int] {
    lineNumbers(of: rows.map { cells[rowStarts[$0]].start }, in: bytes.span)
  }

  private func undoubled(_ all: Span<UInt8>, _ cell: CellRange) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(cell.end - cell.start)
    var index = cell.start
    while index < cell.end {
      text.append(all[index])
      index += all[index] == quote ? 2 : 1
    }
    return text
  }
}
