import Calendars
import Columns
import Kernels
import Planning
import Texts

/// A row about each column: type, role, missing and different values, range, the commonest value and
/// how numbers and dates are spread.
func described(_ table: Table, isCancelled: () -> Bool) throws(ExecutionError) -> Table {
  var rows: [[Value]] = []
  var spreads: [Spread] = []
  for (field, column) in zip(table.schema.fields, table.columns) {
    try poll(isCancelled)
    let (row, counts) = try description(field, column.withoutNaN, isCancelled)
    rows.append(row)
    guard let counts, case .text(let low) = row[5], case .text(let median) = row[6],
      case .text(let high) = row[7]
    else { continue }
    spreads.append(
      Spread(column: field.name, low: low, median: median, high: high, counts: counts))
  }
  let schema = ColumnDescription.schema
  let columns = schema.fields.indices.map { index in
    Column(schema.fields[index].type, rows.map { $0[index] })
  }
  var about = table.about
  about.shape = .spreads(spreads)
  about.notes.append(table.rowCount == 1 ? "1 row" : "\(grouped(table.rowCount)) rows")
  about.facts = []
  about.working = nil
  return Table(schema: schema, columns: columns, about: about)
}

private func description(
  _ field: Field, _ column: Column, _ isCancelled: () -> Bool
) throws(ExecutionError) -> (row: [Value], counts: [Int]?) {
  let dense = try denseCodes(of: column.identities) { () throws(ExecutionError) in
    try poll(isCancelled)
  }
  let missing = column.missingCount
  let isOrdered = column.type.isNumeric || column.type.isTemporal
  let order = isOrdered ? presentRowsInOrder(column) : []
  func text(_ row: Int?) -> Value {
    row.flatMap { plainText(column[$0]) }.map { .text($0) } ?? .missing
  }
  let fine = counts(column, order, in: stretches(column, order))
  let row: [Value] = [
    .text(field.name), .text(field.type.rawValue),
    field.role.map { .text($0.rawValue) } ?? .missing, .integer(Int64(missing)),
    .integer(Int64(dense.count - (missing > 0 ? 1 : 0))), text(order.first),
    median(column, order).flatMap(plainText).map { .text($0) } ?? .missing, text(order.last),
    text(commonestRow(dense, column)),
    counts(column, order, in: 8).map { .text(bars($0)) } ?? .missing,
  ]
  return (row, fine)
}

/// Of whole numbers close together one for each; else as many as a picture shows.
private func stretches(_ column: Column, _ order: [Int]) -> Int {
  let most = 60
  guard column.type == .integer, let low = order.first.flatMap({ column[$0].number }),
    let high = order.last.flatMap({ column[$0].number }), high - low < Double(most)
  else { return most }
  return Int(high - low) + 1
}

private func presentRowsInOrder(_ column: Column) -> [Int] {
  let ranks = column.ranks
  return stablyOrdered(column.presentRows, by: ranks)
}

/// The middle value; of an even number the mean of the two in the middle, for dates its day.
private func median(_ column: Column, _ order: [Int]) -> Value? {
  guard !order.isEmpty else { return nil }
  let (low, high) = (column[order[(order.count - 1) / 2]], column[order[order.count / 2]])
  switch (low, high) {
  case (.date(let low), .date(let high)):
    return .date(low.advanced(byDays: Int(high.daysSinceEpoch - low.daysSinceEpoch) / 2))
  case (.timestamp(let low), .timestamp(let high)): return .timestamp(low + (high - low) / 2)
  default:
    guard let low = low.number, let high = high.number else { return nil }
    return .decimal(low + (high - low) / 2)
  }
}

/// The first row with the value that most rows have.
private func commonestRow(_ dense: DenseCodes, _ column: Column) -> Int? {
  let counts = counts(of: dense.codes, count: dense.count)
  let present = counts.indices.filter { !column.isMissing(dense.firstRows[$0]) }
  return present.max { (counts[$0], -$0) < (counts[$1], -$1) }.map { dense.firstRows[$0] }
}

/// The rows in stretches of equal width from the smallest to the largest value; nil where all are equal.
private func counts(_ column: Column, _ order: [Int], in stretches: Int) -> [Int]? {
  let values = order.compactMap { column.position($0) }
  guard let low = values.first, let high = values.last, low < high, (high - low).isFinite else {
    return nil
  }
  var counts = [Int](repeating: 0, count: stretches)
  for value in values {
    counts[min(stretches - 1, Int((value - low) / (high - low) * Double(stretches)))] += 1
  }
  return counts
}

/// Each stretch a bar as high as the share of its rows.
private func bars(_ heights: [Int]) -> String {
  let bars = Array("\u{2581}\u{2582}\u{2583}\u{2584}\u{2585}\u{2586}\u{2587}\u{2588}")
  let most = Double(heights.max() ?? 1)
  return String(
    heights.map { $0 == 0 ? " " : bars[Int((Double($0) / most * 7).rounded())] })
}

extension Column {
  fileprivate var presentRows: [Int] { (0..<count).filter { !isMissing($0) } }

  /// A number or date on a line of numbers.
  fileprivate func position(_ row: Int) -> Double? {
    switch self[row] {
    case .date(let date): Double(date.daysSinceEpoch)
    case .timestamp(let instant): Double(instant)
    case let value: value.number
    }
  }
}
