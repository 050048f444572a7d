import Columns

/// A table that was no text with separators, as such a text, with what was learnt on the way.
struct ConvertedTable {
  var text = DelimitedText()
  /// What it was, for the first line of the report: `Excel, sheet 'Soci'`.
  var form: String
  var places: PlaceNames
  /// Whether the first record holds names, where that is known.
  var hasHeader: Bool?
  var warnings: [LoadWarning] = []
  var guesses: [LoadGuess] = []

  /// Reads the text as a table, whose report speaks of the original.
  func read(
    writtenAs: String, print: FileFingerprint, options: LoadOptions, isCancelled: () -> Bool
  ) throws(FileError) -> LoadedTable {
    var inner = options
    (inner.separator, inner.quote, inner.encoding) = (UInt8(ascii: ","), quotationMark, .utf8)
    inner.hasHeader = options.hasHeader ?? hasHeader
    var loaded: LoadedTable
    do {
      loaded = try readTable(
        bytes: text.bytes, writtenAs: writtenAs, options: inner, isCancelled: isCancelled)
    } catch {
      throw placed(error)
    }
    loaded.report.form = form
    loaded.report.bytes = print.bytes
    loaded.report.warnings = warnings + loaded.report.warnings.map { placed($0) }
    loaded.report.guesses = guesses + loaded.report.guesses
    loaded.table.about.notes = loaded.report.warnings.filter(\.isLoss).map(\.sentence)
    loaded.table.about.sources = [
      SourceFile(
        path: writtenAs, sha256: print.sha256, bytes: print.bytes, rows: loaded.table.rowCount)
    ]
    loaded.rejects = loaded.rejects.map { placed($0) }
    return loaded
  }

  /// What did not fit, with the places of the original.
  private func placed(_ rejects: Table) -> Table {
    guard case .integers(let lines)? = rejects.column("line")?.storage,
      let index = rejects.schema.index(of: "line")
    else { return rejects }
    var rejects = rejects
    let found = lines.map { text.place(ofLine: Int($0)) }
    switch places {
    case .lines: rejects.columns[index] = Column(.integers(found.map { Int64($0) }))
    case .rows:
      rejects.columns[index] = Column(.integers(found.map { Int64($0) }))
      rejects.schema.fields[index].name = "row"
    case .files(let names):
      rejects.columns[index] = Column(.integers(found.map { Int64(PlaceNames.line(of: $0)) }))
      rejects.columns.insert(
        Column(.words(Words(found.map { names[PlaceNames.file(of: $0)] }))), at: index)
      rejects.schema.fields.insert(Field("file", .text), at: index)
    }
    return rejects
  }

  private func placed(_ error: FileError) -> FileError {
    guard let line = error.line else { return error }
    var error = error
    error.line = nil
    error.message = "\(places.words(for: [text.place(ofLine: line)])): \(error.message)"
    return error
  }

  private func placed(_ warning: LoadWarning) -> LoadWarning {
    guard !warning.lines.isEmpty else { return warning }
    return places.warning(
      warning.message, count: warning.count, at: warning.lines.map { text.place(ofLine: $0) },
      isLoss: warning.isLoss)
  }
}

/// How the places of an original are called.
enum PlaceNames {
  /// Rows of a sheet.
  case rows
  /// Lines of a text.
  case lines
  /// Lines of several files, whose names are given: a place is `place(file:line:)`.
  case files([String])

  static func place(file: Int, line: Int) -> Int { file << 40 | line }
  static func file(of place: Int) -> Int { place >> 40 }
  static func line(of place: Int) -> Int { place & (1 << 40 - 1) }

  /// `row 5`, `rows 5, 9`, `line 7`, `feb.csv line 3, mar.csv line 9`.
  func words(for places: [Int]) -> String {
    switch self {
    case .rows: return "\(places.count == 1 ? "row" : "rows") \(list(places.map(String.init)))"
    case .lines: return "\(places.count == 1 ? "line" : "lines") \(list(places.map(String.init)))"
    case .files(let names):
      return list(
        places.map { "\(names[PlaceNames.file(of: $0)]) line \(PlaceNames.line(of: $0))" })
    }
  }

  private func list(_ words: [String]) -> String { words.joined(separator: ", ") }

  /// A warning that names its places in its own words.
  func warning(_ message: String, count: Int, at places: [Int], isLoss: Bool) -> LoadWarning {
    guard !places.isEmpty else { return LoadWarning(message, count: count, isLoss: isLoss) }
    let more = count > places.count ? ", ..." : ""
    return LoadWarning("\(message) (\(words(for: places))\(more))", count: count, isLoss: isLoss)
  }
}
