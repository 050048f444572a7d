import Spreadsheets

/// JSON as a table: an object a line, or a list of objects. Members of an object within a row become
/// columns of their own (`address.city`); what lies deeper, and lists, stay as their text.
struct JSONForm {
  private let writtenAs: String
  private var scanner: JSONScanner
  private var grid = CellGrid()
  private var names: [[UInt8]] = []
  private var columns: [[UInt8]: Int] = [:]
  /// The column that comes next where a row names its columns like the one before.
  private var expected = 0
  private var flattened: [String] = []
  private var keptAsText = (count: 0, lines: [Int]())
  private var keptNames: [String] = []

  /// What its cells may take in memory.
  private let mostBytes: Int

  init(_ bytes: [UInt8], writtenAs: String, mostBytes: Int) {
    self.writtenAs = writtenAs
    self.mostBytes = mostBytes
    scanner = JSONScanner(bytes)
  }

  /// Whether a file is JSON: it begins like it, and its name says so or its second letter does.
  static func recognises(_ start: some Collection<UInt8>, writtenAs: String) -> Bool {
    var bytes = start.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || isBlank($0) }
    guard let first = bytes.popFirst(), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return false }
    var name = writtenAs.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    if [".json", ".jsonl", ".ndjson"].contains(where: name.hasSuffix) { return true }
    let second = bytes.first { !isBlank($0) }
    return first == UInt8(ascii: "[")
      ? second == UInt8(ascii: "{")
      : second == UInt8(ascii: "\"") && bytes.contains(UInt8(ascii: ":"))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == lineFeed || byte == carriageReturn
  }

  mutating func converted(isCancelled: () -> Bool) throws(FileError) -> ConvertedTable {
    let isList = scanner.peek() == UInt8(ascii: "[")
    try isList ? readList(isCancelled) : readObjects(isCancelled)
    guard grid.rowCount > 0 else { throw FileError("'\(writtenAs)' holds no rows") }
    guard !names.isEmpty else { throw FileError("'\(writtenAs)' holds only empty objects") }
    guard grid.rowCount * names.count <= grid.cellCount * 50 + 10_000_000 else {
      throw FileError(
        "'\(writtenAs)' has \(names.count) different members in \(grid.rowCount) objects, "
          + "most of them rare: this is no table")
    }
    var table = ConvertedTable(
      form: isList ? "JSON" : "JSON Lines", places: .lines, hasHeader: true)
    write(to: &table)
    note(in: &table)
    return table
  }

  private mutating func readList(_ isCancelled: () -> Bool) throws(FileError) {
    _ = scanner.take("[")
    if scanner.take("]") { return }
    repeat { try readRow(isCancelled) } while scanner.take(",")
    guard scanner.take("]") else { throw scanner.problem("a comma or a ] is missing") }
    guard scanner.peek() == nil else { throw scanner.problem("something follows the list") }
  }

  private mutating func readObjects(_ isCancelled: () -> Bool) throws(FileError) {
    while scanner.peek() != nil { try readRow(isCancelled) }
    // A single object with a list in it is a wrapping, not a row.
    if grid.rowCount == 1, let name = keptNames.first {
      throw FileError(
        "'\(writtenAs)' holds one object, not rows",
        help: "take the list out of its member '\(name)' and load that")
    }
  }

  private mutating func readRow(_ isCancelled: () -> Bool) throws(FileError) {
    guard scanner.peek() == UInt8(ascii: "{") else {
      throw scanner.problem("every row must be an object { ... }")
    }
    grid.beginRow(scanner.line)
    expected = 0
    try readObject(prefix: [])
    if grid.rowCount & 0x3FF == 0 {
      if isCancelled() { throw .cancelled }
      guard grid.byteCount <= mostBytes else {
        throw FileError("'\(writtenAs)' has more rows than fit into memory")
      }
    }
  }

  /// Reads the members of an object into cells; `prefix` is the name of the member that holds it.
  private mutating func readObject(prefix: [UInt8]) throws(FileError) {
    _ = scanner.take("{")
    if scanner.take("}") { return }
    repeat {
      guard scanner.peek() != nil else { throw scanner.problem("an object is not closed") }
      let name = prefix + (try scanner.text())
      guard scanner.take(":") else { throw scanner.problem("a colon is missing") }
      try readMember(name, isNested: !prefix.isEmpty)
    } while scanner.take(",")
    guard scanner.take("}") else { throw scanner.problem("a comma or a } is missing") }
  }

  private mutating func readMember(_ name: [UInt8], isNested: Bool) throws(FileError) {
    let line = scanner.line
    switch try scanner.value() {
    case .text(let text): append(text, name)
    case .number(let digits): append(JSONForm.number(digits), name)
    case .boolean(let flag): append(Array((flag ? "true" : "false").utf8), name)
    case .null: append([], name)
    case .object where !isNested:
      let text = String(decoding: name, as: UTF8.self)
      if !flattened.contains(text), flattened.count < 1000 { flattened.append(text) }
      try readObject(prefix: name + [UInt8(ascii: ".")])
    case .object, .array:
      append(Array(try scanner.raw()), name)
      keptAsText.count += 1
      if keptAsText.lines.count < 5 { keptAsText.lines.append(line) }
      let text = String(decoding: name, as: UTF8.self)
      if !keptNames.contains(text), keptNames.count < 100 { keptNames.append(text) }
    }
  }

  /// Three digits behind the point would look like thousands, so a nought follows them.
  private static func number(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    guard let point = digits.firstIndex(of: UInt8(ascii: ".")), digits.endIndex - point == 4,
      digits[(point + 1)...].allSatisfy({ $0 &- 0x30 < 10 })
    else { return Array(digits) }
    return digits + [UInt8(ascii: "0")]
  }

  private mutating func append(_ text: [UInt8], _ name: [UInt8]) {
    grid.append(text, column: column(name))
  }

  private mutating func column(_ name: [UInt8]) -> Int {
    defer { expected += 1 }
    if expected < names.count, names[expected] == name { return expected }
    if let known = columns[name] {
      expected = known
      return known
    }
    columns[name] = names.count
    names.append(name)
    return names.count - 1
  }

  // MARK: What comes of it

  private func write(to table: inout ConvertedTable) {
    table.text.beginRecord(place: grid.rowNumbers.first ?? 1)
    for name in names { table.text.append(name) }
    table.text.endRecord()
    var row = [ArraySlice<UInt8>](repeating: [], count: names.count)
    for index in 0..<grid.rowCount {
      table.text.beginRecord(place: grid.rowNumbers[index])
      let cells = grid.cells(ofRow: index)
      for cell in cells { row[cell.column] = cell.text }
      for text in row { table.text.append(text) }
      for cell in cells { row[cell.column] = [] }
      table.text.endRecord()
    }
  }

  private func note(in table: inout ConvertedTable) {
    if !flattened.isEmpty {
      let list = flattened.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      table.guesses.append(
        LoadGuess(
          "the members of \(list) are columns of their own, with its name before theirs", ""))
    }
    if keptAsText.count > 0 {
      let list = keptNames.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      table.warnings.append(
        table.places.warning(
          "\(counted(keptAsText.count, "value")) of \(list) that "
            + "\(keptAsText.count == 1 ? "is a list" : "are lists") or deeper objects, kept as text",
          count: keptAsText.count, at: keptAsText.lines, isLoss: false))
    }
  }
}
