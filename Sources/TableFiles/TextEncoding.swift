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

/// The text of a file as UTF-8.
struct DecodedText {
  var bytes: [UInt8]
  /// Where the text starts: after the byte order mark, if any.
  var start = 0
  var encoding: TextEncoding
  /// Bytes that are no UTF-8 in a file that is UTF-8 elsewhere.
  var damaged = Tally()
}

/// Decodes the bytes of a file, by the encoding given or by what the bytes look like.
func decodeText(_ bytes: [UInt8], as given: TextEncoding?) -> DecodedText {
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]), given == nil || given == .utf8 {
    return decodeUTF8(bytes, start: 3)
  }
  switch given ?? guessedEncoding(bytes) {
  case .utf8: return decodeUTF8(bytes, start: 0)
  case .utf16LittleEndian:
    if bytes.starts(with: [0xFE, 0xFF]) {
      return decodeUTF16(bytes, .utf16BigEndian)
    }
    return decodeUTF16(bytes, .utf16LittleEndian)
  case .utf16BigEndian: return decodeUTF16(bytes, .utf16BigEndian)
  case .windows1252: return decodeSingleBytes(bytes, .windows1252) { windows1252Scalars[$0] }
  case .iso8859Part15: return decodeSingleBytes(bytes, .iso8859Part15) { iso8859Part15Scalars[$0] }
  }
}

private func guessedEncoding(_ bytes: [UInt8]) -> TextEncoding {
  if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
  if bytes.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
  let head = bytes.prefix(4096)
  var zeros = (even: 0, odd: 0)
  for index in head.indices where head[index] == 0 {
    if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
  }
  // Western text in UTF-16 without a mark has a zero in nearly every other byte.
  if zeros.odd * 10 > head.count * 3, zeros.even == 0 { return .utf16LittleEndian }
  if zeros.even * 10 > head.count * 3, zeros.odd == 0 { return .utf16BigEndian }
  let survey = surveyUTF8(bytes.span)
  return survey.invalid > survey.multibyte ? .windows1252 : .utf8
}

private func decodeUTF8(_ bytes: [UInt8], start: Int) -> DecodedText {
  let survey = surveyUTF8(bytes.span)
  if survey.invalid == 0 { return DecodedText(bytes: bytes, start: start, encoding: .utf8) }
  var result = DecodedText(bytes: [], encoding: .utf8)
  result.bytes.reserveCapacity(bytes.count + survey.invalid * 2)
  let source = bytes.span
  var position = start
  while position < source.count {
    let length = sequenceLength(source, at: position)
    if length == 0 {
      result.damaged.add(result.bytes.count)
      result.bytes += [0xEF, 0xBF, 0xBD]
      position += 1
    } else {
      for offset in 0..<length { result.bytes.append(source[position + offset]) }
      position += length
    }
  }
  return result
}

/// How many sequences of several bytes there are, and how many bytes belong to no sequence.
private func surveyUTF8(_ bytes: Span<UInt8>) -> (multibyte: Int, invalid: Int) {
  var multibyte = 0
  var invalid = 0
  var position = 0
  while position < bytes.count {
    if bytes[position] < 0x80 {
      position += 1
      continue
    }
    let length = sequenceLength(bytes, at: position)
    if length == 0 { invalid += 1 } else { multibyte += 1 }
    position += max(1, length)
  }
  return (multibyte, invalid)
}

/// The length of the well-formed UTF-8 sequence here, or 0 (Unicode standard, table 3-7).
private func sequenceLength(_ bytes: Span<UInt8>, at position: Int) -> Int {
  let first = bytes[position]
  if first < 0x80 { return 1 }
  var second: ClosedRange<UInt8> = 0x80...0xBF
  let length: Int
  switch first {
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: length = 4
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return 0
  }
  guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return 0 }
  var offset = 2
  while offset < length {
    if bytes[position + offset] & 0xC0 != 0x80 { return 0 }
    offset += 1
  }
  return length
}

private func decodeUTF16(_ bytes: [UInt8], _ encoding: TextEncoding) -> DecodedText {
  let low = encoding == .utf16LittleEndian ? 0 : 1
  var units: [UInt16] = []
  units.reserveCapacity(bytes.count / 2)
  var position = 0
  while position + 1 < bytes.count {
    units.append(UInt16(bytes[position + low]) | UInt16(bytes[position + 1 - low]) << 8)
    position += 2
  }
  if units.first == 0xFEFF { units.removeFirst() }
  // Decoding repairs lone surrogates with U+FFFD.
  let text = String(decoding: units, as: UTF16.self)
  return DecodedText(bytes: Array(text.utf8), encoding: encoding)
}

private func decodeSingleBytes(
  _ bytes: [UInt8], _ encoding: TextEncoding, _ scalar: (Int) -> UInt16
) -> DecodedText {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count + bytes.count / 8)
  for byte in bytes {
    if byte < 0x80 {
      result.append(byte)
      continue
    }
    let code = scalar(Int(byte) - 0x80)
    if code >= 0x800 {
      result.append(0xE0 | UInt8(code >> 12))
      result.append(0x80 | UInt8(code >> 6 & 0x3F))
    } else {
      result.append(0xC0 | UInt8(code >> 6))
    }
    result.append(0x80 | UInt8(code & 0x3F))
  }
  return DecodedText(bytes: result, encoding: encoding)
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
