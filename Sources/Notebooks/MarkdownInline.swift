import Texts

/// The text of a heading, a paragraph or a cell of a table as HTML: code, emphasis, links.
func inlineHTML(_ text: String) -> String {
  var reader = MarkdownInline(Array(text))
  return reader.html()
}

private struct MarkdownInline {
  private let text: [Character]
  private var next = 0
  /// What is open at each place of the result that a closing mark may turn into a tag.
  private var parts: [String] = []
  private var openings: [Opening] = []

  private struct Opening {
    var mark: String
    /// Its place in `parts`.
    var part: Int
  }

  init(_ text: [Character]) {
    self.text = text
  }

  mutating func html() -> String {
    while next < text.count { step() }
    return parts.joined()
  }

  private mutating func step() {
    switch text[next] {
    case "\\" where next + 1 < text.count && text[next + 1] == "\n":
      parts.append("<br>\n")
      next += 2
    case "\\" where next + 1 < text.count && isPunctuation(text[next + 1]):
      parts.append(escapedMarkup(String(text[next + 1])))
      next += 2
    case "`": code()
    case "*", "_", "~": emphasis()
    case "[": if !link(isPicture: false) { take() }
    case "!" where next + 1 < text.count && text[next + 1] == "[":
      next += 1
      if !link(isPicture: true) {
        parts.append("!")
      }
    case "<": if !address() { take() }
    default: take()
    }
  }

  private mutating func take() {
    parts.append(escapedMarkup(lines: String(text[next])))
    next += 1
  }

  private func isPunctuation(_ character: Character) -> Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }

  // MARK: Code

  private mutating func code() {
    let count = run(at: next)
    var end = next + count
    while end < text.count {
      if text[end] == "`" {
        let length = run(at: end)
        if length == count {
          var body = String(text[(next + count)..<end]).replacing("\n", with: " ")
          if body.count > 2, body.hasPrefix(" "), body.hasSuffix(" ") {
            body = String(body.dropFirst().dropLast())
          }
          parts.append("<code>\(escapedMarkup(body))</code>")
          next = end + count
          return
        }
        end += length
      } else {
        end += 1
      }
    }
    parts.append(String(text[next..<(next + count)]))
    next += count
  }

  private func run(at index: Int) -> Int {
    text[index...].prefix { $0 == text[index] }.count
  }

  // MARK: Emphasis

  private static let tags = ["*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"]

  private mutating func emphasis() {
    let length = run(at: next)
    let mark = String(repeating: text[next], count: min(length, 2))
    guard let tag = MarkdownInline.tags[mark], length <= 2 else {
      parts.append(escapedMarkup(String(text[next..<(next + length)])))
      next += length
      return
    }
    let before = next > 0 ? text[next - 1] : " "
    let after = next + length < text.count ? text[next + length] : " "
    // Inside a word an underscore is no emphasis.
    let isInWord = mark.hasPrefix("_") && isWord(before) && isWord(after)
    next += length
    if !before.isWhitespace, !isInWord,
      let open = openings.lastIndex(where: { $0.mark == mark && $0.part < parts.count - 1 })
    {
      parts[openings[open].part] = "<\(tag)>"
      parts.append("</\(tag)>")
      openings.removeSubrange(open...)
    } else {
      if !after.isWhitespace, !isInWord { openings.append(Opening(mark: mark, part: parts.count)) }
      parts.append(mark)
    }
  }

  private func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  // MARK: Links

  /// `[text](address)`; of a picture only its text is shown, for a page loads nothing.
  private mutating func link(isPicture: Bool) -> Bool {
    guard let close = closing("]", from: next + 1, opening: "["), close + 1 < text.count,
      text[close + 1] == "(", let end = closing(")", from: close + 2, opening: "(")
    else { return false }
    let label = String(text[(next + 1)..<close])
    let inside = String(text[(close + 2)..<end])
    let words = inside.split(separator: " ", maxSplits: 1)
    var address = words.first.map(String.init) ?? ""
    if address.hasPrefix("<"), address.hasSuffix(">") {
      address = String(address.dropFirst().dropLast())
    }
    let body = isPicture ? escapedMarkup(label) : inlineHTML(label)
    parts.append(MarkdownInline.anchor(address, body))
    next = end + 1
    return true
  }

  private func closing(_ mark: Character, from start: Int, opening: Character) -> Int? {
    var depth = 0
    var index = start
    while index < text.count {
      if text[index] == "\\" {
        index += 1
      } else if text[index] == opening {
        depth += 1
      } else if text[index] == mark {
        if depth == 0 { return index }
        depth -= 1
      }
      index += 1
    }
    return nil
  }

  /// `<https://example.org>`
  private mutating func address() -> Bool {
    guard let end = text[next...].firstIndex(of: ">") else { return false }
    let inside = String(text[(next + 1)..<end])
    guard inside.hasPrefix("https://") || inside.hasPrefix("http://"),
      !inside.contains(where: \.isWhitespace)
    else { return false }
    parts.append(MarkdownInline.anchor(inside, escapedMarkup(inside)))
    next = end + 1
    return true
  }

  /// An address of another kind than these can run code when it is clicked.
  private static func anchor(_ address: String, _ body: String) -> String {
    let lowered = address.lowercased()
    let isRelative = !lowered.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains(":")
    let isSafe =
      isRelative || ["https://", "http://", "mailto:"].contains { lowered.hasPrefix($0) }
    guard isSafe, !address.isEmpty else { return body }
    return "<a href=\"\(escapedMarkup(address))\" rel=\"noopener noreferrer\">\(body)</a>"
  }
}
