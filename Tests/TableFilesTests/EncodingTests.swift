import Columns
import TableFiles
import Testing

@Suite("Encodings")
struct EncodingTests {
  private let text = "città,n\nForlì,1\nCafé €,2\n"

  private func utf16(_ text: String, littleEndian: Bool, mark: Bool) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return littleEndian ? bytes : bytes.reversed()
    }
  }

  private func check(_ bytes: [UInt8], _ encoding: TextEncoding) throws {
    let loaded = try readTable(bytes: bytes, writtenAs: "x.csv")
    #expect(loaded.report.encoding == encoding)
    #expect(cells(loaded, "città") == ["Forlì", "Café €"])
    #expect(cells(loaded, "n") == ["1", "2"])
  }

  @Test("reads UTF-8 with and without a mark")
  func utf8() throws {
    try check(Array(text.utf8), .utf8)
    try check([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8)
  }

  @Test("reads UTF-16 of both orders, with and without a mark", arguments: [true, false])
  func utf16(mark: Bool) throws {
    try check(utf16(text, littleEndian: true, mark: mark), .utf16LittleEndian)
    try check(utf16(text, littleEndian: false, mark: mark), .utf16BigEndian)
  }

  @Test("reads Windows-1252, and ISO 8859-15 where told")
  func singleBytes() throws {
    let windows: [UInt8] =
      Array("citt".utf8) + [0xE0] + Array(",n\nForl".utf8) + [0xEC]
      + Array(",1\nCaf".utf8) + [0xE9, 0x20, 0x80] + Array(",2\n".utf8)
    try check(windows, .windows1252)
    var options = LoadOptions()
    options.encoding = .iso8859Part15
    let euro = try readTable(bytes: [0x61, 0x0A, 0xA4, 0x0A], writtenAs: "x", options: options)
    #expect(cells(euro, "a") == ["€"])
  }

  @Test("knows the encoding of a file by the names of its columns, or a title, alone")
  func lettersAboveRows() throws {
    let named = try readTable(
      bytes: Array("Citt".utf8) + [0xE0] + Array(",n\nRoma,2\n".utf8), writtenAs: "x.csv")
    #expect(named.report.encoding == .windows1252)
    #expect(named.table.schema.fields.map(\.name) == ["Città", "n"])
    let titled = try readTable(
      bytes: Array("Soci di Forl".utf8) + [0xEC] + Array("\na,b,c\nRoma,2,3\n".utf8),
      writtenAs: "x.csv")
    #expect(titled.report.encoding == .windows1252)
    #expect(titled.report.guesses.contains { $0.message.contains("'Soci di Forlì'") })
    let damaged = try readTable(
      bytes: Array("Citt".utf8) + [0xE0] + Array(",n\nForlì,2\nForlì,2\n".utf8),
      writtenAs: "x.csv")
    #expect(damaged.report.encoding == .utf8)
    #expect(damaged.report.warnings.map(\.sentence) == ["1 byte that is no UTF-8 (line 1)"])
  }

  @Test("keeps UTF-8 with a damaged byte, and says where")
  func damaged() throws {
    let bytes = Array("a,b\nForlì,Café\nx".utf8) + [0xE9] + Array(",y\n".utf8)
    let loaded = try readTable(bytes: bytes, writtenAs: "x.csv")
    #expect(loaded.report.encoding == .utf8)
    #expect(cells(loaded, "a") == ["Forlì", "x\u{FFFD}"])
    #expect(loaded.report.warnings.first?.lines == [3])
  }

  @Test("knows the names of encodings")
  func names() {
    #expect(TextEncoding(named: "Latin1") == .windows1252)
    #expect(TextEncoding(named: "UTF-16") == .utf16LittleEndian)
    #expect(TextEncoding(named: "ebcdic") == nil)
  }
}
