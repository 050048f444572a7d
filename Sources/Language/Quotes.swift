/// A stretch between quotes, found without reading its escapes.
struct QuotedStretch {
  /// Between the quotes.
  var content: SourceRange
  /// After the closing quote, or the end of the text where there is none.
  var end: Int
  var isClosed: Bool
  var style: QuoteStyle
}

/// The quotes that can open a text or a name.
enum QuoteStyle {
  case double, single, backtick
  /// What a word processor makes of the straight ones.
  case curlyDouble, curlySingle, angle

  init?(opening scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": self = .double
    case "'": self = .single
    case "`": self = .backtick
    case "\u{201C}", "\u{201D}", "\u{201E}": self = .curlyDouble
    case "\u{2018}", "\u{2019}", "\u{201A}": self = .curlySingle
    case "\u{00AB}", "\u{00BB}": self = .angle
    default: return nil
    }
  }

  var isStraight: Bool { self == .double || self == .single || self == .backtick }

  func isClosed(by scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .double: scalar == "\""
    case .single: scalar == "'"
    case .backtick: scalar == "`"
    case .curlyDouble: scalar == "\"" || QuoteStyle(opening: scalar) == .curlyDouble
    case .curlySingle: scalar == "'" || QuoteStyle(opening: scalar) == .curlySingle
    case .angle: QuoteStyle(opening: scalar) == .angle
    }
  }
}

/// The quoted stretch that opens at an index, or nil where none does.
///
/// An apostrophe right after a letter is one: `load l'anno.csv`.
func quotedStretch(in bytes: [UInt8], at start: Int, end: Int) -> QuotedStretch? {
  let opening = scalar(in: bytes, at: start)
  guard let style = QuoteStyle(opening: opening.value) else { return nil }
  if style == .single || style == .curlySingle, followsWord(bytes, start) { return nil }
  let first = start + opening.length
  var index = first
  while index < end {
    let (value, length) = scalar(in: bytes, at: index)
    if value == "\\", style != .backtick {
      index += length
      if index < end { index += scalar(in: bytes, at: index).length }
      continue
    }
    if style.isClosed(by: value) {
      let after = index + length
      if isDoubled(style, value, in: bytes, at: after, end: end) {
        index = after + length
        continue
      }
      if !isApostrophe(style, in: bytes, after: after, end: end) {
        return QuotedStretch(
          content: SourceRange(first, index), end: after, isClosed: true, style: style)
      }
    }
    index += length
  }
  return QuotedStretch(content: SourceRange(first, end), end: end, isClosed: false, style: style)
}

func followsWord(_ bytes: [UInt8], _ index: Int) -> Bool {
  scalar(in: bytes, before: index)?.continuesName ?? false
}

private func isDoubled(
  _ style: QuoteStyle, _ closing: Unicode.Scalar, in bytes: [UInt8], at index: Int, end: Int
) -> Bool {
  style.isStraight && index < end && scalar(in: bytes, at: index).value == closing
}

private func isApostrophe(
  _ style: QuoteStyle, in bytes: [UInt8], after index: Int, end: Int
) -> Bool {
  style == .curlySingle && index < end && scalar(in: bytes, at: index).value.continuesName
}

/// The text that a quoted stretch stands for. Escapes that mean nothing are kept as they are,
/// so that regular expressions need no doubled backslashes.
func unescaped(_ stretch: QuotedStretch, in bytes: [UInt8]) -> String {
  var result: [UInt8] = []
  var index = stretch.content.lowerBound
  let end = stretch.content.upperBound
  let quote: UInt8? =
    switch stretch.style {
    case .double: UInt8(ascii: "\"")
    case .single: UInt8(ascii: "'")
    case .backtick: UInt8(ascii: "`")
    default: nil
    }
  while index < end {
    let byte = bytes[index]
    if byte == UInt8(ascii: "\\"), stretch.style != .backtick, index + 1 < end {
      index += escape(in: bytes, at: index + 1, end: end, into: &result) + 1
    } else {
      result.append(byte)
      index += byte == quote ? 2 : 1
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// Reads what follows a backslash and returns how many bytes it took.
private func escape(
  in bytes: [UInt8], at index: Int, end: Int, into result: inout [UInt8]
) -> Int {
  let byte = bytes[index]
  switch byte {
  case UInt8(ascii: "n"): result.append(0x0A)
  case UInt8(ascii: "t"): result.append(0x09)
  case UInt8(ascii: "r"): result.append(0x0D)
  case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): result.append(byte)
  case UInt8(ascii: "u"):
    guard let (value, length) = codePoint(in: bytes, at: index + 1, end: end) else { fallthrough }
    result += Array(String(value).utf8)
    return 1 + length
  default:
    result.append(UInt8(ascii: "\\"))
    return 0
  }
  return 1
}

/// `{202E}` as a scalar, with its length.
private func codePoint(
  in bytes: [UInt8], at index: Int, end: Int
) -> (value: Unicode.Scalar, length: Int)? {
  guard index < end, bytes[index] == UInt8(ascii: "{") else { return nil }
  let limit = min(end, index + 8)
  guard let close = bytes[index..<limit].firstIndex(of: UInt8(ascii: "}")),
    let value = UInt32(String(decoding: bytes[(index + 1)..<close], as: UTF8.self), radix: 16),
    let scalar = Unicode.Scalar(value)
  else { return nil }
  return (scalar, close - index + 1)
}
