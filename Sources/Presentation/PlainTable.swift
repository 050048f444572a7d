import Columns
import Texts

/// Columns set apart by two blanks under their names. Long texts are cut in the middle to fit the
/// width; no column is left out, so a table of many columns is wider.
func renderPlain(_ table: Table, options: RenderingOptions) -> String {
  var grid = TextGrid(table, options: options)
  guard grid.columnCount > 0 else { return "no columns\n" }
  let widths = fitted(
    grid.widths, to: options.usableWidth - 2 * (grid.columnCount - 1), floor: narrowestText,
    mayBeCut: grid.mayBeCut)
  grid.truncate(to: widths, ellipsis: options.ellipsis)
  func line(_ cells: [String], _ style: TextStyle? = nil) -> String {
    let texts = cells.indices.map { padded(cells[$0], toWidth: widths[$0], grid.alignments[$0]) }
    let text = withoutTrailingBlanks(texts.joined(separator: "  "))
    return style?.applied(to: text, options) ?? text
  }
  let lines =
    [line(grid.headers, .heading)] + grid.rows.map { line($0) }
    + grid.remarks(options).map { TextStyle.faint.applied(to: $0, options) }
  return lines.joined(separator: "\n") + "\n"
}

func withoutTrailingBlanks(_ text: String) -> String {
  var bytes = text.utf8[...]
  while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
  return String(Substring(bytes))
}
