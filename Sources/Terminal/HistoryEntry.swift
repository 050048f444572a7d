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
  guard line.count <= 2 * longestHistoryEntry, line.contains(where: { $0 > 0x20 }),
    !line.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7F })
  else { return nil }
  // Works on bytes and copies only what needs it: this runs before the first prompt.
  guard line.contains(UInt8(ascii: "\\")) else { return String(validating: line, as: UTF8.self) }
  var bytes: [UInt8] = []
  var isEscaped = false
  for byte in line {
    if !isEscaped && byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else {
      bytes.append(isEscaped ? unescaped(byte) : byte)
      isEscaped = false
    }
  }
  return String(validating: bytes, as: UTF8.self)
}

private func unescaped(_ byte: UInt8) -> UInt8 {
  switch byte {
  case UInt8(ascii: "n"): UInt8(ascii: "\n")
  case UInt8(ascii: "r"): UInt8(ascii: "\r")
  default: byte
  }
}
