/// A small reader of JSON (RFC 8259) that tests trust because it is strict.
enum JSONValue: Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])
}

struct JSONError: Error {
  let position: Int
}

struct JSONReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  static func read(_ text: String) throws -> JSONValue {
    var reader = JSONReader(text)
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.position == reader.scalars.count else { throw reader.error }
    return value
  }

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private var error: JSONError { JSONError(position: position) }
  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skipBlanks() {
    while let next, [" ", "\n", "\r", "\t"].contains(next) { position += 1 }
  }

  private mutating func expect(_ text: String) throws {
    for scalar in text.unicodeScalars {
      guard next == scalar else { throw error }
      position += 1
    }
  }

  private mutating func value() throws -> JSONValue {
    skipBlanks()
    switch next {
    case "n":
      try expect("null")
      return .null
    case "t":
      try expect("true")
      return .boolean(true)
    case "f":
      try expect("false")
      return .boolean(false)
    case "\"": return .text(try text())
    case "[": return .array(try list("[", "]") { reader in try reader.value() })
    case "{": return try object()
    default: return try number()
    }
  }

  private mutating func list<Element>(
    _ open: String, _ close: Unicode.Scalar, _ element: (inout JSONReader) throws -> Element
  ) throws -> [Element] {
    try expect(open)
    var elements: [Element] = []
    skipBlanks()
    if next == close {
      position += 1
      return []
    }
    while true {
      elements.append(try element(&self))
      skipBlanks()
      if next == close { break }
      try expect(",")
    }
    position += 1
    return elements
  }

  private mutating func object() throws -> JSONValue {
    let members = try list("{", "}") { reader in
      reader.skipBlanks()
      let key = try reader.text()
      reader.skipBlanks()
      try reader.expect(":")
      return (key, try reader.value())
    }
    guard Set(members.map(\.0)).count == members.count else { throw error }
    return .object(Dictionary(uniqueKeysWithValues: members))
  }

  private mutating func number() throws -> JSONValue {
    var text = ""
    while let next, "+-.0123456789eE".unicodeScalars.contains(next) {
      text.unicodeScalars.append(next)
      position += 1
    }
    guard let number = Double(text), !text.hasPrefix("+"), !text.hasPrefix(".") else { throw error }
    return .number(number)
  }

  private mutating func text() throws -> String {
    try expect("\"")
    var units: [UInt16] = []
    while let scalar = next, scalar != "\"" {
      guard scalar.value >= 0x20 else { throw error }
      position += 1
      units += scalar == "\\" ? [try escape()] : Array(String(scalar).utf16)
    }
    try expect("\"")
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func escape() throws -> UInt16 {
    guard let scalar = next else { throw error }
    position += 1
    switch scalar {
    case "\"", "\\", "/": return UInt16(scalar.value)
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "u":
      guard position + 4 <= scalars.count else { throw error }
      let digits = String(String.UnicodeScalarView(scalars[position..<position + 4]))
      guard let unit = UInt16(digits, radix: 16) else { throw error }
      position += 4
      return unit
    default: throw error
    }
  }
}
