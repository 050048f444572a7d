/// A fixed number of bits, packed 64 to a word: which rows hold a value, or which rows match.
@usableFromInline package struct Bitmap: Hashable, Sendable {
  /// The number of bits.
  @usableFromInline package let count: Int
  /// Bits beyond `count` in the last word are always 0.
  @usableFromInline package private(set) var words: [UInt64]

  /// `count` bits that are all the same.
  @usableFromInline package init(repeating value: Bool, count: Int) {
    self.count = count
    words = [UInt64](repeating: value ? ~0 : 0, count: (count + 63) / 64)
    clearTail()
  }

  /// The bits of an array, in order.
  package init(_ bits: [Bool]) {
    self.init(repeating: false, count: bits.count)
    for index in bits.indices where bits[index] {
      words[index >> 6] |= 1 << UInt64(index & 63)
    }
  }

  /// `packed` holds the bits 64 to a word, those beyond `count` 0.
  @usableFromInline init(count: Int, packed words: [UInt64]) {
    self.count = count
    self.words = words
  }

  @inlinable package subscript(index: Int) -> Bool {
    get {
      precondition(index >= 0 && index < count, "bit index out of range")
      return words[index >> 6] & (1 << UInt64(index & 63)) != 0
    }
    set {
      precondition(index >= 0 && index < count, "bit index out of range")
      setBit(index, to: newValue)
    }
  }

  @usableFromInline package mutating func setBit(_ index: Int, to value: Bool) {
    if value {
      words[index >> 6] |= 1 << UInt64(index & 63)
    } else {
      words[index >> 6] &= ~(1 << UInt64(index & 63))
    }
  }

  /// How many bits are 1.
  package var onesCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Bits that are 1 in both; both have the same count.
  package static func & (left: Bitmap, right: Bitmap) -> Bitmap {
    left.combined(with: right) { $0 & $1 }
  }

  /// Bits that are 1 in either; both have the same count.
  package static func | (left: Bitmap, right: Bitmap) -> Bitmap {
    left.combined(with: right) { $0 | $1 }
  }

  /// Every bit turned over.
  package static prefix func ~ (bitmap: Bitmap) -> Bitmap {
    var result = bitmap
    for index in result.words.indices { result.words[index] = ~result.words[index] }
    result.clearTail()
    return result
  }

  /// The positions of the bits that are 1, in order.
  package var indicesOfOnes: [Int] {
    var indices: [Int] = []
    indices.reserveCapacity(onesCount)
    for wordIndex in words.indices {
      var word = words[wordIndex]
      while word != 0 {
        indices.append(wordIndex << 6 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
    return indices
  }

  private func combined(with other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
    precondition(count == other.count, "bitmaps of different lengths")
    var result = self
    for index in words.indices { result.words[index] = operation(words[index], other.words[index]) }
    return result
  }

  private mutating func clearTail() {
    if count & 63 != 0 { words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  }
}
