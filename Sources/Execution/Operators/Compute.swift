import Columns
import Planning

/// More columns, each computed from the columns before it; one of a known name takes its place.
func extended(
  _ table: Table, by columns: [ComputedColumn], isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  var table = table
  for column in columns {
    try poll(isCancelled)
    let cells = evaluate(column.value, over: table).converted(to: column.field.type)
    table.about.notes += computeNotes(column, cells, over: table)
    if let index = table.schema.index(of: column.field.name) {
      table.schema.fields[index] = column.field
      table.columns[index] = cells
    } else {
      table.schema.fields.append(column.field)
      table.columns.append(cells)
    }
  }
  return table
}
