/// A rectangle of cells that were made one, rows and columns from 0.
package struct MergedCells: Hashable, Sendable {
  package var rows: ClosedRange<Int>
  package var columns: ClosedRange<Int>
}

/// The cells of a sheet that hold anything, as text: dates in ISO form, numbers in full.
package struct SheetCells: Sendable {
  package var grid = CellGrid()
  package var merged: [MergedCells] = []
  /// Cells with an error such as `#N/A`, taken as empty; the first of them, and the first rows.
  package var errors = (count: 0, first: "", rows: [Int]())
  /// Formulas whose value is not in the file; the first rows.
  package var formulasWithoutValue = (count: 0, rows: [Int]())
  package var hiddenRows = 0
}

/// Reads the XML of a sheet.
struct SheetReading {
  private static let mostRows = 1_048_576
  private static let mostColumns = 16_384
  private static let mostMerged = 200_000

  private var reader: XMLReader
  private let strings: SharedStrings
  private let formats: [NumberFormat]
  private let numbers: NumberText
  private let limits: WorkbookLimits
  private var cells = SheetCells()
  /// The numbers of the row and of the column that come next, from 0.
  private var row = -1
  private var column = 0

  init(
    _ reader: XMLReader, strings: SharedStrings, formats: [NumberFormat], numbers: NumberText,
    limits: WorkbookLimits
  ) {
    self.reader = reader
    self.strings = strings
    self.formats = formats
    self.numbers = numbers
    self.limits = limits
  }

  mutating func read(_ isCancelled: () -> Bool) throws(WorkbookError) -> SheetCells {
    while let event = try reader.next() {
      switch (event, reader.name) {
      case (.start, "row"):
        try beginRow()
        if row & 0xFF == 0, isCancelled() { throw .cancelled }
      case (.end, "row"): cells.grid.dropEmptyRow()
      case (.start, "c"): try readCell()
      case (.start, "mergeCell"): try readMerged()
      case (.end, "worksheet"): return cells
      default: break
      }
    }
    return cells
  }

  private mutating func beginRow() throws(WorkbookError) {
    row = reader.attribute("r").flatMap { Int($0) }.map { $0 - 1 } ?? row + 1
    guard (0..<SheetReading.mostRows).contains(row) else {
      throw .damaged("a row has the number \(row &+ 1)")
    }
    if let hidden = reader.attribute("hidden"), hidden == "1" || hidden == "true" {
      cells.hiddenRows += 1
    }
    column = 0
    cells.grid.beginRow(row + 1)
    guard cells.grid.byteCount <= limits.mostBytes else {
      throw WorkbookError("has more cells than fit into memory")
    }
  }

  private mutating func readCell() throws(WorkbookError) {
    guard row >= 0 else { throw .damaged("a cell stands in no row") }
    if let place = reader.rawAttribute("r") {
      guard let found = CellPlace(place) else {
        throw .damaged(
          "a cell has the place '\(String(decoding: place.prefix(20), as: UTF8.self))'")
      }
      column = found.column
    }
    guard column < SheetReading.mostColumns else { throw .damaged("a row has too many cells") }
    let type = reader.attribute("t") ?? "n"
    let style = reader.attribute("s").flatMap { Int($0) } ?? 0
    var value: [UInt8]?
    var hasFormula = false
    let depth = reader.depth
    while let event = try reader.next() {
      if event == .end, reader.depth < depth { break }
      guard event == .start else { continue }
      switch reader.name {
      case "v": value = try elementText(&reader)
      case "is": value = try richText(&reader)
      case "f":
        hasFormula = true
        try reader.skipElement()
      default: break
      }
    }
    try take(value, type: type, style: style, hasFormula: hasFormula)
    column += 1
  }

  private mutating func take(
    _ value: [UInt8]?, type: String, style: Int, hasFormula: Bool
  ) throws(WorkbookError) {
    guard let value, !value.isEmpty else {
      if hasFormula, type == "n" {
        cells.formulasWithoutValue.count += 1
        note(row + 1, in: &cells.formulasWithoutValue.rows)
      }
      return
    }
    switch type {
    case "s":
      guard let index = Int(String(decoding: value, as: UTF8.self)), let text = strings[index]
      else { throw .damaged("a cell refers to a text that is not there") }
      append(text)
    case "b": append(Array((value == [UInt8(ascii: "0")] ? "false" : "true").utf8))
    case "e":
      if cells.errors.count == 0 { cells.errors.first = String(decoding: value, as: UTF8.self) }
      cells.errors.count += 1
      note(row + 1, in: &cells.errors.rows)
    case "n":
      let format = formats.indices.contains(style) ? formats[style] : .plain
      append(numbers.written(value[...], as: format).map { Array($0.utf8) } ?? value)
    default: append(value)
    }
  }

  private mutating func append(_ text: some Collection<UInt8>) {
    if !text.isEmpty { cells.grid.append(text, column: column) }
  }

  private func note(_ row: Int, in rows: inout [Int]) {
    if rows.count < 5 { rows.append(row) }
  }

  private mutating func readMerged() throws(WorkbookError) {
    guard let place = reader.rawAttribute("ref") else { return }
    let ends = place.split(separator: UInt8(ascii: ":")).map { CellPlace($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first.row <= last.row,
      first.column <= last.column
    else { return }
    guard cells.merged.count < SheetReading.mostMerged else {
      throw .damaged("it has too many merged cells")
    }
    cells.merged.append(
      MergedCells(rows: first.row...last.row, columns: first.column...last.column))
  }
}

/// `B12`, from 0.
struct CellPlace: Hashable {
  var row: Int
  var column: Int

  init?(_ text: ArraySlice<UInt8>) {
    var (row, column) = (0, 0)
    var isInLetters = true
    for byte in text where byte != UInt8(ascii: "$") {
      let letter = byte & 0xDF
      if isInLetters, letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z") {
        column = column * 26 + Int(letter - UInt8(ascii: "A")) + 1
      } else if byte &- 0x30 < 10 {
        isInLetters = false
        row = row * 10 + Int(byte - 0x30)
      } else {
        return nil
      }
      guard column <= 16_384, row <= 1_048_576 else { return nil }
    }
    guard row > 0, column > 0 else { return nil }
    (self.row, self.column) = (row - 1, column - 1)
  }

  /// `A`, `AA`: how the column from 0 is called.
  static func name(ofColumn column: Int) -> String {
    var (rest, name) = (column + 1, "")
    while rest > 0 {
      name = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + name
      rest = (rest - 1) / 26
    }
    return name
  }
}
