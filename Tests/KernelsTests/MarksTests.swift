import Kernels
import Testing

@Suite("Marks of a text")
struct MarksTests {
  /// Where separators and line ends stand outside quotes, byte by byte.
  private func naive(_ text: [UInt8]) -> (rows: Int, isOdd: Bool) {
    var isQuoted = false
    var (rows, isOdd) = (0, false)
    for (index, byte) in text.enumerated() {
      let before = index == 0 ? 44 : text[index - 1]
      let after = index + 1 < text.count ? text[index + 1] : 10
      if byte == 34 {
        let boundary: [UInt8] = [34, 44, 10, 13]
        if !boundary.contains(isQuoted ? after : before) { isOdd = true }
        isQuoted.toggle()
      } else if byte == 10 || byte == 13 && after != 10, !isQuoted {
        rows += 1
      }
    }
    return (rows, isOdd)
  }

  @Test("are found as by looking at each byte", arguments: 0..<40)
  func marks(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<20 {
      let letters = Array("\",\n\r ax".utf8)
      let text = (0..<next(300)).map { _ in letters[next(letters.count)] } + [10]
      let piece = TextPiece(capacity: 512)
      piece.append(text[...])
      piece.findMarks(separator: 44, quote: 34, isEnd: true)
      let (rows, isOdd) = naive(text)
      #expect(piece.hasOddQuotes == isOdd, "seed \(seed)\n\(text)")
      #expect(piece.lineEndCount == rows, "seed \(seed)\n\(text)")
      let found = piece.marksFound
      piece.findMarks(separator: 44, quote: 34, isEnd: true, usesSIMD: false)
      #expect(piece.marksFound == found, "seed \(seed)\n\(text)")
    }
  }
}

@Suite("Digests by the processor")
struct HardwareDigestTests {
  @Test("are those of plain arithmetic", arguments: [0, 1, 55, 56, 63, 64, 65, 127, 128, 1_000])
  func twins(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    var (fast, plain) = (SHA256(), SHA256(usesHardware: false))
    for start in stride(from: 0, to: count, by: 77) {
      fast.update(bytes[start..<min(count, start + 77)])
    }
    plain.update(bytes[...])
    #expect(fast.hexDigest() == plain.hexDigest())
  }
}
