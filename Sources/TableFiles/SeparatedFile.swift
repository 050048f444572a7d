import Kernels

/// What is known of a file besides its cells.
struct SeparatedFile: Sendable {
  var writtenAs: String
  var title: String
  var byteCount: Int
  var digest: ContentDigest
  var encoding: TextEncoding
  var encodingIsSure: Bool
  var dialect: Dialect
  /// The separator was neither given nor declared by the file.
  var separatorIsGuessed: Bool
  var quoteIsGuessed: Bool
  var hasHeader: Bool
  /// The header was given, or is plain from the file.
  var headerIsSure: Bool
  /// The columns that are kept.
  var columnNames: [String]
  /// Names that the file did not give, or gave twice, with what they became.
  var renamed: [String]
  /// How many columns of the file are left out.
  var skippedColumns: Int
  var rowCount: Int
  var lines: LineMap
  /// Bytes that belong to no letter.
  var damaged: Tally
  /// Rows with too few or too many cells.
  var ragged: Tally
  var strayQuotes: Tally
  /// What stands above the table and is left out; nil where nothing does.
  var preamble: Preamble?

  /// The most columns that a table may have.
  static let columnLimit = 131_072
}

/// The file's name without folder and extension; `input` where nothing is left.
func titleOfPath(_ path: String) -> String {
  var name = path.split(separator: "/").last.map(String.init) ?? path
  if name.hasSuffix(".gz"), name.utf8.count > 3 { name.removeLast(3) }
  guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
    return name.isEmpty || name == "-" ? "input" : name
  }
  return String(name[..<dot])
}

/// Names without outer blanks and line ends, none empty and none twice.
func uniqueNames(_ raw: [String]) -> (names: [String], renamed: [String]) {
  var taken = Set<String>()
  let tidy = raw.map { name in
    name.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
  }
  let reserved = Set(tidy)
  var next: [String: Int] = [:]
  var renamed: [String] = []
  var names: [String] = []
  for (index, name) in tidy.enumerated() {
    var unique = name.isEmpty ? "column_\(index + 1)" : name
    if taken.contains(unique) || name.isEmpty && reserved.contains(unique) {
      let base = unique
      var number = next[base] ?? 2
      repeat {
        unique = "\(base)_\(number)"
        number += 1
      } while taken.contains(unique) || reserved.contains(unique)
      next[base] = number
    }
    if unique != name { renamed.append(unique) }
    taken.insert(unique)
    names.append(unique)
  }
  return (names, renamed)
}
