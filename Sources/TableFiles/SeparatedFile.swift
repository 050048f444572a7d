import Kernels

/// A file cut into rows and cells: everything that is known before types are.
struct SeparatedFile {
  var writtenAs: String
  var title: String
  var byteCount: Int
  var sha256: String
  var encoding: TextEncoding
  /// Bytes that belong to no letter, as offsets into `rows.bytes`.
  var damaged: Tally
  var dialect: Dialect
  /// The separator was neither given nor declared by the file.
  var separatorIsGuessed: Bool
  var hasHeader: Bool
  /// The header was given, or is plain from the file.
  var headerIsSure: Bool
  var columnNames: [String]
  /// Names that the file did not give, or gave twice, with what they became.
  var renamed: [String]
  var rows: CellTable
  /// Rows with too few or too many cells, as offsets.
  var ragged: Tally
  var strayQuotes: Tally

  /// The most columns that a table may have.
  static let columnLimit = 131_072
}

extension SeparatedFile {
  static func open(
    _ bytes: [UInt8], writtenAs: String, options: LoadOptions, isCancelled: () -> Bool
  ) throws(FileError) -> SeparatedFile {
    if bytes.isEmpty { throw FileError("'\(writtenAs)' is empty") }
    try refuseBinary(bytes, writtenAs: writtenAs)
    let text = decodeText(bytes, as: options.encoding)
    try refuseNUL(text.bytes.span, from: text.start, writtenAs: writtenAs)
    if isCancelled() { throw .cancelled }
    let (dialect, isGuessed) = try dialect(of: text, options, writtenAs: writtenAs)
    let records = try RecordReader.read(text.bytes.span, dialect, isCancelled: isCancelled)
    guard records.count > 0 else { throw FileError("'\(writtenAs)' holds no rows") }
    let layout = try RowLayout(records, text: text, dialect: dialect, options: options)
    let names = try columnNames(layout, options)
    return SeparatedFile(
      writtenAs: writtenAs, title: titleOfPath(writtenAs), byteCount: bytes.count,
      sha256: SHA256.hexDigest(of: bytes), encoding: text.encoding, damaged: text.damaged,
      dialect: dialect, separatorIsGuessed: isGuessed, hasHeader: layout.hasHeader,
      headerIsSure: layout.headerIsSure,
      columnNames: names.names, renamed: names.renamed, rows: layout.table,
      ragged: layout.ragged, strayQuotes: records.strayQuotes)
  }

  private static func dialect(
    of text: DecodedText, _ options: LoadOptions, writtenAs: String
  ) throws(FileError) -> (Dialect, isGuessed: Bool) {
    let quote = options.quote ?? UInt8(ascii: "\"")
    let guess = guessSeparator(text.bytes.span, from: text.start, quote: quote)
    let separator = options.separator ?? guess.separator
    if separator == quote || separator == carriageReturn || separator == lineFeed {
      throw FileError("a quote or line end cannot separate cells")
    }
    let count = separatorCount(text.bytes.span, separator)
    // A cell takes 16 bytes before its column is read, and about as much after.
    try requireMemory(for: count, factor: 40, writtenAs)
    let dialect = Dialect(separator: separator, quote: quote, start: guess.start)
    return (dialect, options.separator == nil && !guess.isDeclared)
  }

  private static func separatorCount(_ bytes: Span<UInt8>, _ separator: UInt8) -> Int {
    var count = 1
    for index in bytes.indices where bytes[index] == separator || bytes[index] == lineFeed {
      count += 1
    }
    return count
  }

  private static func columnNames(
    _ layout: RowLayout, _ options: LoadOptions
  ) throws(FileError) -> (names: [String], renamed: [String]) {
    if let given = options.columns {
      guard given.count == layout.table.columnCount else {
        throw FileError(
          "\(counted(given.count, "name")) for \(counted(layout.table.columnCount, "column"))")
      }
      return (uniqueNames(given).names, [])
    }
    guard let header = layout.header else {
      return ((0..<layout.table.columnCount).map { "column_\($0 + 1)" }, [])
    }
    return uniqueNames(header)
  }
}

/// The file's name without folder and extension; `input` where nothing is left.
func titleOfPath(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
    return name.isEmpty || name == "-" ? "input" : name
  }
  return String(name[..<dot])
}

/// Names without outer blanks and line ends, none empty and none twice.
func uniqueNames(_ raw: [String]) -> (names: [String], renamed: [String]) {
  var taken = Set<String>()
  let tidy = raw.map { name in
    name.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
  }
  let reserved = Set(tidy)
  var next: [String: Int] = [:]
  var renamed: [String] = []
  var names: [String] = []
  for (index, name) in tidy.enumerated() {
    var unique = name.isEmpty ? "column_\(index + 1)" : name
    if taken.contains(unique) || name.isEmpty && reserved.contains(unique) {
      let base = unique
      var number = next[base] ?? 2
      repeat {
        unique = "\(base)_\(number)"
        number += 1
      } while taken.contains(unique) || reserved.contains(unique)
      next[base] = number
    }
    if unique != name { renamed.append(unique) }
    taken.insert(unique)
    names.append(unique)
  }
  return (names, renamed)
}
