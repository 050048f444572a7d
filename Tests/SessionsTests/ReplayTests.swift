import Notebooks
import Sessions
import TestSupport
import Testing

/// The notebooks and the README of this project, run.
@Suite("Notebooks and README")
struct ReplayTests {
  static let notebooks = Project.files(under: "notebooks", ending: ".md")

  @Test("finds notebooks")
  func findsNotebooks() {
    #expect(!ReplayTests.notebooks.isEmpty, "notebooks/ holds no notebook")
  }

  @Test("verifies every notebook", arguments: notebooks)
  func verifies(file: String) throws {
    let notebook = try OpenNotebook(path: Project.path(file))
    var choices = ReplayChoices()
    choices.allowsOutside = true
    let verification = try NotebookVerification(notebook, choices)
    #expect(verification.isSame, "\(verification.report(path: file))")
    #expect(
      verification.changedCells.isEmpty, "\(verification.changedCells) changed: accept \(file)")
  }

  @Test("gives the same bytes at every replay, those that are stored", arguments: notebooks)
  func sameBytes(file: String) throws {
    let first = try replayed(file)
    #expect(first == (try replayed(file)))
    #expect(first == (try readBytes(Project.path(file))), "accept \(file)")
  }

  @Test("gives the same bytes at every replay of a notebook made from random clients")
  func sameBytesOfRandom() throws {
    let folder = try TemporaryFolder()
    for seed in 1...5 as ClosedRange<UInt64> {
      let book = ClientBook(seed: seed)
      try folder.write(book.text, to: "book.csv")
      let cells = [
        "load book.csv", "set as_of = \(book.asOf)", "churn by quarter", "group by reason, year",
        "| sort clients", "group by plan | plot", "kept = filter plan == \"annual\"",
        "kept | count",
        "churn by quarter using every",
      ]
      let bytes = NotebookDocument.newDocument(
        title: "Random",
        cells: cells.enumerated().map { .init(id: "c\($0.offset + 1)", source: $0.element) })
      let path = try folder.write(String(decoding: bytes, as: UTF8.self), to: "book.md")
      let once = try bytesOfReplay(path)
      #expect(once == (try bytesOfReplay(path)), "seed \(seed)")
      try folder.write(String(decoding: once, as: UTF8.self), to: "book.md")
      let again = try bytesOfReplay(path)
      #expect(
        again == once,
        """
        seed \(seed)
        \(unifiedDiff(
          old: String(decoding: once, as: UTF8.self), new: String(decoding: again, as: UTF8.self),
          label: "book.md"))
        """)
    }
  }

  private func replayed(_ file: String) throws -> [UInt8] {
    try bytesOfReplay(Project.path(file))
  }

  private func bytesOfReplay(_ path: String) throws -> [UInt8] {
    let notebook = try OpenNotebook(path: path)
    var choices = ReplayChoices()
    choices.allowsOutside = true
    var run = try NotebookRun(notebook, choices)
    run.run(notebook.document)
    #expect(run.failure == nil, "\(run.failure?.text ?? "")")
    return notebook.document.withOutputs(run.outcomes, fingerprints: run.fingerprints)
  }
}
