/// A statement of a notebook: a fence whose info string begins with `ritorno`.
package struct NotebookCell: Sendable {
  /// The id in its braces, or the one its output names, or else an assigned one (c1, c2, ...).
  package var id: String
  package var attributes: AttributeList
  /// The text between the fences, lines ended by LF, without the last line's end.
  package var source: String
  /// The line of the file the source begins on, counted from 1.
  package var firstLine: Int
  /// What is stored below the cell.
  package var output: NotebookOutput?

  /// The lines of its fence.
  var lines: ClosedRange<Int>
  /// The lines of the stored output's fence.
  var outputLines: ClosedRange<Int>?

  /// `.skip`: not to be executed.
  package var isSkipped: Bool { attributes.classes.contains("skip") }
  /// `.volatile`: executed, its output not compared.
  package var isVolatile: Bool { attributes.classes.contains("volatile") }
  /// `.svg`: the picture that it ends in is kept in a file beside the notebook.
  package var keepsPicture: Bool { attributes.classes.contains("svg") }
  /// `.error` on the cell or on its stored output: the statement is meant to fail.
  package var expectsError: Bool {
    attributes.classes.contains("error") || output?.isError == true
  }
}

/// The stored output of a cell: a fence beginning with `output` that names the cell above it.
package struct NotebookOutput: Hashable, Sendable {
  /// Lines ended by LF, without the last line's end.
  package var text: String
  package var attributes: AttributeList
  /// The line of the file the text begins on, counted from 1.
  package var firstLine: Int

  /// The cell's hash when the output was written.
  package var hash: String? { attributes["hash"] }
  package var isError: Bool { attributes.classes.contains("error") }
  package var isTruncated: Bool { attributes.classes.contains("truncated") }
  /// The file of its picture, from the notebook's folder, as written.
  package var pictureSource: String? { attributes["src"] }
}

/// An `output` fence that names no cell directly above it. It stays as prose.
package struct StrayOutput: Hashable, Sendable {
  package var id: String
  /// The line of its opening fence, counted from 1.
  package var line: Int
}

/// What executing a cell gave, to be stored below it.
package struct CellOutcome: Hashable, Sendable {
  /// Of how many rows how many are in the text.
  package struct Truncation: Hashable, Sendable {
    package var rows: Int
    package var shown: Int

    package init(rows: Int, shown: Int) {
      self.rows = rows
      self.shown = shown
    }
  }

  package var cellID: String
  /// The output as text; empty to store none.
  package var text: String
  package var isError: Bool
  /// The result of `cellHash`.
  package var hash: String
  package var truncation: Truncation?
  /// What is to be kept in a file beside the notebook.
  package var picture: CellPicture?

  package init(
    cellID: String, text: String, hash: String, isError: Bool = false,
    truncation: Truncation? = nil, picture: CellPicture? = nil
  ) {
    self.cellID = cellID
    self.text = text
    self.hash = hash
    self.isError = isError
    self.truncation = truncation
    self.picture = picture
  }

  var attributes: AttributeList {
    var list = AttributeList(id: cellID, pairs: [.init("hash", hash)])
    if isError { list.classes.append("error") }
    if let truncation {
      list.classes.append("truncated")
      list.pairs.append(.init("rows", String(truncation.rows)))
      list.pairs.append(.init("shown", String(truncation.shown)))
    }
    if let picture {
      list.classes.append("svg")
      list.pairs.append(.init("src", picture.place))
    }
    return list
  }
}
