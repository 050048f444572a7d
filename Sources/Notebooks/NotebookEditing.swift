extension NotebookDocument {
  /// The bytes with another source in a cell: its first line stays, everything outside it too.
  package func replacingSource(of id: String, with source: String) -> [UInt8] {
    guard let cell = cell(id) else { return bytes }
    let opening = lines[cell.lines.lowerBound]
    let end = Array(bytes[opening.terminator])
    let text = canonicalText(source)
    let info = bytes[opening.text].drop { isBlank($0) }.drop {
      $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~")
    }
    var fence = Array(fenced(text, info: String(decoding: info, as: UTF8.self)).utf8)
    fence.removeLast()
    let body = fence.split(separator: 0x0A, omittingEmptySubsequences: false).joined(separator: end)
    var result = Array(bytes[..<opening.start])
    result += body
    return result + bytes[lines[cell.lines.upperBound].textEnd...]
  }

  /// The bytes without a cell and its stored output, and without the empty lines right above it.
  package func removing(_ id: String) -> [UInt8] {
    guard let cell = cell(id) else { return bytes }
    var first = cell.lines.lowerBound
    while first > frontMatter.lineCount, bytes[lines[first - 1].text].allSatisfy(isBlank) {
      first -= 1
    }
    let last = (cell.outputLines ?? cell.lines).upperBound
    return Array(bytes[..<lines[first].start]) + bytes[lines[last].end...]
  }
}
