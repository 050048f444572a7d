/// A piece of a notebook's text: together, in their order, they are all of its bytes after the byte
/// order mark.
package enum NotebookSegment: Hashable, Sendable {
  /// The lines between the `---`, these included.
  case frontMatter(String)
  case prose(String)
  /// A cell by its id, with the text of its fence and of its stored output's fence, each with its
  /// line ends; what stands between the two is blank.
  case cell(id: String, fence: String, between: String, output: String)
}

extension NotebookDocument {
  /// The text cut at its cells. Bytes that are no UTF-8 are replaced, as a page cannot show them.
  package var segments: [NotebookSegment] {
    var segments: [NotebookSegment] = []
    var next = 0
    func text(_ range: Range<Int>) -> String {
      guard let first = range.first, let last = range.last else { return "" }
      return String(decoding: bytes[lines[first].start..<lines[last].end], as: UTF8.self)
    }
    func prose(until line: Int) {
      if next < line { segments.append(.prose(text(next..<line))) }
    }
    if frontMatter.lineCount > 0 {
      segments.append(.frontMatter(text(0..<frontMatter.lineCount)))
      next = frontMatter.lineCount
    }
    for cell in cells {
      prose(until: cell.lines.lowerBound)
      let end = cell.lines.upperBound + 1
      let output = cell.outputLines.map { $0.lowerBound..<$0.upperBound + 1 } ?? end..<end
      segments.append(
        .cell(
          id: cell.id, fence: text(cell.lines.lowerBound..<end),
          between: text(end..<output.lowerBound), output: text(output)))
      next = output.upperBound
    }
    prose(until: lines.count)
    return segments
  }
}
