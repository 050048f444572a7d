import Calendars
import Columns
import Texts

/// An array of records on one line. Missing values, NaN and infinities are null.
func renderJSON(_ table: Table) -> String {
  "[" + records(table).joined(separator: ",") + "]\n"
}

/// A record a line; nothing at all for a table without rows.
func renderJSONLines(_ table: Table) -> String {
  records(table).map { $0 + "\n" }.joined()
}

/// `{"line", "columns": [{"name", "unit"}], "rows": [[...]], "facts": {...}, "notes": [...]}` on
/// one line.
func renderFullJSON(_ table: Table, line: String?) -> String {
  let columns = table.schema.fields.map { field in
    "{\"name\":\(jsonText(field.name)),\"unit\":\(jsonText(field.unit.rawValue))}"
  }
  let rows = (0..<table.rowCount).map { row in
    "[" + table.columns.map { jsonText($0[row]) }.joined(separator: ",") + "]"
  }
  let members = [
    "\"line\":" + (line.map { jsonText($0) } ?? "null"),
    "\"columns\":[" + columns.joined(separator: ",") + "]",
    "\"rows\":[" + rows.joined(separator: ",") + "]",
    "\"facts\":{" + facts(table.about.facts).joined(separator: ",") + "}",
    "\"notes\":[" + table.about.notes.map { jsonText($0) }.joined(separator: ",") + "]",
  ]
  return "{" + members.joined(separator: ",") + "}\n"
}

private func records(_ table: Table) -> [String] {
  let names = table.schema.fields.map { jsonText($0.name) + ":" }
  return (0..<table.rowCount).map { row in
    let members = names.indices.map { names[$0] + jsonText(table.columns[$0][row]) }
    return "{" + members.joined(separator: ",") + "}"
  }
}

/// Of facts with one name the first counts: an object has no key twice.
private func facts(_ facts: [Fact]) -> [String] {
  var seen: Set<String> = []
  return facts.filter { seen.insert($0.name).inserted }.map { fact in
    jsonText(fact.name) + ":" + jsonText(fact.value)
  }
}

private func jsonText(_ value: Value) -> String {
  switch value {
  case .missing: "null"
  case .integer(let number): number.description
  case .decimal(let number): number.isFinite ? number.description : "null"
  case .boolean(let isTrue): isTrue ? "true" : "false"
  case .date(let date): jsonText(date.description)
  case .timestamp(let microseconds): jsonText(timestampText(microseconds, separator: "T"))
  case .text(let text): jsonText(text)
  }
}

/// A JSON string (RFC 8259). Whatever could drive a terminal is written as its number, which
/// reads back as the same text.
func jsonText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default:
      if isHarmless(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 { result += "\\u" + fourHexadecimalDigits(unit) }
      }
    }
  }
  return result + "\""
}

private func fourHexadecimalDigits(_ value: UInt16) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 4 - digits.utf8.count) + digits
}
