import Texts

/// The prose of a notebook as HTML: headings, paragraphs, lists, quotes, code, tables, rules.
///
/// Everything that is no mark of Markdown is escaped, raw HTML too: a stranger's prose shows as it
/// is written and can do nothing. Source of the marks: CommonMark 0.31 and the tables of GitHub
/// Flavored Markdown, as far as prose needs them.
package func html(ofMarkdown text: String) -> String {
  let lines = canonicalText(text).split(separator: "\n", omittingEmptySubsequences: false)
  var reader = MarkdownBlocks(lines: lines.map(String.init), depth: 0)
  return reader.html()
}

/// Reads blocks from the first line on.
struct MarkdownBlocks {
  private static let mostLevels = 12

  private let lines: [String]
  /// How many lists and quotes stand around.
  private let depth: Int
  private var next = 0
  private var result = ""

  init(lines: [String], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  mutating func html() -> String {
    while next < lines.count { block() }
    return result
  }

  private mutating func block() {
    let line = lines[next]
    if isBlankLine(line) {
      next += 1
    } else if let level = headingLevel(line) {
      heading(line, level)
    } else if isRule(line) {
      result += "<hr>\n"
      next += 1
    } else if let fence = fence(line) {
      code(fence)
    } else if line.hasPrefix("    ") {
      indentedCode()
    } else if content(line).hasPrefix(">"), depth < MarkdownBlocks.mostLevels {
      quote()
    } else if let marker = ItemMark(line), depth < MarkdownBlocks.mostLevels {
      list(marker)
    } else if next + 1 < lines.count, let alignments = tableRule(lines[next + 1]),
      tableCells(line).count == alignments.count
    {
      table(alignments)
    } else {
      paragraph()
    }
  }

  // MARK: Headings, rules, paragraphs

  private func headingLevel(_ line: String) -> Int? {
    let text = content(line)
    let level = text.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let rest = text.dropFirst(level)
    return rest.isEmpty || rest.hasPrefix(" ") ? level : nil
  }

  private mutating func heading(_ line: String, _ level: Int) {
    var text = trimmed(content(line).dropFirst(level))
    let closing = text.reversed().prefix { $0 == "#" }.count
    if closing > 0, text.dropLast(closing).hasSuffix(" ") || text.count == closing {
      text = trimmed(text.dropLast(closing))
    }
    result += "<h\(level)>\(inlineHTML(text))</h\(level)>\n"
    next += 1
  }

  private func isRule(_ line: String) -> Bool {
    let marks = content(line).filter { $0 != " " && $0 != "\t" }
    guard let first = marks.first, "-*_".contains(first) else { return false }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  private mutating func paragraph() {
    var text: [String] = []
    while next < lines.count, text.isEmpty || continuesParagraph(lines[next]) {
      text.append(trimmedStart(lines[next]))
      next += 1
      if next < lines.count, let level = underline(lines[next]) {
        result += "<h\(level)>\(inlineHTML(text.joined(separator: "\n")))</h\(level)>\n"
        next += 1
        return
      }
    }
    result += "<p>\(inlineHTML(text.joined(separator: "\n")))</p>\n"
  }

  private func continuesParagraph(_ line: String) -> Bool {
    !isBlankLine(line) && headingLevel(line) == nil && !isRule(line) && fence(line) == nil
      && !content(line).hasPrefix(">") && ItemMark(line) == nil
  }

  /// The level of the heading that a line of `=` or `-` makes of the paragraph above it.
  private func underline(_ line: String) -> Int? {
    let text = trimmed(content(line))
    guard let first = text.first, text.allSatisfy({ $0 == first }) else { return nil }
    return first == "=" ? 1 : first == "-" ? 2 : nil
  }

  // MARK: Code

  private func fence(_ line: String) -> (mark: Character, count: Int)? {
    let text = content(line)
    guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let count = text.prefix { $0 == mark }.count
    guard count >= 3, mark == "~" || !text.dropFirst(count).contains("`") else { return nil }
    return (mark, count)
  }

  private mutating func code(_ opening: (mark: Character, count: Int)) {
    next += 1
    var body: [String] = []
    while next < lines.count {
      let line = lines[next]
      next += 1
      if let closing = fence(line), closing.mark == opening.mark, closing.count >= opening.count,
        trimmed(content(line)).allSatisfy({ $0 == opening.mark })
      {
        break
      }
      body.append(line)
    }
    codeBlock(body)
  }

  private mutating func indentedCode() {
    var body: [String] = []
    while next < lines.count, lines[next].hasPrefix("    ") || isBlankLine(lines[next]) {
      body.append(String(lines[next].dropFirst(4)))
      next += 1
    }
    while body.last?.isEmpty == true { body.removeLast() }
    codeBlock(body)
  }

  private mutating func codeBlock(_ body: [String]) {
    let text = body.map { $0 + "\n" }.joined()
    result += "<pre><code>\(escapedMarkup(lines: text))</code></pre>\n"
  }

  // MARK: Quotes and lists

  private mutating func quote() {
    var inside: [String] = []
    while next < lines.count, !isBlankLine(lines[next]) {
      let text = content(lines[next])
      if text.hasPrefix(">") {
        inside.append(String(text.dropFirst(text.hasPrefix("> ") ? 2 : 1)))
      } else if continuesParagraph(lines[next]) {
        inside.append(lines[next])
      } else {
        break
      }
      next += 1
    }
    result += "<blockquote>\n\(nested(inside))</blockquote>\n"
  }

  private mutating func list(_ first: ItemMark) {
    var items: [[String]] = []
    var isLoose = false
    while next < lines.count {
      let line = lines[next]
      if let marker = ItemMark(line), marker.kind == first.kind, marker.indent < first.content {
        items.append([String(line.dropFirst(marker.content))])
      } else if isBlankLine(line) {
        guard next + 1 < lines.count, belongs(lines[next + 1], to: first) else { break }
        isLoose = true
        items[items.count - 1].append("")
      } else if indent(of: line) >= first.content {
        items[items.count - 1].append(String(line.dropFirst(first.content)))
      } else if continuesParagraph(line), items.last?.last != "" {
        items[items.count - 1].append(line)
      } else {
        break
      }
      next += 1
    }
    let bodies = items.map { item(nested($0), isLoose: isLoose) }
    result += first.open + bodies.map { "<li>\($0)</li>\n" }.joined() + first.close
  }

  private func belongs(_ line: String, to list: ItemMark) -> Bool {
    if indent(of: line) >= list.content { return !isBlankLine(line) }
    guard let marker = ItemMark(line) else { return false }
    return marker.kind == list.kind && marker.indent < list.content
  }

  /// The one paragraph of a tight item stands without its marks.
  private func item(_ html: String, isLoose: Bool) -> String {
    guard !isLoose, html.hasPrefix("<p>"), let end = html.firstRange(of: "</p>") else {
      return html
    }
    let rest = html[end.upperBound...]
    return String(html[..<end.lowerBound].dropFirst(3) + (rest == "\n" ? "" : rest))
  }

  private func nested(_ lines: [String]) -> String {
    var reader = MarkdownBlocks(lines: lines, depth: depth + 1)
    return reader.html()
  }

  // MARK: Tables

  /// The alignment of each column, nil for none; nil for a line that is no rule of a table.
  private func tableRule(_ line: String) -> [String?]? {
    let cells = tableCells(line)
    guard line.contains("|"), !cells.isEmpty else { return nil }
    var alignments: [String?] = []
    for cell in cells {
      let dashes = cell.filter { $0 == "-" }.count
      let (left, right) = (cell.hasPrefix(":"), cell.hasSuffix(":"))
      guard dashes >= 1, dashes + (left ? 1 : 0) + (right ? 1 : 0) == cell.count else { return nil }
      alignments.append(left && right ? "center" : right ? "right" : left ? "left" : nil)
    }
    return alignments
  }

  private func tableCells(_ line: String) -> [String] {
    var text = trimmed(line)[...]
    if text.hasPrefix("|") { text = text.dropFirst() }
    if text.hasSuffix("|"), !text.hasSuffix("\\|") { text = text.dropLast() }
    var cells = [""]
    var isEscaped = false
    for character in text {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells.map { trimmed($0) }
  }

  private mutating func table(_ alignments: [String?]) {
    func row(_ line: String, _ tag: String) -> String {
      let cells = tableCells(line)
      let parts = alignments.indices.map { column in
        let style = alignments[column].map { " class=\"\($0)\"" } ?? ""
        let text = column < cells.count ? inlineHTML(cells[column]) : ""
        return "<\(tag)\(style)>\(text)</\(tag)>"
      }
      return "<tr>\(parts.joined())</tr>\n"
    }
    result += "<table>\n<thead>\n" + row(lines[next], "th") + "</thead>\n<tbody>\n"
    next += 2
    while next < lines.count, !isBlankLine(lines[next]), lines[next].contains("|") {
      result += row(lines[next], "td")
      next += 1
    }
    result += "</tbody>\n</table>\n"
  }

  // MARK: Lines

  private func isBlankLine(_ line: String) -> Bool { line.utf8.allSatisfy(isBlank) }

  private func indent(of line: String) -> Int { line.prefix { $0 == " " }.count }

  /// The line without an indentation of up to three blanks; with more it is no mark.
  private func content(_ line: String) -> Substring {
    let blanks = indent(of: line)
    return blanks < 4 ? line.dropFirst(blanks) : line[...]
  }

  private func trimmedStart(_ line: String) -> String {
    String(line.drop { $0 == " " || $0 == "\t" })
  }
}

/// `- ` or `1. ` at the start of a line.
private struct ItemMark {
  enum Kind: Hashable {
    case bullet(Character)
    case number(Character)
  }

  let kind: Kind
  let indent: Int
  /// How many characters stand before the item's text.
  let content: Int
  private var start = 1

  init?(_ line: String) {
    indent = line.prefix { $0 == " " }.count
    guard indent < 4 else { return nil }
    let text = line.dropFirst(indent)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let mark = text.dropFirst(digits.count).first ?? " "
    if digits.isEmpty {
      guard "-*+".contains(mark) else { return nil }
      kind = .bullet(mark)
    } else {
      guard digits.count < 10, mark == "." || mark == ")", let number = Int(digits) else {
        return nil
      }
      kind = .number(mark)
      start = number
    }
    let rest = text.dropFirst(digits.count + 1)
    guard rest.isEmpty || rest.hasPrefix(" ") else { return nil }
    let blanks = rest.prefix { $0 == " " }.count
    content = indent + digits.count + 1 + (blanks == 0 || blanks > 4 ? 1 : blanks)
  }

  var open: String {
    guard case .number = kind else { return "<ul>\n" }
    return start == 1 ? "<ol>\n" : "<ol start=\"\(start)\">\n"
  }

  var close: String { if case .number = kind { "</ol>\n" } else { "</ul>\n" } }
}
