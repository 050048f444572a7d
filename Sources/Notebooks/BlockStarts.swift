/// The opening line of a fenced code block.
struct FenceOpening: Sendable {
  /// The backtick or the tilde.
  var marker: UInt8
  var length: Int
  /// Columns before it, at most 3.
  var indent: Int
  /// What follows the marker, blanks at both ends taken off.
  var info: ArraySlice<UInt8>

  /// Reads the opening at the start of a line from which blanks have been taken.
  init?(_ line: ArraySlice<UInt8>, indent: Int) {
    guard let first = line.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return nil
    }
    let run = line.prefix { $0 == first }
    guard run.count >= 3 else { return nil }
    let after = line[run.endIndex...]
    if first == UInt8(ascii: "`"), after.contains(first) { return nil }
    marker = first
    length = run.count
    self.indent = indent
    let start = after.firstIndex { !isBlank($0) } ?? after.endIndex
    let end = after.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    info = after[start..<max(start, end)]
  }

  /// True if the line closes this fence.
  func isClosed(by line: ArraySlice<UInt8>, indent: Int) -> Bool {
    guard indent <= 3 else { return false }
    let run = line.prefix { $0 == marker }
    return run.count >= length && line[run.endIndex...].allSatisfy(isBlank)
  }
}

/// The marker of a list item.
struct ListMarker {
  /// Bytes of the marker itself.
  var length: Int
  /// False for `2.`, which may not stand right after a paragraph's line.
  var mayInterruptParagraph: Bool

  /// Reads a marker at the start of a line from which blanks have been taken.
  init?(_ line: ArraySlice<UInt8>) {
    guard let first = line.first else { return nil }
    let digits = line.prefix { (0x30...0x39).contains($0) }
    if [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*")].contains(first) {
      length = 1
      mayInterruptParagraph = true
    } else if (1...9).contains(digits.count), let end = line[digits.endIndex...].first,
      end == UInt8(ascii: ".") || end == UInt8(ascii: ")")
    {
      length = digits.count + 1
      mayInterruptParagraph = digits.last == 0x31 && digits.dropLast().allSatisfy { $0 == 0x30 }
    } else {
      return nil
    }
    let after = line.dropFirst(length)
    if let next = after.first, !isBlank(next) { return nil }
    if after.allSatisfy(isBlank) { mayInterruptParagraph = false }
  }
}

/// True for a line of three or more `*`, `-` or `_` with blanks between.
func isThematicBreak(_ line: ArraySlice<UInt8>) -> Bool {
  guard let first = line.first, Array("*-_".utf8).contains(first) else { return false }
  return line.allSatisfy { $0 == first || isBlank($0) } && line.count { $0 == first } >= 3
}

/// True for the line of `=` or `-` below a heading.
func isSetextUnderline(_ line: ArraySlice<UInt8>) -> Bool {
  guard let first = line.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-") else {
    return false
  }
  return line.drop { $0 == first }.allSatisfy(isBlank)
}

/// True for a heading that begins with one to six `#`.
func isNumberSignHeading(_ line: ArraySlice<UInt8>) -> Bool {
  let run = line.prefix { $0 == UInt8(ascii: "#") }
  guard (1...6).contains(run.count) else { return false }
  return line[run.endIndex...].first.map(isBlank) ?? true
}
