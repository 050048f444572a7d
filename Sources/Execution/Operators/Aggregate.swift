import Columns
import Kernels
import Planning

/// Rows gathered by keys, with figures about each group. `rowCount` is that of the table, which need not
/// hold a column.
func aggregated(
  _ table: Table, rowCount: Int, by aggregation: Aggregation, isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  var groups = try Groups(
    of: table, by: aggregation.keys, rowCount: rowCount, measures: aggregation.measures,
    isCancelled: isCancelled)
  var fields = aggregation.keys.map(\.field)
  var columns = groups.keyColumns
  var notes = table.about.notes + keyNotes(aggregation.keys, groups: groups, over: table)
  var skipped = SkippedValues()
  for measure in aggregation.measures {
    try poll(isCancelled)
    if let (input, figures) = groups.dense?.figures(measure, over: table) {
      skipped.note(measure, input, over: table)
      fields.append(measure.field)
      columns.append(figures.converted(to: measure.field.type))
      continue
    }
    groups.keepCodes()
    let input = measure.value.map { evaluate($0, over: table) }
    skipped.note(measure, input, over: table)
    let figures = try figures(measure, of: input, in: groups, isCancelled: isCancelled)
    fields.append(measure.field)
    columns.append(figures.converted(to: measure.field.type))
  }
  notes += skipped.notes
  for remark in aggregation.remarks where bits(remark.condition, over: table).onesCount > 0 {
    notes.append(remark.text)
  }
  var about = table.about
  about.notes = notes
  about.facts = []
  about.working = nil
  return Table(schema: Schema(fields), columns: columns, about: about)
}

extension Aggregation {
  /// Whether nothing but the number of rows is asked for.
  var countsRowsOnly: Bool {
    keys.isEmpty && remarks.isEmpty
      && measures.allSatisfy { $0.function == .count && $0.value == nil }
  }
}
