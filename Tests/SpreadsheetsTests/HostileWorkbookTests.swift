import Spreadsheets
import TestSupport
import Testing

/// Files that are meant to harm, or were harmed.
@Suite("Hostile workbooks")
struct HostileWorkbookTests {
  private let plain = SheetMaker(
    rows: "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row>"
      + "<row r=\"2\"><c r=\"A2\"><v>7</v></c></row>")

  private func message(_ bytes: [UInt8]) -> String {
    failure { () throws(WorkbookError) in _ = try texts(of: bytes) }?.message ?? "read"
  }

  @Test("refuses an archive that is cut at any place")
  func cut() {
    let bytes = plain.bytes
    for count in 0..<bytes.count { #expect(message(Array(bytes[..<count])) != "read") }
    #expect(message(bytes) == "read")
  }

  @Test("notices a changed byte, or gives the same cells")
  func changed() throws {
    let bytes = plain.bytes
    let cells = try plain.cells()
    var noticed = 0
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x5A
      do { #expect(try texts(of: changed) == cells, "byte \(index)") } catch { noticed += 1 }
    }
    #expect(noticed > bytes.count / 2)
  }

  @Test("does not unpack what unfolds into far more")
  func bomb() {
    var maker = plain
    let blanks = [UInt8](repeating: 32, count: 9 << 20)
    var zip = ZipWriter()
    let sheet = Array("<worksheet>".utf8) + blanks + Array("<a/>".utf8) + blanks
    maker.sheets[0].xml = "<worksheet/>"
    for (name, text) in maker.parts where !name.contains("sheet1") {
      zip.add(name, Array(text.utf8))
    }
    zip.add("xl/worksheets/sheet1.xml", sheet + Array("</worksheet>".utf8))
    #expect(message(zip.archive()).hasPrefix("unpacks to far more than it can hold"))
  }

  @Test("refuses a document type, and so every entity that unfolds")
  func entities() {
    var maker = plain
    maker.sheets[0].xml =
      "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet>&b;</worksheet>"
    #expect(message(maker.bytes).hasPrefix("has a document type in 'xl/worksheets/sheet1.xml'"))
    maker.sheets[0].xml = "<worksheet>&b;</worksheet>"
    #expect(message(maker.bytes).hasSuffix("an entity '&b;' is not known"))
  }

  @Test("refuses tags without end, too deep, or closed in another order")
  func brokenXML() {
    for (xml, words) in [
      ("<worksheet><sheetData>", "it is cut off"),
      ("<worksheet></sheetData>", "closed that was not opened"),
      ("<worksheet a></worksheet>", "an attribute has no value"),
      ("<worksheet a=\"></worksheet>", "it is cut off"),
      (String(repeating: "<a>", count: 400), "stand too deep"),
      ("words", "text stands outside"), ("", "it is cut off"),
      ("<worksheet><sheetData><c/></sheetData></worksheet>", "a cell stands in no row"),
      ("<worksheet><row r=\"0\"/></worksheet>", "a row has the number 0"),
      ("<worksheet><row r=\"9999999\"/></worksheet>", "a row has the number 9999999"),
      ("<worksheet><row><c r=\"ZZZZ1\"/></row></worksheet>", "a cell has the place 'ZZZZ1'"),
      ("<worksheet><row><c t=\"s\"><v>5</v></c></row></worksheet>", "a text that is not there"),
    ] {
      var maker = plain
      maker.sheets[0].xml = xml
      #expect(message(maker.bytes).contains(words), "\(xml.prefix(40))")
    }
  }

  @Test("keeps cells far apart in little memory")
  func farApart() throws {
    let maker = SheetMaker(
      rows: "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
        + "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>")
    let workbook = try Workbook(maker.bytes)
    let cells = try workbook.read(workbook.sheets[0])
    #expect(cells.grid.byteCount < 200)
    #expect(cells.grid.rowNumbers == [1, 1_048_576])
    #expect(cells.grid.usedColumns(fromRow: 0) == [0, 16_383])
  }

  @Test("gives up at the memory it may take")
  func limit() {
    let row = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    let maker = SheetMaker(rows: String(repeating: row, count: 2000))
    let error = failure { () throws(WorkbookError) in
      let workbook = try Workbook(maker.bytes, limits: WorkbookLimits(mostBytes: 10_000))
      _ = try workbook.read(workbook.sheets[0])
    }
    #expect(error?.message == "has more cells than fit into memory")
  }

  @Test("stops when asked")
  func cancelled() {
    let error = failure { () throws(WorkbookError) in
      let workbook = try Workbook(plain.bytes)
      _ = try workbook.read(workbook.sheets[0]) { true }
    }
    #expect(error?.isCancellation ?? true)
  }

  @Test("says what an archive is that is no workbook")
  func otherArchives() {
    for (names, words) in [
      (["a.txt"], "is a zip archive of 1 file, no workbook"),
      (["../../etc/passwd", "/x"], "is a zip archive of 2 files, no workbook"),
      (["xl/workbook.bin"], "is a binary Excel workbook (.xlsb)"),
      (["mimetype", "content.xml"], "is a document of LibreOffice (.ods)"),
      (["word/document.xml"], "is a Word document"),
    ] {
      var zip = ZipWriter()
      for name in names { zip.add(name, [1, 2, 3]) }
      #expect(message(zip.archive()) == words)
    }
    #expect(message(ZipWriter().archive()) == "is a zip archive of 0 files, no workbook")
    var maker = SheetMaker()
    maker.sheets = []
    #expect(message(maker.bytes) == "is a workbook without a sheet of cells")
  }

  @Test("reads XML byte by byte as at once, and any bytes without a crash")
  func pieces() throws {
    let text = "<a b='1&amp;2'><!-- c --><d>x &lt; y<![CDATA[ z ]]></d>\n<e/></a>"
    let whole = try events(MemoryFeed(Array(text.utf8)))
    #expect(whole.contains("start a b=1&2") && whole.contains("text x < y"))
    #expect(try joined(events(ByteByByte(Array(text.utf8)))) == joined(whole))
    for seed in 0..<UInt64(300) {
      var random = SeededGenerator(seed: seed)
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let once = try? joined(events(MemoryFeed(bytes)))
      let often = try? joined(events(ByteByByte(bytes)))
      #expect(once == often, "seed \(seed)")
    }
  }

  private final class ByteByByte: ByteFeed {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    func next() -> [UInt8]? { bytes.popFirst().map { [$0] } }
  }

  private func events(_ feed: any ByteFeed) throws(WorkbookError) -> [String] {
    var reader = try XMLReader(feed, part: "x")
    var events: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start: events.append("start \(reader.name) b=\(reader.attribute("b") ?? "")")
      case .end: events.append("end \(reader.name)")
      case .text: events.append("text \(String(decoding: reader.text, as: UTF8.self))")
      }
    }
    return events
  }

  /// Text that came in several events as one.
  private func joined(_ events: [String]) -> [String] {
    var result: [String] = []
    for event in events {
      if event.hasPrefix("text "), let last = result.last, last.hasPrefix("text ") {
        result[result.count - 1] = last + event.dropFirst(5)
      } else {
        result.append(event)
      }
    }
    return result
  }
}
