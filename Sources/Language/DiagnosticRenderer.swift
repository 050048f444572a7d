import Texts

/// A diagnostic as it is printed: the message, the line with a caret below the place, and help.
///
/// ```
/// error: unknown verb 'fliter'
///   load gym.csv | fliter plan == "annual"
///                  ^^^^^^ did you mean 'filter'?
/// help: filter keeps the rows that match:  filter plan == "annual"
/// ```
/// With the name of a file a line `  FILE:LINE` stands before the source line. The text ends
/// without a newline.
package func render(
  _ diagnostic: Diagnostic, in source: SourceText, name: String? = nil
) -> String {
  var lines = ["\(diagnostic.severity.rawValue): \(visible(diagnostic.message))"]
  if let range = diagnostic.range {
    if let name {
      lines.append("  \(visible(name)):\(source.line(ofOffset: range.lowerBound))")
    }
    let excerpt = Excerpt(of: source, around: range)
    lines.append("  " + excerpt.text)
    let hint = diagnostic.hint.map { " " + visible($0) } ?? ""
    lines.append("  " + excerpt.caret + hint)
  } else {
    if let name { lines.append("  \(visible(name))") }
    if let hint = diagnostic.hint { lines.append("  " + visible(hint)) }
  }
  if let help = diagnostic.help { lines.append("help: \(visible(help))") }
  return lines.joined(separator: "\n")
}

/// The part of a line around a range, and the carets that stand below it.
private struct Excerpt {
  private(set) var text = ""
  private(set) var caret = ""

  private static let widest = 96
  /// Columns kept before the caret where the line is cut.
  private static let lead = 40
  /// No character of a shown line lies further from the caret than this.
  private static let mostBytes = 4000

  private struct Cell {
    var text: String
    var width: Int
    var offset: Int
    var end: Int
  }

  init(of source: SourceText, around range: SourceRange) {
    let line = source.bytesOfLine(holding: range.lowerBound)
    let start = min(max(range.lowerBound, line.lowerBound), line.upperBound)
    // A place between two characters is shown by one caret.
    let end = max(range.upperBound, start + 1)
    let cells = Excerpt.cells(of: source.bytes, in: line, near: start)
    let widthBefore = cells.prefix { $0.end <= start }.reduce(0) { $0 + $1.width }
    let total = cells.reduce(0) { $0 + $1.width }
    let isLong = total > Excerpt.widest
    let from = isLong ? max(0, min(widthBefore - Excerpt.lead, total - Excerpt.widest)) : 0
    let to = isLong ? from + Excerpt.widest : total
    if from > 0 || (cells.first?.offset ?? line.lowerBound) > line.lowerBound { addEllipsis() }
    var column = 0
    var isCut = false
    for cell in cells {
      if column >= from, column + cell.width <= to {
        add(cell, isMarked: cell.end > start && cell.offset < end)
      } else if column >= from {
        isCut = true
      }
      column += cell.width
    }
    if isCut { text += "\u{2026}" }
    finishCaret()
  }

  private mutating func addEllipsis() {
    text = "\u{2026}"
    caret = " "
  }

  private mutating func add(_ cell: Cell, isMarked: Bool) {
    text += cell.text
    caret += String(repeating: isMarked ? "^" : hasCaret ? "" : " ", count: cell.width)
  }

  private var hasCaret: Bool { caret.utf8.last == UInt8(ascii: "^") }

  /// The end of the line is a place too.
  private mutating func finishCaret() {
    if !hasCaret { caret += "^" }
  }

  private static func cells(
    of bytes: [UInt8], in line: SourceRange, near place: Int
  ) -> [Cell] {
    let from = boundary(in: bytes, atOrAfter: max(line.lowerBound, place - mostBytes))
    let to = boundary(in: bytes, atOrAfter: min(line.upperBound, place + mostBytes))
    var cells: [Cell] = []
    var offset = from
    for character in String(decoding: bytes[from..<max(from, to)], as: UTF8.self) {
      cells.append(cell(for: character, at: offset))
      offset += character.utf8.count
    }
    return cells
  }

  private static func boundary(in bytes: [UInt8], atOrAfter index: Int) -> Int {
    var index = index
    while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
    return index
  }

  private static func cell(for character: Character, at offset: Int) -> Cell {
    let end = offset + character.utf8.count
    if character == "\t" { return Cell(text: "    ", width: 4, offset: offset, end: end) }
    let shown = visible(String(character))
    return Cell(text: shown, width: displayWidth(shown), offset: offset, end: end)
  }
}
