import Calendars
package import Columns

/// RFC 4180 with a header and LF line ends, in full precision. A missing value is empty, the
/// empty text `""`.
///
/// Spreadsheets take text that begins with `=` and the like for a formula, so such text gets an
/// apostrophe in front, except plain numbers; `isRaw` leaves it as it is.
package func renderCSV(_ table: Table, isRaw: Bool = false) -> String {
  var result = ""
  func append(_ cells: [String]) {
    result += cells.joined(separator: ",")
    result += "\n"
  }
  append(table.schema.fields.map { quoted($0.name, isRaw: isRaw) })
  for row in 0..<table.rowCount {
    append(table.columns.map { cell($0[row], isRaw: isRaw) })
  }
  return result
}

private func cell(_ value: Value, isRaw: Bool) -> String {
  switch value {
  case .text(let text): quoted(text, isRaw: isRaw)
  case .decimal(let number): number.isFinite ? number.description : ""
  case .missing: ""
  case .integer(let number): number.description
  case .boolean(let isTrue): isTrue ? "true" : "false"
  case .date(let date): date.description
  case .timestamp(let microseconds): timestampText(microseconds, separator: "T")
  }
}

private func quoted(_ text: String, isRaw: Bool) -> String {
  let guarded = !isRaw && looksLikeFormula(text) ? "'" + text : text
  let special = guarded.utf8.contains { byte in
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
  let hasEdgeBlanks = guarded.hasPrefix(" ") || guarded.hasSuffix(" ")
  guard guarded.isEmpty || special || hasEdgeBlanks else { return guarded }
  var result = "\""
  for scalar in guarded.unicodeScalars {
    if scalar == "\"" { result += "\"" }
    result.unicodeScalars.append(scalar)
  }
  return result + "\""
}

/// Whether a spreadsheet may run this text: OWASP, "CSV Injection".
func looksLikeFormula(_ text: String) -> Bool {
  switch text.unicodeScalars.first {
  case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
  case "+", "-": !isPlainNumber(text.utf8.dropFirst())
  default: false
  }
}

/// Digits with at most one point or comma, and an exponent if need be.
private func isPlainNumber(_ bytes: some Collection<UInt8>) -> Bool {
  let parts = bytes.split(
    maxSplits: 1, omittingEmptySubsequences: false,
    whereSeparator: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") })
  func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  let marks = parts[0].filter { !isDigit($0) }
  let isMarkAllowed = marks.allSatisfy { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
  guard parts[0].contains(where: isDigit), marks.count <= 1, isMarkAllowed else { return false }
  guard parts.count == 2 else { return true }
  let exponent =
    parts[1].first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true
    ? parts[1].dropFirst() : parts[1][...]
  return !exponent.isEmpty && exponent.allSatisfy(isDigit)
}
