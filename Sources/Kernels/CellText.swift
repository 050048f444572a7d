/// Cells as they are written: in quotes or not, with blanks around them.
package struct CellQuoting: Sendable {
  package var quote: UInt8
  package var separator: UInt8

  package init(quote: UInt8, separator: UInt8) {
    self.quote = quote
    self.separator = separator
  }

  /// The part of a written cell that is its text, or nil where quotes in it are doubled. A cell with
  /// text behind its closing quote keeps its quotes.
  @inline(__always)
  func plainRange(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> (start: Int, end: Int)? {
    var first = start
    while first < end, unsafe text[first] == 32 { first += 1 }
    if first < end, unsafe text[first] == quote { return unsafe quotedRange(text, first, end) }
    return unsafe trimmed(text, start, end)
  }

  private func quotedRange(
    _ text: UnsafePointer<UInt8>, _ opening: Int, _ end: Int
  ) -> (start: Int, end: Int)? {
    var index = opening + 1
    var isDoubled = false
    while index < end {
      if unsafe text[index] != quote {
        index += 1
      } else if index + 1 < end, unsafe text[index + 1] == quote {
        isDoubled = true
        index += 2
      } else {
        break
      }
    }
    var behind = index + 1
    while behind < end, unsafe text[behind] == 32 { behind += 1 }
    guard index < end, behind >= end else { return unsafe trimmed(text, opening, end) }
    return isDoubled ? nil : (opening + 1, index)
  }

  /// Without blanks and tabs at the ends.
  private func trimmed(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> (start: Int, end: Int) {
    var (first, last) = (start, end)
    while first < last, unsafe text[first] == 32 || text[first] == 9 { first += 1 }
    while last > first, unsafe text[last - 1] == 32 || text[last - 1] == 9 { last -= 1 }
    return (first, last)
  }

  /// Whether a cell has no text at all: nothing, or quotes around nothing.
  func isEmpty(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    if start == end { return true }
    var first = start
    while first < end, unsafe text[first] == 32 { first += 1 }
    guard first + 1 < end, unsafe text[first] == quote, unsafe text[first + 1] == quote else {
      return false
    }
    first += 2
    while first < end, unsafe text[first] == 32 { first += 1 }
    return first == end
  }

  /// Hands the text of a cell over, put into `scratch` where it does not stand in the file so.
  @inline(__always)
  func withText<Result>(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ scratch: inout [UInt8],
    _ body: (UnsafePointer<UInt8>, Int) -> Result
  ) -> Result {
    if let range = unsafe plainRange(text, start, end) {
      return unsafe body(text + range.start, range.end - range.start)
    }
    unsafe undouble(text, start, end, &scratch)
    return unsafe scratch.withUnsafeBufferPointer {
      unsafe body($0.baseAddress ?? text, max(0, $0.count - 8))
    }
  }

  /// The text of a quoted cell with doubled quotes, and eight bytes behind it.
  private func undouble(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ scratch: inout [UInt8]
  ) {
    scratch.removeAll(keepingCapacity: true)
    var index = start
    while unsafe text[index] != quote { index += 1 }
    index += 1
    while index < end {
      if unsafe text[index] == quote {
        if index + 1 < end, unsafe text[index + 1] == quote { index += 1 } else { break }
      }
      unsafe scratch.append(text[index])
      index += 1
    }
    for _ in 0..<8 { scratch.append(0) }
  }
}

extension CellQuoting {
  /// The text of a cell as it is written.
  package func text(ofCell bytes: [UInt8]) -> [UInt8] {
    var scratch: [UInt8] = []
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return [] }
      return unsafe withText(start, 0, buffer.count, &scratch) { text, count in
        unsafe Array(UnsafeBufferPointer(start: text, count: count))
      }
    }
  }
}
