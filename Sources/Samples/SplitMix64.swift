/// Random numbers that depend on the seed alone: the same on every machine.
///
/// Source: Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators".
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// An independent stream for the nth thing of a sample, so that a change to one of them, such as
  /// another strength of an effect, leaves all others as they were.
  init(seed: UInt64, stream: Int) {
    var mixer = SplitMix64(seed: seed)
    self.init(seed: mixer.next() ^ (UInt64(stream) &+ 1) &* 0xD1B5_4A32_D192_ED03)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number from 0 to `limit` - 1; `limit` is at least 1.
  mutating func below(_ limit: Int) -> Int { SplitMix64.place(of: next(), below: limit) }

  /// The whole number from 0 to `limit` - 1 that a draw comes to.
  static func place(of draw: UInt64, below limit: Int) -> Int {
    Int(draw.multipliedFullWidth(by: UInt64(limit)).high)
  }

  /// A whole number of the range, each as likely.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// Whether it happens `part` times in `whole`; `whole` is at least 1.
  mutating func happens(_ part: Int, in whole: Int) -> Bool { below(whole) < part }

  /// The place of one of the weights, each as likely as it is heavy; at least one is above 0.
  mutating func place(weights: [Int]) -> Int {
    var total = 0
    for weight in weights { total += weight }
    var rest = below(total)
    var place = 0
    while place < weights.count - 1, rest >= weights[place] {
      rest -= weights[place]
      place += 1
    }
    return place
  }

  /// One of the elements, each as likely as it is heavy; at least one weight is above 0.
  mutating func choice<Element>(_ elements: [(Element, weight: Int)]) -> Element {
    elements[place(weights: elements.map(\.weight))].0
  }

  /// A number from 0 up to 1, a multiple of 2^-53.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A draw from the exponential distribution with mean 1, by comparing uniform numbers only: a
  /// logarithm may differ in its last bit from machine to machine.
  ///
  /// Source: von Neumann (1951), "Various techniques used in connection with random digits".
  mutating func exponential() -> Double {
    var whole = 0.0
    while true {
      let first = unit()
      var last = first
      var runIsOdd = true
      while true {
        let following = unit()
        if following >= last { break }
        last = following
        runIsOdd.toggle()
      }
      if runIsOdd { return whole + first }
      whole += 1
    }
  }

  /// A draw from the gamma distribution with a whole shape of at least 1 and rate 1.
  mutating func gamma(shape: Int) -> Double {
    var sum = 0.0
    for _ in 0..<shape { sum += exponential() }
    return sum
  }
}

/// A probability in millionths, so that products of effects are exact.
struct Chance {
  var perMillion: Int

  init(perMillion: Int) { self.perMillion = min(max(perMillion, 0), 1_000_000) }

  /// This many times as likely, in percent; never certain.
  func times(percent: Int) -> Chance {
    Chance(perMillion: min(perMillion * percent / 100, 950_000))
  }
}
