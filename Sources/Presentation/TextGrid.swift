import Columns

/// The cells of a table as text, before they are laid out.
struct TextGrid {
  var headers: [String]
  var alignments: [Alignment]
  /// Whether a column's cells are text that stays readable when cut in the middle.
  var mayBeCut: [Bool]
  /// Row by row.
  var rows: [[String]]
  /// Rows of the table that are not in `rows`.
  var hiddenRowCount: Int
  /// Names of columns that were left out to fit a width.
  var hiddenColumns: [String] = []

  init(_ table: Table, options: RenderingOptions) {
    let formats = table.columns.indices.map { CellFormat(table, column: $0, options: options) }
    let shown = min(table.rowCount, max(0, options.maximumRows ?? table.rowCount))
    headers = table.schema.fields.map { visible($0.name) }
    alignments = formats.map(\.alignment)
    mayBeCut = formats.map { $0.field.type == .text }
    rows = (0..<shown).map { row in
      formats.indices.map { formats[$0].text(table.columns[$0][row]) }
    }
    hiddenRowCount = table.rowCount - shown
  }

  var columnCount: Int { headers.count }

  /// The width that each column needs.
  var widths: [Int] {
    var widths = headers.map { displayWidth($0) }
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], displayWidth(text))
      }
    }
    return widths
  }

  /// Cuts texts in the middle where a column is wider than its width.
  mutating func truncate(to widths: [Int], ellipsis: String) {
    func cut(_ texts: [String]) -> [String] {
      zip(texts, widths).map { truncated($0, toWidth: $1, ellipsis: ellipsis) }
    }
    headers = cut(headers)
    rows = rows.map(cut)
  }

  /// Leaves out columns and puts one of ellipses in their place.
  mutating func hide(_ hidden: Range<Int>, ellipsis: String) {
    hiddenColumns = Array(headers[hidden])
    headers.replaceSubrange(hidden, with: [ellipsis])
    alignments.replaceSubrange(hidden, with: [.left])
    mayBeCut.replaceSubrange(hidden, with: [false])
    for row in rows.indices { rows[row].replaceSubrange(hidden, with: [ellipsis]) }
  }

  /// What stands below the table: rows and columns that are not shown, each line fitted.
  func remarks(_ options: RenderingOptions) -> [String] {
    let format = NumberFormat(options, isGrouped: true)
    var lines: [String] = []
    if rows.isEmpty, hiddenRowCount == 0 { lines.append("no rows") }
    if hiddenRowCount > 0 {
      let noun = hiddenRowCount == 1 ? "row" : "rows"
      lines.append("\(format.text(Int64(hiddenRowCount))) more \(noun), .last shows all")
    }
    if !hiddenColumns.isEmpty {
      let noun = hiddenColumns.count == 1 ? "column" : "columns"
      let names = hiddenColumns.joined(separator: ", ")
      lines.append("\(hiddenColumns.count) more \(noun): \(names)")
    }
    return lines.map {
      truncated($0, toWidth: options.usableWidth, ellipsis: options.ellipsis)
    }
  }
}

/// Narrows the widest of the columns that may be cut, none below `floor`, until the sum is at most
/// `room` or none can give more.
func fitted(_ widths: [Int], to room: Int, floor: Int, mayBeCut: [Bool]) -> [Int] {
  var widths = widths
  var excess = widths.reduce(0, +) - room
  while excess > 0 {
    let candidates = widths.indices.filter { mayBeCut[$0] && widths[$0] > floor }
    guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
    let next = candidates.filter { widths[$0] < widths[widest] }.map { widths[$0] }.max() ?? floor
    let step = min(excess, max(1, widths[widest] - max(next, floor)))
    widths[widest] -= step
    excess -= step
  }
  return widths
}
