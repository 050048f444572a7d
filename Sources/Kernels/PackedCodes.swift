/// The word of every row as its number: an array of `UInt32` in what it offers, which takes a byte a
/// row where there are few words, and nothing where every row has a word of its own.
package struct PackedCodes: RandomAccessCollection, Sendable {
  /// At most one of the two is used.
  @usableFromInline let narrow: [UInt8]
  @usableFromInline let wide: [UInt32]
  /// Where neither is: as many rows, each with its own number.
  @usableFromInline let ownCount: Int

  package init(_ codes: [UInt32]) { (narrow, wide, ownCount) = ([], codes, 0) }
  package init(narrow codes: [UInt8]) { (narrow, wide, ownCount) = (codes, [], 0) }

  /// Row 0 has word 0, row 1 word 1, and so on.
  package init(ownOf count: Int) { (narrow, wide, ownCount) = ([], [], count) }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { narrow.count &+ wide.count &+ ownCount }

  @inlinable package subscript(row: Int) -> UInt32 {
    if !narrow.isEmpty { return UInt32(narrow[row]) }
    if !wide.isEmpty { return wide[row] }
    precondition(row >= 0 && row < ownCount, "no such row")
    return UInt32(truncatingIfNeeded: row)
  }

  /// The numbers as an array, for work that goes over all of them.
  package var array: [UInt32] {
    if !narrow.isEmpty { return narrow.map { UInt32($0) } }
    return ownCount == 0 ? wide : Array(0..<UInt32(ownCount))
  }

  /// Whether no number, all below `count`, occurs twice.
  package func areDistinct(below count: Int) -> Bool {
    ownCount > 0 || Kernels.areDistinct(array, below: count)
  }

  /// The numbers as bytes, where they are stored so.
  package var bytes: [UInt8]? { narrow.isEmpty ? nil : narrow }

  /// The numbers at these rows.
  package func gathered(_ rows: [Int]) -> PackedCodes {
    narrow.isEmpty
      ? PackedCodes(rows.map { self[$0] }) : PackedCodes(narrow: rows.map { narrow[$0] })
  }
}
