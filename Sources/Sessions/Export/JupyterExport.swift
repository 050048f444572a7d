import Language
import Notebooks
import Presentation

extension NotebookExport {
  /// The notebook as Jupyter keeps it: nbformat 4.5.
  ///
  /// Prose is a Markdown cell each, a cell a code cell with its results as text, HTML, SVG and
  /// Vega-Lite 5. The text of each fence stands in the cells' metadata under `ritorno`, so that an
  /// import gives the same notebook back, byte for byte.
  var jupyter: JSONValue {
    var cells: [JSONValue] = []
    var front = JSONValue.null
    for (number, segment) in notebook.document.segments.enumerated() {
      switch segment {
      case .frontMatter(let text): front = .text(text)
      case .prose(let text): cells.append(JupyterForm.markdownCell(text, number))
      case .cell(let id, let fence, let between, let output):
        guard let cell = notebook.document.cell(id) else { break }
        cells.append(code(cell, number, stored: ["fence": .text(fence), "between": .text(between), "output": .text(output)]))
      }
    }
    let hasMark = notebook.document.bytes.starts(with: JupyterForm.byteOrderMark)
    return [
      "cells": .array(cells),
      "metadata": [
        "kernelspec": ["display_name": "Ritorno", "language": "ritorno", "name": "ritorno"],
        "language_info": ["name": "ritorno", "file_extension": ".ritorno"],
        "title": .text(title),
        "ritorno": ["front_matter": front, "byte_order_mark": .boolean(hasMark)],
      ],
      "nbformat": 4,
      "nbformat_minor": 5,
    ]
  }

  private func code(_ cell: NotebookCell, _ number: Int, stored: JSONValue) -> JSONValue {
    let replies = results[cell.id]?.replies ?? []
    return [
      "cell_type": "code",
      "execution_count": results[cell.id] == nil ? .null : .integer(number + 1),
      "id": .text(JupyterForm.cellID(number)),
      "metadata": ["ritorno": stored],
      "outputs": .array(replies.flatMap { $0.jupyterOutputs }),
      "source": JupyterForm.lines(cell.source),
    ]
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

/// The shapes of Jupyter's file.
enum JupyterForm {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func markdownCell(_ text: String, _ number: Int) -> JSONValue {
    [
      "cell_type": "markdown", "id": .text(cellID(number)), "metadata": [:],
      "source": lines(text),
    ]
  }

  /// Letters, digits, - and _ only, and never twice.
  static func cellID(_ number: Int) -> String { "ritorno-\(number + 1)" }

  /// A text of many lines as the list that Jupyter writes.
  static func lines(_ text: String) -> JSONValue {
    var lines: [String] = []
    var line = ""
    for scalar in text.unicodeScalars {
      line.unicodeScalars.append(scalar)
      if scalar == "\n" {
        lines.append(line)
        line = ""
      }
    }
    if !line.isEmpty { lines.append(line) }
    return .array(lines.map { .text($0) })
  }

  /// The text of a list of lines, or of a text.
  static func text(_ value: JSONValue?) -> String? {
    if let text = value?.text { return text }
    guard let lines = value?.array else { return nil }
    return lines.compactMap(\.text).joined()
  }
}
