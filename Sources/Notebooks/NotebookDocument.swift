/// A notebook: a Markdown text with cells and stored outputs, kept byte for byte.
///
/// Opening it executes nothing.
package struct NotebookDocument: Sendable {
  /// The file as it was read.
  package let bytes: [UInt8]
  package let frontMatter: FrontMatter
  /// In the order of the text; no two have the same id.
  package let cells: [NotebookCell]
  package let strayOutputs: [StrayOutput]
  /// What was wrong with the text; empty unless the document was recovered.
  package let problems: [NotebookError]

  let lines: [SourceLine]

  /// Reads a notebook of which every part is sound; throws the first problem in the text.
  package init(parsing bytes: [UInt8]) throws(NotebookError) {
    try self.init(recovering: bytes)
    if let problem = problems.first { throw problem }
  }

  /// Reads what is whole in a cut or damaged notebook: every cell whose fence is closed and whose
  /// braces can be read. `problems` says what was left as prose. Throws only for a text no part
  /// of which may be touched: one of a newer version, or not of bytes that hold text.
  package init(recovering bytes: [UInt8]) throws(NotebookError) {
    try Self.checkEncoding(bytes)
    self.bytes = bytes
    lines = sourceLines(of: bytes, from: byteOrderMarkLength(of: bytes))
    let front = FrontMatterParser.parse(bytes, lines)
    try front.frontMatter.checkVersion()
    frontMatter = front.frontMatter
    var reader = CellReader(bytes: bytes, lines: lines, bodyStart: front.frontMatter.lineCount)
    reader.read()
    cells = reader.cells
    strayOutputs = reader.strayOutputs
    problems = front.problems + reader.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  /// The cell with this id.
  package func cell(_ id: String) -> NotebookCell? {
    cells.first { $0.id == id }
  }

  private static func checkEncoding(_ bytes: [UInt8]) throws(NotebookError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw NotebookError(
        "the notebook is UTF-16 text", line: 1, help: "save it as UTF-8 and open it again")
    }
  }
}
