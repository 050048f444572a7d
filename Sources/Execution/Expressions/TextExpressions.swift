import Columns
import Kernels
import Planning
import Texts

/// Where texts pass a test: each different word is tested once.
func textTestBits(_ test: TextTest, _ column: Column, _ pattern: String) -> Bitmap {
  let words = column.words
  return wordBits(words, column.validity, passes(test, Array(words.dictionary), pattern))
}

/// Where the word of a row passes, given for each word of the dictionary.
func wordBits(_ words: Words, _ validity: Bitmap?, _ passes: [Bool]) -> Bitmap {
  // Rows without a value have some number too, unless there is no word at all.
  guard !passes.isEmpty else { return Bitmap(repeating: false, count: words.codes.count) }
  let found = lookUp(words.codes.packed, passes)
  return Bitmap.both(found, validity) ?? found
}

private func passes(_ test: TextTest, _ words: [String], _ pattern: String) -> [Bool] {
  switch test {
  case .contains:
    let needle = Array(folded(pattern).utf8)
    return words.map { contains(Array(folded($0).utf8), needle) }
  case .startsWith:
    return words.map { $0.utf8.starts(with: pattern.utf8) }
  case .endsWith:
    return words.map { $0.utf8.reversed().starts(with: pattern.utf8.reversed()) }
  case .matches:
    // The checker has refused invalid patterns; nothing matches one that slipped through.
    guard let expression = try? Regex(pattern) else { return words.map { _ in false } }
    return words.map { (try? expression.firstMatch(in: $0)) != nil }
  }
}

private func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
  guard !needle.isEmpty else { return true }
  guard text.count >= needle.count else { return false }
  return (0...(text.count - needle.count)).contains { start in
    needle.indices.allSatisfy { text[start + $0] == needle[$0] }
  }
}

/// Every text changed in the same way: each different word is changed once.
func mapWords(_ column: Column, _ change: (String) -> String) -> Column {
  var interner = WordInterner()
  let words = column.words
  let newCodes = words.dictionary.map { interner.code(of: change($0)) }
  let codes = Cells(words.codes, validity: column.validity)
    .mapPresent(filler: UInt32(0)) { newCodes[Int($0)] }
  return Column(codes: codes, dictionary: interner.words)
}

/// The number of characters, as a reader counts them.
func lengths(_ column: Column) -> Column {
  let words = column.words
  let lengths = words.dictionary.map { Int64($0.count) }
  return Column(
    Cells(words.codes, validity: column.validity).mapPresent(filler: 0) { lengths[Int($0)] })
}

/// Without white space at both ends.
func trimmed(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let inner = scalars.drop { $0.properties.isWhitespace }
  guard let last = inner.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
  return String(inner[...last])
}
