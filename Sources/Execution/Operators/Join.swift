import Columns
import Kernels
import Planning

/// The most rows that a join may make.
private let mostJoinedRows = 50_000_000

/// The rows of one table beside the rows of another with equal keys.
func joined(
  _ left: Table, _ right: Table, by join: JoinSpecification, schema: Schema,
  isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  let codes = try JoinCodes(
    left: join.keys.map { left.columns[$0.left] }, right: join.keys.map { right.columns[$0.right] },
    isCancelled: isCancelled)
  let partners = codes.rightRowsByCode
  var leftRows: [Int] = []
  var rightRows: [Int?] = []
  var tally = JoinTally(rows: left.rowCount, withoutKey: codes.left.count { $0 == nil })
  for row in 0..<left.rowCount {
    if row & 0xFFFF == 0xFFFF { try poll(isCancelled) }
    let found = codes.left[row].map { partners.rows(of: $0) } ?? []
    tally.add(found.count)
    guard leftRows.count + found.count <= mostJoinedRows else { throw tooManyRows(join) }
    for partner in found {
      leftRows.append(row)
      rightRows.append(partner)
    }
    if found.isEmpty, join.kind == .left {
      leftRows.append(row)
      rightRows.append(nil)
    }
  }
  var result = try gathered(left, leftRows, isCancelled: isCancelled)
  for column in join.added {
    try poll(isCancelled)
    result.columns.append(right.columns[column].gathered(rowsOrMissing: rightRows))
  }
  result.schema = schema
  result.about.sources += right.about.sources.filter { !left.about.sources.contains($0) }
  result.about.notes += right.about.notes + tally.notes(join, made: leftRows.count)
  result.about.facts = []
  result.about.working = nil
  return result
}

private func tooManyRows(_ join: JoinSpecification) -> ExecutionError {
  .impossible(
    "the join would make more than \(mostJoinedRows) rows",
    help: "join on a key that stands once in \(join.otherName), or group it first")
}

/// How the rows of the first table fared.
private struct JoinTally {
  let rows: Int
  let withoutKey: Int
  private var matched = 0
  private var multiplied = 0
  private var mostPartners = 0

  init(rows: Int, withoutKey: Int) {
    self.rows = rows
    self.withoutKey = withoutKey
  }

  mutating func add(_ partners: Int) {
    if partners > 0 { matched += 1 }
    if partners > 1 { multiplied += 1 }
    mostPartners = max(mostPartners, partners)
  }

  func notes(_ join: JoinSpecification, made: Int) -> [String] {
    var notes: [String] = []
    let other = join.otherName
    switch join.kind {
    case .inner:
      let rest = matched < rows ? "; with kind = left keeps the rest" : ""
      notes.append("kind inner: \(matched) of \(rows) rows have a match in \(other)\(rest)")
    case .left:
      notes.append(
        matched == rows
          ? "kind left: every row has a match in \(other)"
          : "kind left: \(rows - matched) of \(rows) rows have no match in \(other) and missing "
            + "values beside them")
    }
    if multiplied > 0 {
      notes.append(
        "\(counted(multiplied)) \(multiplied == 1 ? "has" : "have") more than one match, up to "
          + "\(mostPartners): \(counted(rows)) became \(made)")
    }
    if withoutKey > 0 {
      notes.append(
        "\(counted(withoutKey)) without a key \(withoutKey == 1 ? "matches" : "match") nothing")
    }
    return notes
  }

  private func counted(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }
}

/// The keys of two tables numbered together: rows have equal numbers where all their keys are equal.
private struct JoinCodes {
  /// Nil where a key is missing.
  let left: [Int?]
  let right: [Int?]
  private let count: Int

  init(
    left leftKeys: [Column], right rightKeys: [Column], isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let cells = zip(leftKeys, rightKeys).map(commonIdentities)
    let rowCount = (leftKeys.first?.count ?? 0) + (rightKeys.first?.count ?? 0)
    let dense = try combinations(cells, rowCount: rowCount, isCancelled: isCancelled)
    var isMissing = [Bool](repeating: false, count: rowCount)
    for key in cells {
      for row in 0..<rowCount where !key.isPresent(row) { isMissing[row] = true }
    }
    let codes = zip(dense.codes, isMissing).map { $1 ? nil : $0 }
    let leftCount = leftKeys.first?.count ?? 0
    left = Array(codes.prefix(leftCount))
    right = Array(codes.dropFirst(leftCount))
    count = dense.count
  }

  /// The rows of the second table by their number.
  var rightRowsByCode: RowsByCode { RowsByCode(right, count: count) }
}

/// Rows of equal number side by side, in row order.
private struct RowsByCode {
  private var bounds: [Int]
  private var sortedRows: [Int]

  init(_ codes: [Int?], count: Int) {
    bounds = [Int](repeating: 0, count: count + 1)
    for case let code? in codes { bounds[code + 1] += 1 }
    for code in 0..<count { bounds[code + 1] += bounds[code] }
    var next = bounds
    sortedRows = [Int](repeating: 0, count: bounds[count])
    for (row, code) in codes.enumerated() {
      guard let code else { continue }
      sortedRows[next[code]] = row
      next[code] += 1
    }
  }

  func rows(of code: Int) -> ArraySlice<Int> { sortedRows[bounds[code]..<bounds[code + 1]] }
}

/// The cells of two columns one after the other, as numbers that are the same for equal values.
private func commonIdentities(_ left: Column, _ right: Column) -> Cells<Int64> {
  if left.type == .text, right.type == .text {
    var interner = WordInterner()
    let sides = [left, right].map { column in
      let codes = column.words.dictionary.map { Int64(interner.code(of: $0)) }
      return Cells(column.words.codes, validity: column.validity)
        .mapPresent(filler: 0) { codes[Int($0)] }
    }
    return sides[0].followed(by: sides[1])
  }
  let common: ValueType =
    left.type == right.type ? left.type : left.type.isNumeric ? .decimal : .timestamp
  return left.converted(to: common).identities
    .followed(by: right.converted(to: common).identities)
}

extension Cells<Int64> {
  fileprivate func followed(by other: Cells<Int64>) -> Cells<Int64> {
    let count = values.count
    let validity: Bitmap? =
      self.validity == nil && other.validity == nil
      ? nil
      : Bitmap(count: count + other.values.count) {
        $0 < count ? isPresent($0) : other.isPresent($0 - count)
      }
    return Cells(values + other.values, validity: validity)
  }
}
