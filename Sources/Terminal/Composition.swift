/// The one character that a letter and a combining mark make together, or nil when there is none.
///
/// Some programs hand over accents decomposed (names of files on macOS, for one), and libedit takes
/// the mark for a character of its own and then loses the cursor's place.
func composed(_ base: Unicode.Scalar, with mark: Unicode.Scalar) -> Unicode.Scalar? {
  guard mark.properties.isGraphemeExtend else { return nil }
  var pair = String(base)
  pair.unicodeScalars.append(mark)
  // Two strings are equal when they are canonically equivalent.
  return precomposedLetters.first { String($0) == pair }
}

/// The blocks that hold letters with marks: Latin, Greek, Cyrillic.
private let precomposedLetters: [Unicode.Scalar] =
  [0x00C0...0x024F, 0x0370...0x04FF, 0x1E00...0x1FFF]
  .flatMap { (block: ClosedRange<UInt32>) in block.compactMap(Unicode.Scalar.init) }
