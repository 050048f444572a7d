package import Calendars

/// What a cell of a written sheet holds.
package enum SheetValue: Hashable, Sendable {
  case empty
  case text(String)
  case number(Double)
  case integer(Int64)
  case boolean(Bool)
  case date(CivilDate)
  /// Microseconds since 1970-01-01 00:00:00.
  case timestamp(Int64)
}

/// How the numbers of a column are shown.
package enum SheetFormat: Int, Hashable, Sendable {
  case plain = 0
  case bold, date, timestamp, percent, money
}

/// A sheet to write: names of columns in bold, which stay in sight, and rows below them.
package struct SheetToWrite {
  package var name: String
  package var columns: [(name: String, format: SheetFormat)]
  package var rowCount: Int
  package var value: (_ row: Int, _ column: Int) -> SheetValue

  package init(
    name: String, columns: [(name: String, format: SheetFormat)], rowCount: Int,
    value: @escaping (_ row: Int, _ column: Int) -> SheetValue
  ) {
    self.name = name
    self.columns = columns
    self.rowCount = rowCount
    self.value = value
  }
}

/// What no workbook holds more of.
package enum SheetLimit {
  package static let rows = 1_048_576
  package static let columns = 16_384
  /// The characters of a text.
  package static let characters = 32_767
  /// Whole numbers up to here are kept by spreadsheets; larger ones are written as text.
  package static let exactInteger: Int64 = 999_999_999_999_999
}

/// The bytes of an Excel workbook. Equal sheets give equal bytes.
///
/// Texts stand in their cells and are never formulas. A date before March 1900, which spreadsheets do
/// not count rightly, is written as text.
package func workbook(_ sheets: [SheetToWrite]) throws(WorkbookError) -> [UInt8] {
  for sheet in sheets {
    guard sheet.rowCount < SheetLimit.rows, sheet.columns.count <= SheetLimit.columns else {
      throw WorkbookError(
        "a sheet holds at most \(SheetLimit.rows - 1) rows and \(SheetLimit.columns) columns, "
          + "this table has \(sheet.rowCount) and \(sheet.columns.count)",
        help: "write a CSV file, or fewer rows:  take 1000000")
    }
  }
  let names = sheetNames(sheets.map(\.name))
  var zip = ZipWriter()
  zip.add("[Content_Types].xml", Array(contentTypes(sheets.count).utf8))
  zip.add("_rels/.rels", Array(rootRelations.utf8))
  zip.add("xl/workbook.xml", Array(workbookPart(names).utf8))
  zip.add("xl/_rels/workbook.xml.rels", Array(workbookRelations(sheets.count).utf8))
  zip.add("xl/styles.xml", Array(stylesPart.utf8))
  for (index, sheet) in sheets.enumerated() {
    var writing = SheetWriting(sheet)
    zip.add("xl/worksheets/sheet\(index + 1).xml", writing.part(isFirst: index == 0))
  }
  return zip.archive()
}

/// Names as a workbook allows them: at most 31 characters, none of `[]:*?/\`, none empty, none twice.
private func sheetNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    var base = String(name.map { "[]:*?/\\".contains($0) || $0.isNewline ? " " : $0 }.prefix(27))
    while base.hasPrefix("'") || base.hasPrefix(" ") { base.removeFirst() }
    while base.hasSuffix("'") || base.hasSuffix(" ") { base.removeLast() }
    if base.isEmpty { base = "Sheet" }
    var candidate = base
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(base) \(number)"
      number += 1
    }
    return candidate
  }
}

private let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
private let mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
private let officeSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
private let packageSpace = "http://schemas.openxmlformats.org/package/2006/"
private let partType = "application/vnd.openxmlformats-officedocument.spreadsheetml."

private func contentTypes(_ count: Int) -> String {
  var text = declaration + "<Types xmlns=\"\(packageSpace)content-types\">"
  text += "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package"
  text += ".relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
  func part(_ name: String, _ kind: String) {
    text += "<Override PartName=\"/xl/\(name)\" ContentType=\"\(partType)\(kind)+xml\"/>"
  }
  part("workbook.xml", "sheet.main")
  part("styles.xml", "styles")
  for number in 1...max(1, count) { part("worksheets/sheet\(number).xml", "worksheet") }
  return text + "</Types>"
}

private let rootRelations =
  declaration + "<Relationships xmlns=\"\(packageSpace)relationships\">"
  + "<Relationship Id=\"rId1\" Type=\"\(officeSpace)/officeDocument\" "
  + "Target=\"xl/workbook.xml\"/></Relationships>"

private func workbookPart(_ names: [String]) -> String {
  var text = declaration + "<workbook xmlns=\"\(mainSpace)\" xmlns:r=\"\(officeSpace)\"><sheets>"
  for (index, name) in names.enumerated() {
    text += "<sheet name=\"\(escaped(name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
  }
  return text + "</sheets></workbook>"
}

private func workbookRelations(_ count: Int) -> String {
  var text = declaration + "<Relationships xmlns=\"\(packageSpace)relationships\">"
  for number in 1...max(1, count) {
    text += "<Relationship Id=\"rId\(number)\" Type=\"\(officeSpace)/worksheet\" "
    text += "Target=\"worksheets/sheet\(number).xml\"/>"
  }
  text += "<Relationship Id=\"rId\(count + 1)\" Type=\"\(officeSpace)/styles\" "
  return text + "Target=\"styles.xml\"/></Relationships>"
}

/// The styles in the order of `SheetFormat`.
private let stylesPart =
  declaration + "<styleSheet xmlns=\"\(mainSpace)\">"
  + "<numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
  + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>"
  + "<numFmt numFmtId=\"166\" formatCode=\"0.0%\"/>"
  + "<numFmt numFmtId=\"167\" formatCode=\"#,##0.00\"/></numFmts>"
  + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
  + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
  + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
  + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
  + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
  + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
  + "</cellStyleXfs><cellXfs count=\"6\">"
  + [(0, 0), (0, 1), (164, 0), (165, 0), (166, 0), (167, 0)].map { format, font in
    "<xf numFmtId=\"\(format)\" fontId=\"\(font)\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
      + (format > 0 ? " applyNumberFormat=\"1\"" : "")
      + (font > 0 ? " applyFont=\"1\"" : "") + "/>"
  }.joined()
  + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
  + "</cellStyles></styleSheet>"

/// A text as it stands in XML; what XML cannot hold as `_x001B_`.
private func escaped(_ text: String) -> String {
  var result = ""
  var rest = text.unicodeScalars[...]
  while let scalar = rest.popFirst() {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "_" where looksLikeEscape(rest): result += "_x005F_"
    case "\t", "\n": result.unicodeScalars.append(scalar)
    case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}":
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func looksLikeEscape(_ rest: Substring.UnicodeScalarView) -> Bool {
  let next = Array(rest.prefix(6))
  return next.count == 6 && next[0] == "x" && next[5] == "_"
    && next[1...4].allSatisfy { $0.properties.isASCIIHexDigit }
}

/// Writes one sheet.
private struct SheetWriting {
  private let sheet: SheetToWrite
  private var bytes: [UInt8] = []

  init(_ sheet: SheetToWrite) { self.sheet = sheet }

  private mutating func put(_ text: String) { bytes += Array(text.utf8) }

  mutating func part(isFirst: Bool) -> [UInt8] {
    put(declaration + "<worksheet xmlns=\"\(mainSpace)\"><sheetViews><sheetView ")
    put((isFirst ? "tabSelected=\"1\" " : "") + "workbookViewId=\"0\">")
    put("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>")
    put("</sheetView></sheetViews>")
    putWidths()
    put("<sheetData>")
    putRow(0) { sheet, column in (.text(sheet.columns[column].name), .bold) }
    for row in 0..<sheet.rowCount {
      putRow(row + 1) { sheet, column in (sheet.value(row, column), sheet.columns[column].format) }
    }
    put("</sheetData></worksheet>")
    return bytes
  }

  /// Wide enough for the names and the first rows.
  private mutating func putWidths() {
    if sheet.columns.isEmpty { return }
    put("<cols>")
    for (index, column) in sheet.columns.enumerated() {
      var widest = column.name.count + 1
      for row in 0..<min(sheet.rowCount, 200) {
        widest = max(widest, SheetWriting.width(of: sheet.value(row, index), column.format))
      }
      let number = index + 1
      put("<col min=\"\(number)\" max=\"\(number)\" width=\"\(min(60, max(8, widest + 2)))\" ")
      put("customWidth=\"1\"/>")
    }
    put("</cols>")
  }

  private static func width(of value: SheetValue, _ format: SheetFormat) -> Int {
    switch value {
    case .empty: 0
    case .text(let text): text.utf8.count > 1000 ? 60 : text.count
    case .number(let number):
      format == .plain ? min(12, number.description.count) : format == .percent ? 7 : 14
    case .integer(let number): number.description.count
    case .boolean: 5
    case .date: 10
    case .timestamp: 19
    }
  }

  private mutating func putRow(
    _ row: Int, _ cell: (SheetToWrite, Int) -> (SheetValue, SheetFormat)
  ) {
    put("<row r=\"\(row + 1)\">")
    for column in sheet.columns.indices {
      let (value, format) = cell(sheet, column)
      put(value, format, at: "\(CellPlace.name(ofColumn: column))\(row + 1)")
    }
    put("</row>")
  }

  private mutating func put(_ value: SheetValue, _ format: SheetFormat, at place: String) {
    func style(_ format: SheetFormat) -> String {
      format == .plain ? "" : " s=\"\(format.rawValue)\""
    }
    switch value {
    case .empty: break
    case .text(let text): putText(text, style(format == .bold ? .bold : .plain), place)
    case .number(let number) where number.isFinite:
      put("<c r=\"\(place)\"\(style(format))><v>\(number)</v></c>")
    case .number: break
    case .integer(let number) where abs(number.clamped) > SheetLimit.exactInteger:
      putText(number.description, "", place)
    case .integer(let number): put("<c r=\"\(place)\"\(style(format))><v>\(number)</v></c>")
    case .boolean(let flag): put("<c r=\"\(place)\" t=\"b\"><v>\(flag ? 1 : 0)</v></c>")
    case .date(let date):
      let serial = Int(date.daysSinceEpoch) + daysTo1970
      if serial > 60 {
        put("<c r=\"\(place)\"\(style(.date))><v>\(serial)</v></c>")
      } else {
        putText(date.description, "", place)
      }
    case .timestamp(let microseconds):
      let serial = Double(microseconds) / 86_400_000_000 + Double(daysTo1970)
      put("<c r=\"\(place)\"\(style(.timestamp))><v>\(serial)</v></c>")
    }
  }

  private mutating func putText(_ text: String, _ style: String, _ place: String) {
    let cut = text.utf16.count > SheetLimit.characters ? cutText(text) : text
    put("<c r=\"\(place)\"\(style) t=\"inlineStr\"><is><t xml:space=\"preserve\">")
    put(escaped(cut))
    put("</t></is></c>")
  }

  /// As much of a text as a cell holds.
  private func cutText(_ text: String) -> String {
    var count = 0
    return String(
      text.unicodeScalars.prefix { scalar in
        count += UTF16.width(scalar)
        return count <= SheetLimit.characters
      })
  }
}

/// From the day 0 of spreadsheets, 1899-12-30 as they count from March 1900 on, to 1970-01-01.
private let daysTo1970 = 25_569

extension Int64 {
  /// The least number has no opposite.
  fileprivate var clamped: Int64 { Swift.max(self, -Int64.max) }
}
