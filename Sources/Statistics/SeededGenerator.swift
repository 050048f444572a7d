/// Random numbers for bootstrap and permutation: the same seed and stream give the same bits on
/// every machine, in every version.
///
/// SplitMix64: Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
/// Replicate i draws from stream i, so what it draws does not depend on which thread runs it.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// A generator of its own for each `stream` of a seed.
  package init(seed: UInt64, stream: UInt64) {
    // Mixed twice: neighbouring streams would else be the same numbers, shifted by one.
    state = SeededGenerator.mixed(
      SeededGenerator.mixed(seed &+ SeededGenerator.step) ^ (stream &* SeededGenerator.step))
  }

  package mutating func next() -> UInt64 {
    state &+= SeededGenerator.step
    return SeededGenerator.mixed(state)
  }

  /// In [0, 1), a multiple of 2^-53.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Each of 0..<`bound` equally often; `bound` is at least 1.
  ///
  /// Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019); the standard
  /// library promises no algorithm, and so no bits.
  package mutating func index(below bound: Int) -> Int {
    let width = UInt64(max(1, bound))
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let threshold = (0 &- width) % width
      while product.low < threshold { product = next().multipliedFullWidth(by: width) }
    }
    return Int(product.high)
  }

  /// Puts the elements into an order that is equally likely as any other (Fisher & Yates).
  package mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
