package import Columns

/// The forms in which a result can be written.
package enum OutputFormat: String, CaseIterable, Sendable {
  /// A table with lines around it, fitted to the width of a terminal.
  case box
  /// Columns set apart by blanks, all of them.
  case plain
  case markdown
  /// RFC 4180 with LF line ends.
  case csv
  /// An array of records on one line.
  case json
  /// One object on one line: the line, columns, rows, facts and notes.
  case jsonFull = "json-full"
  /// A record a line.
  case jsonl

  /// Whether other programs read it: never shortened, never rounded, no row limit.
  package var isForMachines: Bool {
    switch self {
    case .box, .plain, .markdown: false
    case .csv, .json, .jsonFull, .jsonl: true
    }
  }
}

/// A result as text that ends with one newline (JSON Lines of no rows are the empty text).
///
/// Box, plain and Markdown hold no notes: `renderNotes` gives them. `line` is what was typed, and
/// is written by `jsonFull` alone.
package func render(
  _ table: Table, as format: OutputFormat, line: String? = nil, options: RenderingOptions
) -> String {
  switch format {
  case .box: renderBox(table, options: options)
  case .plain: renderPlain(table, options: options)
  case .markdown: renderMarkdown(table, options: options)
  case .csv: renderCSV(table, isRaw: options.isRaw)
  case .json: renderJSON(table)
  case .jsonFull: renderFullJSON(table, line: line)
  case .jsonl: renderJSONLines(table)
  }
}
