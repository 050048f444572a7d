/// Reads a file of any form as a table: text with separators, an Excel workbook, JSON. The other forms
/// become text with commas in memory, so that one reader infers types and roles for all.
package func loadTable(
  path: String, writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }, progress: (LoadProgress) -> Void = { _ in }
) throws(FileError) -> LoadedTable {
  let source = try FileSource(path: path, writtenAs: writtenAs)
  let start = try firstBytes(of: source, writtenAs: writtenAs)
  guard isOtherForm(start, writtenAs: writtenAs, options) else {
    try refuseSheet(options, writtenAs)
    return try readTable(
      path: path, writtenAs: writtenAs, options: options, isCancelled: isCancelled,
      progress: progress)
  }
  return try loadTable(
    bytes: try fileBytes(path: path, writtenAs: writtenAs, options.memory), writtenAs: writtenAs,
    options: options,
    isCancelled: isCancelled)
}

/// Reads a table of any form from bytes in memory, such as standard input.
package func loadTable(
  bytes: [UInt8], writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }
) throws(FileError) -> LoadedTable {
  let start = try firstBytes(of: MemorySource(bytes), writtenAs: writtenAs)
  guard isOtherForm(start, writtenAs: writtenAs, options),
    let form = try convertedForm(
      try unpacked(bytes, writtenAs: writtenAs, options.memory), writtenAs: writtenAs,
      options: options,
      isCancelled: isCancelled)
  else {
    try refuseSheet(options, writtenAs)
    return try readTable(
      bytes: bytes, writtenAs: writtenAs, options: options, isCancelled: isCancelled)
  }
  return try form.read(
    writtenAs: writtenAs, print: FileFingerprint(of: bytes), options: options,
    isCancelled: isCancelled)
}

/// Reads several files with the same columns as one table.
package func loadTable(
  files: [NamedFile], writtenAs: String, options: LoadOptions = LoadOptions(),
  isCancelled: () -> Bool = { false }
) throws(FileError) -> LoadedTable {
  guard !files.isEmpty else {
    throw FileError(
      "no file of a table is meant by '\(writtenAs)'",
      help: "name one:  load FILE.csv,  or several:  load FOLDER/*.csv")
  }
  var form = FolderForm(files, writtenAs: writtenAs, options: options)
  let (table, print) = try form.converted(isCancelled: isCancelled)
  return try table.read(
    writtenAs: writtenAs, print: print, options: options, isCancelled: isCancelled)
}

/// Whether the first bytes are those of a workbook, of JSON, or of columns apart by two blanks.
private func isOtherForm(_ start: [UInt8], writtenAs: String, _ options: LoadOptions) -> Bool {
  start.starts(with: [0x50, 0x4B]) || start.starts(with: oldWorkbook)
    || JSONForm.recognises(start, writtenAs: writtenAs)
    || options.separator == nil && AlignedForm.recognises(start)
}

private let oldWorkbook: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]

/// A file as text with commas; nil where it is text with separators.
func convertedForm(
  _ bytes: [UInt8], writtenAs: String, options: LoadOptions, isCancelled: () -> Bool
) throws(FileError) -> ConvertedTable? {
  if bytes.starts(with: oldWorkbook) { throw oldWorkbookError(bytes, writtenAs) }
  if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
    try refuseTextOptions(options, writtenAs, "an Excel workbook")
    return try WorkbookForm(writtenAs: writtenAs, options: options)
      .converted(bytes, isCancelled: isCancelled)
  }
  guard JSONForm.recognises(bytes.prefix(4096), writtenAs: writtenAs) else {
    guard options.separator == nil, AlignedForm.recognises(Array(bytes.prefix(4096))) else {
      return nil
    }
    try refuseSheet(options, writtenAs)
    return AlignedForm(try plainText(bytes, writtenAs: writtenAs, options)).converted()
  }
  try refuseNotebook(Array(bytes.prefix(4096)), writtenAs: writtenAs)
  try refuseTextOptions(options, writtenAs, "JSON")
  try refuseSheet(options, writtenAs)
  var form = JSONForm(bytes, writtenAs: writtenAs, mostBytes: options.memory.forForms)
  return try form.converted(isCancelled: isCancelled)
}

/// Old workbooks and those with a password are kept in one container.
private func oldWorkbookError(_ bytes: [UInt8], _ writtenAs: String) -> FileError {
  let name = "EncryptedPackage".utf8.flatMap { letter -> [UInt8] in [letter, 0] }
  let isProtected = bytes.indices.contains { place in
    bytes[place] == name[0] && bytes[place...].starts(with: name)
  }
  return isProtected
    ? FileError(
      "'\(writtenAs)' is protected by a password", help: "save it in Excel without a password")
    : FileError(
      "'\(writtenAs)' is an old Excel workbook (.xls)",
      help: "save it as .xlsx or as CSV: in Excel, File > Save As")
}

private func refuseTextOptions(
  _ options: LoadOptions, _ writtenAs: String, _ what: String
) throws(FileError) {
  for (isGiven, name) in [
    (options.separator != nil, "separator"), (options.encoding != nil, "encoding"),
    (options.quote != nil, "quote"),
  ] where isGiven {
    var error = FileError("'\(writtenAs)' is \(what) and has no \(name)", help: "leave it out")
    error.option = name
    throw error
  }
}

private func refuseSheet(_ options: LoadOptions, _ writtenAs: String) throws(FileError) {
  guard options.sheet != nil else { return }
  var error = FileError("'\(writtenAs)' is no Excel workbook and has no sheets")
  error.option = "sheet"
  throw error
}
