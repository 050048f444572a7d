package import Language

/// A condition that must hold for every row.
package struct Expectation: Hashable, Sendable {
  package var condition: TypedExpression
  /// Where it stands in the line.
  package var range: SourceRange
  /// The columns that tell a row that fails: those it reads, and the first of the table.
  package var shown: [Int]

  package init(_ condition: TypedExpression, at range: SourceRange, shown: [Int]) {
    self.condition = condition
    self.range = range
    self.shown = shown
  }
}
