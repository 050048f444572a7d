import Calendars
import Columns
import Spreadsheets
import TableFiles
import TestSupport
import Testing

/// Sheets as people keep them, laid out as tables.
@Suite("Workbooks as tables")
struct WorkbookFormTests {
  /// A workbook of sheets of cells: texts stand as they are, numbers with `#`, dates as `#N!`.
  private func workbook(
    _ sheets: [(name: String, rows: [[String]], merged: [String])], hidden: Set<String> = []
  ) -> [UInt8] {
    var zip = ZipWriter()
    var (list, relations) = ("", "")
    for (index, sheet) in sheets.enumerated() {
      let state = hidden.contains(sheet.name) ? "hidden" : "visible"
      list += "<sheet name=\"\(sheet.name)\" state=\"\(state)\" r:id=\"r\(index)\"/>"
      relations += "<Relationship Id=\"r\(index)\" Type=\"t/worksheet\" Target=\"s\(index).xml\"/>"
      let merged = sheet.merged.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
      let rows = sheet.rows.enumerated().map { row(number: $0 + 1, $1) }.joined()
      zip.add(
        "xl/s\(index).xml",
        Array("<worksheet><sheetData>\(rows)</sheetData>\(merged)</worksheet>".utf8))
    }
    relations += "<Relationship Id=\"f\" Type=\"t/styles\" Target=\"f.xml\"/>"
    let styles =
      "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    zip.add("xl/f.xml", Array(styles.utf8))
    zip.add("xl/workbook.xml", Array("<workbook><sheets>\(list)</sheets></workbook>".utf8))
    zip.add(
      "xl/_rels/workbook.xml.rels", Array("<Relationships>\(relations)</Relationships>".utf8))
    return zip.archive()
  }

  private func row(number: Int, _ cells: [String]) -> String {
    var xml = "<row r=\"\(number)\">"
    for (index, cell) in cells.enumerated() where !cell.isEmpty {
      let place = "\(["A", "B", "C", "D", "E", "F"][index])\(number)"
      if cell.hasPrefix("#"), cell.hasSuffix("!") {
        xml += "<c r=\"\(place)\" s=\"1\"><v>\(cell.dropFirst().dropLast())</v></c>"
      } else if cell.hasPrefix("#") {
        xml += "<c r=\"\(place)\"><v>\(cell.dropFirst())</v></c>"
      } else {
        xml += "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(cell)</t></is></c>"
      }
    }
    return xml + "</row>"
  }

  private func load(
    _ rows: [[String]], merged: [String] = [], _ options: LoadOptions = LoadOptions()
  ) throws(FileError) -> LoadedTable {
    try loadTable(
      bytes: workbook([("Soci", rows, merged)]), writtenAs: "r.xlsx", options: options)
  }

  private func failure(_ work: () throws(FileError) -> Void) -> FileError? {
    do {
      try work()
      return nil
    } catch {
      return error
    }
  }

  private func names(_ loaded: LoadedTable) -> [String] {
    loaded.table.schema.fields.map(\.name)
  }

  @Test("reads types, roles and the fingerprint of the file itself")
  func plain() throws {
    let bytes = workbook([
      (
        "Soci",
        [["codice", "inizio", "quota"], ["01", "#45292!", "#49.9"], ["02", "#45293!", "#50"]], []
      )
    ])
    let loaded = try loadTable(bytes: bytes, writtenAs: "dir/r.xlsx")
    #expect(types(loaded) == [.text, .date, .decimal])
    #expect(roles(loaded) == ["customer=codice", "start=inizio", "amount=quota"])
    #expect(cells(loaded, "inizio") == ["2024-01-01", "2024-01-02"])
    let source = try #require(loaded.table.about.sources.first)
    #expect(source.sha256 == FileFingerprint(of: bytes).sha256)
    #expect(source.bytes == bytes.count && source.path == "dir/r.xlsx" && source.rows == 2)
    #expect(
      loaded.report.lines()[0] == "r: 2 rows, 3 columns, clients (Excel, sheet 'Soci', header)")
  }

  @Test("leaves out the title, empty rows and empty columns")
  func title() throws {
    let loaded = try load([
      ["", "Registro 2024"], [], ["", "codice", "", "quota"], ["", "a", "", "#1"], [],
      ["", "b", "", "#2"],
    ])
    #expect(names(loaded) == ["codice", "quota"])
    #expect(cells(loaded, "quota") == ["1", "2"])
    #expect(
      loaded.report.guesses.first?.message
        == "1 row above the table is no part of it: 'Registro 2024'")
  }

  @Test("takes the lowest name of a header of two rows, and both where the lowest is not enough")
  func mergedHeader() throws {
    let loaded = try load(
      [
        ["Codice", "Contratto", "", "Dopo", ""], ["", "Inizio", "Canone", "Fine", "Canone"],
        ["01", "#45292!", "#10", "#45300!", "#12"], ["02", "#45293!", "#11", "#45301!", "#13"],
      ], merged: ["A1:A2", "B1:C1", "D1:E1"])
    #expect(names(loaded) == ["Codice", "Inizio", "Contratto Canone", "Fine", "Dopo Canone"])
    #expect(cells(loaded, "Dopo Canone") == ["12", "13"])
  }

  @Test("keeps the first row of data below a header that is merged sideways")
  func mergedSideways() throws {
    let loaded = try load(
      [["Nome", "", "Quota"], ["Rossi", "Anna", "#10"], ["Bianchi", "Ugo", "#11"]],
      merged: ["A1:B1"])
    #expect(loaded.table.rowCount == 2)
    #expect(names(loaded)[2] == "Quota" && cells(loaded, "Quota") == ["10", "11"])
  }

  @Test("gives the rows of a merged cell its value")
  func mergedData() throws {
    let loaded = try load(
      [["sede", "quota"], ["Centro", "#1"], ["", "#2"], ["", "#3"], ["Nord", "#4"]],
      merged: ["A2:A4"])
    #expect(cells(loaded, "sede") == ["Centro", "Centro", "Centro", "Nord"])
    #expect(
      loaded.report.guesses.contains { $0.message == "2 cells below a merged cell hold its value" })
  }

  @Test("names rows of the sheet in warnings and errors")
  func places() throws {
    let loaded = try load([
      ["Elenco"], [], ["codice", "inizio"], ["a\n\nb", "#45292!"], ["c", "31/02/2024"],
      ["d", "#45292!"],
      ["e", "#45293!"],
    ])
    #expect(loaded.report.warnings.map(\.sentence).contains { $0.hasSuffix("missing (row 5)") })
    let error = failure { () throws(FileError) in
      _ = try load([["codice", "inizio"], ["a", "01/02/2024"], ["b", "03/04/2024"]])
    }
    #expect(error?.message.hasPrefix("row 2: the dates in 'inizio' can be read two ways") == true)
  }

  @Test("takes the first sheet in sight that holds anything, or the one that is named")
  func sheets() throws {
    let bytes = workbook(
      [
        ("Nota", [["x"], ["#1"]], []), ("Vuoto", [], []),
        ("Soci", [["a", "b"], ["#1", "#2"]], []),
        ("Mancati rinnovi", [["c"], ["#3"]], []),
      ], hidden: ["Nota"])
    let first = try loadTable(bytes: bytes, writtenAs: "r.xlsx")
    #expect(names(first) == ["a", "b"])
    #expect(
      first.report.guesses.first?.message
        == "sheet 'Soci', the first that holds anything; there is also 'Nota' (hidden), 'Vuoto', "
        + "'Mancati rinnovi'")
    for name in ["Mancati rinnovi", "mancati RINNOVI"] {
      let named = try loadTable(
        bytes: bytes, writtenAs: "r.xlsx", options: LoadOptions(sheet: name))
      #expect(names(named) == ["c"])
    }
    let error = failure { () throws(FileError) in
      _ = try loadTable(
        bytes: bytes, writtenAs: "r.xlsx", options: LoadOptions(sheet: "Mancati rinovi"))
    }
    #expect(error?.message == "'r.xlsx' has no sheet 'Mancati rinovi'")
    #expect(error?.hint == "did you mean 'Mancati rinnovi'?")
    #expect(error?.option == "sheet")
    let empty = failure { () throws(FileError) in
      _ = try loadTable(bytes: bytes, writtenAs: "r.xlsx", options: LoadOptions(sheet: "Vuoto"))
    }
    #expect(empty?.message == "the sheet 'Vuoto' of 'r.xlsx' is empty")
  }

  @Test("refuses what is asked of a workbook and belongs to text")
  func textOptions() {
    let error = failure { () throws(FileError) in
      _ = try load([["a"], ["#1"]], LoadOptions(separator: 59))
    }
    #expect(error?.message == "'r.xlsx' is an Excel workbook and has no separator")
    let sheet = failure { () throws(FileError) in
      _ = try loadTable(
        bytes: Array("a\n1\n".utf8), writtenAs: "r.csv", options: LoadOptions(sheet: "Soci"))
    }
    #expect(sheet?.message == "'r.csv' is no Excel workbook and has no sheets")
  }

  @Test("refuses old workbooks, those with a password, and a sheet that is nearly empty")
  func refusals() {
    let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    for (bytes, message) in [
      (old + [1, 2, 3], "'r.xlsx' is an old Excel workbook (.xls)"),
      (old + "EncryptedPackage".utf8.flatMap { [$0, 0] }, "'r.xlsx' is protected by a password"),
      (
        Array("PK\u{3}\u{4}nonsense".utf8),
        "'r.xlsx' is damaged: the end of the archive is missing, "
          + "so it may be cut off"
      ),
      (workbook([("Soci", [], [])]), "'r.xlsx' holds no cells"),
    ] {
      let error = failure { () throws(FileError) in
        _ = try loadTable(bytes: bytes, writtenAs: "r.xlsx")
      }
      #expect(error?.message == message)
    }
  }

  /// A table of text with separators and the same table in a sheet are the same table.
  @Test("reads the same table from a sheet as from text, in random tables")
  func oracle() throws {
    for seed in 0..<UInt64(60) {
      var random = SeededGenerator(seed: seed)
      let words = ["prezzo", "orari, \"sempre\"", "è\nqui", "", "x"]
      var csv = "id,start,fee,reason,ok\n"
      var rows: [[SheetValue]] = []
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let day = CivilDate(daysSinceEpoch: Int32.random(in: 18_000...20_000, using: &random))
        let fee = Double(Int.random(in: 0...99_999, using: &random)) / 1000
        let word = words.randomElement(using: &random) ?? ""
        let isOK = Bool.random(using: &random)
        rows.append([
          .integer(Int64(rows.count)), .date(day), .number(fee), .text(word), .boolean(isOK),
        ])
        csv +=
          "\(rows.count - 1),\(day),\(fee)0,\"\(word.replacing("\"", with: "\"\""))\",\(isOK)\n"
      }
      let names = ["id", "start", "fee", "reason", "ok"].map { ($0, SheetFormat.plain) }
      let sheet = SheetToWrite(name: "s", columns: names, rowCount: rows.count) { rows[$0][$1] }
      let one = try loadTable(bytes: Spreadsheets.workbook([sheet]), writtenAs: "t.xlsx")
      let other = try read(csv)
      #expect(one.table.schema == other.table.schema, "seed \(seed)")
      for name in ["id", "start", "fee", "reason", "ok"] {
        #expect(cells(one, name) == cells(other, name), "seed \(seed), \(name)")
      }
    }
  }
}
