/// The words that cannot be a bare name of a column.
enum Keyword {
  static let expression: Set<String> = [
    "and", "or", "not", "in", "between", "is", "missing", "null", "na", "none", "true", "false",
  ]
  static let clause: Set<String> = [
    "by", "on", "per", "of", "in", "vs", "as", "at", "using", "top", "next", "with",
  ]
  /// Those that are values.
  static let values: Set<String> = ["missing", "null", "na", "none", "true", "false"]
  static let missing: Set<String> = ["missing", "null", "na", "none"]

  /// In any case.
  static func isReserved(_ word: String) -> Bool {
    let lowered = word.lowercased()
    return expression.contains(lowered) || clause.contains(lowered)
  }
}

/// Whether a name needs no backticks: letters, digits and `_`, no digit first, no keyword.
package func isBareName(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, first.startsName else { return false }
  return text.unicodeScalars.allSatisfy(\.continuesName) && !Keyword.isReserved(text)
}
