/// Refuses files that are known to be no table in plain text, naming what they are.
func refuseBinary(_ bytes: [UInt8], writtenAs: String) throws(FileError) {
  guard let kind = knownKind(bytes, writtenAs) else { return }
  throw FileError(
    "'\(writtenAs)' is \(kind.name), not a text file with separators", help: kind.help)
}

/// Text that holds a NUL byte is refused: no program writes one into a table.
func nulError(writtenAs: String, line: Int) -> FileError {
  FileError(
    "'\(writtenAs)' is not a text file: it holds NUL bytes",
    help: "if it is text in UTF-16, add: with encoding = utf-16", line: line)
}

/// Refuses a Jupyter notebook, which is JSON but no table.
func refuseNotebook(_ bytes: [UInt8], writtenAs: String) throws(FileError) {
  guard isJupyterNotebook(bytes, writtenAs) else { return }
  throw FileError(
    "'\(writtenAs)' is \(notebookKind.name), not a table", help: notebookKind.help)
}

private let notebookKind = FileKind(
  name: "a Jupyter notebook", help: "make a notebook of it: ritorno import FILE.ipynb")

private func isJupyterNotebook(_ bytes: [UInt8], _ writtenAs: String) -> Bool {
  writtenAs.lowercased().hasSuffix(".ipynb") || holds("\"nbformat\"", in: bytes)
    || holds("\"cells\"", in: bytes) && holds("\"cell_type\"", in: bytes)
}

/// What a file is that is no table, and what to do about it.
private struct FileKind {
  var name: String
  var help: String?
}

/// Nil where the first bytes are not known to be those of anything but text.
private func knownKind(_ bytes: [UInt8], _ writtenAs: String) -> FileKind? {
  if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return kindOfArchive(bytes) }
  if bytes.starts(with: "BZh".utf8), bytes.dropFirst(4).starts(with: "1AY".utf8) {
    return FileKind(name: "compressed with bzip2", help: "unpack it first: bunzip2 FILE")
  }
  // A tape archive says so behind its first name.
  if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) {
    return FileKind(name: "a tar archive", help: "unpack it first: tar -xf FILE")
  }
  for (signature, kind, help) in signatures where bytes.starts(with: signature) {
    return FileKind(name: kind, help: help)
  }
  return kindOfMarkup(bytes, writtenAs)
}

/// Workbooks and documents are zip archives; the names of their parts tell which.
private func kindOfArchive(_ bytes: [UInt8]) -> FileKind {
  let asCSV = "save the sheet as CSV: in Excel, File > Save As > CSV UTF-8"
  if holds("word/", in: bytes) { return FileKind(name: "a Word document", help: nil) }
  if holds("ppt/", in: bytes) { return FileKind(name: "a PowerPoint presentation", help: nil) }
  if holds("opendocument.spreadsheet", in: bytes) {
    return FileKind(
      name: "a spreadsheet of LibreOffice", help: "save the sheet as CSV: File > Save As > Text CSV"
    )
  }
  if holds("opendocument", in: bytes) { return FileKind(name: "an OpenDocument file", help: nil) }
  if holds("xl/", in: bytes) || holds("[Content_Types].xml", in: bytes) {
    return FileKind(name: "an Excel workbook", help: asCSV)
  }
  return FileKind(name: "a zip archive", help: "unpack it first: unzip FILE")
}

/// JSON and pages begin with signs that may stand behind blanks and line ends.
private func kindOfMarkup(_ bytes: [UInt8], _ writtenAs: String) -> FileKind? {
  let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  let text = bytes[mark...].drop { $0 == blank || $0 == tabulator || $0 == 10 || $0 == 13 }
  let signs = text.lazy.filter { $0 != blank && $0 != tabulator && $0 != 10 && $0 != 13 }.prefix(2)
  let first = String(decoding: signs, as: UTF8.self)
  if first == "{\"" || first == "[{" || first == "{}" || first == "[[" {
    if isJupyterNotebook(bytes, writtenAs) { return notebookKind }
    return FileKind(name: "JSON", help: "export it as CSV")
  }
  let start = String(decoding: text.prefix(14), as: UTF8.self).lowercased()
  for (beginning, kind, help) in pages where start.hasPrefix(beginning) {
    return FileKind(name: kind, help: help)
  }
  return nil
}

private func holds(_ text: String, in bytes: [UInt8]) -> Bool {
  let wanted = Array(text.utf8)
  guard bytes.count >= wanted.count else { return false }
  return (0...(bytes.count - wanted.count)).contains { place in
    bytes[place] == wanted[0] && bytes[place..<(place + wanted.count)].elementsEqual(wanted)
  }
}

private let pages: [(beginning: String, kind: String, help: String?)] = [
  ("<!doctype html", "a web page", "download the data itself, not the page"),
  ("<html", "a web page", "open it in a spreadsheet and save it as CSV"),
  ("<?xml", "XML", "open it in a spreadsheet and save it as CSV"),
]

private let signatures: [(bytes: [UInt8], kind: String, help: String?)] = [
  ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", nil),
  (
    [0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook",
    "save the sheet as CSV: in Excel, File > Save As > CSV UTF-8"
  ),
  ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz", "unpack it first: unxz FILE"),
  ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "unpack it first: unzstd FILE"),
  ([0x37, 0x7A, 0xBC, 0xAF, 0x27], "a 7z archive", "unpack it first: 7z x FILE"),
  (Array("Rar!\u{1A}".utf8), "a RAR archive", "unpack it first: unrar x FILE"),
  ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)", nil),
  ([0xFF, 0xD8, 0xFF], "a picture (JPEG)", nil),
  (Array("GIF87a".utf8), "a picture (GIF)", nil),
  (Array("GIF89a".utf8), "a picture (GIF)", nil),
  (Array("%PDF-".utf8), "a PDF document", "export the table as CSV from where it was made"),
  (Array("{\\rtf".utf8), "a document (RTF)", "export the table as CSV from where it was made"),
  (
    Array("SQLite format 3\0".utf8), "a SQLite database",
    "export a table: sqlite3 -header -csv FILE \"select * from TABLE\" > table.csv"
  ),
  (Array("PAR1\u{15}".utf8), "a Parquet file", "export it as CSV"),
  (Array("ARROW1\0".utf8), "an Arrow file", "export it as CSV"),
  ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", "export it as CSV"),
  (Array("<stata_dta>".utf8), "a Stata file", "export it as CSV"),
  (Array("$FL2".utf8), "an SPSS file", "export it as CSV"),
  (Array("RDX3\n".utf8), "a file of R", "export it as CSV:  write.csv(TABLE, \"table.csv\")"),
  ([0x58, 0x0A, 0, 0, 0], "a file of R", "export it as CSV:  write.csv(TABLE, \"table.csv\")"),
  ([0x7F, 0x45, 0x4C, 0x46], "a program", nil),
]
