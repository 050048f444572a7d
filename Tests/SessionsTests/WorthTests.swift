import Columns
import Language
import Notebooks
import Sessions
import TestSupport
import Testing

/// Reasons, value and losses as an analyst gets them, and what a notebook keeps of them.
@Suite("Reasons, value and losses in a session")
struct WorthTests {
  private func table(_ line: String, _ session: inout Session) throws -> Table {
    let reply = session.evaluate(line)
    try #require(!reply.isFailure, "\(line)\n\(reply.rendered(in: .notebook).remarks)")
    for case .table(let table, _) in reply.blocks { return table }
    throw UnusableAnswer("\(line) answers no table")
  }

  private func done(_ line: String, _ session: inout Session) throws {
    let reply = session.evaluate(line)
    try #require(!reply.isFailure, "\(line)\n\(reply.rendered(in: .notebook).remarks)")
  }

  private func fact(_ name: String, _ table: Table) -> Double? {
    table.about.facts.first { $0.name == name }?.value.number
  }

  private func number(_ table: Table, _ column: String, _ row: Int) -> Double? {
    table.column(column)?[row].number
  }

  /// The CDNOW sample: 236 customers are the best tenth, with .50807024 of 244,091.94; two tenths have
  /// .67455017. pandas 2: d.groupby(customer).amount.sum().sort_values(ascending=False), the first
  /// ceil(n / 10) and ceil(n / 5) of n = 2357.
  @Test("gives the published shares of the best customers of CDNOW")
  func cdnow() throws {
    var session = Session(places: FilePlaces(folder: Project.path("datasets")))
    try done(
      "load cdnow_sample.txt with separator = blanks, "
        + "names = \"customer, sample, date, quantity, amount\"", &session)
    let value = try table("value", &session)
    #expect(fact("customers", value) == 2357)
    #expect(abs((fact("value", value) ?? 0) - 244_091.94) < 1e-6)
    #expect(abs((fact("top_10_share", value) ?? 0) - 0.50807024) < 5e-9)
    #expect(abs((fact("top_20_share", value) ?? 0) - 0.67455017) < 5e-9)
    #expect(number(value, "customers", 0) == 236)
    #expect(abs((number(value, "cumulative", 1) ?? 0) - 0.67455017) < 5e-9)
    #expect(abs((number(value, "cumulative", 9) ?? 0) - 1) < 1e-12)
  }

  /// churn of the same months counts the same losses, and so does losses.
  @Test("counts the losses that churn counts", arguments: ["", " in 2024", " in 2023-05..2024-02"])
  func sameLosses(period: String) throws {
    var session = Session(places: FilePlaces(folder: ""))
    try done("load sample gym with size = 800", &session)
    let lost = number(try table("churn\(period)", &session), "lost", 0)
    #expect(fact("lost", try table("reasons\(period)", &session)) == lost)
    let judged = try table("losses\(period)", &session)
    #expect(Double(judged.rowCount) == lost)
    let sum = ["painful", "neutral", "healthy"].reduce(0.0) { $0 + (fact($1, judged) ?? 0) }
    #expect(sum == lost)
  }

  @Test("keeps what the firm wants, and its map of causes, in the saved notebook")
  func notebook() throws {
    let folder = try TemporaryFolder()
    let map = "- cause: us\n  wanted: no\n  words: [trasferimento]\n"
    try folder.write(map, to: "causes.yaml")
    let cells = [
      "load sample gym with size = 400", "set target = piano != \"studenti\"",
      "set effort_cost = 25", "reasons map \"causes.yaml\"",
      "reasons map \"prezzo\" = competitor, wanted = yes, \"orari\" = circumstances",
      "reasons", "losses by rule", "reasons map", "reasons map using file",
    ]
    let bytes = NotebookDocument.newDocument(
      title: "Wants",
      cells: cells.enumerated().map { .init(id: "c\($0.offset + 1)", source: $0.element) })
    let path = try folder.write(String(decoding: bytes, as: UTF8.self), to: "wants.md")
    let notebook = try OpenNotebook(path: path)
    var run = try NotebookRun(notebook, ReplayChoices())
    run.run(notebook.document)
    #expect(run.failure == nil, "\(run.failure?.text ?? "")")
    #expect(run.fingerprints.map(\.name) == ["sample gym with size = 400", "causes.yaml"])
    #expect(run.fingerprints[1].bytes == map.utf8.count && run.fingerprints[1].rows == 1)
    let shown = run.outcomes[5].text
    #expect(shown.contains("competitor") && shown.contains("no cause in the map"), "\(shown)")
    #expect(run.outcomes[6].text.contains("off target"), "\(run.outcomes[6].text)")
    #expect(run.outcomes[8].text.hasSuffix(map), "\(run.outcomes[8].text)")
    // Another map is other data.
    try folder.write("- cause: price\n  words: [trasferimento]\n", to: "causes.yaml")
    var second = try NotebookRun(notebook, ReplayChoices())
    second.run(notebook.document)
    #expect(second.fingerprints[1].sha256 != run.fingerprints[1].sha256)
    #expect(second.outcomes[5].hash != run.outcomes[5].hash)
  }

  @Test("reads no map of causes from outside of a notebook's root")
  func confined() throws {
    let folder = try TemporaryFolder()
    try folder.write("- cause: us\n  words: [a]\n", to: "causes.yaml")
    let inner = folder.path + "/datasets"
    var session = Session(places: FilePlaces(folder: inner, root: inner))
    let reply = session.evaluate("reasons map \"../causes.yaml\"")
    #expect(reply.isFailure)
  }

  @Test("answers every kind of line on tables of nobody, of one row and of missing values")
  func smallTables() throws {
    let folder = try TemporaryFolder()
    let header = "customer_id,start_date,end_date,reason,monthly_fee,hours,cac,plan\n"
    let files = [
      "one.csv": header + "1,2024-02-29,2024-02-29,price,10,1,5,a\n",
      "open.csv": header + "1,2024-01-01,,,7,,,\n2,2024-02-01,,,,,,\n",
      "huge.csv": header
        + "1,0001-01-01,9999-12-31,x,1e300,1e300,-1e300,a\n2,2024-01-01,2024-03-01,,12,1,1,b\n",
    ]
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      try folder.write(text, to: name)
      var session = Session(places: FilePlaces(folder: folder.path))
      try done(
        "load \(name) with amount = monthly_fee, start = start_date, end = end_date", &session)
      for line in [
        "reasons", "reasons in 2024", "reasons by plan in 2024", "reasons using risk",
        "reasons using risk with curve = true", "reasons map", "value", "value by customer",
        "value by plan", "losses", "losses in 2024", "losses in 2024 by month", "losses by verdict",
      ] {
        for suffix in ["", " | how", " | plot"] {
          let reply = session.evaluate("filter plan == \"none\" | \(line)\(suffix)")
          #expect(!reply.isCancelled)
          _ = session.evaluate(line + suffix).rendered(in: .notebook)
        }
      }
      // Without a day of as of the huge one says that it is needed.
      guard name != "huge.csv" else { continue }
      #expect(!session.evaluate("value").isFailure, "\(name)")
      #expect(!session.evaluate("losses in 2024").isFailure, "\(name)")
      #expect(!session.evaluate("reasons in 2024").isFailure, "\(name)")
    }
  }
}
