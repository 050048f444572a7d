/// The scalar that starts at an index of UTF-8 bytes, and how many bytes it takes.
func scalar(in bytes: [UInt8], at index: Int) -> (value: Unicode.Scalar, length: Int) {
  let first = bytes[index]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
  guard index + length <= bytes.count else { return ("\u{FFFD}", 1) }
  var value = UInt32(first) & (0xFF >> UInt32(length + 1))
  for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
  return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}

/// The scalar that ends right before an index, or nil at the start.
func scalar(in bytes: [UInt8], before index: Int) -> Unicode.Scalar? {
  guard index > 0 else { return nil }
  var start = index - 1
  while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
  return scalar(in: bytes, at: start).value
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

extension Unicode.Scalar {
  var startsName: Bool {
    if isASCII { return self == "_" || properties.isAlphabetic }
    return properties.isAlphabetic
  }

  var continuesName: Bool {
    if startsName { return true }
    switch properties.generalCategory {
    case .decimalNumber, .nonspacingMark, .spacingMark: return true
    default: return false
    }
  }

  /// A blank of any kind within a line. What a paste brings along counts: no-break and
  /// zero-width blanks, byte order marks.
  var isBlank: Bool {
    switch value {
    case 0x20, 0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F,
      0x205F, 0x2060, 0x3000, 0xFEFF:
      true
    default: false
    }
  }

  var isNewline: Bool { self == "\n" || self == "\r" }

  /// C0 and C1 controls and DEL, but not tab or the ends of lines.
  var isForbiddenControl: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0...0x1F, 0x7F...0x9F: true
    default: false
    }
  }

  /// `U+0007`
  var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
