extension NotebookDocument {
  /// The notebook as Jupyter keeps it: nbformat 4.5.
  ///
  /// Prose is a Markdown cell, a cell a code cell with its `outputs`, which are nil for one that was not
  /// run. The text of each fence stands in the cells' metadata under `ritorno`, so that an import
  /// gives the same notebook back, byte for byte.
  package func jupyter(title: String, outputs: (_ id: String) -> [JSONValue]?) -> JSONValue {
    var cells: [JSONValue] = []
    var executed = 0
    var front = JSONValue.null
    for segment in segments {
      switch segment {
      case .frontMatter(let text): front = .text(text)
      case .prose(let text): cells.append(JupyterForm.markdownCell(text, cells.count))
      case .cell(let id, let fence, let between, let output):
        let stored: JSONValue = [
          "fence": .text(fence), "between": .text(between), "output": .text(output),
        ]
        let outputs = outputs(id)
        if outputs != nil { executed += 1 }
        cells.append(
          JupyterForm.codeCell(
            cell(id)?.source ?? "", cells.count, outputs: outputs,
            executionCount: outputs == nil ? nil : executed, stored: stored))
      }
    }
    return [
      "cells": .array(cells),
      "metadata": [
        "kernelspec": ["display_name": "Ritorno", "language": "ritorno", "name": "ritorno"],
        "language_info": ["name": "ritorno", "file_extension": ".ritorno"],
        "title": .text(title),
        "ritorno": [
          "front_matter": front, "byte_order_mark": .boolean(byteOrderMarkLength(of: bytes) > 0),
        ],
      ],
      "nbformat": 4,
      "nbformat_minor": 5,
    ]
  }
}

/// The shapes of Jupyter's file.
package enum JupyterForm {
  static func markdownCell(_ text: String, _ number: Int) -> JSONValue {
    [
      "cell_type": "markdown", "id": .text(cellID(number)), "metadata": [:],
      "source": lines(text),
    ]
  }

  static func codeCell(
    _ source: String, _ number: Int, outputs: [JSONValue]?, executionCount: Int?, stored: JSONValue
  ) -> JSONValue {
    [
      "cell_type": "code",
      "execution_count": executionCount.map { .integer($0) } ?? .null,
      "id": .text(cellID(number)),
      "metadata": ["ritorno": stored],
      "outputs": .array(outputs ?? []),
      "source": lines(source),
    ]
  }

  /// Letters, digits, - and _ only, and never twice.
  static func cellID(_ number: Int) -> String { "ritorno-\(number + 1)" }

  /// A text of many lines as the list that Jupyter writes.
  package static func lines(_ text: String) -> JSONValue {
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
