import Language
import Notebooks
import Presentation
import Texts

extension NotebookExport {
  /// The notebook as one page: prose, code, tables, pictures, the data it came from. It fetches
  /// nothing and runs nothing, and every value in it is escaped.
  func html(foldsCode: Bool) -> String {
    var body = "<h1 class=\"title\">\(escapedMarkup(title))</h1>\n"
    if startsWithItsTitle { body = "" }
    if showsCustomers {
      body +=
        "<p class=\"warning\">This page shows customers as they are named in the data. "
        + "<code>set mask = customer</code> in the notebook replaces them by codes.</p>\n"
    }
    for segment in notebook.document.segments {
      switch segment {
      case .frontMatter: break
      case .prose(let text): body += Notebooks.html(ofMarkdown: text)
      case .cell(let id, _, _, _): body += cell(id, foldsCode: foldsCode)
      }
    }
    return page(body + provenance)
  }

  /// Whether the prose begins with a heading, which then is the page's.
  private var startsWithItsTitle: Bool {
    for segment in notebook.document.segments {
      guard case .frontMatter = segment else {
        if case .prose(let text) = segment {
          return text.drop(while: \.isWhitespace).hasPrefix("# ")
        }
        return false
      }
    }
    return false
  }

  private func cell(_ id: String, foldsCode: Bool) -> String {
    guard let cell = notebook.document.cell(id) else { return "" }
    let open = foldsCode ? "" : " open"
    var text = "<section class=\"cell\" id=\"cell-\(escapedMarkup(id))\">\n"
    text += "<details\(open)><summary>\(escapedMarkup(id))</summary>\n"
    text +=
      "<pre class=\"source\"><code>\(escapedMarkup(lines: cell.source))</code></pre></details>\n"
    guard let result = results[id] else {
      return text + "<p class=\"note\">not run</p>\n</section>\n"
    }
    text += result.replies.map { $0.html }.joined()
    return text + "</section>\n"
  }

  /// The files that the figures come from, with what identifies their content.
  private var provenance: String {
    guard !run.fingerprints.isEmpty else { return "" }
    var text = "<footer>\n<h2>Data</h2>\n<ul>\n"
    for file in run.fingerprints {
      let rows = file.rows.map { ", \($0) rows" } ?? ""
      text += "<li>\(escapedMarkup(file.name)): \(file.bytes) bytes\(rows), "
      text += "SHA-256 <code>\(file.sha256)</code></li>\n"
    }
    return text + "</ul>\n</footer>\n"
  }

  private func page(_ body: String) -> String {
    """
    <!DOCTYPE html>
    <html>
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="Ritorno">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(pageStyleDigest)'; base-uri 'none'; form-action 'none'">
    <title>\(escapedMarkup(title))</title>
    <style>\(pageStyle)</style>
    </head>
    <body>
    <main>
    \(body)</main>
    </body>
    </html>

    """
  }
}

extension Reply {
  /// Its blocks, warnings and errors as HTML.
  fileprivate var html: String {
    var text = blocks.map(html).joined()
    for diagnostic in warnings + errors {
      text += "<pre class=\"message\">\(escapedMarkup(lines: render(diagnostic)))</pre>\n"
    }
    return text
  }

  private func render(_ diagnostic: Diagnostic) -> String {
    Language.render(diagnostic, in: source)
  }

  private func html(_ block: Block) -> String {
    switch block {
    case .table(let table, let limit):
      var options = ReplyStyle.notebook.options
      switch limit {
      case .usual: break
      case .rows(let count): options.maximumRows = count
      case .all: options.maximumRows = nil
      }
      return renderHTML(table, options: options)
    case .chart(let chart, _): return "<figure>\n\(svg(chart))</figure>\n"
    case .working(let working): return renderHTML(working)
    case .text(let text): return "<pre class=\"text\">\(escapedMarkup(lines: text))</pre>\n"
    case .report(let lines):
      let text = lines.joined(separator: "\n")
      return "<details><summary>load report</summary>"
        + "<pre class=\"text\">\(escapedMarkup(lines: text))</pre></details>\n"
    case .status(let text): return "<p class=\"status\">\(escapedMarkup(text))</p>\n"
    }
  }
}
