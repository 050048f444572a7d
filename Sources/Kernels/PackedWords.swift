import CKernels

/// Different texts end to end in one stretch of bytes: millions of them take little more than their
/// letters, and no `String` is made before somebody asks for it.
package struct PackedWords: Sendable {
  private var bytes: [UInt8] = []
  /// Where texts end; empty while all have `uniformLength`.
  private var ends: [UInt32] = []
  private var uniformLength = 0
  package private(set) var count = 0

  package init() {}

  init(reservingBytes bytes: Int) {
    self.bytes.reserveCapacity(bytes)
    unsafe self.bytes.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      unsafe useHugePages(UnsafeMutableRawPointer(start), bytes)
    }
  }

  /// Texts of one length that stand end to end in an array.
  init(_ bytes: [UInt8], length: Int, count: Int) {
    precondition(bytes.count == length * count, "other texts than were counted")
    (self.bytes, self.uniformLength, self.count) = (bytes, length, count)
  }

  mutating func append(_ text: UnsafePointer<UInt8>, _ length: Int) {
    unsafe appendAll(text, length, lengths: CollectionOfOne(length))
  }

  /// Texts that stand end to end already.
  mutating func appendAll(
    _ text: UnsafePointer<UInt8>, _ byteCount: Int, lengths: some Collection<Int>
  ) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: byteCount))
    if count == 0 { uniformLength = lengths.first ?? 0 }
    if ends.isEmpty, let odd = lengths.first(where: { $0 != uniformLength }), odd >= 0 {
      ends = (0..<count).map { UInt32(($0 + 1) * uniformLength) }
      // An empty list would mean that all have one length.
      if count == 0 { uniformLength = -1 }
    }
    if !ends.isEmpty || uniformLength < 0 {
      var end = ends.last ?? 0
      for length in lengths {
        end += UInt32(length)
        ends.append(end)
      }
    }
    count += lengths.count
  }

  private func range(_ index: Int) -> Range<Int> {
    precondition(index >= 0 && index < count, "no such word")
    if ends.isEmpty { return index * uniformLength..<(index + 1) * uniformLength }
    return (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  package subscript(index: Int) -> String {
    String(decoding: bytes[range(index)], as: UTF8.self)
  }

  /// The bytes of a text, to be looked at.
  package func withWord<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(range(index)))
  }

  /// Whether one of the texts has a byte beyond ASCII.
  package var isBeyondASCII: Bool {
    unsafe bytes.withUnsafeBufferPointer { all in
      guard let start = all.baseAddress else { return false }
      return unsafe ck_next_high(start, 0, all.count) < all.count
    }
  }

  /// How many bytes the first and the last text have in common at their starts, and all texts between
  /// them too where texts are in order.
  package var sharedStart: Int {
    guard count > 0 else { return 0 }
    let (first, last) = (range(0), range(count - 1))
    let most = min(first.count, last.count)
    return (0..<most).first { bytes[first.lowerBound + $0] != bytes[last.lowerBound + $0] } ?? most
  }

  /// The length of every text; nil where they differ.
  package var length: Int? { ends.isEmpty && uniformLength > 0 ? uniformLength : nil }

  /// The texts at these places, in this order.
  package func selected(_ places: [Int]) -> PackedWords {
    var words = PackedWords(reservingBytes: bytes.count)
    for place in places {
      let range = range(place)
      unsafe bytes.withUnsafeBufferPointer { all in
        guard let start = all.baseAddress else { return }
        unsafe words.append(start + range.lowerBound, range.count)
      }
    }
    return words
  }
}
