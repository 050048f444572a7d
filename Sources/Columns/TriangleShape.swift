/// A long table that people read as a triangle: a row for each cohort, a column for each step of time.
/// All but `series` are names of columns.
package struct TriangleShape: Hashable, Sendable {
  /// What a row of the triangle is: `cohort`.
  package var row: String
  /// The size of a row: what `part` is a part of.
  package var size: String
  /// What a column of the triangle is, a whole number: `k`.
  package var column: String
  /// What is left of the size.
  package var part: String
  /// What stands in the cells: part / size.
  package var measure: String
  /// Key columns that tell several triangles apart.
  package var series: [String]

  package init(
    row: String, size: String, column: String, part: String, measure: String,
    series: [String] = []
  ) {
    self.row = row
    self.size = size
    self.column = column
    self.part = part
    self.measure = measure
    self.series = series
  }

  /// The columns without which there is no triangle.
  package var neededColumns: [String] { series + [row, size, column, part, measure] }
}
