import Columns

/// Gives every different text of a column a number, looking at bytes only: a `String` is made the
/// first time that a text is met.
struct WordCollector {
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  /// The number of the word for every entry of the arena.
  private var codes: [UInt32] = []
  /// Open addressing: the entry plus 1, or 0. The length is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)
  private(set) var dictionary: [String] = []
  /// Texts that differ in bytes but are the same text (é as one letter or two) share a number;
  /// filled when the first text beyond ASCII appears.
  private var codesOfTexts: [String: UInt32] = [:]
  private var isCanonical = false

  mutating func code(of text: Span<UInt8>) -> UInt32 {
    let mask = slots.count - 1
    var slot = hash(text) & mask
    while slots[slot] != 0 {
      let entry = Int(slots[slot]) - 1
      if matches(entry, text) { return codes[entry] }
      slot = (slot + 1) & mask
    }
    let code = insert(text)
    slots[slot] = UInt32(ends.count)
    if ends.count * 2 > slots.count { slots = largerSlots() }
    return code
  }

  private mutating func insert(_ text: Span<UInt8>) -> UInt32 {
    let start = arena.count
    var isASCII = true
    for index in text.indices {
      arena.append(text[index])
      if text[index] >= 0x80 { isASCII = false }
    }
    ends.append(arena.count)
    let word = String(decoding: arena[start...], as: UTF8.self)
    if !isASCII, !isCanonical { startComparingTexts() }
    let next = UInt32(dictionary.count)
    if isCanonical {
      if let known = codesOfTexts[word] {
        codes.append(known)
        return known
      }
      codesOfTexts[word] = next
    }
    dictionary.append(word)
    codes.append(next)
    return next
  }

  private mutating func startComparingTexts() {
    isCanonical = true
    for (index, word) in dictionary.enumerated() { codesOfTexts[word] = UInt32(index) }
  }

  private func matches(_ entry: Int, _ text: Span<UInt8>) -> Bool {
    let start = entry == 0 ? 0 : ends[entry - 1]
    guard ends[entry] - start == text.count else { return false }
    for index in text.indices where arena[start + index] != text[index] { return false }
    return true
  }

  private func largerSlots() -> [UInt32] {
    let mask = slots.count * 2 - 1
    var larger = [UInt32](repeating: 0, count: mask + 1)
    let all = arena.span
    for entry in ends.indices {
      let start = entry == 0 ? 0 : ends[entry - 1]
      var slot = hash(all.extracting(start..<ends[entry])) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = UInt32(entry + 1)
    }
    return larger
  }
}

/// FNV-1a over bytes, its high bits folded down.
private func hash(_ text: Span<UInt8>) -> Int {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for index in text.indices {
    hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3
  }
  return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
}
