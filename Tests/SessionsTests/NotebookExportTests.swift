import Notebooks
import Presentation
import Sessions
import TestSupport
import Testing

@Suite("Exports of a notebook")
struct NotebookExportTests {
  private let folder: TemporaryFolder

  private static let hostile = "<script>alert(1)</script>\u{1B}[31m\u{202E}&\"'"

  init() throws {
    folder = try TemporaryFolder()
    var rows = "cliente,inizio,fine,motivo,città\n"
    for row in 0..<60 {
      let reason = row % 7 == 0 ? "\"\(Self.hostile.replacing("\"", with: "\"\""))\"" : "prezzo"
      rows += "k\(row),2023-0\(row % 9 + 1)-10,2024-0\(row % 9 + 1)-11,\(reason),Forlì\n"
    }
    try folder.write(rows, to: "clienti.csv")
    try folder.write(
      """
      ---
      ritorno: 1
      title: "Perché <se> ne vanno"
      ---
      # Perché

      Prosa con <script>alert(2)</script> e *enfasi*.

      ```ritorno {#dati}
      load clienti.csv
      ```

      ```ritorno {#righe}
      show all
      ```

      ```ritorno {#motivi}
      group by reason
      ```

      ```ritorno {#figura}
      group by reason | plot
      ```

      ```ritorno {#come}
      churn in 2024 | how
      ```

      ```ritorno {#errore .error}
      churn by nulla
      ```

      """, to: "clienti.md")
  }

  private func export() throws -> NotebookExport {
    try NotebookExport(OpenNotebook(path: folder.path("clienti.md")), ReplayChoices())
  }

  private func file(_ form: ExportForm) throws -> String {
    let files = form.files(of: try export(), stem: "clienti", foldsCode: false)
    return try #require(files.first).text
  }

  @Test("makes a page that fetches nothing, runs nothing and escapes every value")
  func html() throws {
    let page = try file(.html)
    #expect(page.contains("<title>Perché &lt;se&gt; ne vanno</title>"))
    #expect(page.contains("default-src 'none'; style-src 'sha256-"))
    #expect(!page.contains("<script"))
    #expect(!page.contains("\u{1B}") && !page.contains("\u{202E}"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    for mark in ["http://", "https://", "src=", "@import", "url("] {
      let rest = page.replacing("http://www.w3.org/2000/svg", with: "")
      #expect(!rest.contains(mark), "\(mark)")
    }
    #expect(page.contains("<svg ") && page.contains("SHA-256 <code>"))
    #expect(page.contains("Forlì") && page.contains("<em>enfasi</em>"))
    #expect(page.contains("This page shows customers"))
    #expect(page.count { $0 == "\n" } > 100)
  }

  @Test("has every row of a table that is shown whole")
  func allRows() throws {
    let page = try file(.html)
    #expect(page.components(of: "<td>k") == 60)
  }

  @Test("makes a Jupyter notebook with text, HTML, SVG and Vega-Lite outputs")
  func jupyter() throws {
    let text = try file(.ipynb)
    let root = try #require(JSONValue(parsing: Array(text.utf8)[...]))
    let cells = try #require(root["cells"]?.array)
    #expect(root["nbformat"] == 4 && root["nbformat_minor"] == 5)
    let ids = cells.compactMap { $0["id"]?.text }
    #expect(ids.count == cells.count && Set(ids).count == ids.count)
    let outputs = cells.flatMap { $0["outputs"]?.array ?? [] }
    let kinds = Set(
      outputs.flatMap { output -> [String] in
        guard case .object(let members)? = output["data"] else { return [] }
        return members.map(\.name)
      })
    #expect(
      kinds == [
        "text/plain", "text/html", "image/svg+xml", "application/vnd.vegalite.v5+json",
      ])
    #expect(outputs.contains { $0["output_type"] == "error" })
    let counts = cells.compactMap { $0["execution_count"] }.filter { $0 != .null }
    #expect(counts == counts.indices.map { .integer($0 + 1) }, "cells are numbered as they ran")
    let original = try AtomicFile.read(folder.path("clienti.md")).bytes
    #expect(try JupyterImport(Array(text.utf8)).bytes == original)
  }

  @Test("makes Markdown with tables, and a file for each table and picture")
  func otherForms() throws {
    let text = try file(.md)
    #expect(text.contains("| motivo") && text.contains("```\ngroup by reason\n```"))
    #expect(!text.contains("ritorno: 1"))
    let tables = ExportForm.csv.files(of: try export(), stem: "x", foldsCode: false)
    #expect(tables.map(\.path) == ["x.files/righe.csv", "x.files/motivi.csv"])
    let pictures = ExportForm.svg.files(of: try export(), stem: "x", foldsCode: false)
    #expect(pictures.map(\.path) == ["x.files/figura.svg"])
  }

  @Test("says no word about customers once they are masked")
  func masked() throws {
    let text = try readText(folder.path("clienti.md"))
    try folder.write(
      text.replacing("load clienti.csv", with: "set mask = customer\nload clienti.csv"),
      to: "clienti.md")
    #expect(!(try export().showsCustomers))
    #expect(!(try file(.html)).contains("<td>k1</td>"))
  }
}

extension String {
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
