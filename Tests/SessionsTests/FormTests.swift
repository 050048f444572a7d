import Columns
import Language
import Notebooks
import Presentation
import Sessions
import TestSupport
import Testing

/// Files that are no text with separators, in sessions and notebooks.
@Suite("Workbooks, JSON and folders in sessions")
struct FormTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("id,start,end\n1,2023-01-15,\n2,2023-01-31,2023-06-14\n", to: "sales/a.csv")
    try folder.write("id,start,end\n3,2023-02-15,2023-07-01\n", to: "sales/b.csv")
    try folder.write("{\"id\":1,\"start\":\"2023-01-15\"}\n", to: "c.jsonl")
  }

  private func session() -> Session { Session(places: FilePlaces(folder: folder.path)) }

  /// Writes a session's result as a workbook, with which other lines go on.
  private func writeWorkbook(_ line: String, _ name: String) throws {
    var session = session()
    #expect(!session.evaluate("load sales").isFailure)
    #expect(!session.evaluate(line).isFailure)
    let table = try #require(session.previous)
    try ResultExport.write(table, picture: nil, to: folder.path(name))
  }

  private func answer(_ lines: String...) -> String {
    var session = session()
    var text = ""
    for line in lines {
      let rendered = session.evaluate(line).rendered(in: .notebook)
      text = rendered.remarks + rendered.output
    }
    return text
  }

  @Test("goes on with a result that was exported as a workbook")
  func exported() throws {
    try writeWorkbook("filter id <= 2", "two.xlsx")
    let session = {
      var session = self.session()
      _ = session.evaluate("load two.xlsx")
      return session
    }()
    let table = try #require(session.tables["two"])
    #expect(table.rowCount == 2)
    #expect(table.schema.fields.map(\.name) == ["id", "start", "end", "file"])
    #expect(table.schema.fields[1].role == .start)
    try writeWorkbook("filter id <= 2", "again.xlsx")
    #expect(try readBytes(folder.path("two.xlsx")) == readBytes(folder.path("again.xlsx")))
  }

  @Test("names the table of several files by their folder")
  func names() {
    var session = session()
    for line in ["load sales/*.csv", "load sales", "load sales/?.csv"] {
      #expect(!session.evaluate(line).isFailure)
      #expect(session.current == "sales")
    }
    #expect(session.tables.names == ["sales"])
  }

  @Test("says what is wrong at the option that asks for it")
  func errors() throws {
    try writeWorkbook("filter id <= 2", "two.xlsx")
    let wrong = answer("load two.xlsx with sheet = \"filter id <= 3\"")
    #expect(wrong.contains("error: 'two.xlsx' has no sheet 'filter id <= 3'"))
    #expect(wrong.contains("did you mean 'filter id <= 2'?"))
    #expect(answer("load -").contains("standard input is not data here"))
    #expect(answer("load sales/*.txt").contains("no file of a table is meant by 'sales/*.txt'"))
    #expect(answer("load nothing/*.csv").contains("no file of a table"))
  }

  @Test(
    "finds a notebook's outputs stale when a workbook, a file of a folder or their number changes")
  func fingerprints() throws {
    try writeWorkbook("filter id <= 2", "two.xlsx")
    try folder.write(
      """
      ---
      ritorno: 1
      ---
      ```ritorno {#book}
      load two.xlsx
      ```

      ```ritorno {#all}
      load sales/*.csv
      ```

      ```ritorno {#json}
      load c.jsonl
      ```

      """, to: "n.md")
    let notebook = try OpenNotebook(path: folder.path("n.md"))
    var run = try NotebookRun(notebook, ReplayChoices())
    run.run(notebook.document)
    #expect(run.failure == nil)
    let bytes = notebook.document.withOutputs(run.outcomes, fingerprints: run.fingerprints)
    try writeBytes(bytes, to: folder.path("n.md"))
    #expect(try stale() == [])
    try writeWorkbook("filter id <= 1", "two.xlsx")
    #expect(try stale() == ["book: the data changed: two.xlsx"])
    try folder.write("id,start,end\n4,2023-02-15,\n", to: "sales/c.csv")
    #expect(
      try stale() == ["book: the data changed: two.xlsx", "all: the data changed: sales/*.csv"])
  }

  private func stale() throws -> [String] {
    let check = try NotebookCheck(
      try OpenNotebook(path: folder.path("n.md")), ReplayChoices())
    return check.stale.map { "\($0.cellID): \($0.reason)" }
  }

  @Test("keeps the files of a pattern within the notebook's root")
  func confined() throws {
    try folder.write("x\n1\n", to: "book/in.csv")
    let places = FilePlaces(folder: folder.path("book"), root: folder.path("book"))
    var session = Session(places: places)
    #expect(!session.evaluate("load *.csv").isFailure)
    let outside = session.evaluate("load \"../sales/*.csv\"")
    #expect(outside.errors.first?.message.contains("lies outside") == true)
  }
}
