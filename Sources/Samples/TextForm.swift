import Calendars

/// How the letters of a sample are stored.
package enum SampleEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case windows1252 = "windows-1252"
}

/// What ends the lines of a sample.
package enum LineEnds: String, Hashable, Sendable, CaseIterable {
  case crlf, lf
}

/// The bytes of a file that grows line by line.
struct TextFile {
  let encoding: SampleEncoding
  let lineEnds: LineEnds
  private(set) var bytes: [UInt8] = []

  init(encoding: SampleEncoding, lineEnds: LineEnds) {
    self.encoding = encoding
    self.lineEnds = lineEnds
  }

  mutating func add(line cells: [String], separator: Character) {
    let line = cells.map { $0.contains(separator) ? "\"\($0)\"" : $0 }
      .joined(separator: String(separator))
    switch encoding {
    case .utf8: bytes += Array(line.utf8)
    case .windows1252:
      // The samples use no letter beyond Latin-1, whose codes Windows-1252 shares.
      bytes += line.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
    }
    bytes += lineEnds == .crlf ? [0x0D, 0x0A] : [0x0A]
  }
}

/// `1.234,56` of 123456 hundredths.
func italianDecimal(hundredths: Int) -> String {
  var whole = String(hundredths / 100)
  var grouped = ""
  while whole.count > 3 {
    grouped = "." + whole.suffix(3) + grouped
    whole.removeLast(3)
  }
  return whole + grouped + "," + padded(hundredths % 100, to: 2)
}

/// `1234.56` of 123456 hundredths.
func plainDecimal(hundredths: Int) -> String {
  "\(hundredths / 100).\(padded(hundredths % 100, to: 2))"
}

/// `31/12/2024`
func italianDate(_ date: CivilDate) -> String {
  let (year, month, day) = date.components
  return "\(padded(day, to: 2))/\(padded(month, to: 2))/\(year)"
}
