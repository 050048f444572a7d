/// What stands on the screen of a terminal after a program has written to it: enough of an xterm for what
/// an editor of lines sends.
package struct TerminalScreen {
  package let columns: Int
  package let rows: Int
  package private(set) var row = 0
  package private(set) var column = 0
  /// A wide character has "" in its second cell.
  private var cells: [[Cell]]
  private var style = ""
  private var saved = (row: 0, column: 0)
  /// A character in the last column leaves the cursor there until the next one comes.
  private var isBeyondEdge = false

  private struct Cell: Equatable {
    var text = " "
    var style = ""
  }

  package init(_ output: String, columns: Int = 80, rows: Int = 24) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    var rest = output.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" { takeEscape(&rest) } else { show(scalar) }
    }
  }

  /// The rows, without blanks at their end.
  package var lines: [String] {
    cells.map { row in
      String(row.map(\.text).joined().reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The rows up to the last that is not blank.
  package var text: String {
    let lines = lines
    let end = lines.lastIndex { !$0.isEmpty } ?? -1
    return lines[...end].joined(separator: "\n")
  }

  /// What stands in one style, as SGR numbers: `2` for dim.
  package func text(inStyle style: String) -> String {
    cells.joined().filter { $0.style == style }.map(\.text).joined()
  }

  private mutating func show(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\r": (column, isBeyondEdge) = (0, false)
    case "\n": lineFeed()
    case "\u{8}": (column, isBeyondEdge) = (max(0, column - 1), false)
    case "\u{7}": break
    default:
      let width = TerminalScreen.width(scalar)
      guard width > 0 else {
        cells[row][max(0, column - 1)].text.unicodeScalars.append(scalar)
        return
      }
      if isBeyondEdge || column + width > columns {
        column = 0
        lineFeed()
      }
      cells[row][column] = Cell(text: String(scalar), style: style)
      if width == 2 { cells[row][column + 1] = Cell(text: "", style: style) }
      isBeyondEdge = column + width == columns
      column = min(columns - 1, column + width)
    }
  }

  private mutating func lineFeed() {
    isBeyondEdge = false
    if row + 1 < rows {
      row += 1
    } else {
      cells.removeFirst()
      cells.append(Array(repeating: Cell(), count: columns))
    }
  }

  private mutating func takeEscape(_ rest: inout Substring.UnicodeScalarView) {
    switch rest.popFirst() {
    case "7": saved = (row, column)
    case "8": (row, column, isBeyondEdge) = (saved.row, saved.column, false)
    case "[":
      var numbers = ""
      while let next = rest.popFirst() {
        guard next.properties.isAlphabetic || next == "@" || next == "~" else {
          numbers.unicodeScalars.append(next)
          continue
        }
        perform(next, numbers)
        return
      }
    default: break
    }
  }

  private mutating func perform(_ final: Unicode.Scalar, _ numbers: String) {
    let count = Int(numbers.prefix { $0 != ";" }) ?? 0
    let steps = max(1, count)
    if final != "m" { isBeyondEdge = false }
    switch final {
    case "A": row = max(0, row - steps)
    case "B": row = min(rows - 1, row + steps)
    case "C": column = min(columns - 1, column + steps)
    case "D": column = max(0, column - steps)
    case "G": column = min(columns - 1, steps - 1)
    case "d": row = min(rows - 1, steps - 1)
    case "H":
      let places = numbers.split(separator: ";").compactMap { Int($0) }
      row = min(rows - 1, (places.first ?? 1) - 1)
      column = min(columns - 1, (places.count > 1 ? places[1] : 1) - 1)
    case "K": blank(row, from: count == 1 ? 0 : column, to: count == 1 ? column + 1 : columns)
    case "J":
      blank(row, from: column, to: columns)
      for row in (row + 1)..<max(rows, row + 1) { blank(row, from: 0, to: columns) }
    case "P":
      cells[row].removeSubrange(column..<min(columns, column + steps))
      while cells[row].count < columns { cells[row].append(Cell()) }
    case "@":
      cells[row].insert(contentsOf: Array(repeating: Cell(), count: steps), at: column)
      cells[row].removeLast(cells[row].count - columns)
    case "m": style = count == 0 ? "" : numbers
    default: break
    }
  }

  private mutating func blank(_ row: Int, from start: Int, to end: Int) {
    for column in start..<max(start, end) { cells[row][column] = Cell() }
  }

  /// Far Eastern letters and pictures take two columns, combining marks none.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x20, 0x7F, 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
