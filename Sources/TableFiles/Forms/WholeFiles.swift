import Kernels

/// All bytes of a file in memory.
func fileBytes(
  path: String, writtenAs: String, _ memory: MemoryRoom
) throws(FileError) -> [UInt8] {
  let source = try FileSource(path: path, writtenAs: writtenAs)
  if let count = source.expectedCount { try memory.require(count * 2, writtenAs: writtenAs) }
  return try allBytes(of: source)
}

/// The first bytes of a file, unpacked where it is packed with gzip.
func firstBytes(of source: any ByteSource, writtenAs: String) throws(FileError) -> [UInt8] {
  let bytes = try allBytes(of: source, limit: 4096)
  guard isGzip(bytes) else { return bytes }
  try source.rewind()
  return try allBytes(of: GzipSource(source, writtenAs: writtenAs), limit: 4096)
}

/// The bytes that gzip packed; others as they are.
func unpacked(
  _ bytes: [UInt8], writtenAs: String, _ memory: MemoryRoom
) throws(FileError) -> [UInt8] {
  guard isGzip(bytes) else { return bytes }
  return try allBytes(
    of: GzipSource(MemorySource(bytes), writtenAs: writtenAs), limit: memory.forForms,
    orRefuse: writtenAs)
}

private func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

/// What a source gives up to a limit; beyond it a file that is named is refused.
private func allBytes(
  of source: any ByteSource, limit: Int = .max, orRefuse writtenAs: String? = nil
) throws(FileError) -> [UInt8] {
  let piece = TextPiece(capacity: min(limit, 1 << 18))
  var bytes: [UInt8] = []
  while true {
    piece.clear()
    let count = try source.fill(piece)
    if count == 0 { return bytes }
    bytes += piece.bytes(0..<count)
    guard bytes.count >= limit else { continue }
    if let writtenAs { throw FileError("'\(writtenAs)' unpacks to more than fits into memory") }
    return Array(bytes[..<limit])
  }
}

/// The text of a file with separators as UTF-8, whatever its encoding, without a byte order mark.
func plainText(
  _ bytes: [UInt8], writtenAs: String, _ options: LoadOptions
) throws(FileError) -> [UInt8] {
  try refuseBinary(bytes, writtenAs: writtenAs)
  let encoding =
    encodingByMark(bytes, given: options.encoding) ?? tallyUTF8(bytes.span).likelyEncoding
  switch encoding {
  case .utf16LittleEndian, .utf16BigEndian:
    return try allBytes(
      of: UTF16Source(MemorySource(bytes), isLittleEndian: encoding == .utf16LittleEndian))
  case .utf8: return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
  case .windows1252, .iso8859Part15: return encoding.decoded(bytes.span)
  }
}
