import Calendars
import Columns
import TableFiles
import Testing

@Suite("Dialects")
struct DialectTests {
  @Test("reads a file as an Italian spreadsheet writes it")
  func italian() throws {
    var bytes: [UInt8] = Array(
      "Codice cliente;Data iscrizione;Data disdetta;Motivo;Quota;Sede\r\n".utf8)
    bytes += Array("0012;15/01/2023;31/12/2023;Prezzo;1.234,56;Forl".utf8) + [0xEC, 0x0D, 0x0A]
    bytes += Array("0013;01/02/2023;;;45,00;Rimini\r\n".utf8)
    bytes += Array("0014;03/04/2023;;;\"50,5\";Rimini\r\n".utf8)
    let loaded = try readTable(bytes: bytes, writtenAs: "soci/palestra.2024.csv")
    #expect(types(loaded) == [.text, .date, .date, .text, .decimal, .text])
    #expect(cells(loaded, "Codice cliente") == ["0012", "0013", "0014"])
    #expect(cells(loaded, "Data iscrizione") == ["2023-01-15", "2023-02-01", "2023-04-03"])
    #expect(cells(loaded, "Data disdetta") == ["2023-12-31", "missing", "missing"])
    #expect(cells(loaded, "Quota") == ["1234.56", "45.0", "50.5"])
    #expect(cells(loaded, "Sede") == ["Forlì", "Rimini", "Rimini"])
    #expect(
      roles(loaded) == [
        "customer=Codice cliente", "start=Data iscrizione", "end=Data disdetta", "reason=Motivo",
        "amount=Quota",
      ])
    #expect(loaded.table.schema.fields[4].unit == .money)
    #expect(loaded.report.encoding == .windows1252)
    #expect(loaded.table.about.title == "palestra.2024")
    #expect(loaded.table.about.asOf?.description == "2023-12-31")
    #expect(loaded.report.columns[1].recognised == "dd/mm/yyyy")
    #expect(loaded.report.guesses.contains { $0.correction == "with dates = mdy" })
  }

  @Test(
    "finds the separator",
    arguments: [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")])
  func separators(separator: String, name: String) throws {
    let rows = [["name", "note", "fee"], ["Ada", "a, b; c", "10"], ["Bo", "x|y", "20"]]
    let text = rows.map { row in
      row.map { "\"\($0)\"" }.joined(separator: separator)
    }.joined(separator: "\n")
    let loaded = try read(text)
    #expect(loaded.report.separatorName == name)
    #expect(cells(loaded, "note") == ["a, b; c", "x|y"])
    #expect(cells(loaded, "fee") == ["10", "20"])
  }

  @Test("prefers the semicolon where commas are decimal")
  func decimalCommas() throws {
    let loaded = try read("a;b\n1,5;2,5\n3,25;4,75\n")
    #expect(cells(loaded, "a") == ["1.5", "3.25"])
    #expect(cells(loaded, "b") == ["2.5", "4.75"])
  }

  @Test("honours a line that names the separator", arguments: ["sep=;\r\n", "SEP=;\n"])
  func declared(line: String) throws {
    let loaded = try read(line + "a;b\r\n1;2\r\n")
    #expect(cells(loaded, "b") == ["2"])
    #expect(loaded.table.rowCount == 1)
  }

  @Test("reads all line ends, mixed too", arguments: ["\n", "\r", "\r\n"])
  func lineEnds(end: String) throws {
    let loaded = try read("a,b\(end)1,x\r\n2,\"y\(end)z\"\n3,w\(end)\(end)\(end)")
    #expect(cells(loaded, "a") == ["1", "2", "3"])
    #expect(cells(loaded, "b") == ["x", "y\(end)z", "w"])
  }

  @Test("reads quotes: doubled, around separators, empty, after a blank")
  func quotes() throws {
    let loaded = try read("a,b\n\"say \"\"hi\"\"\", \"x, y\" \n\"\",5\" pipe\n\" kept \", cut \n")
    #expect(cells(loaded, "a") == ["say \"hi\"", "missing", " kept "])
    #expect(cells(loaded, "b") == ["x, y", "5\" pipe", "cut"])
  }

  @Test("keeps text behind a closing quote as written, and says so")
  func strayQuotes() throws {
    let loaded = try read("a,b\n1,\"big\" one\n2,z\n")
    #expect(cells(loaded, "b") == ["\"big\" one", "z"])
    #expect(loaded.report.warnings.first?.lines == [2])
  }

  @Test("refuses a quote that is never closed, with its line")
  func unclosed() {
    let error = failure("a,b\n1,x\n2,\"never\n3,y\n")
    #expect(error?.line == 3)
    #expect(error?.message == "a quote is opened and never closed")
  }

  @Test("leaves ragged rows out and counts them with their lines")
  func ragged() throws {
    let loaded = try read("a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n13,14,15\n,,\n")
    #expect(cells(loaded, "a") == ["1", "6", "13"])
    #expect(cells(loaded, "c") == ["3", "8", "15"])
    #expect(
      loaded.report.warnings.map(\.sentence) == [
        "2 rows with too few or too many cells left out (lines 3, 5)"
      ])
    #expect(loaded.table.about.notes == loaded.report.warnings.map(\.sentence))
  }

  @Test("accepts a separator at the end of every row")
  func trailingSeparator() throws {
    let loaded = try read("a;b\n1;2;\n3;4;\n")
    #expect(cells(loaded, "b") == ["2", "4"])
    #expect(try cells(read("a;b;\n1;2\n3;4\n"), "b") == ["2", "4"])
  }

  @Test("refuses a file whose first row does not fit the others")
  func preamble() {
    let error = failure("x\nAda,2\nBo,4\nCy,6\n")
    #expect(error?.message.contains("3 of 3 rows have another number (mostly 2)") == true)
  }

  @Test("gives blank and doubled names names of their own")
  func names() throws {
    let loaded = try read("fee,,fee,fee_2,\n1,2,3,4,5\n")
    #expect(
      loaded.table.schema.fields.map(\.name) == ["fee", "column_2", "fee_3", "fee_2", "column_5"])
    #expect(loaded.report.warnings.first?.count == 3)
  }

  @Test("sees that a first row is data")
  func noHeader() throws {
    let loaded = try read("00004,1997-01-01,29.33\n00004,1997-01-18,29.73\n")
    #expect(!loaded.report.hasHeader)
    #expect(loaded.table.rowCount == 2)
    #expect(cells(loaded, "column_3") == ["29.33", "29.73"])
    var options = LoadOptions()
    options.columns = ["customer", "date", "amount"]
    let named = try read("00004,1997-01-01,29.33\n00004,1997-01-18,29.73\n", options)
    #expect(named.table.schema.kind == .purchases)
  }

  @Test("takes a row of names over text columns for a header")
  func textHeader() throws {
    #expect(try read("plan,city\ngold,Rome\nsilver,Oslo\n").report.hasHeader)
    #expect(try !read("gold,Rome\nsilver,Oslo\ngold,Bonn\n").report.hasHeader)
  }

  @Test("reads a header without rows as an empty table")
  func headerOnly() throws {
    let loaded = try read("customer,start,end\n")
    #expect(loaded.table.rowCount == 0)
    #expect(loaded.table.schema.fields.count == 3)
  }

  @Test("reads columns apart by blanks where told")
  func blanks() throws {
    var options = LoadOptions()
    options.separator = UInt8(ascii: " ")
    let loaded = try read(" 00004 19970101  2   29.33 \r\n 00021 19970118  12  9.10\r\n", options)
    #expect(cells(loaded, "column_1") == ["00004", "00021"])
    #expect(cells(loaded, "column_3") == ["2", "12"])
    #expect(cells(loaded, "column_4") == ["29.33", "9.1"])
  }

  @Test("sees columns apart by blanks, and says that this is a guess")
  func alignedWithBlanks() throws {
    let loaded = try read(
      " 00004 19970101  2   29.33\n 00004 19970118  12   9.10\n 00021 19970101 3  63.34\n")
    #expect(loaded.report.separatorName == "blanks")
    #expect(cells(loaded, "column_4") == ["29.33", "9.1", "63.34"])
    #expect(loaded.report.guesses.contains { $0.message == "separator: blanks" })
    var table = loaded.table
    try assign(.date, to: "column_2", in: &table)
    #expect(table.about.asOf.map { "\($0)" } == "1997-01-18")
  }

  @Test(
    "tells a header from a row",
    arguments: [
      ("id,2019,2020\n1,5,6\n2,7,8\n", true), ("city,2019,2020\nRome,5,6\nOslo,7,8\n", true),
      ("Rossi,2024-01-01,price\nBianchi,2024-02-01,moved\n", false),
      ("a,b\n1,x\n", true), ("1,x\n2,y\n", false), ("n\n1\n2\n", true), ("5\n1\n2\n", false),
      ("active,sold\nyes,1\nno,2\n", true), ("yes,1\nno,2\n", false),
    ])
  func headers(text: String, isHeader: Bool) throws {
    #expect(try read(text).report.hasHeader == isHeader)
    var options = LoadOptions()
    options.hasHeader = !isHeader
    #expect(try read(text, options).report.hasHeader == !isHeader)
  }

  @Test(
    "reads texts in apostrophes where all are closed, and says so",
    arguments: ["\n", "\r\n"])
  func apostrophes(end: String) throws {
    let lines = ["'name';'note';fee", "'Ada';'a; b';12", "'O''Brien';'two\nlines';9", "'Cy';'';7"]
    let text = lines.joined(separator: end) + end
    let loaded = try read(text)
    #expect(cells(loaded, "name") == ["Ada", "O'Brien", "Cy"])
    #expect(cells(loaded, "note") == ["a; b", "two\nlines", "missing"])
    #expect(
      loaded.report.guesses.contains(
        LoadGuess("texts stand in apostrophes", "with quote = quotes")))
    var options = LoadOptions()
    options.quote = UInt8(ascii: "'")
    #expect(try !read(text, options).report.guesses.contains { $0.message.contains("apostr") })
    // Far behind the head an apostrophe is a letter after all: then all are.
    options = LoadOptions()
    options.sizes = ReadingSizes(head: 80, piece: 80, workers: 1)
    let rows = (0..<40).map { "'a\($0)';\($0)\n" }.joined()
    for odd in ["'tis;5\n", "'a' b;5\n"] {
      let late = try read("name;n\n" + rows + odd + rows, options)
      #expect(cells(late, "name").prefix(1) == ["'a0'"])
      #expect(late.table.rowCount == 81)
    }
  }

  @Test(
    "takes apostrophes for letters where they are",
    arguments: [
      ("n;m\n'tis;1\n'twas;2\n", "'tis"), ("n;m\n'0012;1\n'0013;2\n", "'0012"),
      ("n;m\n'a' b;1\n'c' d;2\n", "'a' b"), ("n;m\n'a';\"x\"\n'b';\"y\"\n", "'a'"),
      ("n;m\n'a';1\nb;2\nc;3\nd;4\n'e';5\n", "'a'"),
    ])
  func noApostrophes(text: String, first: String) throws {
    #expect(try cells(read(text), "n").first == first)
  }

  @Test("names the option where apostrophes may stand around what was cut")
  func apostropheHelp() {
    let error = failure("a;b\n1;'x;y\n2;'x;y\n3;'z;w\n")
    #expect(error?.help?.contains("with quote = \"'\"") == true)
  }

  @Test(
    "reads columns apart by two blanks, whose cells hold single ones", arguments: ["\n", "\r\n"])
  func twoBlanks(end: String) throws {
    let lines = [
      "name          fee    joined", "Ada Lovelace  12,50  05/01/2023", "",
      "  Bo          9      28/02/2023  ", "Cy \"x\" de Z  7,25  01/03/2023",
    ]
    func load(_ lines: [String], _ options: LoadOptions = .init()) throws -> LoadedTable {
      let text = lines.joined(separator: end) + end
      return try loadTable(bytes: Array(text.utf8), writtenAs: "x.txt", options: options)
    }
    let loaded = try load(lines)
    #expect(cells(loaded, "name") == ["Ada Lovelace", "Bo", "Cy \"x\" de Z"])
    #expect(cells(loaded, "fee") == ["12.5", "9.0", "7.25"])
    #expect(cells(loaded, "joined") == ["2023-01-05", "2023-02-28", "2023-03-01"])
    #expect(loaded.report.lines()[0].contains("(columns apart by two blanks, header)"))
    // A row in a hundred may be short, and is told with its line.
    let many = lines + (0..<100).map { "Di E  \($0)  03/03/2023" } + ["Ed Fo  03/03/2023"]
    #expect(
      try load(many).report.warnings.map(\.sentence).contains {
        $0 == "1 row with too few or too many cells left out (line 106)"
      })
    var options = LoadOptions()
    options.separator = UInt8(ascii: ";")
    #expect(try load(lines, options).report.columns.count == 1)
    let prose = ["It was the best of times.", "It was the worst  of  times.", "It was the age"]
    #expect(try load(prose).report.columns.count == 1)
  }

  @Test("tells a header from a row the same whether the head of the file holds rows or not")
  func headerBehindHead() throws {
    for (first, isHeader) in [("0,fee", true), ("0,5", false), ("2023,fee", true)] {
      let text = "\(first)\n" + String(repeating: "x", count: 200) + ",1.5\n"
      var options = LoadOptions()
      for sizes in [ReadingSizes(), ReadingSizes(head: 64, piece: 48, workers: 2)] {
        options.sizes = sizes
        #expect(try read(text, options).report.hasHeader == isHeader, "\(first) \(sizes)")
      }
    }
  }
}
