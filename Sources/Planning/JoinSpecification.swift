/// Rows of one table beside the rows of another that have equal keys.
///
/// Numbers are equal by size, texts by their code points, dates and timestamps by the instant; a
/// missing key equals nothing. A row that equals several stands beside each of them, in their order.
/// Columns of the result: those of the first table, then those of the second but for its keys.
package struct JoinSpecification: Hashable, Sendable {
  package var kind: JoinKind
  /// Positions of equal meaning in the two tables; at least one.
  package var keys: [KeyPair]
  /// The columns that the second table brings: their positions there.
  package var added: [Int]
  /// What the second table is called.
  package var otherName: String

  package init(kind: JoinKind, keys: [KeyPair], added: [Int], otherName: String) {
    self.kind = kind
    self.keys = keys
    self.added = added
    self.otherName = otherName
  }

  package struct KeyPair: Hashable, Sendable {
    package var left: Int
    package var right: Int

    package init(_ left: Int, _ right: Int) {
      self.left = left
      self.right = right
    }
  }
}

/// What becomes of rows of the first table that equal none of the second.
package enum JoinKind: String, CaseIterable, Hashable, Sendable {
  /// They go.
  case inner
  /// They stay, with missing values beside them.
  case left
}
