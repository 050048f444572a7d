/// A stretch of a source text, as UTF-8 byte offsets from its start.
package struct SourceRange: Hashable, Sendable {
  package var lowerBound: Int
  /// The first byte after it; equal to `lowerBound` for a place between two bytes.
  package var upperBound: Int

  package init(_ lowerBound: Int, _ upperBound: Int) {
    precondition(lowerBound <= upperBound, "a range that ends before it starts")
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  /// The smallest range that holds both.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(lowerBound, other.lowerBound), max(upperBound, other.upperBound))
  }
}
