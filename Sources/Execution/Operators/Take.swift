import Columns

/// The first `count` rows, or all where there are fewer.
func taken(_ count: Int, of table: Table) -> Table {
  count >= table.rowCount ? table : table.gathered(Array(0..<max(0, count)))
}
