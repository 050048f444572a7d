/// Longer entries, in bytes, are not kept: such a line was pasted, and would be in the way.
let longestHistoryEntry = 1 << 16

/// The entry as one line of the history file.
func encodeHistoryEntry(_ entry: String) -> String {
  var line = ""
  for scalar in entry.unicodeScalars {
    switch scalar {
    case "\\": line += "\\\\"
    case "\n": line += "\\n"
    case "\r": line += "\\r"
    default: line.unicodeScalars.append(scalar)
    }
  }
  return line
}

/// The entry of one line of the history file, or nil where the line is damaged: not UTF-8, with
/// control characters, longer than any entry, or blank.
func decodeHistoryEntry(_ line: ArraySlice<UInt8>) -> String? {
  guard line.count <= 2 * longestHistoryEntry, let text = String(validating: line, as: UTF8.self)
  else { return nil }
  var entry = ""
  var isEscaped = false
  for scalar in text.unicodeScalars {
    if scalar.properties.generalCategory == .control && scalar != "\t" { return nil }
    if !isEscaped && scalar == "\\" {
      isEscaped = true
      continue
    }
    entry.unicodeScalars.append(isEscaped ? unescaped(scalar) : scalar)
    isEscaped = false
  }
  return entry.allSatisfy(\.isWhitespace) ? nil : entry
}

private func unescaped(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar {
  case "n": "\n"
  case "r": "\r"
  default: scalar
  }
}
