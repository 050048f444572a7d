/// Reads one flow value or one `key:` from text of a single logical line.
struct YAMLReader {
  private var rest: Substring.UnicodeScalarView

  private static let deepest = 8

  init(_ text: String) {
    rest = text[...].unicodeScalars
  }

  struct Problem: Error {
    var message: String
    var help: String?
  }

  /// A whole text as one value: a map in braces, a quoted or a plain scalar.
  static func value(_ text: String) throws(Problem) -> YAMLNode {
    var reader = YAMLReader(text)
    reader.skipBlanks()
    guard reader.rest.first != "{" else {
      let map = try reader.map(depth: 1)
      try reader.expectEnd()
      return map
    }
    return .scalar(try reader.scalar(isInMap: false))
  }

  /// A line `key: value`; gives the key and the text after the colon.
  static func entry(_ line: String) throws(Problem) -> (key: String, value: String) {
    var reader = YAMLReader(line)
    reader.skipBlanks()
    let key = try reader.key()
    return (key, trimmed(String(reader.rest)))
  }

  /// A line without the comment at its end.
  static func withoutComment(_ line: String) -> String {
    var quote: Unicode.Scalar?
    var before: Unicode.Scalar = " "
    var isEscaped = false
    for index in line.unicodeScalars.indices {
      let scalar = line.unicodeScalars[index]
      if isEscaped {
        isEscaped = false
      } else if quote == "\"", scalar == "\\" {
        isEscaped = true
      } else if scalar == quote {
        quote = nil
      } else if quote == nil, " \t{,:['".unicodeScalars.contains(before) {
        if scalar == "\"" || scalar == "'" { quote = scalar }
        if scalar == "#", before == " " || before == "\t" { return String(line[..<index]) }
      }
      before = scalar
    }
    return line
  }

  private mutating func map(depth: Int) throws(Problem) -> YAMLNode {
    guard depth <= Self.deepest else { throw Problem(message: "the braces are nested too deep") }
    rest.removeFirst()
    var entries: [YAMLEntry] = []
    var keys = Set<String>()
    while true {
      skipBlanks()
      if take("}") { return .map(entries) }
      let key = try key()
      skipBlanks()
      let value = rest.first == "{" ? try map(depth: depth + 1) : .scalar(try scalar(isInMap: true))
      guard keys.insert(key).inserted else {
        throw Problem(message: "`\(key)` is given twice")
      }
      entries.append(YAMLEntry(key: key, value: value))
      skipBlanks()
      guard take(",") || rest.first == "}" else {
        throw Problem(message: "the braces are not closed", help: "end the map with }")
      }
    }
  }

  private mutating func key() throws(Problem) -> String {
    let text: String
    if rest.first == "\"" || rest.first == "'" {
      text = try quotedText()
      skipBlanks()
      guard take(":") else { throw Self.noColon }
    } else {
      var end = rest.startIndex
      while end < rest.endIndex, !isKeyEnd(end) {
        guard !"{},".unicodeScalars.contains(rest[end]) else { throw Self.noColon }
        end = rest.index(after: end)
      }
      guard end < rest.endIndex else { throw Self.noColon }
      text = trimmed(String(rest[..<end]))
      rest = rest[rest.index(after: end)...]
    }
    guard !text.isEmpty else { throw Problem(message: "a name is missing before the colon") }
    return text
  }

  /// A colon with a blank, or nothing, after it.
  private func isKeyEnd(_ index: Substring.UnicodeScalarView.Index) -> Bool {
    guard rest[index] == ":" else { return false }
    let next = rest.index(after: index)
    return next == rest.endIndex || " \t{".unicodeScalars.contains(rest[next])
  }

  private static let noColon = Problem(
    message: "this is not `name: value`", help: "write a name, a colon, a blank and a value")

  private mutating func scalar(isInMap: Bool) throws(Problem) -> YAMLScalar {
    if rest.first == "\"" || rest.first == "'" {
      let text = try quotedText()
      if !isInMap { try expectEnd() }
      return YAMLScalar(text: text, isQuoted: true)
    }
    let ends = isInMap ? ",}".unicodeScalars : "".unicodeScalars
    let plain = rest.prefix { !ends.contains($0) }
    rest = rest[plain.endIndex...]
    let text = trimmed(String(plain))
    if let first = text.unicodeScalars.first, "[]{}&*!|>%@`?".unicodeScalars.contains(first) {
      throw Problem(
        message: "a value cannot begin with `\(first)`", help: "put the value in double quotes")
    }
    return YAMLScalar(text: text, isQuoted: false)
  }

  private mutating func quotedText() throws(Problem) -> String {
    let quote = rest.removeFirst()
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == quote {
        guard quote == "'", take("'") else { return String(text) }
        text.append("'")
      } else if scalar == "\\", quote == "\"" {
        text.append(try escaped())
      } else {
        text.append(scalar)
      }
    }
    throw Problem(message: "a quote is not closed")
  }

  private mutating func escaped() throws(Problem) -> Unicode.Scalar {
    switch rest.popFirst() {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "x": return try hexadecimal(2)
    case "u": return try hexadecimal(4)
    case "U": return try hexadecimal(8)
    default: throw Problem(message: "a backslash in double quotes begins no known escape")
    }
  }

  private mutating func hexadecimal(_ count: Int) throws(Problem) -> Unicode.Scalar {
    let digits = rest.prefix(count)
    rest = rest.dropFirst(count)
    guard digits.count == count, let value = UInt32(String(digits), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw Problem(message: "a backslash in double quotes begins no known escape") }
    return scalar
  }

  private mutating func expectEnd() throws(Problem) {
    skipBlanks()
    guard rest.isEmpty else {
      throw Problem(message: "`\(String(rest))` stands after the end of the value")
    }
  }

  private mutating func skipBlanks() {
    rest = rest.drop { $0 == " " || $0 == "\t" }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }
}
