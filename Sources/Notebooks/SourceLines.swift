/// Where a line of a file stands: its text, then its line end (LF, CR LF, CR, or none at the end).
struct SourceLine: Sendable {
  var start: Int
  /// The end of the text, where the line end begins.
  var textEnd: Int
  /// The start of the next line.
  var end: Int

  var text: Range<Int> { start..<textEnd }
  var terminator: Range<Int> { textEnd..<end }
}

/// The lines of these bytes from an offset on. A byte order mark is not skipped.
func sourceLines(of bytes: [UInt8], from offset: Int = 0) -> [SourceLine] {
  var lines: [SourceLine] = []
  var start = offset
  var index = offset
  while index < bytes.count {
    let byte = bytes[index]
    guard byte == 0x0A || byte == 0x0D else {
      index += 1
      continue
    }
    let isPair = byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
    let end = index + (isPair ? 2 : 1)
    lines.append(SourceLine(start: start, textEnd: index, end: end))
    start = end
    index = end
  }
  if start < bytes.count {
    lines.append(SourceLine(start: start, textEnd: bytes.count, end: bytes.count))
  }
  return lines
}

/// The length of a UTF-8 byte order mark at the start of these bytes: 3 or 0.
func byteOrderMarkLength(of bytes: [UInt8]) -> Int {
  bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
}

/// A byte that is a space or a tab.
func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09
}

/// The text without spaces and tabs at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  let bytes = Array(text.utf8)
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}

/// The text with LF as its only line end, without blanks at the ends of lines and without empty
/// lines at its end: the form of outputs, and of sources where they are hashed.
package func canonicalText(_ text: String) -> String {
  let bytes = Array(text.utf8)
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  for line in sourceLines(of: bytes) {
    let end = bytes[line.text].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? line.start
    result += bytes[line.start..<end]
    result.append(0x0A)
  }
  while result.last == 0x0A { result.removeLast() }
  return String(decoding: result, as: UTF8.self)
}
