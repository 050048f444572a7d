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

  init(_ inner: any ByteSource, isLittleEndian: Bool) {
    self.inner = inner
    self.isLittleEndian = isLittleEndian
  }

  var expectedCount: Int? { inner.expectedCount }
  var byteCount: Int { inner.byteCount }
  var digest: ContentDigest { inner.digest }

  func rewind() throws(FileError) {
    try inner.rewind()
    (carried, isStart) = ([], true)
  }

  func fill(_ piece: TextPiece) throws(FileError) -> Int {
    while true {
      raw.clear()
      raw.append(carried[...])
      let count = try inner.fill(raw)
      if count == 0, carried.count < 2 { return 0 }
      let text = decoded(raw.bytes(0..<raw.count), isEnd: count == 0)
      if text.isEmpty { continue }
      piece.append(text[...])
      return text.count
    }
  }

  private func decoded(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
    let low = isLittleEndian ? 0 : 1
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var position = 0
    while position + 1 < bytes.count {
      units.append(UInt16(bytes[position + low]) | UInt16(bytes[position + 1 - low]) << 8)
      position += 2
    }
    if !isEnd, let last = units.last, last & 0xFC00 == 0xD800 {
      units.removeLast()
      position -= 2
    }
    carried = isEnd ? [] : Array(bytes[position...])
    if isStart, !units.isEmpty {
      isStart = false
      if units.first == 0xFEFF { units.removeFirst() }
    }
    // Decoding repairs lone surrogates with U+FFFD.
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
