import Columns
import Language
import Notebooks
import Presentation

extension NotebookExport {
  /// The notebook as Markdown for any reader: code in plain fences, tables as Markdown tables, notes as
  /// lists, pictures as text.
  var markdown: String {
    var parts: [String] = []
    for segment in notebook.document.segments {
      switch segment {
      case .frontMatter: break
      case .prose(let text): parts.append(canonicalText(text))
      case .cell(let id, _, _, _):
        guard let cell = notebook.document.cell(id) else { break }
        parts.append(fenced(cell.source))
        for reply in results[id]?.replies ?? [] { parts.append(reply.markdown) }
      }
    }
    let text = parts.map { canonicalText($0) }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    return text.drop { $0 == "\n" } + "\n"
  }
}

extension Reply {
  fileprivate var markdown: String {
    var parts = blocks.map(markdown)
    parts += (warnings + errors).map { fenced(render($0, in: source)) }
    return parts.joined(separator: "\n\n")
  }

  private func markdown(_ block: Block) -> String {
    switch block {
    case .table(let table, let limit):
      var options = ReplyStyle.notebook.options
      if case .rows(let count) = limit { options.maximumRows = count }
      if case .all = limit { options.maximumRows = nil }
      let notes = table.about.notes.map { "- " + markdownEscaped($0) }.joined(separator: "\n")
      let text = Presentation.render(table, as: .markdown, options: options)
      return notes.isEmpty ? text : text + "\n" + notes
    case .chart(let chart, _): return fenced(draw(chart, options: ReplyStyle.notebook.options))
    case .working(let working):
      return fenced(Presentation.render(working, options: ReplyStyle.notebook.options))
    case .text(let text): return fenced(text)
    case .report(let lines): return fenced(lines.joined(separator: "\n"))
    case .status(let text): return fenced(text)
    }
  }
}
