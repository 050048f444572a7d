/// A value of JSON (RFC 8259). Members keep the order in which they were written.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case decimal(Double)
  case text(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The value of a member of an object; nil for anything else.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The value on one line. Texts hold no control characters as such; a number that is none is null.
  package var compact: String { written(JSONWriting(indent: nil), depth: 0) }

  /// The value with a member or element a line, one blank of indentation a level, as Jupyter writes it.
  package var indented: String { written(JSONWriting(indent: 1), depth: 0) + "\n" }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

private struct JSONWriting {
  /// Blanks a level; nil for one line.
  var indent: Int?

  func list(_ parts: [String], _ open: String, _ close: String, depth: Int) -> String {
    guard !parts.isEmpty else { return open + close }
    guard let indent else { return open + parts.joined(separator: ",") + close }
    let inner = "\n" + String(repeating: " ", count: indent * (depth + 1))
    let outer = "\n" + String(repeating: " ", count: indent * depth)
    return open + inner + parts.joined(separator: "," + inner) + outer + close
  }
}

extension JSONValue {
  private func written(_ writing: JSONWriting, depth: Int) -> String {
    switch self {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let number): return number.description
    case .decimal(let number): return number.isFinite ? number.description : "null"
    case .text(let text): return JSONValue.quoted(text)
    case .array(let values):
      return writing.list(
        values.map { $0.written(writing, depth: depth + 1) }, "[", "]", depth: depth)
    case .object(let members):
      let colon = writing.indent == nil ? ":" : ": "
      return writing.list(
        members.map {
          JSONValue.quoted($0.name) + colon + $0.value.written(writing, depth: depth + 1)
        }, "{", "}", depth: depth)
    }
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
