import Spreadsheets

/// A workbook out of the XML of its parts, as programs of all kinds may write it.
struct SheetMaker {
  var sheets: [(name: String, state: String, xml: String)] = []
  var strings: String?
  var styles: String?
  var properties = ""

  /// A workbook with one sheet whose rows are given.
  init(rows: String, after: String = "") {
    sheets = [("Soci", "visible", SheetMaker.sheet(rows, after: after))]
  }

  init() {}

  static func sheet(_ rows: String, after: String = "") -> String {
    "<worksheet xmlns=\"m\"><dimension ref=\"A1:XFD1048576\"/><sheetData>\(rows)</sheetData>"
      + "\(after)</worksheet>"
  }

  /// The styles of cells by the codes of their formats: the first is style 1.
  mutating func setFormats(_ codes: [String]) {
    var numbers = ""
    var styles = "<xf numFmtId=\"0\"/>"
    for (index, code) in codes.enumerated() {
      numbers += "<numFmt numFmtId=\"\(164 + index)\" formatCode=\"\(code)\"/>"
      styles += "<xf numFmtId=\"\(164 + index)\"/>"
    }
    self.styles =
      "<styleSheet><numFmts>\(numbers)</numFmts><cellXfs>\(styles)</cellXfs></styleSheet>"
  }

  var parts: [(name: String, text: String)] {
    var relations = ""
    var list = ""
    var parts: [(String, String)] = []
    for (index, sheet) in sheets.enumerated() {
      let id = "rId\(index + 1)"
      list += "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" state=\"\(sheet.state)\" "
      list += "r:id=\"\(id)\"/>"
      relations += "<Relationship Id=\"\(id)\" Type=\"http://x/worksheet\" "
      relations += "Target=\"worksheets/sheet\(index + 1).xml\"/>"
      parts.append(("xl/worksheets/sheet\(index + 1).xml", sheet.xml))
    }
    for (kind, text) in [("sharedStrings", strings), ("styles", styles)] {
      guard let text else { continue }
      relations +=
        "<Relationship Id=\"\(kind)\" Type=\"http://x/\(kind)\" Target=\"/xl/\(kind).xml\"/>"
      parts.append(("xl/\(kind).xml", text))
    }
    parts.append(("xl/workbook.xml", "<workbook>\(properties)<sheets>\(list)</sheets></workbook>"))
    parts.append(("xl/_rels/workbook.xml.rels", "<Relationships>\(relations)</Relationships>"))
    return parts
  }

  var bytes: [UInt8] {
    var zip = ZipWriter()
    for (name, text) in parts { zip.add(name, Array(text.utf8)) }
    return zip.archive()
  }

  /// The cells of the first sheet as `row:column=text`, rows from 1 and columns from 0.
  func cells() throws(WorkbookError) -> [String] { try texts(of: bytes) }
}

/// The cells of a workbook's first sheet as `row:column=text`.
func texts(of bytes: [UInt8], sheet: Int = 0) throws(WorkbookError) -> [String] {
  let workbook = try Workbook(bytes)
  let cells = try workbook.read(workbook.sheets[sheet])
  return (0..<cells.grid.rowCount).flatMap { row in
    cells.grid.cells(ofRow: row).map {
      "\(cells.grid.rowNumbers[row]):\($0.column)=\(String(decoding: $0.text, as: UTF8.self))"
    }
  }
}

/// The error of some work, or nil.
func failure(_ work: () throws(WorkbookError) -> Void) -> WorkbookError? {
  do {
    try work()
    return nil
  } catch {
    return error
  }
}
