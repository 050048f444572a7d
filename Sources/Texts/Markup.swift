/// Text for the content and the attributes of HTML and XML: `visible`, and the five characters that
/// are marks there as entities. What XML forbids becomes U+FFFD.
package func escapedMarkup(_ text: String) -> String {
  var result = ""
  for character in visible(text).unicodeScalars {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}

/// The same for a text of many lines: line ends stay, and tabs become four blanks.
package func escapedMarkup(lines text: String) -> String {
  text.replacing("\t", with: "    ").split(separator: "\n", omittingEmptySubsequences: false)
    .map { escapedMarkup(String($0)) }.joined(separator: "\n")
}
