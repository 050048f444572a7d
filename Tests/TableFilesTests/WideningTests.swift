import Columns
import TableFiles
import TestSupport
import Testing

/// What is found late in a file counts as much as what stands at its start.
@Suite("Late surprises")
struct WideningTests {
  /// The head is a small part of these files, so that columns are first taken for what they are not.
  private func load(_ text: String, workers: Int = 2) throws -> LoadedTable {
    var options = LoadOptions()
    options.sizes = ReadingSizes(head: 512, piece: 256, workers: workers, rows: 700)
    return try readTable(bytes: Array(text.utf8), writtenAs: "late.csv", options: options)
  }

  private func numbered(_ last: String, _ cell: (Int) -> String) -> String {
    "id,x\n" + (1...2_000).map { "\($0),\(cell($0))\n" }.joined() + "2001,\(last)\n"
  }

  @Test("a text in the last of many rows makes text of a column, every digit as it was written")
  func textAtTheEnd() throws {
    let loaded = try load("id\n" + (1...2_000).map { "\($0)\n" }.joined() + "unknown\n")
    // One odd value among identifiers is an identifier of another form.
    #expect(loaded.table.schema.fields[0].type == .text)
    #expect(cells(loaded, "id") == (1...2_000).map { "\($0)" } + ["unknown"])
    let decimals = try load(numbered("A-17") { $0.isMultiple(of: 2) ? "12.50" : "n7" })
    #expect(cells(decimals, "x").suffix(3) == ["n7", "12.50", "A-17"])
  }

  @Test("the file is read once, whatever its last row turns a column into")
  func readOnce() throws {
    let folder = try TemporaryFolder()
    // As many bytes as were read, told between pieces: whoever begins again tells fewer.
    func reads(_ text: [UInt8]) throws -> (rewinds: Int, most: Int) {
      var options = LoadOptions()
      options.sizes = ReadingSizes(head: 512, piece: 256, workers: 1)
      let path = folder.path("late.csv")
      try writeBytes(text, to: path)
      var told: [Int] = []
      _ = try readTable(path: path, writtenAs: "late.csv", options: options) {
        false
      } progress: {
        told.append($0.bytes)
      }
      return (zip(told, told.dropFirst()).count { $0 > $1 }, told.max() ?? 0)
    }
    for last in ["A-17", "0.5", "007", "13/02/2024", "", "1e400", "12345678901234567890"] {
      let text = Array(numbered(last) { "\($0)" }.utf8)
      let (rewinds, most) = try reads(text)
      #expect(rewinds == 0, "\(last)")
      #expect(most > text.count / 2 && most <= text.count, "\(last)")
    }
    // The measure sees a second reading, which only another encoding needs.
    let latin = Array(numbered("Forl") { "w\($0)" }.utf8.dropLast()) + [0xEC, 0x0A]
    #expect(try reads(latin).rewinds == 1)
    // One that is seen at the start is read so at once.
    let early = Array("id,citt".utf8) + [0xE0] + Array(numbered("9") { "\($0)" }.utf8.dropFirst(4))
    #expect(try reads(early).rewinds == 0)
  }

  @Test("a file is the same in every encoding, with and without quotes, in pieces")
  func sameInEveryForm() throws {
    func line(_ row: Int, _ quote: String) -> String {
      let cells = [
        "K\(100_000 + row)", "202\(row % 5)-0\(1 + row % 9)-1\(row % 10)",
        row % 3 == 0 ? "" : "1\(row % 10)/0\(1 + row % 9)/2024", "\(row * 7 % 90).50",
        row % 7 == 0 ? "" : "\(row)", "2024-03-01 1\(row % 10):00:07",
        ["Forlì", "Cefalù", "perché no", "Città \(row)", ""][row % 5],
        "caffè n. \(row * 17 % 1_000)",
      ]
      return cells.map { quote + $0 + quote }.joined(separator: ",") + "\n"
    }
    let names = "key,start,end,fee,n,at,city,note\n"
    func text(_ quote: String) -> String {
      names + (0..<1_500).map { line($0, quote) }.joined()
    }
    func shown(_ bytes: [UInt8], workers: Int) throws -> [[String]] {
      var options = LoadOptions()
      options.sizes = ReadingSizes(head: 4_096, piece: 1_024, workers: workers)
      let loaded = try readTable(bytes: bytes, writtenAs: "late.csv", options: options)
      #expect(loaded.rejects == nil)
      return loaded.table.schema.fields.map { [$0.type.rawValue] + cells(loaded, $0.name) }
    }
    let expected = try shown(Array(text("").utf8), workers: 1)
    #expect(
      expected.map { $0[0] } == [
        "text", "date", "date", "decimal", "integer", "timestamp", "text", "text",
      ])
    for quote in ["", "\""] {
      let plain = text(quote)
      let latin = plain.unicodeScalars.map { UInt8($0.value) }
      let units = plain.utf16.map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      for workers in [1, 3] {
        #expect(try shown(Array(plain.utf8), workers: workers) == expected, "quotes \(quote)")
        #expect(try shown(latin, workers: workers) == expected, "Windows-1252, \(quote)")
        #expect(try shown([0xFF, 0xFE] + units.flatMap { $0 }, workers: workers) == expected)
        let turned = units.flatMap { $0.reversed() }
        #expect(try shown([0xFE, 0xFF] + turned, workers: workers) == expected)
      }
    }
  }

  @Test("a cell in quotes is what stands in them, among others in quotes")
  func oddCellsInQuotes() throws {
    let odd = [
      ("\"a\"\"b\"", "a\"b"), ("\" x\"", " x"), ("\"x \"", "x "), ("\"\"", "missing"),
      ("plain", "plain"), ("\"y\"z", "\"y\"z"), (" \"w\"", "w"), ("\"\"\"\"", "\""),
    ]
    let rows = (0..<2_000).map { ("\"word \($0)\"", "word \($0)") } + odd
    let loaded = try load("x,n\n" + rows.map { "\($0.0),1\n" }.joined())
    #expect(cells(loaded, "x") == rows.map(\.1))
  }

  @Test("a fraction in the last row makes decimals of whole numbers")
  func fractionAtTheEnd() throws {
    let loaded = try load(numbered("0.5") { "\($0)" })
    #expect(loaded.table.schema.fields[1].type == .decimal)
    #expect(cells(loaded, "x").suffix(2) == ["2000.0", "0.5"])
  }

  @Test("a leading zero in the last row makes text of codes")
  func zeroAtTheEnd() throws {
    let loaded = try load(numbered("007") { "\($0)" })
    #expect(loaded.table.schema.fields[1].type == .text)
    #expect(cells(loaded, "x").suffix(2) == ["2000", "007"])
  }

  @Test("one slip among numbers is missing, and kept with its line")
  func slip() throws {
    let loaded = try load(numbered("oops") { "\($0).25" })
    #expect(loaded.table.schema.fields[1].type == .decimal)
    #expect(cells(loaded, "x").suffix(2) == ["2000.25", "missing"])
    let rejects = try #require(loaded.rejects)
    #expect(rejects.columns[0][0] == .integer(2_002))
    #expect(
      rejects.columns.dropFirst().map { $0[0] } == [
        .text("x"), .text("no decimal"), .text("oops"),
      ])
  }

  @Test("a day above twelve in the last row settles the order of dates")
  func orderAtTheEnd() throws {
    let loaded = try load(numbered("13/02/2024") { "0\($0 % 9 + 1)/02/2024" })
    #expect(cells(loaded, "x").first == "2024-02-02")
    #expect(cells(loaded, "x").last == "2024-02-13")
    let american = try load(numbered("02/13/2024") { "0\($0 % 9 + 1)/02/2024" })
    #expect(cells(american, "x").first == "2024-02-02")
    #expect(cells(american, "x").dropFirst().first == "2024-03-02")
  }

  @Test("letters beyond UTF-8 late in the file show the encoding of all of it")
  func encodingAtTheEnd() throws {
    let bytes = Array(numbered("Forl") { "w\($0)" }.utf8.dropLast()) + [0xEC, 0x0A]
    var options = LoadOptions()
    options.sizes = ReadingSizes(head: 512, piece: 256, workers: 2)
    let loaded = try readTable(bytes: bytes, writtenAs: "late.csv", options: options)
    #expect(loaded.report.encoding == .windows1252)
    #expect(cells(loaded, "x").last == "Forlì")
  }

  @Test("more words than a byte counts, after a start with few")
  func manyWords() throws {
    let loaded = try load(numbered("last") { $0 < 400 ? "few" : "word \($0)" })
    #expect(cells(loaded, "x").prefix(1) == ["few"])
    #expect(cells(loaded, "x").suffix(2) == ["word 2000", "last"])
    guard case .words(let words) = loaded.table.columns[1].storage else { return }
    #expect(words.dictionary.count == 1_603)
  }

  /// Texts of one length that begin alike are looked at by their first and last only.
  @Test(
    "keys in order are what each of them is, however few letters they share",
    arguments: [
      ("C00", 4), ("C", 4), ("", 4), ("A", 1), ("E", 2), ("na", 1), ("EUR ", 2), ("$", 3),
    ])
  func sharedStarts(start: String, digits: Int) throws {
    let all = (0..<1 << (4 * digits)).map { number in
      let hex = String(number, radix: 16, uppercase: true)
      return start + String(repeating: "0", count: digits - hex.count) + hex
    }
    for keys in [all.filter { $0.dropFirst(start.count).allSatisfy(\.isNumber) }, all] {
      let keys = Array(keys.prefix(3_000))
      let text = "key,x\n" + keys.map { "\($0),1\n" }.joined()
      // Out of order each text is looked at.
      let turned = "key,x\n" + keys.reversed().map { "\($0),1\n" }.joined()
      #expect(try cells(load(text), "key") == cells(load(turned), "key").reversed(), "\(start)")
    }
  }

  @Test("keys in order stay so, those of other rows between them too")
  func keys() throws {
    let keys = (1...2_000).map { "K\(10_000 + $0)" }
    let sorted = try load("key,x\n" + keys.map { "\($0),1\n" }.joined())
    #expect(cells(sorted, "key") == keys)
    let broken = keys + ["K10003", "A1", "K99999"]
    #expect(try cells(load("key,x\n" + broken.map { "\($0),1\n" }.joined()), "key") == broken)
  }

  @Test("rows that do not fit are kept aside with their lines, in pieces too")
  func ragged() throws {
    let loaded = try load(numbered("1,2,3") { $0 == 1_000 ? "7,extra" : "\($0)" })
    let rejects = try #require(loaded.rejects)
    #expect(rejects.columns[0][0] == .integer(1_001))
    #expect(rejects.columns[0][1] == .integer(2_002))
    #expect(rejects.columns[3][0] == .text("1000,7,extra"))
    #expect(loaded.table.rowCount == 1_999)
  }

  @Test("only the columns that are asked for are kept")
  func chosenColumns() throws {
    var options = LoadOptions()
    options.kept = ["end", "ID"]
    let text = "id,start,end\n1,2024-01-01,2024-02-01\n2,2024-01-02,\n"
    let loaded = try readTable(bytes: Array(text.utf8), writtenAs: "x.csv", options: options)
    #expect(loaded.table.schema.fields.map(\.name) == ["id", "end"])
    #expect(cells(loaded, "end") == ["2024-02-01", "missing"])
    options.kept = ["stat"]
    #expect(throws: FileError.self) {
      try readTable(bytes: Array(text.utf8), writtenAs: "x.csv", options: options)
    }
  }

  @Test("gzip is unpacked, member after member")
  func gzip() throws {
    // printf 'id,fee\n1,2.5\n' | gzip -n; printf '2,3.5\n' | gzip -n
    let packed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 76, 209, 73, 75, 77, 229, 50, 212, 49, 210, 51, 229, 2,
      0, 123, 251, 180, 54, 13, 0, 0, 0, 31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 51, 210, 49, 214, 51, 229,
      2, 0, 13, 210, 232, 110, 6, 0, 0, 0,
    ]
    let loaded = try readTable(bytes: packed, writtenAs: "fees.csv.gz")
    #expect(cells(loaded, "fee") == ["2.5", "3.5"])
    #expect(loaded.table.about.title == "fees")
    #expect(loaded.table.about.sources.first?.bytes == packed.count)
  }

  @Test("a first record with a separator too many is no column more, wherever the head ends")
  func separatorAtTheEnd() throws {
    var options = LoadOptions(separator: 59, hasHeader: false, columns: ["x"])
    for head in [1, 2, 1_000] {
      options.sizes = ReadingSizes(head: head, piece: 4, workers: 1)
      let loaded = try readTable(
        bytes: Array("p;\nabc\ndef\n".utf8), writtenAs: "x.csv", options: options)
      #expect(cells(loaded, "x") == ["abc", "def"], "\(head)")
      // It is no row, but kept aside as it stands.
      #expect(loaded.rejects?.columns[3][0] == .text("p;"), "\(head)")
    }
  }
}
