/// A value in a journal's record.
enum FlatJSONValue: Hashable {
  case text(String)
  case integer(Int)
  case null
}

/// A JSON object of texts and whole numbers, on one line.
enum FlatJSON {
  /// The object without a line end. Texts hold no control characters as such.
  static func written(_ members: [(String, FlatJSONValue)]) -> String {
    let parts = members.map { name, value in
      switch value {
      case .text(let text): "\(quoted(name)):\(quoted(text))"
      case .integer(let number): "\(quoted(name)):\(number)"
      case .null: "\(quoted(name)):null"
      }
    }
    return "{\(parts.joined(separator: ","))}"
  }

  /// The members of an object; nil for anything else, and for a name given twice.
  static func read(_ line: ArraySlice<UInt8>) -> [String: FlatJSONValue]? {
    var reader = FlatJSONReader(rest: line)
    return reader.object()
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

/// RFC 8259, without nested values, fractions, true and false.
private struct FlatJSONReader {
  var rest: ArraySlice<UInt8>

  mutating func object() -> [String: FlatJSONValue]? {
    guard take("{") else { return nil }
    var members: [String: FlatJSONValue] = [:]
    if take("}") { return isAtEnd ? members : nil }
    repeat {
      guard take("\""), let name = text(), take(":"), let value = value(),
        members.updateValue(value, forKey: name) == nil
      else { return nil }
    } while take(",")
    return take("}") && isAtEnd ? members : nil
  }

  private var isAtEnd: Bool { rest.allSatisfy(isSpace) }

  private func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0D || byte == 0x0A }

  private mutating func take(_ text: StaticString) -> Bool {
    rest = rest.drop(while: isSpace)
    let wanted = Array("\(text)".utf8)
    guard rest.starts(with: wanted) else { return false }
    rest = rest.dropFirst(wanted.count)
    return true
  }

  private mutating func value() -> FlatJSONValue? {
    if take("\"") { return text().map { .text($0) } }
    if take("null") { return .null }
    let digits = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    rest = rest[digits.endIndex...]
    return Int(String(decoding: digits, as: UTF8.self)).map { .integer($0) }
  }

  /// What follows an opening quote, to the closing one.
  private mutating func text() -> String? {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escaped() else { return nil }
        bytes += Array(String(scalar).utf8)
      case 0..<0x20: return nil
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "u"): return codePoint()
    default: return nil
    }
  }

  private mutating func codePoint() -> Unicode.Scalar? {
    guard let unit = codeUnit() else { return nil }
    guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
    guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
      let trail = codeUnit(), UTF16.isTrailSurrogate(trail)
    else { return nil }
    return Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10) + UInt32(trail & 0x3FF))
  }

  private mutating func codeUnit() -> UInt16? {
    let digits = rest.prefix(4)
    guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") }) else { return nil }
    rest = rest.dropFirst(4)
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
