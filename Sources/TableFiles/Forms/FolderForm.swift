import Kernels
import Texts

/// A file of several that are read as one table.
package struct NamedFile: Hashable, Sendable {
  package var path: String
  /// Its name without its folder, as the column `file` and messages show it.
  package var name: String

  package init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// Several files with the same columns as one table, with a column that says which file a row is from.
struct FolderForm {
  private let files: [NamedFile]
  private let writtenAs: String
  private let options: LoadOptions
  private var table: ConvertedTable
  /// The names of the first file's columns.
  private var header: [[UInt8]] = []
  private var digest = SHA256()
  private var byteCount = 0

  init(_ files: [NamedFile], writtenAs: String, options: LoadOptions) {
    self.files = files
    self.writtenAs = writtenAs
    self.options = options
    table = ConvertedTable(
      form: counted(files.count, "file"), places: .files(files.map(\.name)), hasHeader: true)
  }

  private var hasHeader: Bool { options.hasHeader ?? (options.columns == nil) }

  mutating func converted(
    isCancelled: () -> Bool
  ) throws(FileError) -> (table: ConvertedTable, print: FileFingerprint) {
    for (index, file) in files.enumerated() {
      if isCancelled() { throw .cancelled }
      let bytes = try fileBytes(path: file.path, writtenAs: file.name, options.memory)
      digest.update(Array("\(SHA256.hexDigest(of: bytes)) \(file.name)\n".utf8)[...])
      byteCount += bytes.count
      guard byteCount + table.text.bytes.count <= options.memory.forForms else {
        throw FileError(
          "'\(writtenAs)' is too large: its \(files.count) files do not fit into memory together",
          help: "load fewer of them")
      }
      try add(try unpacked(bytes, writtenAs: file.name, options.memory), index, isCancelled)
    }
    if !hasHeader { table.hasHeader = options.hasHeader }
    return (table, FileFingerprint(sha256: digest.hexDigest(), bytes: byteCount))
  }

  private mutating func add(
    _ bytes: [UInt8], _ index: Int, _ isCancelled: () -> Bool
  ) throws(FileError) {
    let name = files[index].name
    var records: SeparatedRecords
    var form: ConvertedTable?
    do {
      form = try convertedForm(bytes, writtenAs: name, options: options, isCancelled: isCancelled)
    } catch {
      throw inFile(error, name)
    }
    if let form {
      records = SeparatedRecords(form.text.bytes, from: 0, separator: UInt8(ascii: ","))
    } else {
      let text = try plainText(bytes, writtenAs: name, options)
      let quote =
        options.quote ?? guessQuote(text.span, from: 0, separator: options.separator)
      let guess = guessSeparator(text.span, from: 0, quote: quote)
      records = SeparatedRecords(
        text, from: guess.start, separator: options.separator ?? guess.separator, quote: quote)
    }
    let width: Int
    let order: [Int]?
    if hasHeader {
      guard let first = records.next() else { return }
      let names = withoutEmptyEnd(first.cells.map { trimmedName($0) })
      width = names.count
      order = try self.order(of: names, name)
    } else {
      (width, order) = (header.count, nil)
    }
    while let record = records.next() {
      if !hasHeader, header.isEmpty { header = record.cells }
      let line = form?.text.place(ofLine: record.line) ?? record.line
      append(record.cells, order, width, place: PlaceNames.place(file: index, line: line), name)
    }
  }

  private mutating func append(
    _ cells: [[UInt8]], _ order: [Int]?, _ width: Int, place: Int, _ name: String
  ) {
    var cells = cells
    // Some programs end every line with a separator.
    if cells.count == width + 1, cells.last?.isEmpty == true { cells.removeLast() }
    table.text.beginRecord(place: place)
    if let order, cells.count == order.count {
      for source in order { table.text.append(cells[source]) }
    } else {
      for cell in cells { table.text.append(cell) }
    }
    table.text.append(name.utf8)
    table.text.endRecord()
  }

  /// Where the columns of the first file stand in a file with these names.
  private mutating func order(of names: [[UInt8]], _ file: String) throws(FileError) -> [Int]? {
    if header.isEmpty {
      header = names
      table.text.beginRecord(place: PlaceNames.place(file: 0, line: 1))
      for name in names { table.text.append(name) }
      table.text.append((names.contains(Array("file".utf8)) ? "source file" : "file").utf8)
      table.text.endRecord()
      return nil
    }
    if names == header { return nil }
    var order: [Int] = []
    for name in header {
      guard let place = names.firstIndex(of: name), names.lastIndex(of: name) == place else {
        throw difference(names, file)
      }
      order.append(place)
    }
    guard order.count == names.count else { throw difference(names, file) }
    return order
  }

  private func difference(_ names: [[UInt8]], _ file: String) -> FileError {
    func list(_ names: [[UInt8]]) -> String {
      let shown = names.prefix(5).map {
        "'\(cutInMiddle(String(decoding: $0, as: UTF8.self), 30))'"
      }
      return shown.joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
    }
    let missing = header.filter { !names.contains($0) }
    let new = names.filter { !header.contains($0) }
    var parts: [String] = []
    if !missing.isEmpty { parts.append("without \(list(missing))") }
    if !new.isEmpty { parts.append("with \(list(new))") }
    if parts.isEmpty { parts.append("with a name that stands there twice") }
    return FileError(
      "'\(file)' has other columns than '\(files[0].name)': \(parts.joined(separator: ", and "))",
      help: "files with the same columns are loaded together; join others after loading each")
  }

  private func withoutEmptyEnd(_ names: [[UInt8]]) -> [[UInt8]] {
    names.count > 1 && names.last?.isEmpty == true ? Array(names.dropLast()) : names
  }

  private func trimmedName(_ cell: [UInt8]) -> [UInt8] {
    let start = cell.firstIndex { $0 > 32 } ?? cell.endIndex
    let end = cell.lastIndex { $0 > 32 }.map { $0 + 1 } ?? start
    return start < end ? Array(cell[start..<end]) : []
  }

  private func inFile(_ error: FileError, _ name: String) -> FileError {
    guard !error.isCancellation, !error.message.contains("'\(name)'") else { return error }
    var error = error
    error.message =
      "'\(name)' \(error.line.map { "line \($0) " } ?? "")cannot be read: \(error.message)"
    error.line = nil
    return error
  }
}

/// The names of what matches a pattern with `*` and `?` in its last part, or stands in a folder, sorted;
/// nil where the path is neither, or a folder without tables.
package func filesMatching(_ path: String) -> [String]? {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  let last = String(path.dropFirst(folder.count))
  if last.contains("*") || last.contains("?") {
    let names = namesBeside(path: path)
    if names.contains(last) { return nil }
    return names.filter { !$0.hasPrefix(".") && matches($0[...], last[...]) }
  }
  guard !path.isEmpty, path != "." else { return nil }
  let names = namesBeside(path: path.hasSuffix("/") ? path : path + "/")
  let tables = names.filter { name in
    !name.hasPrefix(".") && tableEndings.contains { name.lowercased().hasSuffix($0) }
  }
  return tables.isEmpty ? nil : tables
}

private let tableEndings = [
  ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", ".csv.gz", ".tsv.gz",
]

/// `*` stands for any letters, `?` for one.
private func matches(_ name: Substring, _ pattern: Substring) -> Bool {
  var (name, pattern) = (name, pattern)
  /// Where to go on when the letters behind the last star did not fit.
  var retry: (name: Substring, pattern: Substring)?
  while !name.isEmpty || !pattern.isEmpty {
    if pattern.first == "*" {
      pattern.removeFirst()
      retry = (name, pattern)
    } else if let letter = name.first, let sign = pattern.first, sign == "?" || sign == letter {
      name.removeFirst()
      pattern.removeFirst()
    } else if let last = retry, !last.name.isEmpty {
      retry = (last.name.dropFirst(), last.pattern)
      (name, pattern) = (last.name.dropFirst(), last.pattern)
    } else {
      return false
    }
  }
  return true
}
