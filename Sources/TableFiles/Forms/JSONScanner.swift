/// Reads values of JSON (RFC 8259) one after the other out of bytes in memory. `NaN` and the infinities,
/// which some programs write, are null.
struct JSONScanner {
  enum Value {
    /// Decoded, in UTF-8.
    case text([UInt8])
    /// As it is written.
    case number(ArraySlice<UInt8>)
    case boolean(Bool)
    case null
    /// The value begins here and has not been read.
    case object, array
  }

  let bytes: [UInt8]
  private(set) var position: Int
  private(set) var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next byte that is no blank; nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 32, 9, carriageReturn: position += 1
      case lineFeed:
        position += 1
        line += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Takes a byte, blanks before it left out; false where another one stands there.
  mutating func take(_ byte: Character) -> Bool {
    guard let value = byte.asciiValue, peek() == value else { return false }
    position += 1
    return true
  }

  func problem(_ what: String) -> FileError {
    let rest = bytes[min(position, bytes.count)...].prefix(30)
    let text = String(
      decoding: rest.prefix { $0 != lineFeed && $0 != carriageReturn }, as: UTF8.self)
    return FileError(
      "this is no JSON: \(what)" + (text.isEmpty ? "" : ", before '\(text)'"), line: line,
      text: text)
  }

  mutating func value() throws(FileError) -> Value {
    guard let byte = peek() else { throw problem("a value is missing at the end") }
    switch byte {
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "-"), 0x30...0x39:
      let start = position
      while position < bytes.count, isInNumber(bytes[position]) { position += 1 }
      if bytes[start..<position] == [UInt8(ascii: "-")], takeWord("Infinity") { return .null }
      return .number(bytes[start..<position])
    default:
      if takeWord("true") { return .boolean(true) }
      if takeWord("false") { return .boolean(false) }
      if takeWord("null") || takeWord("NaN") || takeWord("Infinity") { return .null }
      throw problem("no value begins so")
    }
  }

  private func isInNumber(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  private mutating func takeWord(_ word: String) -> Bool {
    let end = position + word.utf8.count
    guard end <= bytes.count, word.utf8.elementsEqual(bytes[position..<end]) else { return false }
    position = end
    return true
  }

  /// The text in quotes that begins here.
  mutating func text() throws(FileError) -> [UInt8] {
    guard take("\"") else { throw problem("a name in quotes is missing") }
    var result: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return result
      case UInt8(ascii: "\\"): result += try escape()
      case 0..<32: throw problem("a text is not closed on its line")
      default: result.append(byte)
      }
    }
    throw problem("a text is not closed")
  }

  private mutating func escape() throws(FileError) -> [UInt8] {
    guard position < bytes.count else { throw problem("a text is not closed") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [lineFeed]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "r"): return [carriageReturn]
    case UInt8(ascii: "b"), UInt8(ascii: "f"): return [32]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      let first = try fourDigits()
      var units = [first]
      if first & 0xFC00 == 0xD800, position + 1 < bytes.count,
        bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        units.append(try fourDigits())
      }
      // Decoding repairs lone halves with U+FFFD.
      return Array(String(decoding: units, as: UTF16.self).utf8)
    default: throw problem("a backslash stands before a letter that it does not go with")
    }
  }

  private mutating func fourDigits() throws(FileError) -> UInt16 {
    guard position + 4 <= bytes.count,
      bytes[position..<position + 4].allSatisfy({
        $0 < 128 && Character(Unicode.Scalar($0)).isHexDigit
      }),
      let value = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw problem("\\u needs four digits") }
    position += 4
    return value
  }

  /// The text of the object or list that begins here, as it is written.
  mutating func raw() throws(FileError) -> ArraySlice<UInt8> {
    let start = position
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        _ = try text()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          position += 1
          return bytes[start..<position]
        }
      case lineFeed: line += 1
      default: break
      }
      position += 1
    }
    throw problem("an object or a list is not closed")
  }
}
