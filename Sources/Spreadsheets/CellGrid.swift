/// Cells of text in rows and columns with holes, in little memory: the texts one behind the other.
package struct CellGrid: Sendable {
  private var bytes: [UInt8] = []
  /// Where each cell's text ends.
  private var ends: [Int] = []
  private var columns: [Int32] = []
  /// The first cell of each row.
  private var starts: [Int] = []
  /// What each row is called in its file: the row of a sheet, the line of a text.
  package private(set) var rowNumbers: [Int] = []

  package init() {}

  package var rowCount: Int { starts.count }
  package var cellCount: Int { ends.count }
  /// About the memory that it takes.
  package var byteCount: Int { bytes.count + ends.count * 12 + starts.count * 16 }

  /// Begins a row. A row that stays empty goes with `dropEmptyRow`.
  package mutating func beginRow(_ number: Int) {
    starts.append(ends.count)
    rowNumbers.append(number)
  }

  package mutating func append(_ text: some Sequence<UInt8>, column: Int) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    columns.append(Int32(column))
  }

  package mutating func dropEmptyRow() {
    guard starts.last == ends.count else { return }
    starts.removeLast()
    rowNumbers.removeLast()
  }

  /// The cells of a row, in the order in which they were written.
  package func cells(ofRow row: Int) -> [(column: Int, text: ArraySlice<UInt8>)] {
    let end = row + 1 < starts.count ? starts[row + 1] : ends.count
    return (starts[row]..<end).map { cell in
      (Int(columns[cell]), bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]])
    }
  }

  /// The columns that hold anything from a row on, in order.
  package func usedColumns(fromRow row: Int) -> [Int] {
    guard row < starts.count else { return [] }
    var isUsed: [Bool] = []
    for cell in starts[row]..<columns.count {
      let column = Int(columns[cell])
      if column >= isUsed.count {
        isUsed += [Bool](repeating: false, count: column + 1 - isUsed.count)
      }
      isUsed[column] = true
    }
    return isUsed.indices.filter { isUsed[$0] }
  }
}
