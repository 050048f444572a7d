/// How the values of one column are spread, as `describe` finds it.
package struct Spread: Hashable, Sendable {
  package var column: String
  /// The smallest, the middle and the largest value, as printed.
  package var low: String
  package var median: String
  package var high: String
  /// Rows in stretches of equal width from the smallest to the largest value.
  package var counts: [Int]

  package init(column: String, low: String, median: String, high: String, counts: [Int]) {
    self.column = column
    self.low = low
    self.median = median
    self.high = high
    self.counts = counts
  }
}
