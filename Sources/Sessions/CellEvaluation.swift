package import Columns
import Language
package import Notebooks
import Presentation

/// What one cell of a notebook did.
package struct CellResult: Sendable {
  /// The output to store: canonical text.
  package var text = ""
  /// The error, as printed; nil where the cell succeeded.
  package var error: String?
  package var isCancelled = false
  /// Of how many rows how many are in the text, for the last table that was cut.
  package var truncation: CellOutcome.Truncation?
  /// The files that the cell read.
  package var files: [SourceFile] = []
  package var replies: [Reply] = []

  package init() {}

  /// Begins to make the digests of the files that were read, and goes on.
  package func digestFilesInBackground() {
    for file in files { file.digestInBackground() }
  }

  /// The last picture that it drew.
  var picture: Chart? {
    for block in replies.flatMap(\.blocks).reversed() {
      if case .chart(let chart, _) = block { return chart }
    }
    return nil
  }
}

extension Session {
  /// Does what the statements of a cell say, up to the first that fails.
  package mutating func evaluateCell(
    _ source: String, isCancelled: () -> Bool = { false }
  ) -> CellResult {
    var result = CellResult()
    for statement in splitStatements(source) {
      let reply = evaluate(statement.text, isCancelled: isCancelled)
      result.replies.append(reply)
      result.files += reply.filesRead(in: self)
      let rendered = reply.rendered(in: .notebook)
      let text = reply.isFailure ? rendered.remarks : rendered.output
      if !result.text.isEmpty, !text.isEmpty { result.text += "\n" }
      result.text += text
      if reply.isFailure {
        result.error = rendered.remarks
        result.isCancelled = reply.isCancelled
        break
      }
      result.truncation = reply.truncation ?? result.truncation
    }
    return result
  }
}

extension Reply {
  /// The file behind a load: its report comes with the dataset that it made current.
  fileprivate func filesRead(in session: Session) -> [SourceFile] {
    let hasLoaded = blocks.contains { if case .report = $0 { true } else { false } }
    guard hasLoaded, let name = session.current, let table = session.tables[name] else {
      return files
    }
    return table.about.sources + files
  }

  private var usualRows: Int { ReplyStyle.notebook.options.maximumRows ?? .max }

  fileprivate var truncation: CellOutcome.Truncation? {
    for case .table(let table, let limit) in blocks {
      let shown: Int =
        switch limit {
        case .usual: usualRows
        case .rows(let count): count
        case .all: .max
        }
      if table.rowCount > shown { return .init(rows: table.rowCount, shown: shown) }
    }
    return nil
  }
}
