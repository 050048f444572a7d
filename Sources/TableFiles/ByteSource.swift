import Kernels

/// Where the bytes of a table come from, from the first to the last.
protocol ByteSource: AnyObject, Sendable {
  /// How many bytes there are, where that is known beforehand.
  var expectedCount: Int? { get }
  /// How many bytes of the file were read since the start.
  var byteCount: Int { get }
  /// The digest of all bytes of the file.
  var digest: ContentDigest { get }
  /// Starts again with the first byte.
  func rewind() throws(FileError)
  /// Appends the next bytes to a piece that has room, and tells how many; 0 at the end.
  func fill(_ piece: TextPiece) throws(FileError) -> Int
}

/// Bytes that are in memory already.
final class MemorySource: ByteSource, @unchecked Sendable {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var expectedCount: Int? { bytes.count }
  var byteCount: Int { position }
  var digest: ContentDigest { ContentDigest(later: { [bytes] in SHA256.hexDigest(of: bytes) }) }
  func rewind() { position = 0 }

  func fill(_ piece: TextPiece) -> Int {
    let count = min(piece.room, bytes.count - position)
    piece.append(bytes[position..<(position + count)])
    position += count
    return count
  }
}

/// The unpacked bytes of a gzip file.
final class GzipSource: ByteSource, @unchecked Sendable {
  private let inner: any ByteSource
  private let writtenAs: String
  private var inflater: Inflater?
  private let packed = TextPiece(capacity: 1 << 16)
  private var input: [UInt8] = []
  private var position = 0
  private var output: [UInt8] = []

  init(_ inner: any ByteSource, writtenAs: String) {
    self.inner = inner
    self.writtenAs = writtenAs
  }

  /// Text of tables seldom packs to less than a tenth; what is more only costs a second buffer.
  var expectedCount: Int? { nil }
  var byteCount: Int { inner.byteCount }
  var digest: ContentDigest { inner.digest }

  func rewind() throws(FileError) {
    try inner.rewind()
    (inflater, input, position) = (nil, [], 0)
  }

  func fill(_ piece: TextPiece) throws(FileError) -> Int {
    guard let inflater = inflater ?? Inflater() else {
      throw FileError("no memory is left to unpack '\(writtenAs)'")
    }
    self.inflater = inflater
    let limit = min(piece.room, 1 << 18)
    output.removeAll(keepingCapacity: true)
    while output.count < limit {
      if position == input.count, try !readMore() {
        if inflater.isComplete { break }
        throw FileError("'\(writtenAs)' is cut off: the end of its gzip data is missing")
      }
      if inflater.unpack(input, from: &position, to: &output, limit: limit) == .damaged {
        throw FileError("'\(writtenAs)' is damaged: its gzip data cannot be unpacked")
      }
    }
    piece.append(output[...])
    return output.count
  }

  private func readMore() throws(FileError) -> Bool {
    packed.clear()
    let count = try inner.fill(packed)
    input = packed.bytes(0..<count)
    position = 0
    return count > 0
  }
}

/// Text in UTF-16 as UTF-8.
final class UTF16Source: ByteSource, @unchecked Sendable {
  private let inner: any ByteSource
  private let isLittleEndian: Bool
  private let raw = TextPiece(capacity: 1 << 16)
  /// The first byte of a unit, or the first unit of a letter, whose rest has not come yet.
  private var carried: [UInt8] = []
  private var isStart = true
  /// What was decoded, and how much of it was given out.
  private var ready: (text: [UInt8], position: Int) = ([], 0)

  init(_ inner: any ByteSource, isLittleEndian: Bool) {
    self.inner = inner
    self.isLittleEndian = isLittleEndian
  }

  var expectedCount: Int? { inner.expectedCount }
  var byteCount: Int { inner.byteCount }
  var digest: ContentDigest { inner.digest }

  func rewind() throws(FileError) {
    try inner.rewind()
    (carried, isStart, ready) = ([], true, ([], 0))
  }

  func fill(_ piece: TextPiece) throws(FileError) -> Int {
    while ready.position == ready.text.count {
      raw.clear()
      raw.append(carried[...])
      let count = try inner.fill(raw)
      if count == 0, carried.count < 2 { return 0 }
      ready = (decoded(raw.bytes(0..<raw.count), isEnd: count == 0), 0)
    }
    let end = min(ready.text.count, ready.position + piece.room)
    piece.append(ready.text[ready.position..<end])
    defer { ready.position = end }
    return end - ready.position
  }

  private func decoded(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
    var end = bytes.count & ~1
    if !isEnd, end > 0, bytes[end - (isLittleEndian ? 1 : 2)] & 0xFC == 0xD8 { end -= 2 }
    carried = isEnd ? [] : Array(bytes[end...])
    var start = 0
    if isStart, end > 0 {
      isStart = false
      let mark: [UInt8] = isLittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
      if bytes.starts(with: mark) { start = 2 }
    }
    return transcoded(utf16: bytes.span.extracting(start..<end), isBigEndian: !isLittleEndian)
  }
}
