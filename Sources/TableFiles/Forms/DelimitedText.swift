/// Rows of cells written as text with commas, which the reader of separated files takes, and the place
/// in the original of each of its lines.
struct DelimitedText {
  private(set) var bytes: [UInt8] = []
  private var line = 1
  /// The line on which each record starts, and what that place is called in the original.
  private var starts: [(line: Int, place: Int)] = []
  private var cellsInRecord = 0

  /// `place` is the row or line of the original.
  mutating func beginRecord(place: Int) {
    starts.append((line, place))
    cellsInRecord = 0
  }

  mutating func append(_ cell: some Collection<UInt8>) {
    if cellsInRecord > 0 { bytes.append(UInt8(ascii: ",")) }
    cellsInRecord += 1
    guard needsQuotes(cell) else { return bytes.append(contentsOf: cell) }
    bytes.append(UInt8(ascii: "\""))
    for byte in cell {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      if byte == lineFeed { line += 1 }
      // Nothing that belongs in a table is a NUL.
      bytes.append(byte == 0 ? UInt8(ascii: " ") : byte == carriageReturn ? lineFeed : byte)
      if byte == carriageReturn { line += 1 }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func endRecord() {
    // A line without anything would be skipped.
    if cellsInRecord == 1, bytes.last == lineFeed || bytes.isEmpty { bytes += [34, 34] }
    bytes.append(lineFeed)
    line += 1
  }

  private func needsQuotes(_ cell: some Collection<UInt8>) -> Bool {
    guard let first = cell.first else { return false }
    if first == 32 || first == UInt8(ascii: "'") { return true }
    return cell.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == lineFeed
        || $0 == carriageReturn || $0 == 0
    }
  }

  /// The place in the original that a line of this text stands for.
  func place(ofLine line: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? starts.first?.place ?? line : starts[low - 1].place
  }
}
