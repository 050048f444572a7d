import Columns
import Kernels
import Planning

/// The most cells that a pivot may make.
private let mostPivotedCells = 20_000_000

/// A column's values turned into columns.
func pivoted(
  _ table: Table, by pivot: PivotSpecification, isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  let rows = try combinations(
    pivot.keys.map { table.columns[$0].identities }, rowCount: table.rowCount,
    isCancelled: isCancelled)
  let values = table.columns[pivot.column]
  let heads = try combinations(
    [values.identities], rowCount: table.rowCount, isCancelled: isCancelled)
  let name = table.schema.fields[pivot.column].name
  guard heads.count <= PivotSpecification.mostColumns else {
    throw .impossible(
      "\(name) has \(heads.count) different values; a pivot makes at most "
        + "\(PivotSpecification.mostColumns) columns",
      help: "take a coarser key, such as year in place of month, or filter first")
  }
  guard rows.count * max(1, heads.count) <= mostPivotedCells else {
    throw .impossible(
      "the pivot would make more than \(mostPivotedCells) cells", help: "filter first")
  }
  let sources = try PivotSources(rows, heads, table, pivot)
  try poll(isCancelled)
  let order = stablyOrdered(
    Array(0..<heads.count), by: values.gathered(heads.firstRows).ranks)
  var fields = pivot.keys.map { table.schema.fields[$0] }
  var columns = pivot.keys.map { table.columns[$0].gathered(rows.firstRows) }
  let measure = table.schema.fields[pivot.measure]
  for head in order {
    try poll(isCancelled)
    let label = columnLabel(values[heads.firstRows[head]], among: fields.map(\.name))
    fields.append(Field(label, measure.type, unit: measure.unit))
    columns.append(table.columns[pivot.measure].gathered(rowsOrMissing: sources.rows(of: head)))
  }
  var about = table.about
  about.notes.append("each cell is \(measure.name)")
  if sources.emptyCount > 0 {
    about.notes.append(
      "\(sources.emptyCount) of \(rows.count * heads.count) cells are empty: no row of the input "
        + "is about them")
  }
  about.facts = []
  about.working = nil
  return Table(schema: Schema(fields), columns: columns, about: about)
}

/// The row that fills each cell.
private struct PivotSources {
  private let headCount: Int
  private var slots: [Int32]

  init(
    _ rows: DenseCodes, _ heads: DenseCodes, _ table: Table, _ pivot: PivotSpecification
  ) throws(ExecutionError) {
    headCount = heads.count
    slots = [Int32](repeating: -1, count: rows.count * heads.count)
    for row in 0..<table.rowCount {
      let slot = rows.codes[row] * headCount + heads.codes[row]
      guard slots[slot] < 0 else { throw PivotSources.twice(table, pivot, row) }
      slots[slot] = Int32(clamping: row)
    }
  }

  var emptyCount: Int { slots.count { $0 < 0 } }

  func rows(of head: Int) -> [Int?] {
    stride(from: head, to: slots.count, by: headCount).map { slots[$0] < 0 ? nil : Int(slots[$0]) }
  }

  private static func twice(
    _ table: Table, _ pivot: PivotSpecification, _ row: Int
  ) -> ExecutionError {
    let place = (pivot.keys + [pivot.column]).map { column in
      "\(table.schema.fields[column].name) \(plainText(table.columns[column][row]) ?? "(missing)")"
    }
    return .impossible(
      "several rows are about \(place.joined(separator: ", "))",
      help: "a pivot fills each cell from one row; gather them first:  group by KEYS | pivot ...")
  }
}

/// The name of a value's column, told apart from the names before it.
private func columnLabel(_ value: Value, among taken: [String]) -> String {
  let text = plainText(value) ?? "(missing)"
  var label = text.isEmpty ? "(empty)" : text
  var number = 2
  while taken.contains(label) {
    label = "\(text)_\(number)"
    number += 1
  }
  return label
}
