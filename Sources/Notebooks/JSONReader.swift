extension JSONValue {
  /// Reads one value and nothing else; nil for what is no JSON, for a name given twice in an object,
  /// and for values nested more than 200 levels deep.
  package init?(parsing bytes: ArraySlice<UInt8>) {
    var reader = JSONReader(rest: bytes)
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }
}

private struct JSONReader {
  private static let mostLevels = 200

  var rest: ArraySlice<UInt8>

  init(rest: ArraySlice<UInt8>) {
    self.rest = rest
  }

  var isAtEnd: Bool { rest.allSatisfy(isSpace) }

  private func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0D || byte == 0x0A }

  private mutating func skipSpace() {
    while let byte = rest.first, isSpace(byte) { rest.removeFirst() }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    skipSpace()
    let wanted = Array("\(text)".utf8)
    guard rest.starts(with: wanted) else { return false }
    rest = rest.dropFirst(wanted.count)
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    guard depth < JSONReader.mostLevels else { return nil }
    skipSpace()
    switch rest.first {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""):
      rest.removeFirst()
      return text().map { .text($0) }
    default:
      if take("null") { return .null }
      if take("true") { return true }
      if take("false") { return false }
      return number()
    }
  }

  private mutating func object(depth: Int) -> JSONValue? {
    rest.removeFirst()
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    if take("}") { return .object([]) }
    repeat {
      guard take("\""), let name = text(), names.insert(name).inserted, take(":"),
        let value = value(depth: depth + 1)
      else { return nil }
      members.append(.init(name, value))
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(depth: Int) -> JSONValue? {
    rest.removeFirst()
    var values: [JSONValue] = []
    if take("]") { return [] }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? .array(values) : nil
  }

  private mutating func number() -> JSONValue? {
    let signs = "+-.eE".utf8
    let digits = rest.prefix { (0x30...0x39).contains($0) || signs.contains($0) }
    rest = rest[digits.endIndex...]
    let text = String(decoding: digits, as: UTF8.self)
    guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: ".") else {
      return nil
    }
    return Int(text).map { .integer($0) } ?? Double(text).map { .decimal($0) }
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
