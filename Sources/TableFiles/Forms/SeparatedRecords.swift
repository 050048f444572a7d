/// The records of a text with separators, cell by cell, their quotes taken off.
struct SeparatedRecords {
  private let bytes: [UInt8]
  private let separator: UInt8
  private let quote: UInt8
  private var position: Int
  private(set) var line = 1

  init(_ bytes: [UInt8], from start: Int, separator: UInt8, quote: UInt8 = quotationMark) {
    self.bytes = bytes
    self.quote = quote
    self.separator = separator
    position = start
  }

  /// The cells of the next record that is not blank, and the line on which it starts; nil at the end.
  mutating func next() -> (line: Int, cells: [[UInt8]])? {
    while position < bytes.count {
      let start = line
      let cells = record()
      if cells.contains(where: { !$0.isEmpty }) { return (start, cells) }
    }
    return nil
  }

  private mutating func record() -> [[UInt8]] {
    var cells: [[UInt8]] = []
    while true {
      if separator == blank { skipBlanks() }
      cells.append(cell())
      guard position < bytes.count else { return cells }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      if byte == carriageReturn, position < bytes.count, bytes[position] == lineFeed {
        position += 1
      }
      line += 1
      if separator == blank, cells.last?.isEmpty == true { cells.removeLast() }
      return cells
    }
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == blank { position += 1 }
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == lineFeed || byte == carriageReturn
  }

  private mutating func cell() -> [UInt8] {
    guard position < bytes.count, bytes[position] == quote else {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
      return Array(bytes[start..<position])
    }
    var cell: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote {
        if position < bytes.count, bytes[position] == quote {
          position += 1
        } else {
          break
        }
      }
      if byte == lineFeed || byte == carriageReturn && !isLineFeed(position) { line += 1 }
      cell.append(byte)
    }
    while position < bytes.count, !isEnd(bytes[position]) {
      cell.append(bytes[position])
      position += 1
    }
    return cell
  }

  private func isLineFeed(_ position: Int) -> Bool {
    position < bytes.count && bytes[position] == lineFeed
  }
}
