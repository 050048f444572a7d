/// Text that can be printed on a terminal: nothing in it moves the cursor, changes colours, hides
/// or reorders what is shown. The one escaping function for values, headers, paths and messages.
///
/// A newline becomes `\n`, a carriage return `\r`, a tab `\t`; any other control, format,
/// bidirectional, separator or ignorable character becomes `\u{1B}` with its number. A joiner
/// inside an emoji stays. A backslash stays as it is: this is for reading, not for reading back.
package func visible(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  var result = String.UnicodeScalarView()
  let scalars = Array(text.unicodeScalars)
  for (index, scalar) in scalars.enumerated() {
    if isHarmless(scalar) || joinsEmoji(scalars, at: index) {
      result.append(scalar)
    } else {
      result.append(contentsOf: escape(scalar).unicodeScalars)
    }
  }
  return String(result)
}

/// Whether a character shows itself and does nothing else.
package func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
  let properties = scalar.properties
  switch properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator: return false
  default: return !properties.isDefaultIgnorableCodePoint || properties.isVariationSelector
  }
}

private func escape(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}

private func joinsEmoji(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
  guard scalars[index].value == 0x200D, index > 0, index + 1 < scalars.count else { return false }
  let before = scalars[index - 1].properties
  let after = scalars[index + 1].properties
  let followsEmoji = before.isEmojiPresentation || before.isVariationSelector
  return followsEmoji && after.isEmoji && !scalars[index + 1].isASCII
}
