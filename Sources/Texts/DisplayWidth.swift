/// How many columns of a terminal a text takes: combining marks none, East Asian wide characters
/// and emoji two, anything else one. The text must already be `visible`.
package func displayWidth(_ text: String) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

/// How many columns one character, of however many scalars, takes: 0, 1 or 2.
package func displayWidth(_ character: Character) -> Int {
  var width = 0
  for scalar in character.unicodeScalars {
    if scalar.value == 0xFE0F, width == 1, isEmojiBase(character) { return 2 }
    width = max(width, displayWidth(scalar))
    if width == 2 { return 2 }
  }
  return width
}

private func isEmojiBase(_ character: Character) -> Bool {
  character.unicodeScalars.first.map { $0.properties.isEmoji && !$0.isASCII } ?? false
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return 1 }
  let properties = scalar.properties
  switch properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  // A flag is two of these letters in one character.
  if (0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }
  return properties.isEmojiPresentation || isEastAsianWide(scalar.value) ? 2 : 1
}

private func isEastAsianWide(_ value: UInt32) -> Bool {
  guard value >= 0x1100 else { return false }
  return eastAsianWide.contains { $0.contains(value) }
}

/// Blocks that Unicode's EastAsianWidth.txt marks W or F; emoji are known by their property.
private let eastAsianWide: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
  0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
  0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FF,
  0x1F200...0x1F265, 0x20000...0x3FFFD,
]

/// A text cut in its middle so that it takes at most `width` columns, both ends kept:
/// `Newfoundl…brador`.
package func truncated(_ text: String, toWidth width: Int, ellipsis: String = "…") -> String {
  guard displayWidth(text) > width else { return text }
  let room = width - displayWidth(ellipsis)
  guard room > 0 else { return String(repeating: ".", count: max(0, width)) }
  let head = prefix(text, width: room - room / 2)
  let tail = String(prefix(String(text.reversed()), width: room - displayWidth(head)).reversed())
  return head + ellipsis + tail
}

/// As many whole characters from the start as fit.
func prefix(_ text: String, width: Int) -> String {
  var result = ""
  var used = 0
  for character in text {
    used += displayWidth(character)
    if used > width { break }
    result.append(character)
  }
  return result
}

/// On which side of its column a text stands.
package enum Alignment: Hashable, Sendable {
  case left, right
}

/// A text with blanks added up to a width; a wider one stays as it is.
package func padded(_ text: String, toWidth width: Int, _ alignment: Alignment = .left) -> String {
  let blanks = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return alignment == .left ? text + blanks : blanks + text
}

/// Lines of at most `width` columns, broken at blanks; a longer word is broken anywhere.
package func wrapped(_ text: String, toWidth width: Int) -> [String] {
  let width = max(1, width)
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    var rest = String(word)
    if !line.isEmpty, displayWidth(line) + 1 + displayWidth(rest) <= width {
      line += " " + rest
      continue
    }
    if !line.isEmpty { lines.append(line) }
    while displayWidth(rest) > width {
      let head = prefix(rest, width: width)
      // A character wider than the line must still move on.
      let piece = head.isEmpty ? String(rest.prefix(1)) : head
      lines.append(piece)
      rest.removeFirst(piece.count)
    }
    line = rest
  }
  if !line.isEmpty || lines.isEmpty { lines.append(line) }
  return lines
}

/// A text cut at its end so that it takes at most `width` columns.
package func shortened(_ text: String, toWidth width: Int, ellipsis: String = "…") -> String {
  guard displayWidth(text) > width else { return text }
  let room = width - displayWidth(ellipsis)
  guard room > 0 else { return String(repeating: ".", count: max(0, width)) }
  return prefix(text, width: room) + ellipsis
}
