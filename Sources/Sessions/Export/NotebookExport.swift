import Columns
package import Notebooks
import Presentation

/// A notebook that was run, to be written in a form for people who have no Ritorno.
package struct NotebookExport: Sendable {
  let notebook: OpenNotebook
  let results: [String: CellResult]
  let run: NotebookRun

  /// Runs a notebook in a fresh session. Where a cell fails that should not, `failure` says so, and
  /// nothing should be written.
  package init(
    _ notebook: OpenNotebook, _ choices: ReplayChoices, isCancelled: () -> Bool = { false }
  ) throws(NotebookFileError) {
    self.notebook = notebook
    var run = try NotebookRun(notebook, choices)
    var results: [String: CellResult] = [:]
    run.run(notebook.document, isCancelled: isCancelled) { cell, result, _ in
      results[cell.id] = result
    }
    self.results = results
    self.run = run
  }

  package var failure: NotebookRun.Failure? { run.failure }
  package var isCancelled: Bool { run.isCancelled }

  /// The title of the front matter, else the file's name.
  var title: String {
    if let title = notebook.document.frontMatter.title, !title.isEmpty { return title }
    let name = lastComponent(of: notebook.path)
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }

  /// Whether a table that is shown names customers as they are in the data.
  package var showsCustomers: Bool {
    results.values.contains { result in
      result.replies.contains { $0.showsCustomers }
    }
  }
}

extension Reply {
  /// Whether a table or picture of it holds a column of customers; a masked one has lost that role.
  fileprivate var showsCustomers: Bool {
    blocks.contains { block in
      guard case .table(let table, _) = block else { return false }
      return table.schema.fields.contains { $0.role == .customer }
    }
  }
}

/// What can be made of a notebook.
package enum ExportForm: String, CaseIterable, Sendable {
  /// One page that needs nothing else.
  case html
  /// A Jupyter notebook, format 4.5.
  case ipynb
  /// Markdown with tables in place of the cells' texts.
  case md
  /// A file of separated values for each cell that ends in a table.
  case csv
  /// A file for each picture.
  case svg

  /// The files to write: a name beside each content. `stem` is the notebook's path without `.md`.
  package func files(
    of export: NotebookExport, stem: String, foldsCode: Bool
  ) -> [(path: String, text: String)] {
    switch self {
    case .html: [(stem + ".html", export.html(foldsCode: foldsCode))]
    case .ipynb: [(stem + ".ipynb", export.jupyter.indented)]
    case .md: [(stem + ".export.md", export.markdown)]
    case .csv: export.tables.map { ("\(stem).files/\($0.id).csv", $0.text) }
    case .svg: export.pictures.map { ("\(stem).files/\($0.id).svg", $0.text) }
    }
  }
}

extension NotebookExport {
  /// The last table of each cell that has one, as CSV.
  var tables: [(id: String, text: String)] {
    blocks { block in
      guard case .table(let table, _) = block else { return nil }
      return render(table, as: .csv, options: .canonical)
    }
  }

  /// The last picture of each cell that has one.
  var pictures: [(id: String, text: String)] {
    blocks { block in
      guard case .chart(let chart, _) = block else { return nil }
      return svg(chart)
    }
  }

  private func blocks(_ text: (Reply.Block) -> String?) -> [(id: String, text: String)] {
    notebook.document.cells.compactMap { cell in
      let blocks = results[cell.id]?.replies.flatMap(\.blocks) ?? []
      return blocks.reversed().lazy.compactMap(text).first.map { (fileName(ofCell: cell.id), $0) }
    }
  }
}
