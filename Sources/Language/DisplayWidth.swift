/// How many columns of a terminal a character takes: 0, 1 or 2.
func displayWidth(of character: Character) -> Int {
  var width = 0
  for scalar in character.unicodeScalars {
    // Variation selector 16 asks for the picture, which is wide.
    if scalar.value == 0xFE0F, width > 0 { return 2 }
    width = max(width, displayWidth(of: scalar))
  }
  return width
}

private func displayWidth(of scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation { return 2 }
  return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// East Asian wide and fullwidth blocks (Unicode Standard Annex 11).
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
  0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
  0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
]

/// A text in which nothing can drive a terminal: controls become pictures, format characters
/// their code points.
func visible(_ text: some StringProtocol) -> String {
  var result = ""
  for scalar in text.unicodeScalars { result += visible(scalar) ?? String(scalar) }
  return result
}

/// What is shown for a scalar, or nil where it can be shown itself.
func visible(_ scalar: Unicode.Scalar) -> String? {
  switch scalar.value {
  case 0x09: return " "
  case 0...0x1F: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
  case 0x7F: return "\u{2421}"
  case 0x80...0x9F, 0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
    0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
    return "<\(scalar.codePoint)>"
  default: return nil
  }
}
