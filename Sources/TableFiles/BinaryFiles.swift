/// Refuses files that are known not to be text, naming what they are.
func refuseBinary(_ bytes: [UInt8], writtenAs: String) throws(FileError) {
  for (signature, kind, help) in signatures where bytes.starts(with: signature) {
    throw FileError("'\(writtenAs)' is \(kind), not a text file with separators", help: help)
  }
}

/// Text that holds a NUL byte is refused: no program writes one into a table.
func nulError(writtenAs: String, line: Int) -> FileError {
  FileError(
    "'\(writtenAs)' is not a text file: it holds NUL bytes",
    help: "if it is text in UTF-16, add: with encoding = utf-16", line: line)
}

private let signatures: [(bytes: [UInt8], kind: String, help: String?)] = [
  (
    [0x50, 0x4B, 0x03, 0x04], "an Excel workbook or a zip archive",
    "save the sheet as CSV: in Excel, File > Save As > CSV UTF-8"
  ),
  (
    [0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook",
    "save the sheet as CSV: in Excel, File > Save As > CSV UTF-8"
  ),
  ([0x42, 0x5A, 0x68], "compressed with bzip2", "unpack it first: bunzip2 FILE"),
  ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz", "unpack it first: unxz FILE"),
  ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "unpack it first: unzstd FILE"),
  ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)", nil),
  ([0xFF, 0xD8, 0xFF], "a picture (JPEG)", nil),
  (Array("GIF8".utf8), "a picture (GIF)", nil),
  (Array("%PDF-".utf8), "a PDF document", "export the table as CSV from where it was made"),
  (
    Array("SQLite format 3\0".utf8), "a SQLite database",
    "export a table: sqlite3 -header -csv FILE \"select * from TABLE\" > table.csv"
  ),
  (Array("PAR1".utf8), "a Parquet file", "export it as CSV"),
  ([0x7F, 0x45, 0x4C, 0x46], "a program", nil),
  (Array("{\"".utf8), "JSON", "export it as CSV"),
  (Array("[{".utf8), "JSON", "export it as CSV"),
  (Array("<!DOCTYPE".utf8), "a web page", "download the data itself, not the page"),
  (Array("<html".utf8), "a web page", "open it in a spreadsheet and save it as CSV"),
  (Array("<?xml".utf8), "XML", "open it in a spreadsheet and save it as CSV"),
]
