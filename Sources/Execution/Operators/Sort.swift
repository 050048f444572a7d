import Columns
import Kernels
import Planning

/// The rows in order of the first key, equal ones in order of the next; rows that are equal in all
/// keep their order. Missing values come last in both directions.
func sorted(
  _ table: Table, by orders: [SortOrder], isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  var rows = Array(0..<table.rowCount)
  // Stable, so sorting by the last key first leaves the first key in charge.
  for order in orders.reversed() {
    try poll(isCancelled)
    let ranks = evaluate(order.value, over: table).ranks
    try poll(isCancelled)
    rows = stablyOrdered(rows, by: order.isDescending ? ranks.reversed : ranks)
  }
  return try gathered(table, rows, isCancelled: isCancelled)
}
