import Columns
import Kernels

/// For each group the first row that has a value, or nil.
func firstRows(_ input: Column, _ groups: Groups) -> [Int?] {
  pickedRows(input, groups) { _, _ in false }
}

/// For each group the last row that has a value, or nil.
func lastRows(_ input: Column, _ groups: Groups) -> [Int?] {
  pickedRows(input, groups) { _, _ in true }
}

/// For each group the first row that has its smallest or largest value, or nil. Values are compared
/// as `<` compares them: texts by code points.
func extremeRows(_ input: Column, _ groups: Groups, largest: Bool) -> [Int?] {
  func rows<Element: Comparable>(_ values: [Element]) -> [Int?] {
    pickedRows(input, groups) { row, best in
      largest ? values[row] > values[best] : values[row] < values[best]
    }
  }
  switch input.storage {
  case .integers(let values), .instants(let values): return rows(values)
  case .decimals(let values): return rows(values)
  case .days(let values): return rows(values)
  case .booleans(let values): return rows(values.map { $0 ? 1 : 0 })
  case .words(let words):
    let places = codePointRanks(words, Words(codes: [], dictionary: [])).0
    let cells = Cells(words.codes, validity: input.validity)
    return rows(cells.mapPresent(filler: Int32(0)) { places[Int($0)] }.values)
  }
}

/// Whether the condition holds for some row of each group; missing for no row.
func anyTrue(_ input: Column, _ groups: Groups) -> Column {
  input.gathered(rowsOrMissing: extremeRows(input, groups, largest: true))
}

/// Whether the condition holds for every row of each group; missing for no row.
func allTrue(_ input: Column, _ groups: Groups) -> Column {
  input.gathered(rowsOrMissing: extremeRows(input, groups, largest: false))
}

/// A row of each group that has a value: the first, or a later one that `isBetter` than it.
private func pickedRows(
  _ input: Column, _ groups: Groups, isBetter: (Int, Int) -> Bool
) -> [Int?] {
  var rows = [Int?](repeating: nil, count: groups.count)
  for row in groups.codes.indices where !input.isMissing(row) {
    let group = groups.codes[row]
    if let best = rows[group], !isBetter(row, best) { continue }
    rows[group] = row
  }
  return rows
}

extension Column {
  /// The cells at these positions; missing for nil.
  func gathered(rowsOrMissing rows: [Int?]) -> Column {
    guard count > 0 else { return Column(repeating: .missing, type, count: rows.count) }
    var gathered = gathered(rows.map { $0 ?? 0 })
    guard rows.contains(nil) else { return gathered }
    let found = Bitmap(count: rows.count) { rows[$0] != nil }
    gathered.validity = Bitmap.both(gathered.validity, found)
    return gathered
  }
}
