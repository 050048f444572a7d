import Columns
import Texts

/// A table with lines around it, never wider than the options allow (or 20, if they allow less).
///
/// Long texts are cut first, then columns left out: what the table is about stays longest.
func renderBox(_ table: Table, options: RenderingOptions) -> String {
  var grid = TextGrid(table, options: options)
  guard grid.columnCount > 0 else { return "no columns\n" }
  let widths = fit(&grid, options)
  let strokes = options.usesUnicode ? BoxStrokes.unicode : .ascii
  var lines = [strokes.rule(.top, widths, options)]
  let headers = grid.headers.indices.map { column in
    TextStyle.heading.applied(
      to: padded(grid.headers[column], toWidth: widths[column], grid.alignments[column]), options)
  }
  lines.append(strokes.row(headers, options))
  lines.append(strokes.rule(.middle, widths, options))
  for row in grid.rows {
    lines.append(
      strokes.row(
        row.indices.map { padded(row[$0], toWidth: widths[$0], grid.alignments[$0]) }, options))
  }
  lines.append(strokes.rule(.bottom, widths, options))
  lines += grid.remarks(options).map { TextStyle.faint.applied(to: $0, options) }
  return lines.joined(separator: "\n") + "\n"
}

/// Text columns are not cut below this many columns of the terminal.
let narrowestText = 12

/// Makes a grid fit between the lines of a box; gives the widths.
private func fit(_ grid: inout TextGrid, _ options: RenderingOptions) -> [Int] {
  func room(_ columns: Int) -> Int { options.usableWidth - 3 * columns - 1 }
  var widths = fitted(
    grid.widths, to: room(grid.columnCount), floor: narrowestText, mayBeCut: grid.mayBeCut)
  if widths.reduce(0, +) > room(grid.columnCount), grid.columnCount > 1 {
    let ellipsisWidth = displayWidth(options.ellipsis)
    let kept = columnsToKeep(grid.priorities, widths) { total, columns, gaps in
      total + gaps * ellipsisWidth <= room(columns + gaps)
    }
    for gap in gaps(kept, grid.columnCount).reversed() {
      widths.replaceSubrange(gap, with: [ellipsisWidth])
    }
    grid.keep(kept, ellipsis: options.ellipsis)
  }
  // What is left may still be too wide: one column of a very narrow box.
  widths = fitted(
    widths, to: room(grid.columnCount), floor: 1, mayBeCut: widths.map { _ in true })
  grid.truncate(to: widths, ellipsis: options.ellipsis)
  return widths
}

/// As many columns as fit, in order of priority, at least the first of them. `fits` is asked with
/// the sum of widths, the number of columns and the number of gaps between them.
private func columnsToKeep(
  _ priorities: [Int], _ widths: [Int], fits: (Int, Int, Int) -> Bool
) -> Set<Int> {
  var kept = Set(priorities.prefix(1))
  // No screen has room for more.
  for column in priorities.dropFirst().prefix(1000) {
    let more = kept.union([column])
    let total = more.reduce(0) { $0 + widths[$1] }
    if fits(total, more.count, gaps(more, widths.count).count) { kept = more }
  }
  return kept
}

/// The characters that a box is drawn with.
private struct BoxStrokes {
  enum Position { case top, middle, bottom }

  let horizontal: String
  let vertical: String
  let top: [String]
  let middle: [String]
  let bottom: [String]

  static let unicode = BoxStrokes(
    horizontal: "─", vertical: "│", top: ["┌", "┬", "┐"], middle: ["├", "┼", "┤"],
    bottom: ["└", "┴", "┘"])
  static let ascii = BoxStrokes(
    horizontal: "-", vertical: "|", top: ["+", "+", "+"], middle: ["+", "+", "+"],
    bottom: ["+", "+", "+"])

  func rule(_ position: Position, _ widths: [Int], _ options: RenderingOptions) -> String {
    let corners =
      switch position {
      case .top: top
      case .middle: middle
      case .bottom: bottom
      }
    let bars = widths.map { String(repeating: horizontal, count: $0 + 2) }
    let line = corners[0] + bars.joined(separator: corners[1]) + corners[2]
    return TextStyle.faint.applied(to: line, options)
  }

  func row(_ cells: [String], _ options: RenderingOptions) -> String {
    let bar = TextStyle.faint.applied(to: vertical, options)
    return "\(bar) " + cells.joined(separator: " \(bar) ") + " \(bar)"
  }
}
