package import Columns
package import Notebooks
package import Presentation
import Spreadsheets

/// The forms in which a result is written to a file, named by the file's ending.
package enum ResultExport: String, CaseIterable, Sendable {
  case csv, json, md, txt, svg, xlsx

  /// The form that a path asks for; nil where its ending is none of them.
  package init?(path: String) {
    let name = lastComponent(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }

  /// The whole of a table in this form: all rows, and in the forms for reading its notes. Without a
  /// picture that was drawn, the one that fits the table.
  private func bytes(of table: Table, picture: Chart?) throws(NotebookFileError) -> [UInt8] {
    guard self == .xlsx else { return Array(try text(of: table, picture: picture).utf8) }
    do {
      return try renderWorkbook(table, notes: renderNotes(table, options: .canonical))
    } catch {
      throw NotebookFileError(.other, error.message, help: error.help)
    }
  }

  private func text(of table: Table, picture: Chart?) throws(NotebookFileError) -> String {
    var options = RenderingOptions.canonical
    options.cutsTexts = false
    switch self {
    case .csv: return render(table, as: .csv, line: nil, options: options)
    case .json: return render(table, as: .json, line: nil, options: options)
    case .md:
      let notes = renderNotes(table, options: options)
      let text = render(table, as: .markdown, line: nil, options: options)
      return notes.isEmpty ? text : text + "\n" + notes
    case .txt:
      return render(table, as: .plain, line: nil, options: options)
        + renderNotes(table, options: options)
    case .xlsx: return ""
    case .svg:
      if let picture { return Presentation.svg(picture) }
      do { return Presentation.svg(try Chart(table: table, kind: nil)) } catch {
        throw NotebookFileError(.other, error.message, help: error.hint)
      }
    }
  }

  /// Writes a table to a file, in the form that the file's ending names.
  package static func write(
    _ table: Table, picture: Chart?, to path: String
  ) throws(NotebookFileError) {
    guard let form = ResultExport(path: path) else {
      throw NotebookFileError(
        .badPath, "the ending of '\(path)' names no form",
        help: "write .export FILE with " + allCases.map { "." + $0.rawValue }.joined(separator: " ")
      )
    }
    try AtomicFile.write(try form.bytes(of: table, picture: picture), to: path)
  }
}
