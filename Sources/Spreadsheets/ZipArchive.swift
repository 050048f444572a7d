/// The parts of a zip archive in memory, as its central directory lists them.
///
/// Source: PKWARE, APPNOTE 6.3.10. Sizes and places are checked against the bytes there are; nothing is
/// unpacked before it is asked for, and never to a file, so the names of parts can do no harm.
package struct ZipArchive: Sendable {
  let bytes: [UInt8]
  package private(set) var parts: [ZipPart] = []

  /// More parts than any workbook has.
  private static let mostParts = 20_000

  package init(_ bytes: [UInt8]) throws(WorkbookError) {
    self.bytes = bytes
    guard let end = endRecord() else {
      throw .damaged("the end of the archive is missing, so it may be cut off")
    }
    let count = Int(two(end + 10))
    let (size, start) = (Int(four(end + 12)), Int(four(end + 16)))
    guard count != 0xFFFF, start != 0xFFFF_FFFF else {
      throw WorkbookError("is a zip archive in the form zip64, which is not read")
    }
    guard count <= ZipArchive.mostParts else {
      throw WorkbookError("is an archive of \(count) files, no workbook")
    }
    guard start + size <= end else { throw .damaged("its list of parts is cut off") }
    try readDirectory(from: start, to: start + size, count)
  }

  /// The record that ends every archive stands before a comment of at most 65,535 bytes.
  private func endRecord() -> Int? {
    guard bytes.count >= 22 else { return nil }
    var place = bytes.count - 22
    let last = max(0, place - 65_535)
    while place >= last {
      if four(place) == 0x0605_4B50 { return place }
      place -= 1
    }
    return nil
  }

  private mutating func readDirectory(
    from start: Int, to end: Int, _ count: Int
  ) throws(WorkbookError) {
    var place = start
    for _ in 0..<count {
      guard place + 46 <= end, four(place) == 0x0201_4B50 else {
        throw .damaged("its list of parts is cut off")
      }
      let name = place + 46..<place + 46 + Int(two(place + 28))
      guard name.upperBound <= end else { throw .damaged("its list of parts is cut off") }
      parts.append(
        ZipPart(
          name: String(decoding: bytes[name], as: UTF8.self).replacing("\\", with: "/"),
          flags: two(place + 8), method: two(place + 10), checkSum: four(place + 16),
          packedSize: Int(four(place + 20)), size: Int(four(place + 24)),
          header: Int(four(place + 42))))
      place = name.upperBound + Int(two(place + 30)) + Int(two(place + 32))
    }
  }

  /// The part of this name, in any case.
  package func part(_ name: String) -> ZipPart? {
    parts.first { $0.name == name } ?? parts.first { $0.name.lowercased() == name.lowercased() }
  }

  /// Starts to unpack a part.
  package func open(_ part: ZipPart) throws(WorkbookError) -> ZipPartReader {
    if part.flags & 1 != 0 {
      throw WorkbookError("is protected by a password", help: "save it without a password")
    }
    guard part.method == 0 || part.method == 8 else {
      throw WorkbookError("is packed in a way that is not read (method \(part.method))")
    }
    let header = part.header
    guard header + 30 <= bytes.count, four(header) == 0x0403_4B50 else {
      throw .damaged("the part '\(part.name)' is not where the archive says")
    }
    let start = header + 30 + Int(two(header + 26)) + Int(two(header + 28))
    guard start + part.packedSize <= bytes.count else {
      throw .damaged("the part '\(part.name)' is cut off")
    }
    return try ZipPartReader(bytes, start..<start + part.packedSize, part)
  }

  private func two(_ place: Int) -> UInt16 {
    UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
  }

  private func four(_ place: Int) -> UInt32 {
    UInt32(two(place)) | UInt32(two(place + 2)) << 16
  }
}

/// One file of an archive.
package struct ZipPart: Hashable, Sendable {
  package var name: String
  var flags: UInt16
  /// 0 for stored, 8 for deflate.
  var method: UInt16
  var checkSum: UInt32
  var packedSize: Int
  package var size: Int
  /// Where its own header stands.
  var header: Int
}

/// The bytes of a part, unpacked piece after piece and checked at the end.
package final class ZipPartReader: ByteFeed {
  /// What deflate gives back for a byte is at most 1,032; a sheet's text packs to a tenth or so.
  private static let mostTimes = 300
  private static let freeSize = 1 << 24
  /// The most bytes of one part.
  private static let mostBytes = 1 << 33

  private let bytes: [UInt8]
  private let part: ZipPart
  private let end: Int
  private let start: Int
  private var position: Int
  private var inflater: RawInflater?
  private var sum: UInt32 = 0
  private var count = 0
  private var isEnded = false
  private var piece: [UInt8] = []

  init(_ bytes: [UInt8], _ range: Range<Int>, _ part: ZipPart) throws(WorkbookError) {
    self.bytes = bytes
    self.part = part
    (start, position, end) = (range.lowerBound, range.lowerBound, range.upperBound)
    if part.method == 8 {
      guard let inflater = RawInflater() else {
        throw WorkbookError("cannot be unpacked: no memory is left")
      }
      self.inflater = inflater
    }
  }

  package func next() throws(WorkbookError) -> [UInt8]? {
    if isEnded { return nil }
    if let inflater {
      let progress = inflater.unpack(bytes, from: &position, to: end, into: &piece, limit: 1 << 16)
      if progress == .damaged { throw .damaged("the part '\(part.name)' cannot be unpacked") }
      isEnded = progress == .ended
    } else {
      let stop = min(end, position + 1 << 16)
      piece = Array(bytes[position..<stop])
      position = stop
      isEnded = position == end
    }
    count += piece.count
    sum = Spreadsheets.checkSum(piece, from: sum)
    try checkSize()
    return piece
  }

  private func checkSize() throws(WorkbookError) {
    if isEnded {
      guard count == part.size, sum == part.checkSum else {
        throw .damaged("the part '\(part.name)' is not what it was (its check sum differs)")
      }
    }
    let isBomb = count > Self.freeSize && count / Self.mostTimes > position - start
    guard count <= part.size, count <= Self.mostBytes, !isBomb else {
      throw WorkbookError(
        "unpacks to far more than it can hold: '\(part.name)' has \(position - start) bytes and "
          + "gives more than \(count)")
    }
  }

  /// All bytes; `limit` is the most that are taken.
  package func all(limit: Int) throws(WorkbookError) -> [UInt8] {
    var all: [UInt8] = []
    while let piece = try next() {
      all += piece
      if all.count > limit { throw WorkbookError("has a part '\(part.name)' that is too large") }
    }
    return all
  }
}
