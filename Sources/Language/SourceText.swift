/// A text with its lines. Lines end in LF, CR LF or CR.
package struct SourceText: Sendable {
  package let text: String
  /// The number of the first line, where the text is a part of a file.
  package let firstLine: Int
  let bytes: [UInt8]
  private let lineStarts: [Int]

  package init(_ text: String, firstLine: Int = 1) {
    self.text = text
    self.firstLine = firstLine
    bytes = Array(text.utf8)
    var starts = [0]
    for index in bytes.indices {
      let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
      if bytes[index] == 0x0A || (bytes[index] == 0x0D && !isPair) { starts.append(index + 1) }
    }
    lineStarts = starts
  }

  /// The number of the line that holds a byte offset; an offset outside counts as the nearest end.
  package func line(ofOffset offset: Int) -> Int { lineIndex(ofOffset: offset) + firstLine }

  /// The place of a byte offset in its line, counted in characters from 1.
  package func column(ofOffset offset: Int) -> Int {
    let start = lineStarts[lineIndex(ofOffset: offset)]
    let end = min(max(offset, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self).count + 1
  }

  /// The text of a line without its end, or nil where there is no line of this number.
  package func text(ofLine number: Int) -> String? {
    guard lineStarts.indices.contains(number - firstLine) else { return nil }
    let range = bytesOfLine(number - firstLine)
    return String(decoding: bytes[range.lowerBound..<range.upperBound], as: UTF8.self)
  }

  /// The bytes of the line that holds an offset, without its end.
  func bytesOfLine(holding offset: Int) -> SourceRange { bytesOfLine(lineIndex(ofOffset: offset)) }

  private func bytesOfLine(_ index: Int) -> SourceRange {
    let start = lineStarts[index]
    return SourceRange(start, endOfLine(bytes, from: start, end: bytes.count))
  }

  /// The last line that starts at or before an offset.
  private func lineIndex(ofOffset offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
