import Kernels

/// A parameter or option a cell's answer depends on.
package struct NamedValue: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What a cell's answer follows from, as 12 hexadecimal digits of a SHA-256.
///
/// Two cells have the same hash only if they have the same source (line ends and blanks at the
/// ends of lines aside), the same hashes of cells they depend on, the same contents of files
/// under the same names, and the same parameters; the order of these three lists does not count.
/// Every text is preceded by its length, so no two inputs give the same bytes.
///
/// - Parameters:
///   - dependencies: hashes of the cells whose results it uses.
///   - parameters: notebook parameters, options and the seed, as far as it uses them.
package func cellHash(
  source: String, dependencies: [String] = [], fingerprints: [DataFingerprint] = [],
  parameters: [NamedValue] = []
) -> String {
  var input: [UInt8] = []
  func add(_ text: String) {
    input += Array("\(text.utf8.count):".utf8) + Array(text.utf8)
  }
  func add(_ pairs: [(String, String)]) {
    input += Array("\(pairs.count);".utf8)
    for (name, value) in pairs.sorted(by: { $0 < $1 }) {
      add(name)
      add(value)
    }
  }
  add("ritorno cell \(FrontMatter.currentVersion)")
  add(canonicalText(source))
  add(dependencies.map { ($0, "") })
  add(fingerprints.map { ($0.name, $0.sha256) })
  add(parameters.map { ($0.name, $0.value) })
  return String(SHA256.hexDigest(of: input).prefix(12))
}
