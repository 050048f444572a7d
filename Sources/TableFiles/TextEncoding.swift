import Kernels

/// How the bytes of a file stand for letters.
package enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1252 = "windows-1252"
  case iso8859Part15 = "iso-8859-15"

  /// Reads the names in common use, in any case; `utf-16` without a byte order is little-endian
  /// unless the file starts with the other mark.
  package init?(named name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "utf-16", "utf16", "utf-16le": self = .utf16LittleEndian
    case "utf-16be": self = .utf16BigEndian
    case "windows-1252", "cp1252", "latin1", "latin-1", "iso-8859-1", "ansi": self = .windows1252
    case "iso-8859-15", "latin9", "latin-9": self = .iso8859Part15
    default: return nil
    }
  }
}

/// What the first bytes of a file say of its encoding; nil where only its letters can tell.
func encodingByMark(_ head: [UInt8], given: TextEncoding?) -> TextEncoding? {
  let isBigEndian = head.starts(with: [0xFE, 0xFF])
  switch given {
  case .utf16LittleEndian: return isBigEndian ? .utf16BigEndian : given
  case .some: return given
  case nil: break
  }
  if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
  if head.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
  if isBigEndian { return .utf16BigEndian }
  let sample = head.prefix(4096)
  var zeros = (even: 0, odd: 0)
  for index in sample.indices where sample[index] == 0 {
    if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
  }
  // Western text in UTF-16 without a mark has a zero in nearly every other byte.
  if zeros.odd * 10 > sample.count * 3, zeros.even == 0 { return .utf16LittleEndian }
  if zeros.even * 10 > sample.count * 3, zeros.odd == 0 { return .utf16BigEndian }
  return nil
}

/// The bytes with U+FFFD in the place of what is no UTF-8.
func repairedUTF8(_ source: Span<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(source.count + 64)
  var position = 0
  while position < source.count {
    let length = utf8Length(source, at: position)
    if length == 0 { result += [0xEF, 0xBF, 0xBD] }
    for offset in 0..<length { result.append(source[position + offset]) }
    position += max(1, length)
  }
  return result
}

extension TextEncoding {
  /// Whether a byte is a letter.
  var isSingleByte: Bool { self == .windows1252 || self == .iso8859Part15 }

  /// Bytes of an encoding with a byte a letter as UTF-8; others as they are.
  func decoded(_ bytes: Span<UInt8>) -> [UInt8] {
    scalars.map { transcoded(singleBytes: bytes, scalars: $0) } ?? repairedUTF8(bytes)
  }

  /// Does so with a piece of a file, whose marks have to be found again.
  func decode(_ piece: TextPiece) {
    if let scalars {
      piece.transcode(singleBytes: scalars)
    } else {
      piece.replace(with: piece.withText { repairedUTF8($0) })
    }
  }

  /// The letters that bytes from 80 on stand for; nil where letters have several bytes.
  private var scalars: [UInt16]? {
    switch self {
    case .windows1252: windows1252Scalars
    case .iso8859Part15: iso8859Part15Scalars
    case .utf8, .utf16LittleEndian, .utf16BigEndian: nil
    }
  }
}

extension UTF8Tally {
  /// What the text most likely is, if not every byte beyond ASCII belongs to UTF-8.
  var likelyEncoding: TextEncoding {
    guard invalid > multibyte else { return .utf8 }
    // A4 is a sign that nobody writes in Windows-1252, and the euro in ISO 8859-15, which has nothing
    // from 80 to 9F.
    return invalidA4 > 0 && invalidControls == 0 ? .iso8859Part15 : .windows1252
  }
}

/// Bytes 80 to FF of Windows-1252, as the WHATWG encoding standard gives them.
private let windows1252Scalars: [UInt16] =
  [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ] + (0xA0...0xFF)

/// Bytes 80 to FF of ISO 8859-15: ISO 8859-1 but for eight letters.
private let iso8859Part15Scalars: [UInt16] = (UInt16(0x80)...0xFF).map { byte in
  switch byte {
  case 0xA4: 0x20AC
  case 0xA6: 0x0160
  case 0xA8: 0x0161
  case 0xB4: 0x017D
  case 0xB8: 0x017E
  case 0xBC: 0x0152
  case 0xBD: 0x0153
  case 0xBE: 0x0178
  default: byte
  }
}
