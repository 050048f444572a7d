import Columns

/// The columns at these positions, in this order, under the names and roles of `schema`.
func projected(_ table: Table, to columns: [Int], schema: Schema) -> Table {
  Table(schema: schema, columns: columns.map { table.columns[$0] }, about: table.about)
}
