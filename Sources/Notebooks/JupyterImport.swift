/// A notebook made of a Jupyter file.
package struct JupyterImport: Sendable {
  package let bytes: [UInt8]
  /// Code cells of other languages, which are kept as code that is never run.
  package let foreignCount: Int

  /// Reads nbformat 4. What an export wrote, and nobody edited, gives the same notebook byte for byte;
  /// an edited cell keeps its fence and loses its stored output.
  package init(_ file: [UInt8]) throws(NotebookFileError) {
    guard let root = JSONValue(parsing: file[...]) else {
      throw NotebookFileError(
        .other, "the file is no JSON, so it is no Jupyter notebook", help: "export it once more")
    }
    guard case .integer(let version)? = root["nbformat"], let cells = root["cells"]?.array else {
      throw NotebookFileError(
        .other, "the file is JSON but no Jupyter notebook: it has no nbformat and cells")
    }
    guard version == 4 else {
      throw NotebookFileError(
        .other, "the notebook is of format \(version), and this reads format 4",
        help: "open it in a current Jupyter and save it")
    }
    let own = root["metadata"]?["ritorno"]
    let language = root["metadata"]?["kernelspec"]?["language"]?.text
    var text = ""
    var foreign = 0
    if case .boolean(true)? = own?["byte_order_mark"] { text = "\u{FEFF}" }
    text += own?["front_matter"]?.text ?? ""
    for cell in cells {
      let piece = JupyterCell(cell)
      if piece.isCode, piece.fence == nil, language != "ritorno" { foreign += 1 }
      // Between the pieces of an export stands what stood there.
      if own == nil || piece.isNew { piece.separate(&text) }
      piece.append(to: &text, isOurs: language == "ritorno")
    }
    bytes = Array(text.utf8)
    foreignCount = foreign
  }
}

private struct JupyterCell {
  let isCode: Bool
  let source: String
  let fence: String?
  private let between: String
  private let output: String

  init(_ cell: JSONValue) {
    isCode = cell["cell_type"]?.text == "code"
    source = JupyterForm.text(cell["source"]) ?? ""
    let stored = cell["metadata"]?["ritorno"]
    fence = stored?["fence"]?.text
    between = stored?["between"]?.text ?? ""
    output = stored?["output"]?.text ?? ""
  }

  /// Whether it was added in Jupyter to a notebook that came from an export.
  var isNew: Bool { isCode && fence == nil }

  func append(to text: inout String, isOurs: Bool) {
    guard isCode else {
      text += source
      return
    }
    guard let fence else {
      text += fenced(source, info: isOurs ? "ritorno" : "")
      return
    }
    if isUnchanged(fence) {
      text += fence + between + output
    } else {
      text += edited(fence)
    }
  }

  /// A cell of a file that no export wrote begins on a line of its own, after an empty one.
  func separate(_ text: inout String) {
    guard !text.isEmpty else { return }
    if text.utf8.last != 0x0A { text += "\n" }
    if isCode, !text.hasSuffix("\n\n") { text += "\n" }
  }

  private func isUnchanged(_ fence: String) -> Bool {
    guard let document = try? NotebookDocument(parsing: Array(fence.utf8)) else { return false }
    return document.cells.first?.source == source
  }

  /// The fence's first line around another source.
  private func edited(_ fence: String) -> String {
    let open = fence.prefix { !$0.isNewline }.drop { $0 == " " }
    let info = open.drop { $0 == "`" || $0 == "~" }
    return fenced(source, info: String(info))
  }
}
