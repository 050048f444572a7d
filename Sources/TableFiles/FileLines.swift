import Kernels

/// The bytes that give a file its form.
struct Dialect: Sendable {
  var separator: UInt8
  var quote: UInt8 = UInt8(ascii: "\"")

  var quoting: CellQuoting { CellQuoting(quote: quote, separator: separator) }
}

/// How often something happened, and on which lines of the file the first few times.
struct Tally: Sendable {
  private(set) var count = 0
  /// The first five lines, in order.
  private(set) var lines: [Int] = []

  mutating func add(line: Int) {
    count += 1
    if lines.count < 5 { lines.append(line) }
  }

  /// Further times, in any order.
  mutating func add(_ more: Int, lines others: [Int]) {
    count += more
    lines = Array((lines + others).sorted().prefix(5))
  }
}

/// On which lines of the file rows start.
struct LineMap: Sendable {
  private struct Stretch {
    var row: Int
    var line: Int
  }

  /// From each of these rows on, one line a row.
  private var stretches: [Stretch] = []

  /// Rows of a piece: its first row, its first line, and rows that lie further below the row before.
  mutating func add(row: Int, line: Int, jumps: [(row: Int, line: Int)]) {
    if let last = stretches.last, line - last.line == row - last.row {
    } else {
      stretches.append(Stretch(row: row, line: line))
    }
    for jump in jumps { stretches.append(Stretch(row: row + jump.row, line: line + jump.line)) }
  }

  func line(ofRow row: Int) -> Int {
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 1 }
    return stretches[low - 1].line + row - stretches[low - 1].row
  }

  func lines(ofRows rows: [Int]) -> [Int] { rows.map { line(ofRow: $0) } }
}

let carriageReturn = UInt8(ascii: "\r")
let lineFeed = UInt8(ascii: "\n")
let blank = UInt8(ascii: " ")
let tabulator = UInt8(ascii: "\t")
