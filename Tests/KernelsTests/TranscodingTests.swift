import Kernels
import TestSupport
import Testing

@Suite("Text in other encodings")
struct TranscodingTests {
  @Test("UTF-16 becomes what the standard library makes of it", arguments: 0..<200)
  func utf16(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let ranges: [ClosedRange<UInt16>] = [
      0x20...0x7E, 0x20...0x7E, 0x20...0x7E, 0x80...0x7FF, 0x800...0xFFFF, 0xD800...0xDFFF,
    ]
    let count = Int.random(in: 0...60, using: &random)
    let kinds = Int.random(in: 1...ranges.count, using: &random)
    let units = (0..<count).map { _ in
      UInt16.random(in: ranges[Int.random(in: 0..<kinds, using: &random)], using: &random)
    }
    let expected = Array(String(decoding: units, as: UTF16.self).utf8)
    let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(transcoded(utf16: little.span, isBigEndian: false) == expected)
    #expect(transcoded(utf16: (big + [7]).span, isBigEndian: true) == expected)
  }

  @Test("a byte a letter becomes its letter", arguments: 0..<100)
  func singleBytes(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let scalars = (0..<128).map { _ in UInt16.random(in: 1...0xD7FF, using: &random) }
    let most = UInt8.random(in: 0x7F...0xFF, using: &random)
    let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
      UInt8.random(in: 0...most, using: &random)
    }
    let letters = bytes.map { $0 < 0x80 ? UInt32($0) : UInt32(scalars[Int($0) - 0x80]) }
    let expected = String(String.UnicodeScalarView(letters.compactMap(Unicode.Scalar.init)))
    #expect(transcoded(singleBytes: bytes.span, scalars: scalars) == Array(expected.utf8))
    let piece = TextPiece(capacity: 64)
    piece.append(bytes[...])
    piece.transcode(singleBytes: scalars)
    #expect(piece.withText { text in text.indices.map { text[$0] } } == Array(expected.utf8))
    piece.clear()
    #expect(piece.capacity == 64, "a longer text does not make the next pieces longer")
  }
}
