/// Bytes that a fuzzer kept, a line each: printable letters as they are, all others as `\` and two
/// hexadecimal digits.
package enum KeptCorpus {
  /// The line for some bytes.
  package static func line(of bytes: [UInt8]) -> String {
    var line: [UInt8] = []
    for byte in bytes {
      if (0x20..<0x7F).contains(byte), byte != escape {
        line.append(byte)
      } else {
        line += [escape, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// The bytes of every line of a text; nil where a line is not of this form.
  package static func bytes(ofLines text: String) -> [[UInt8]]? {
    var all: [[UInt8]] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let bytes = bytes(ofLine: Array(line)) else { return nil }
      all.append(bytes)
    }
    return all
  }

  private static func bytes(ofLine line: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var place = 0
    while place < line.count {
      guard line[place] == escape else {
        bytes.append(line[place])
        place += 1
        continue
      }
      guard place + 2 < line.count, let high = digits.firstIndex(of: line[place + 1]),
        let low = digits.firstIndex(of: line[place + 2])
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
      place += 3
    }
    return bytes
  }

  private static let escape = UInt8(ascii: "\\")
  private static let digits = Array("0123456789abcdef".utf8)
}
