package import Columns

/// What `describe` says of a column.
package enum ColumnDescription {
  /// Ranges are texts, because columns of several types stand below one another; `distinct` leaves
  /// missing values out, `example` is the commonest value, `spread` a small histogram.
  package static let schema = Schema([
    Field("column", .text), Field("type", .text), Field("role", .text),
    Field("missing", .integer, unit: .count), Field("distinct", .integer, unit: .count),
    Field("min", .text), Field("median", .text), Field("max", .text), Field("example", .text),
    Field("spread", .text),
  ])
}
