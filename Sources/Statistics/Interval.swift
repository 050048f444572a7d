/// A closed interval of numbers, `low...high`; either end may be infinite where nothing bounds it.
package struct Interval: Hashable, Sendable {
  package let low: Double
  package let high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  package func contains(_ value: Double) -> Bool { value >= low && value <= high }
}
