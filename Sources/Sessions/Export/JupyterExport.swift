import Language
import Notebooks
import Presentation

extension NotebookExport {
  /// The notebook as Jupyter keeps it, with the results of each cell as text, HTML, SVG and Vega-Lite 5.
  var jupyter: JSONValue {
    notebook.document.jupyter(title: title) { id in
      self.results[id].map { $0.replies.flatMap { $0.jupyterOutputs } }
    }
  }
}

extension Reply {
  fileprivate var jupyterOutputs: [JSONValue] {
    if isFailure {
      let text = (warnings + errors).map { render($0, in: source) }.joined(separator: "\n")
      return [
        [
          "output_type": "error", "ename": "Ritorno", "evalue": .text(errors.first?.message ?? ""),
          "traceback": .array(text.split(separator: "\n").map { .text(String($0)) }),
        ]
      ]
    }
    return blocks.map { block in
      [
        "output_type": "display_data", "data": .object(data(block)), "metadata": [:],
      ]
    }
  }

  private func data(_ block: Block) -> [JSONValue.Member] {
    var one = self
    one.blocks = [block]
    one.warnings = []
    let text = one.rendered(in: .notebook).output
    var members = [JSONValue.Member("text/plain", JupyterForm.lines(text))]
    switch block {
    case .table(let table, let limit):
      var options = ReplyStyle.notebook.options
      if case .rows(let count) = limit { options.maximumRows = count }
      if case .all = limit { options.maximumRows = nil }
      members.append(.init("text/html", JupyterForm.lines(renderHTML(table, options: options))))
    case .chart(let chart, _):
      members.append(.init("image/svg+xml", JupyterForm.lines(svg(chart))))
      if let specification = JSONValue(parsing: Array(vegaLite(chart).utf8)[...]) {
        members.append(.init("application/vnd.vegalite.v5+json", specification))
      }
    case .working(let working):
      members.append(.init("text/html", JupyterForm.lines(renderHTML(working))))
    case .text, .report, .status: break
    }
    return members
  }
}
