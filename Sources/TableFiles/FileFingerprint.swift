import Kernels

/// What identifies the content of a file, without reading a table out of it.
package struct FileFingerprint: Hashable, Sendable {
  /// SHA-256 of the bytes, 64 hexadecimal digits.
  package var sha256: String
  package var bytes: Int

  package init(sha256: String, bytes: Int) {
    self.sha256 = sha256
    self.bytes = bytes
  }

  /// Of bytes in memory.
  package init(of bytes: [UInt8]) {
    sha256 = SHA256.hexDigest(of: bytes)
    self.bytes = bytes.count
  }

  /// Reads a regular file; fails where there is none that can be read.
  package init(path: String, writtenAs: String) throws(FileError) {
    let source = try FileSource(path: path, writtenAs: writtenAs)
    sha256 = try source.hexDigest()
    bytes = source.byteCount
    guard bytes > 0 else { throw FileError("'\(writtenAs)' is empty") }
  }
}

extension FileFingerprint {
  /// Of several files together: their digests and names, in this order.
  package init(of files: [NamedFile]) throws(FileError) {
    var digest = SHA256()
    var bytes = 0
    for file in files {
      let print = try FileFingerprint(path: file.path, writtenAs: file.name)
      digest.update(Array("\(print.sha256) \(file.name)\n".utf8)[...])
      bytes += print.bytes
    }
    self.init(sha256: digest.hexDigest(), bytes: bytes)
  }
}
