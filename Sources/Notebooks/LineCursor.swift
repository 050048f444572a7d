/// A place in one line that knows columns, as CommonMark counts them: a tab leads to the next
/// multiple of four, and a container may take only a part of a tab.
struct LineCursor {
  let bytes: ArraySlice<UInt8>
  private(set) var offset: Int
  private var column = 0
  /// Columns of a tab at `offset` that a container has taken already.
  private var takenOfTab = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  var byte: UInt8? { offset < bytes.endIndex ? bytes[offset] : nil }
  var rest: ArraySlice<UInt8> { bytes[offset...] }
  var isBlankRest: Bool { rest.allSatisfy(isBlank) }

  /// Columns of blanks before the next other byte.
  var indent: Int {
    var ahead = self
    ahead.skipBlanks()
    return ahead.column - column
  }

  /// The line from the first byte that is no blank.
  var unindentedRest: ArraySlice<UInt8> { rest.drop(while: isBlank) }

  mutating func skipBlanks() {
    while let byte, isBlank(byte) { skip(columns: 1) }
  }

  /// Steps over bytes that are no tabs.
  mutating func skip(bytes count: Int) {
    offset = min(offset + count, bytes.endIndex)
    column += count
  }

  /// Steps over so many columns of blanks, maybe into a tab.
  mutating func skip(columns count: Int) {
    for _ in 0..<count {
      guard let byte, isBlank(byte) else { return }
      column += 1
      guard byte == 0x09 else {
        offset += 1
        continue
      }
      takenOfTab += 1
      if column % 4 == 0 {
        offset += 1
        takenOfTab = 0
      }
    }
  }
}
