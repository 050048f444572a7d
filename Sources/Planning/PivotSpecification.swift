/// A column's values turned into columns: one row for each combination of keys.
package struct PivotSpecification: Hashable, Sendable {
  /// Positions of the columns that stay, in order.
  package var keys: [Int]
  /// The column whose values become columns, smallest first, missing last.
  package var column: Int
  /// The column that fills them; a combination that does not occur is missing.
  package var measure: Int
  /// The most columns that it may make.
  package static let mostColumns = 200

  package init(keys: [Int], column: Int, measure: Int) {
    self.keys = keys
    self.column = column
    self.measure = measure
  }
}
