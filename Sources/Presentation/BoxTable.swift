import Columns

/// A table with lines around it, never wider than the options allow (or 20, if they allow less).
///
/// Long texts are cut first, then columns left out from the middle on.
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
    let hidden = middleToHide(widths) { columns in room(columns + 1) - ellipsisWidth }
    grid.hide(hidden, ellipsis: options.ellipsis)
    widths.replaceSubrange(hidden, with: [ellipsisWidth])
  }
  // What is left may still be too wide: one column of a very narrow box.
  widths = fitted(
    widths, to: room(grid.columnCount), floor: 1, mayBeCut: widths.map { _ in true })
  grid.truncate(to: widths, ellipsis: options.ellipsis)
  return widths
}

/// The columns to leave out: those left over when first and last ones are taken in turn as long
/// as they fit into `room(columns taken)`. The first column always stays.
private func middleToHide(_ widths: [Int], room: (Int) -> Int) -> Range<Int> {
  var head = 1
  var tail = 0
  var used = widths[0]
  func takes(_ column: Int) -> Bool {
    used + widths[column] <= room(head + tail + 1) && head + tail + 1 < widths.count
  }
  var grows = true
  while grows {
    grows = false
    if takes(head) {
      used += widths[head]
      head += 1
      grows = true
    }
    if takes(widths.count - tail - 1) {
      used += widths[widths.count - tail - 1]
      tail += 1
      grows = true
    }
  }
  return head..<(widths.count - tail)
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
