import Columns
import Texts

/// A table with lines around it, never wider than the options allow (or 20, if they allow less).
///
/// Where it is too wide long texts are cut first, then headings broken into lines and blanks saved, then
/// columns left out: what the table is about stays longest.
func renderBox(_ table: Table, options: RenderingOptions) -> String {
  var grid = TextGrid(table, options: options)
  guard grid.columnCount > 0 else { return "no columns\n" }
  let layout = BoxLayout(&grid, isResult: table.about.shape != .rows, options)
  let strokes = options.usesUnicode ? BoxStrokes.unicode : .ascii
  func line(_ cells: [String], _ style: TextStyle? = nil) -> String {
    let texts = cells.indices.map { column in
      let text = padded(cells[column], toWidth: layout.widths[column], grid.alignments[column])
      return style?.applied(to: text, options) ?? text
    }
    return strokes.row(texts, layout, options)
  }
  var lines = [strokes.rule(.top, layout, options)]
  lines += layout.headings(grid.headers).map { line($0, .heading) }
  lines.append(strokes.rule(.middle, layout, options))
  lines += grid.rows.map { line($0) }
  lines.append(strokes.rule(.bottom, layout, options))
  lines += grid.remarks(options).map { TextStyle.faint.applied(to: $0, options) }
  return lines.joined(separator: "\n") + "\n"
}

/// Text columns are not cut below this many columns of the terminal.
let narrowestText = 12

/// How the columns of a box share its width.
private struct BoxLayout {
  private(set) var widths: [Int]
  /// Blanks before and behind each cell.
  private(set) var margins: (left: Int, right: Int)
  /// The columns before which others are left out; the number of columns for those after the last.
  private(set) var gaps: Set<Int> = []
  private var breaksHeadings = false

  /// Makes the grid fit.
  init(_ grid: inout TextGrid, isResult: Bool, _ options: RenderingOptions) {
    margins = (options.cellMargin, options.cellMargin)
    widths = grid.widths
    func room(_ columns: Int) -> Int {
      options.usableWidth - (margins.left + margins.right + 1) * columns - 1
    }
    func fit(_ natural: [Int]) -> Bool {
      widths = fitted(
        natural, to: room(natural.count), floor: narrowestText, mayBeCut: grid.mayBeCut)
      return widths.reduce(0, +) <= room(natural.count)
    }
    if !fit(grid.widths), grid.columnCount > 1 {
      breaksHeadings = true
      if !fit(grid.widthsOfBrokenHeadings) {
        if isResult { margins.right -= 1 }
        if !fit(grid.widthsOfBrokenHeadings) {
          let kept = columnsToKeep(grid.priorities, widths) { $0 <= room($1) }
          gaps = Set(
            Presentation.gaps(kept, grid.columnCount).map { gap in
              kept.count { $0 < gap.lowerBound }
            })
          widths = widths.indices.filter(kept.contains).map { widths[$0] }
          grid.keep(kept)
        }
      }
    }
    // What is left may still be too wide: one column of a very narrow box.
    widths = fitted(
      widths, to: room(grid.columnCount), floor: 1, mayBeCut: widths.map { _ in true })
    grid.truncate(to: widths, ellipsis: options.ellipsis, keepsHeadings: breaksHeadings)
  }

  /// The lines of the headings, each as many cells as there are columns; short ones stand at the bottom.
  func headings(_ headers: [String]) -> [[String]] {
    guard breaksHeadings else { return [headers] }
    let parts = zip(headers, widths).map { brokenHeading($0, toWidth: $1) }
    let height = parts.map(\.count).max() ?? 1
    return (0..<height).map { line in
      parts.map { part in
        let place = line - (height - part.count)
        return place < 0 ? "" : part[place]
      }
    }
  }
}

/// The pieces of a heading, broken behind `_` and blanks, as many a line as fit.
func brokenHeading(_ heading: String, toWidth width: Int) -> [String] {
  var lines: [String] = []
  for piece in headingPieces(heading) {
    if let last = lines.last, displayWidth(last + piece) <= width {
      lines[lines.count - 1] = last + piece
    } else {
      lines.append(piece)
    }
  }
  return lines.isEmpty ? [""] : lines.map { truncated($0, toWidth: width, ellipsis: "…") }
}

/// `difference_low` in two: `difference_` and `low`.
func headingPieces(_ heading: String) -> [String] {
  var pieces: [String] = []
  var piece = ""
  for character in heading {
    piece.append(character)
    if character == "_" || character == " " {
      pieces.append(piece)
      piece = ""
    }
  }
  return piece.isEmpty ? pieces : pieces + [piece]
}

/// As many columns as fit, in order of priority, at least the first of them. `fits` is asked with
/// the sum of widths and the number of columns.
private func columnsToKeep(
  _ priorities: [Int], _ widths: [Int], fits: (Int, Int) -> Bool
) -> Set<Int> {
  var kept = Set(priorities.prefix(1))
  // No screen has room for more.
  for column in priorities.dropFirst().prefix(1000) {
    let more = kept.union([column])
    let total = more.reduce(0) { $0 + widths[$1] }
    if fits(total, more.count) { kept = more }
  }
  return kept
}

/// The characters that a box is drawn with.
private struct BoxStrokes {
  enum Position { case top, middle, bottom }

  let horizontal: String
  let vertical: String
  /// Where columns are left out.
  let gap: String
  let top: [String]
  let middle: [String]
  let bottom: [String]

  static let unicode = BoxStrokes(
    horizontal: "─", vertical: "│", gap: "┊", top: ["┌", "┬", "┐"], middle: ["├", "┼", "┤"],
    bottom: ["└", "┴", "┘"])
  static let ascii = BoxStrokes(
    horizontal: "-", vertical: "|", gap: ":", top: ["+", "+", "+"], middle: ["+", "+", "+"],
    bottom: ["+", "+", "+"])

  func rule(_ position: Position, _ layout: BoxLayout, _ options: RenderingOptions) -> String {
    let corners =
      switch position {
      case .top: top
      case .middle: middle
      case .bottom: bottom
      }
    let margins = layout.margins.left + layout.margins.right
    let bars = layout.widths.map { String(repeating: horizontal, count: $0 + margins) }
    let line = corners[0] + bars.joined(separator: corners[1]) + corners[2]
    return TextStyle.faint.applied(to: line, options)
  }

  func row(_ cells: [String], _ layout: BoxLayout, _ options: RenderingOptions) -> String {
    func stroke(_ column: Int) -> String {
      // The edge on the left is always whole.
      let isGap = column > 0 && layout.gaps.contains(column)
      return TextStyle.faint.applied(to: isGap ? gap : vertical, options)
    }
    let left = String(repeating: " ", count: layout.margins.left)
    let right = String(repeating: " ", count: layout.margins.right)
    return cells.indices.map { stroke($0) + left + cells[$0] + right }.joined()
      + stroke(cells.count)
  }
}
