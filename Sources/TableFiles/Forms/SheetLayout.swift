import Spreadsheets

/// Which rows of a sheet are its title, which its header, and what merged cells stand for.
struct SheetLayout {
  private let cells: SheetCells
  private let options: LoadOptions
  /// The rows of the header, as positions in the grid; empty where the reader is to judge.
  private var header: ClosedRange<Int>
  private var hasMergedHeader = false
  /// The merged cells of the rows that may be a header; hostile files have millions.
  private let mergedAtTop: [MergedCells]
  private let columns: [Int]

  /// So many rows at the top may be title and header.
  private static let mostTopRows = 50
  private static let mostHeaderRows = 5

  private typealias Texts = [Int: ArraySlice<UInt8>]

  init(_ cells: SheetCells, _ options: LoadOptions) {
    self.cells = cells
    self.options = options
    let numbers = cells.grid.rowNumbers
    let lastTop = numbers.isEmpty ? 0 : numbers[min(numbers.count, SheetLayout.mostTopRows) - 1]
    mergedAtTop = Array(cells.merged.lazy.filter { $0.rows.lowerBound < lastTop }.prefix(2000))
    let first = options.hasHeader == false ? 0 : SheetLayout.firstRow(cells.grid, mergedAtTop)
    header = first...first
    columns = cells.grid.usedColumns(fromRow: first)
    if options.hasHeader != false { extendHeader() }
  }

  private var grid: CellGrid { cells.grid }

  private static func texts(_ grid: CellGrid, _ row: Int) -> Texts {
    // A cell that is written twice holds what was written last.
    Dictionary(grid.cells(ofRow: row).map { ($0.column, $0.text) }) { $1 }
  }

  /// The row of a sheet, from 0.
  private func sheetRow(_ row: Int) -> Int { grid.rowNumbers[row] - 1 }

  // MARK: Title and header

  /// The first row that is about as wide as the table: what stands above is a title.
  private static func firstRow(_ grid: CellGrid, _ merged: [MergedCells]) -> Int {
    let top = min(grid.rowCount, mostTopRows)
    let widths = (0..<top).map { row in
      let texts = texts(grid, row)
      guard texts.count > 1 else { return 0 }
      let number = grid.rowNumbers[row] - 1
      let spread = merged.filter { $0.rows.lowerBound == number }
        .reduce(0) { $0 + (texts[$1.columns.lowerBound] == nil ? 0 : $1.columns.count - 1) }
      return texts.count + spread
    }
    let widest = widths.max() ?? 0
    return widths.firstIndex { $0 > 0 && $0 * 2 >= widest } ?? 0
  }

  private mutating func extendHeader() {
    let first = header.lowerBound
    var last = first
    while last + 1 < grid.rowCount, last - first + 1 < SheetLayout.mostHeaderRows {
      let number = sheetRow(last)
      guard sheetRow(last + 1) == number + 1 else { break }
      // A cell that reaches down from the header shows how far it goes.
      let reachesDown = mergedAtTop.contains {
        (sheetRow(first)...number).contains($0.rows.lowerBound) && $0.rows.upperBound > number
      }
      let spreads = mergedAtTop.contains {
        $0.rows.lowerBound == number && $0.columns.count > 1
      }
      guard reachesDown || spreads && holdsNames(last + 1) else { break }
      last += 1
    }
    header = first...last
    hasMergedHeader =
      last > first
      || mergedAtTop.contains {
        $0.rows.lowerBound == sheetRow(first) && $0.columns.count > 1
      }
  }

  /// Whether a row has words where the row below has numbers or dates.
  private func holdsNames(_ row: Int) -> Bool {
    guard row + 1 < grid.rowCount else { return false }
    let (here, below) = (SheetLayout.texts(grid, row), SheetLayout.texts(grid, row + 1))
    func looksLikeNumber(_ text: ArraySlice<UInt8>) -> Bool {
      text.first.map { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") } ?? false
    }
    return !here.values.contains(where: looksLikeNumber)
      && below.contains { column, text in looksLikeNumber(text) && here[column] != nil }
  }

  /// The names of the columns: the lowest of a header of several rows, with those above it where two
  /// are equal.
  private func names() -> [String] {
    let levels = columns.map { column in
      var levels: [String] = []
      for row in header {
        let text = String(decoding: headerText(row, column), as: UTF8.self)
        if !text.isEmpty, levels.last != text { levels.append(text) }
      }
      return levels
    }
    var counts: [String: Int] = [:]
    for name in levels { counts[name.last ?? "", default: 0] += 1 }
    return levels.map { levels in
      let lowest = levels.last ?? ""
      return counts[lowest] == 1 ? lowest : levels.joined(separator: " ")
    }
  }

  /// A cell of the header, or that of the merged cells to which it belongs.
  private func headerText(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    let texts = SheetLayout.texts(grid, row)
    if let text = texts[column] { return text }
    let number = sheetRow(row)
    let cover = mergedAtTop.first {
      $0.rows.lowerBound == number && $0.columns.contains(column)
    }
    return cover.flatMap { texts[$0.columns.lowerBound] } ?? []
  }

  // MARK: Writing

  func write(to converted: inout ConvertedTable, writtenAs: String) throws(FileError) {
    let rows = grid.rowCount - header.lowerBound
    // A few cells far apart would become a table of blanks.
    guard rows * columns.count <= grid.cellCount * 50 + 10_000_000 else {
      throw FileError(
        "'\(writtenAs)' has a sheet of \(rows) rows and \(columns.count) columns that is nearly empty",
        help: "keep the table alone on its sheet")
    }
    noteTitle(in: &converted)
    var first = header.lowerBound
    if hasMergedHeader {
      converted.hasHeader = true
      converted.text.beginRecord(place: grid.rowNumbers[first])
      for name in names() { converted.text.append(name.utf8) }
      converted.text.endRecord()
      first = header.upperBound + 1
    }
    let filled = filledCells(from: header.upperBound + 1, in: &converted)
    for row in first..<max(first, grid.rowCount) {
      let texts = SheetLayout.texts(grid, row)
      converted.text.beginRecord(place: grid.rowNumbers[row])
      for column in columns {
        converted.text.append(texts[column] ?? filled[row]?[column] ?? [])
      }
      converted.text.endRecord()
    }
  }

  private func noteTitle(in converted: inout ConvertedTable) {
    guard header.lowerBound > 0 else { return }
    let count = header.lowerBound
    let title = String(
      decoding: grid.cells(ofRow: 0).first?.text ?? [], as: UTF8.self)
    converted.guesses.append(
      LoadGuess(
        "\(counted(count, "row")) above the table \(count == 1 ? "is" : "are") no part of it: "
          + "'\(cutInMiddle(title, 30))'", "with header = no"))
  }

  /// What cells below a merged one stand for, by row and column: it reaches over all its rows.
  private func filledCells(
    from first: Int, in converted: inout ConvertedTable
  ) -> [Int: Texts] {
    var filled: [Int: Texts] = [:]
    var count = 0
    for merged in cells.merged where merged.rows.count > 1 {
      guard let top = position(ofSheetRow: merged.rows.lowerBound), top >= first,
        let text = SheetLayout.texts(grid, top)[merged.columns.lowerBound]
      else { continue }
      var row = top + 1
      while row < grid.rowCount, sheetRow(row) <= merged.rows.upperBound, count < 5_000_000 {
        count += 1
        filled[row, default: [:]][merged.columns.lowerBound] = text
        row += 1
      }
    }
    if count > 0 {
      converted.guesses.append(
        LoadGuess(
          "\(counted(count, "cell")) below a merged cell \(count == 1 ? "holds" : "hold") its value",
          ""))
    }
    return filled
  }

  /// The place in the grid of a row of the sheet that holds anything.
  private func position(ofSheetRow number: Int) -> Int? {
    var (low, high) = (0, grid.rowCount)
    while low < high {
      let middle = (low + high) / 2
      if sheetRow(middle) < number { low = middle + 1 } else { high = middle }
    }
    return low < grid.rowCount && sheetRow(low) == number ? low : nil
  }
}
