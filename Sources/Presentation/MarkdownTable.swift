import Columns
import Texts

/// A table of GitHub Flavored Markdown, its columns aligned in the source too. Nothing is cut.
func renderMarkdown(_ table: Table, options: RenderingOptions) -> String {
  var grid = TextGrid(table, options: options)
  guard grid.columnCount > 0 else { return "no columns\n" }
  grid.headers = grid.headers.map(markdownEscaped)
  grid.rows = grid.rows.map { $0.map(markdownEscaped) }
  let widths = grid.widths.map { max(3, $0) }
  func line(_ cells: [String]) -> String {
    let texts = cells.indices.map { padded(cells[$0], toWidth: widths[$0], grid.alignments[$0]) }
    return "| " + texts.joined(separator: " | ") + " |"
  }
  let rule = widths.indices.map { column in
    let isRight = grid.alignments[column] == .right
    return String(repeating: "-", count: widths[column] - (isRight ? 1 : 0)) + (isRight ? ":" : "")
  }
  var lines = [line(grid.headers), line(rule)] + grid.rows.map(line)
  let remarks = grid.remarks(options)
  if !remarks.isEmpty { lines += [""] + remarks }
  return lines.joined(separator: "\n") + "\n"
}

/// Text that Markdown shows as it is: no emphasis, code, link, HTML or end of the cell.
package func markdownEscaped(_ text: String) -> String {
  var result = ""
  let characters = Array(text)
  for (index, character) in characters.enumerated() {
    if needsEscape(character, in: characters, at: index) { result.append("\\") }
    result.append(character)
  }
  return result
}

private func needsEscape(_ character: Character, in text: [Character], at index: Int) -> Bool {
  switch character {
  case "\\", "`", "*", "[", "]", "<", "|", "~", "$": return true
  case "&": return index + 1 < text.count && (text[index + 1].isLetter || text[index + 1] == "#")
  case "_":
    // Inside a word an underscore is no emphasis.
    func isWord(_ position: Int) -> Bool {
      text.indices.contains(position) && (text[position].isLetter || text[position].isNumber)
    }
    return !(isWord(index - 1) && isWord(index + 1))
  default: return false
  }
}
