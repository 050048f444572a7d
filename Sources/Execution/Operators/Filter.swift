import Columns
import Kernels
import Planning

/// The rows for which a condition is true, with notes about what missing values did.
func filtered(
  _ table: Table, by condition: TypedExpression, isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  let matches = bits(condition, over: table)
  try poll(isCancelled)
  var result = try gathered(table, matches.indicesOfOnes, isCancelled: isCancelled)
  result.about.notes += filterNotes(condition, over: table, matches: matches)
  return result
}

/// How many rows match, and a table of no column that says what is said of them.
func countedMatches(
  _ table: Table, of condition: TypedExpression
) -> (count: Int, table: Table) {
  let matches = bits(condition, over: table)
  var about = table.about
  about.notes += filterNotes(condition, over: table, matches: matches)
  return (matches.onesCount, Table(schema: Schema([]), columns: [], about: about))
}

/// The rows at these positions, in this order.
func gathered(
  _ table: Table, _ rows: [Int], isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  var columns: [Column] = []
  for column in table.columns {
    try poll(isCancelled)
    columns.append(column.gathered(rows))
  }
  return Table(schema: table.schema, columns: columns, about: table.about)
}
