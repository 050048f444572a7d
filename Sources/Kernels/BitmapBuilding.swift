extension Bitmap {
  /// The bit at an index is 1 where the condition holds for it.
  @inlinable package init(count: Int, where holds: (Int) -> Bool) {
    var words: [UInt64] = []
    words.reserveCapacity((count + 63) / 64)
    var start = 0
    while start < count {
      var word: UInt64 = 0
      for index in start..<Swift.min(start + 64, count) where holds(index) {
        word |= 1 << UInt64(index - start)
      }
      words.append(word)
      start += 64
    }
    self.init(count: count, packed: words)
  }

  /// The bits as an array of truth values.
  package var bools: [Bool] {
    var bools = [Bool](repeating: false, count: count)
    for index in indicesOfOnes { bools[index] = true }
    return bools
  }

  /// Bits that are 1 in both, nil standing for all ones.
  @usableFromInline package static func both(_ left: Bitmap?, _ right: Bitmap?) -> Bitmap? {
    guard let left else { return right }
    guard let right else { return left }
    return left & right
  }
}
