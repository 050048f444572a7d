import Kernels

/// Which data an output came from: the name a cell reads it by, and what the file held.
package struct DataFingerprint: Hashable, Sendable {
  package var name: String
  /// SHA-256 of the file, 64 lower-case hexadecimal digits, or `ContentDigest.lost`.
  package var sha256: String
  package var bytes: Int
  /// Rows read, where the file is a table.
  package var rows: Int?

  package init(name: String, sha256: String, bytes: Int, rows: Int?) {
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.rows = rows
  }

  /// The file changed before anybody asked what it had held: no file is known to be the same.
  package var isLost: Bool { sha256 == ContentDigest.lost }

  /// The `data` map of the front matter, without line ends; no lines for no fingerprints.
  static func frontMatterLines(of fingerprints: [DataFingerprint]) -> [String] {
    guard !fingerprints.isEmpty else { return [] }
    return ["data:"]
      + fingerprints.map { fingerprint in
        let rows = fingerprint.rows.map { ", rows: \($0)" } ?? ""
        return "  \(YAMLScalar.written(fingerprint.name)):"
          + " { sha256: \(YAMLScalar.written(fingerprint.sha256)), bytes: \(fingerprint.bytes)\(rows) }"
      }
  }
}
