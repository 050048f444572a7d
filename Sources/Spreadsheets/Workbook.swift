/// An Excel workbook (.xlsx): its sheets by name, and what their cells refer to.
///
/// Source: ECMA-376 part 1, 18 (SpreadsheetML) and part 2 (packages).
package struct Workbook {
  package struct Sheet: Hashable, Sendable {
    package var name: String
    package var isHidden: Bool
    var part: String
  }

  package private(set) var sheets: [Sheet] = []
  let archive: ZipArchive
  private(set) var uses1904 = false
  private var stringsPart: String?
  private var stylesPart: String?
  let limits: WorkbookLimits

  /// Reads what the workbook consists of, and no sheet yet.
  package init(
    _ bytes: [UInt8], limits: WorkbookLimits = WorkbookLimits()
  ) throws(WorkbookError) {
    self.limits = limits
    archive = try ZipArchive(bytes)
    let root = try relations(of: "_rels/.rels", from: "")
    let found = root.first { $0.kind == "officeDocument" && archive.part($0.target) != nil }
    guard let main = found?.target ?? ["xl/workbook.xml"].first(where: { archive.part($0) != nil })
    else { throw kindOfOtherArchive() }
    guard main.lowercased().hasSuffix(".xml"), !main.lowercased().contains("word/") else {
      throw kindOfOtherArchive()
    }
    let folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
    let file = main.dropFirst(folder.count)
    let relations = try relations(of: "\(folder)_rels/\(file).rels", from: folder)
    stringsPart = relations.first { $0.kind == "sharedStrings" }?.target
    stylesPart = relations.first { $0.kind == "styles" }?.target
    try readWorkbook(main, relations)
    if sheets.isEmpty {
      throw WorkbookError("is a workbook without a sheet of cells")
    }
  }

  /// An archive that is no workbook of this kind, by what it holds.
  private func kindOfOtherArchive() -> WorkbookError {
    let saveAsWorkbook = "open it in a spreadsheet program and save it as .xlsx or CSV"
    if archive.part("xl/workbook.bin") != nil {
      return WorkbookError("is a binary Excel workbook (.xlsb)", help: saveAsWorkbook)
    }
    if archive.part("content.xml") != nil, archive.part("mimetype") != nil {
      return WorkbookError("is a document of LibreOffice (.ods)", help: saveAsWorkbook)
    }
    if archive.part("word/document.xml") != nil {
      return WorkbookError("is a Word document", help: "copy its table into a spreadsheet")
    }
    let files = archive.parts.count == 1 ? "1 file" : "\(archive.parts.count) files"
    return WorkbookError("is a zip archive of \(files), no workbook", help: "unpack it first")
  }

  private struct Relation {
    var id: String
    /// The last word of its type: `worksheet`.
    var kind: String
    var target: String
  }

  private func relations(
    of part: String, from folder: String
  ) throws(WorkbookError) -> [Relation] {
    guard let entry = archive.part(part) else { return [] }
    var reader = try XMLReader(try archive.open(entry), part: part)
    var relations: [Relation] = []
    while let event = try reader.next() {
      guard event == .start, reader.name == "Relationship" else { continue }
      guard let id = reader.attribute("Id"), let type = reader.attribute("Type"),
        let target = reader.attribute("Target"), reader.attribute("TargetMode") != "External"
      else { continue }
      relations.append(
        Relation(
          id: id, kind: String(type.split(separator: "/").last ?? ""),
          target: Workbook.path(target, from: folder)))
      guard relations.count <= limits.mostSheets * 4 else { throw .damaged("too many parts") }
    }
    return relations
  }

  /// A target as the name of a part: from the root with a slash, else from the folder.
  private static func path(_ target: String, from folder: String) -> String {
    let full = target.hasPrefix("/") ? target : folder + target
    var steps: [Substring] = []
    for step in full.replacing("\\", with: "/").split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }

  private mutating func readWorkbook(
    _ part: String, _ relations: [Relation]
  ) throws(WorkbookError) {
    guard let entry = archive.part(part) else { throw .damaged("'\(part)' is missing") }
    var reader = try XMLReader(try archive.open(entry), part: part)
    while let event = try reader.next() {
      guard event == .start else { continue }
      if reader.name == "workbookPr", let value = reader.attribute("date1904") {
        uses1904 = value == "1" || value.lowercased() == "true"
      }
      guard reader.name == "sheet", let name = reader.attribute("name"),
        let id = reader.attribute("id"), let relation = relations.first(where: { $0.id == id }),
        relation.kind == "worksheet"
      else { continue }
      let state = reader.attribute("state") ?? "visible"
      sheets.append(Sheet(name: name, isHidden: state != "visible", part: relation.target))
      guard sheets.count <= limits.mostSheets else { throw .damaged("it has too many sheets") }
    }
  }

  /// The cells of a sheet as text.
  package func read(
    _ sheet: Sheet, isCancelled: () -> Bool = { false }
  ) throws(WorkbookError) -> SheetCells {
    guard let entry = archive.part(sheet.part) else {
      throw .damaged("the sheet '\(sheet.name)' is missing")
    }
    let strings = try SharedStrings(try part(stringsPart), limits: limits, isCancelled: isCancelled)
    var reading = SheetReading(
      try XMLReader(try archive.open(entry), part: sheet.part), strings: strings,
      formats: try CellFormats(try part(stylesPart)).formats,
      numbers: NumberText(uses1904: uses1904), limits: limits)
    return try reading.read(isCancelled)
  }

  private func part(_ name: String?) throws(WorkbookError) -> XMLReader? {
    guard let name, let entry = archive.part(name) else { return nil }
    return try XMLReader(try archive.open(entry), part: name)
  }
}

/// What a workbook may take at most; beyond it the workbook is refused.
package struct WorkbookLimits: Sendable {
  /// Bytes of the cells of a sheet, and of the texts that sheets share.
  package var mostBytes: Int
  package var mostSheets = 4096

  package init(mostBytes: Int = 1 << 31) { self.mostBytes = mostBytes }
}

/// The texts that cells refer to by number, one behind the other.
struct SharedStrings {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init() {}

  init(
    _ reader: XMLReader?, limits: WorkbookLimits, isCancelled: () -> Bool
  ) throws(WorkbookError) {
    guard var reader else { return }
    while let event = try reader.next() {
      guard event == .start, reader.name == "si" else { continue }
      bytes += try richText(&reader)
      ends.append(bytes.count)
      if ends.count & 0xFFF == 0, isCancelled() { throw .cancelled }
      guard bytes.count + ends.count * 8 <= limits.mostBytes else {
        throw WorkbookError("has more text than fits into memory")
      }
    }
  }

  subscript(index: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(index) else { return nil }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}

/// The text of the element that has just started, its runs joined, without what tells how to speak it.
func richText(_ reader: inout XMLReader) throws(WorkbookError) -> [UInt8] {
  var text: [UInt8] = []
  let depth = reader.depth
  while let event = try reader.next() {
    switch event {
    case .start:
      if reader.name == "rPh" { try reader.skipElement() }
      if reader.name == "t" {
        text += try elementText(&reader)
        guard text.count <= 1 << 24 else { throw .damaged("a text is too long") }
      }
    case .end: if reader.depth < depth { return withoutEscapes(text) }
    case .text: break
    }
  }
  return withoutEscapes(text)
}

/// The text within the element that has just started.
func elementText(_ reader: inout XMLReader) throws(WorkbookError) -> [UInt8] {
  var text: [UInt8] = []
  let depth = reader.depth
  while let event = try reader.next() {
    if event == .text { text += reader.text }
    if event == .end, reader.depth < depth { break }
  }
  return text
}

/// `_x000D_` stands for a carriage return, and so on.
private func withoutEscapes(_ text: [UInt8]) -> [UInt8] {
  let underscore = UInt8(ascii: "_")
  guard text.contains(underscore) else { return text }
  var result: [UInt8] = []
  var place = 0
  while place < text.count {
    if text[place] == underscore, place + 6 < text.count, text[place + 1] == UInt8(ascii: "x"),
      text[place + 6] == underscore,
      let code = UInt32(
        String(decoding: text[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code), code != 0
    {
      result += Array(String(Character(scalar)).utf8)
      place += 7
    } else {
      result.append(text[place])
      place += 1
    }
  }
  return result
}

/// What the number of each style of a cell is.
struct CellFormats {
  private(set) var formats: [NumberFormat] = []

  init(_ reader: XMLReader?) throws(WorkbookError) {
    guard var reader else { return }
    var codes: [Int: NumberFormat] = [:]
    var isInCells = false
    while let event = try reader.next() {
      switch (event, reader.name) {
      case (.start, "numFmt"):
        if let id = reader.attribute("numFmtId").flatMap({ Int($0) }),
          let code = reader.attribute("formatCode"), codes.count < 100_000
        {
          codes[id] = NumberFormat(code: code)
        }
      case (.start, "cellXfs"): isInCells = true
      case (.end, "cellXfs"): isInCells = false
      case (.start, "xf") where isInCells:
        let id = reader.attribute("numFmtId").flatMap { Int($0) } ?? 0
        formats.append(codes[id] ?? NumberFormat(builtIn: id))
        guard formats.count <= 1_000_000 else { throw .damaged("it has too many styles") }
      default: break
      }
    }
  }
}
