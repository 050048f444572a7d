/// A block of raw HTML: how it ends. The kinds are those of CommonMark 0.31, section 4.6.
enum HTMLBlock {
  /// Kinds 1 to 5: runs, over blank lines, to the line that holds one of these texts.
  case until([String])
  /// Kinds 6 and 7: runs to a blank line.
  case untilBlankLine

  /// Reads the start of a block in a line from which blanks have been taken.
  init?(_ line: ArraySlice<UInt8>, interruptsParagraph: Bool) {
    guard line.first == UInt8(ascii: "<") else { return nil }
    if let ends = Self.ends(ofStart: line) {
      self = .until(ends)
    } else if Self.isBlockTag(line) || (!interruptsParagraph && Self.isLoneTag(line)) {
      self = .untilBlankLine
    } else {
      return nil
    }
  }

  /// True if the block ends with this line.
  func ends(with line: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .until(let texts): texts.contains { contains(line, lowercaseASCII: $0) }
    case .untilBlankLine: line.allSatisfy(isBlank)
    }
  }

  /// True if the line begins a block that runs over blank lines (kinds 1 to 5).
  static func swallowsBlankLines(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "<") && ends(ofStart: line) != nil
  }

  private static func ends(ofStart line: ArraySlice<UInt8>) -> [String]? {
    let start = lowercased(line.prefix(10))
    for tag in ["pre", "script", "style", "textarea"]
    where start.starts(with: Array("<\(tag)".utf8)) {
      let next = start.dropFirst(tag.utf8.count + 1).first
      if next.map({ isBlank($0) || $0 == UInt8(ascii: ">") }) ?? true {
        return ["</script>", "</pre>", "</style>", "</textarea>"]
      }
    }
    if start.starts(with: Array("<!--".utf8)) { return ["-->"] }
    if start.starts(with: Array("<?".utf8)) { return ["?>"] }
    if start.starts(with: Array("<![cdata[".utf8)) { return ["]]>"] }
    if start.starts(with: Array("<!".utf8)), start.count > 2, isLetter(start[2]) { return [">"] }
    return nil
  }

  private static func isBlockTag(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line.dropFirst()
    if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    let name = rest.prefix { isLetter($0) || (0x30...0x39).contains($0) }
    let text = String(decoding: lowercased(name), as: UTF8.self)
    guard blockTags.contains(text) else { return false }
    let after = rest[name.endIndex...]
    guard let next = after.first else { return true }
    return isBlank(next) || next == UInt8(ascii: ">") || after.starts(with: Array("/>".utf8))
  }

  /// One complete opening or closing tag and nothing else.
  private static func isLoneTag(_ line: ArraySlice<UInt8>) -> Bool {
    var tag = HTMLTagReader(rest: line.dropFirst())
    return tag.readTag() && tag.rest.allSatisfy(isBlank)
  }
}

/// Reads the inside of one HTML tag: CommonMark 0.31, section 6.6.
private struct HTMLTagReader {
  var rest: ArraySlice<UInt8>

  mutating func readTag() -> Bool {
    let isClosing = take(UInt8(ascii: "/"))
    guard let first = rest.first, isLetter(first) else { return false }
    skip { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    if !isClosing { while readAttribute() {} }
    skip(while: isBlank)
    if !isClosing { _ = take(UInt8(ascii: "/")) }
    return take(UInt8(ascii: ">"))
  }

  private mutating func readAttribute() -> Bool {
    let before = rest
    skip(while: isBlank)
    guard rest.startIndex > before.startIndex, let first = rest.first,
      isLetter(first) || first == UInt8(ascii: "_") || first == UInt8(ascii: ":")
    else {
      rest = before
      return false
    }
    skip { isLetter($0) || (0x30...0x39).contains($0) || Array("_.:-".utf8).contains($0) }
    let afterName = rest
    skip(while: isBlank)
    if take(UInt8(ascii: "=")) { return readValue() }
    rest = afterName
    return true
  }

  private mutating func readValue() -> Bool {
    skip(while: isBlank)
    guard let first = rest.first else { return false }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      rest = rest.dropFirst()
      skip { $0 != first }
      return take(first)
    }
    let count = rest.count
    skip { !isBlank($0) && !Array("\"'=<>`".utf8).contains($0) }
    return rest.count < count
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    rest = rest.drop(while: condition)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte | 0x20)
}

private func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}

private func contains(_ line: ArraySlice<UInt8>, lowercaseASCII text: String) -> Bool {
  let wanted = Array(text.utf8)
  let bytes = lowercased(line)
  guard bytes.count >= wanted.count else { return false }
  return (0...(bytes.count - wanted.count)).contains {
    bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted)
  }
}

private let blockTags: Set<String> = [
  "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center",
  "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
  "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
  "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu",
  "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
  "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
]
