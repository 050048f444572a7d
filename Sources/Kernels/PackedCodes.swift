/// The word of every row as its number: an array of `UInt32` in what it offers, which takes a byte a
/// row where there are few words.
package struct PackedCodes: RandomAccessCollection, Sendable {
  /// Exactly one of the two is used.
  @usableFromInline let narrow: [UInt8]
  @usableFromInline let wide: [UInt32]

  package init(_ codes: [UInt32]) { (narrow, wide) = ([], codes) }
  package init(narrow codes: [UInt8]) { (narrow, wide) = (codes, []) }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { narrow.isEmpty ? wide.count : narrow.count }

  @inlinable package subscript(row: Int) -> UInt32 {
    narrow.isEmpty ? wide[row] : UInt32(narrow[row])
  }

  /// The numbers as an array, for work that goes over all of them.
  package var array: [UInt32] { narrow.isEmpty ? wide : narrow.map { UInt32($0) } }

  /// The numbers as bytes, where they are stored so.
  package var bytes: [UInt8]? { narrow.isEmpty ? nil : narrow }

  /// The numbers at these rows.
  package func gathered(_ rows: [Int]) -> PackedCodes {
    narrow.isEmpty
      ? PackedCodes(rows.map { wide[$0] }) : PackedCodes(narrow: rows.map { narrow[$0] })
  }
}
