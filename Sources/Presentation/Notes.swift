package import Columns
import Texts

/// The footnotes of a table, `note: ...`, wrapped to the width; empty where there are none.
package func renderNotes(_ table: Table, options: RenderingOptions) -> String {
  let label = "note: "
  let indent = String(repeating: " ", count: label.utf8.count)
  let notes = table.about.notes + blankNote(table)
  let lines = notes.flatMap { note in
    wrapped(visible(note), toWidth: options.usableWidth - label.utf8.count).enumerated().map {
      TextStyle.faint.applied(to: ($0 == 0 ? label : indent) + $1, options)
    }
  }
  return lines.map { $0 + "\n" }.joined()
}

/// Says what a blank means in a table of figures; rows of a dataset explain themselves.
private func blankNote(_ table: Table) -> [String] {
  switch table.about.shape {
  case .rows, .triangle, .spreads: return []
  case .breakdown, .timeSeries, .timeLines, .forecast, .curve, .levels: break
  }
  let names = zip(table.schema.fields, table.columns)
    .filter { $0.type.isNumeric && $1.missingCount > 0 }.map(\.0.name)
  guard !names.isEmpty else { return [] }
  return ["a blank in \(names.joined(separator: ", ")) is a missing value, not 0"]
}
