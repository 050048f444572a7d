/// The first bytes of a file.
func firstBytes(path: String, writtenAs: String) throws(FileError) -> [UInt8] {
  Array(try fileBytes(path: path, writtenAs: writtenAs).prefix(4096))
}

/// All bytes of a file.
func fileBytes(path: String, writtenAs: String) throws(FileError) -> [UInt8] {
  try readFileBytes(path: path, writtenAs: writtenAs, isCancelled: { false })
}

/// The text of a file with separators as UTF-8, whatever its encoding.
func plainText(
  _ bytes: [UInt8], writtenAs: String, _ options: LoadOptions
) throws(FileError) -> [UInt8] {
  try refuseBinary(bytes, writtenAs: writtenAs)
  return decodeText(bytes, as: options.encoding).bytes
}
