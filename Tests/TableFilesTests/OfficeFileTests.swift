import Columns
import TableFiles
import Testing

/// Files as offices make them: titles above, totals below, words for what is not known.
@Suite("Files of offices")
struct OfficeFileTests {
  private let rows = (1...9).map { "C\($0),2023-01-0\($0),1\($0).50\n" }.joined()

  private func messages(_ loaded: LoadedTable) -> [String] {
    loaded.report.guesses.map(\.message) + loaded.report.warnings.map(\.message)
  }

  @Test(
    "titles above the table are left out, and said",
    arguments: [
      ("Report\n", 1), ("Report\nPrinted on 01/03/2024\n\n", 3), ("Report,,\n,,\nMembers,,\n", 3),
      ("\"A title, with a comma\"\nsecond\n", 2),
    ])
  func preamble(text: String, lines: Int) throws {
    let loaded = try read(text + "id,start,price\n" + rows)
    #expect(types(loaded) == [.text, .date, .decimal])
    #expect(loaded.table.rowCount == 9)
    #expect(
      messages(loaded).contains {
        $0.hasPrefix("\(lines) line\(lines == 1 ? " above the table is" : "s above the table are")")
      })
    // The lines of the file stay known.
    let bad = try read(text + "id,start,price\n" + rows + "x,y\n")
    #expect(bad.report.warnings.first?.lines == [lines + 11])
  }

  @Test(
    "a title above two columns is left out where names over values follow",
    arguments: [
      ("Report of 2024\n", 1), ("Members,\nPrinted on 01/03/2024\n", 2), ("\nMembers\n\n", 2),
    ])
  func titleOfTwoColumns(text: String, lines: Int) throws {
    let loaded = try read(text + "name,fee\nAda,12\nBo,9\nCy,7\n")
    #expect(loaded.table.schema.fields.map(\.name) == ["name", "fee"])
    #expect(cells(loaded, "fee") == ["12", "9", "7"])
    #expect(
      loaded.report.guesses.contains {
        $0.message.hasPrefix("\(lines) line") && $0.message.contains("no part of it")
      })
    let names = try read("full name,\nAda,Rome\nBo,Oslo\n")
    #expect(names.table.rowCount == 2)
    #expect(failure("Members\nname,fee") == nil)
  }

  @Test("a header is no title", arguments: ["id,start,price\n", "a,b,c\n", ",start,price\n"])
  func header(text: String) throws {
    let loaded = try read(text + rows)
    #expect(loaded.table.rowCount == 9)
    #expect(loaded.table.schema.fields.count == 3)
  }

  @Test("what is told of the header holds")
  func toldHeader() throws {
    var options = LoadOptions()
    options.hasHeader = false
    let loaded = try read("A,,\n" + rows, options)
    #expect(loaded.table.rowCount == 10)
  }

  @Test("a total below the table is left out, said and kept aside")
  func total() throws {
    let loaded = try read("id,start,price\n" + rows + "Totale:,,139.50\n")
    #expect(loaded.table.rowCount == 9)
    #expect(loaded.report.warnings.first?.message.contains("it is the sum of those above") == true)
    #expect(loaded.report.warnings.first?.lines == [11])
    #expect(loaded.rejects?.rowCount == 1)
    #expect(loaded.report.columns[1].missing == 0)
  }

  @Test("what only looks like a total stays, and is pointed at")
  func noTotal() throws {
    let loaded = try read("id,start,price\n" + rows + "Total,2023-02-01,3.50\n")
    #expect(loaded.table.rowCount == 10)
    #expect(loaded.report.warnings.first?.message.contains("looks like a total") == true)
    let other = try read("id,start,price\n" + rows + "Tot Inc,2023-02-01,139.50\n")
    #expect(other.report.warnings.isEmpty)
  }

  @Test("the euro sign of ISO 8859-15 tells that encoding from Windows-1252")
  func latin9() throws {
    func file(_ euro: UInt8, _ extra: [UInt8]) -> [UInt8] {
      Array("id;prezzo;motivo\n".utf8) + Array("A;1,50 ".utf8) + [euro]
        + Array(";qualit".utf8) + [0xE0] + extra + Array("\nB;2,50 ".utf8) + [euro]
        + Array(";x\n".utf8)
    }
    let latin = try readTable(bytes: file(0xA4, []), writtenAs: "x.csv")
    #expect(latin.report.encoding == .iso8859Part15)
    #expect(cells(latin, "prezzo") == ["1.5", "2.5"])
    let windows = try readTable(bytes: file(0x80, []), writtenAs: "x.csv")
    #expect(windows.report.encoding == .windows1252)
    #expect(cells(windows, "prezzo") == ["1.5", "2.5"])
    // A curly quote is Windows-1252 alone.
    let mixed = try readTable(bytes: file(0xA4, [0x92]), writtenAs: "x.csv")
    #expect(mixed.report.encoding == .windows1252)
  }

  @Test(
    "yes and no in Spanish and Portuguese",
    arguments: [("verdadero", "falso"), ("sim", "não"), ("verdadeiro", "falso"), ("Sí", "No")])
  func booleans(yes: String, no: String) throws {
    let loaded = try read("id,b\n1,\(yes)\n2,\(no)\n3,\(yes)\n4,\(no)\n")
    #expect(cells(loaded, "b") == ["true", "false", "true", "false"])
  }

  @Test(
    "words for what is not known are missing in dates and numbers, and words in text",
    arguments: ["sconosciuto", "unknown", "inconnu", "unbekannt", "desconocido", "Sconosciuta"])
  func unknown(word: String) throws {
    let loaded = try read("id,d,n,t\na,2023-01-01,1.5,x\nb,\(word),\(word),\(word)\n")
    #expect(types(loaded) == [.text, .date, .decimal, .text])
    #expect(cells(loaded, "d") == ["2023-01-01", "missing"])
    #expect(cells(loaded, "n") == ["1.5", "missing"])
    #expect(cells(loaded, "t") == ["x", word])
  }

  @Test("one column of texts with commas is one column")
  func oneColumn() throws {
    let loaded = try read("reason\ntoo dear\nmoved, far away\nbad\nmoved, far away\n")
    #expect(cells(loaded, "reason") == ["too dear", "moved, far away", "bad", "moved, far away"])
  }

  @Test("a first row that recurs is data even where it holds a word that names a role")
  func recurring() throws {
    let loaded = try read("C1,prezzo,app\nC2,trasloco,web\nC3,prezzo,app\n")
    #expect(loaded.table.rowCount == 3)
    // Files that were put together repeat their header.
    let joined = try read("reason,price\nmoved,x\nreason,price\nbad,y\n")
    #expect(names(joined) == ["reason", "price"])
  }

  private func names(_ loaded: LoadedTable) -> [String] {
    loaded.table.schema.fields.map(\.name)
  }
}
