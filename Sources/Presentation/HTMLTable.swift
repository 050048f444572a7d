package import Columns
import Texts

/// A table as an HTML `<table>`, numbers to the right, with what is left out below it. Every value is
/// escaped. `options.maximumRows` and the number forms hold as in text; nothing is cut.
package func renderHTML(_ table: Table, options: RenderingOptions) -> String {
  var options = options
  options.cutsTexts = false
  let grid = TextGrid(table, options: options)
  guard grid.columnCount > 0 else { return "<p class=\"note\">no columns</p>\n" }
  func row(_ cells: [String], _ tag: String) -> String {
    let parts = cells.indices.map { column in
      let style = grid.alignments[column] == .right ? " class=\"number\"" : ""
      return "<\(tag)\(style)>\(escapedMarkup(cells[column]))</\(tag)>"
    }
    return "<tr>\(parts.joined())</tr>\n"
  }
  var text = "<div class=\"table\">\n<table>\n"
  if !table.about.title.isEmpty {
    text += "<caption>\(escapedMarkup(table.about.title))</caption>\n"
  }
  text += "<thead>\n\(row(grid.headers, "th"))</thead>\n<tbody>\n"
  text += grid.rows.map { row($0, "td") }.joined() + "</tbody>\n</table>\n</div>\n"
  return text + htmlNotes(grid.remarks(options) + table.about.notes)
}

/// Sentences below a table or a picture.
package func htmlNotes(_ notes: [String]) -> String {
  guard !notes.isEmpty else { return "" }
  return "<ul class=\"notes\">\n"
    + notes.map { "<li>\(escapedMarkup($0))</li>\n" }.joined() + "</ul>\n"
}

/// A working as HTML: each formula in words and with numbers, its source, what misleads.
///
/// Paragraphs, for JupyterLab lays definition lists out in columns that run into each other.
package func renderHTML(_ working: Working) -> String {
  var text = "<div class=\"working\">\n<p>\(escapedMarkup(working.summary))</p>\n"
  for step in working.steps {
    text +=
      "<p><strong>\(escapedMarkup(step.words))</strong><br>\(escapedMarkup(step.numbers))</p>\n"
  }
  if !working.source.isEmpty { text += "<p>Source: \(escapedMarkup(working.source))</p>\n" }
  return text + htmlNotes(working.pitfalls.map { "Mind: \($0)" }) + "</div>\n"
}
