extension NotebookDocument {
  /// A cell of a notebook to be made, with the prose that stands above it.
  package struct NewCell: Hashable, Sendable {
    package var id: String
    package var source: String
    package var prose: String?

    package init(id: String, source: String, prose: String? = nil) {
      self.id = id
      self.source = source
      self.prose = prose
    }
  }

  /// The text of a notebook with these cells, which still has no outputs and no fingerprints.
  ///
  /// Ids must be unique and made of letters, digits, `-` and `_`. A line of prose that would open
  /// a fence or swallow the cells below it as raw HTML is escaped with a backslash.
  package static func newDocument(
    title: String, cells: [NewCell], parameters: [NotebookParameter] = []
  ) -> [UInt8] {
    var text = "---\nritorno: \(FrontMatter.currentVersion)\ntitle: \(YAMLScalar.written(title))\n"
    if !parameters.isEmpty { text += "params:\n" }
    for parameter in parameters {
      let value =
        parameter.isQuoted
        ? YAMLScalar.quoted(parameter.value) : YAMLScalar.written(parameter.value)
      text += "  \(YAMLScalar.written(parameter.name)): \(value)\n"
    }
    text += "---\n# \(canonicalText(title).split(separator: "\n").joined(separator: " "))\n"
    for cell in cells {
      if let prose = cell.prose { text += "\n\(safeProse(prose))\n" }
      let source = canonicalText(cell.source)
      let marks = String(decoding: fenceMarks(around: source), as: UTF8.self)
      text += "\n\(marks)ritorno {#\(cell.id)}\n\(source.isEmpty ? "" : source + "\n")\(marks)\n"
    }
    return Array(text.utf8)
  }

  private static func safeProse(_ prose: String) -> String {
    let lines = canonicalText(prose).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in
      let bytes = Array(line.utf8)
      let start = bytes.prefix { isBlank($0) }.count
      let rest = bytes[start...]
      let opens = FenceOpening(rest, indent: 0) != nil || HTMLBlock.swallowsBlankLines(rest)
      return opens ? "\(line.prefix(start))\\\(line.dropFirst(start))" : String(line)
    }.joined(separator: "\n")
  }
}
