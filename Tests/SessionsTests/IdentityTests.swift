import Columns
import Sessions
import TestSupport
import Testing

/// opening + new - lost = closing, in every row that churn shows, and from row to row.
@Suite("Identity of the book")
struct IdentityTests {
  static let clientFiles = Project.names(in: "datasets").filter { $0.hasSuffix(".csv") }

  @Test("holds on random tables of clients", arguments: 1...60 as ClosedRange<UInt64>)
  func holdsOnRandomTables(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let book = ClientBook(seed: seed)
    let context = "seed \(seed), as of \(book.asOf)\n\(book.text)"
    try folder.write(book.text, to: "book.csv")
    var session = Session(places: FilePlaces(folder: folder.path))
    try require(session.evaluate("load book.csv"), context)
    try require(session.evaluate("set as_of = \(book.asOf)"), "seed \(seed)")
    for grain in ["month", "quarter", "year"] {
      for line in ["churn by \(grain)", "churn by \(grain) using every"] {
        let table = try table(of: line, in: &session, context)
        expectIdentity(table, grain: grain, "\(line), \(context)")
      }
    }
    try expectPartsOfWhole(&session, context)
  }

  @Test("holds on every dataset of clients", arguments: clientFiles)
  func holdsOnDatasets(file: String) throws {
    var session = Session(places: FilePlaces(folder: Project.path("datasets")))
    try require(session.evaluate("load \(file)"), file)
    let kind = session.current.flatMap { session.tables[$0] }?.schema.kind
    guard kind == .clients else { return }
    for grain in ["month", "quarter", "year"] {
      let table = try table(of: "churn by \(grain)", in: &session, file)
      #expect(table.rowCount > 0)
      expectIdentity(table, grain: grain, "churn by \(grain), \(file)")
    }
  }

  /// The groups of a key that tells clients apart add up to the whole, and so do reasons of leaving.
  private func expectPartsOfWhole(_ session: inout Session, _ context: String) throws {
    let whole = try table(of: "churn by quarter", in: &session, context)
    let reasons = try table(of: "churn by reason, quarter", in: &session, context)
    for row in 0..<whole.rowCount {
      let period = text(whole, "period", row)
      let lost = (0..<reasons.rowCount).filter { text(reasons, "period", $0) == period }
        .map { number(reasons, "lost", $0) ?? 0 }.reduce(0, +)
      #expect(lost == number(whole, "lost", row), "reasons of \(period), \(context)")
    }
  }

  private func expectIdentity(_ table: Table, grain: String, _ context: String) {
    var before: Double?
    for row in 0..<table.rowCount {
      guard let opening = number(table, "opening", row), let new = number(table, "new", row),
        let lost = number(table, "lost", row), let early = number(table, "early", row),
        let closing = number(table, "closing", row)
      else {
        Issue.record("a count is missing in row \(row), \(context)")
        return
      }
      #expect(opening + new - lost == closing, "row \(row), \(context)")
      #expect(early <= lost && early <= new && lost - early <= opening, "row \(row), \(context)")
      #expect(before == nil || before == opening, "row \(row) opens otherwise, \(context)")
      before = closing
      if let rate = number(table, "rate", row) {
        #expect(abs(rate - (lost - early) / opening) < 1e-12, "row \(row), \(context)")
        let (low, high) = (number(table, "low", row) ?? 2, number(table, "high", row) ?? -1)
        #expect(low <= rate && rate <= high && low >= 0 && high <= 1, "row \(row), \(context)")
      }
    }
  }

  private func table(
    of line: String, in session: inout Session, _ context: String
  ) throws -> Table {
    let reply = session.evaluate(line)
    try require(reply, "\(line), \(context)")
    for case .table(let table, _) in reply.blocks { return table }
    throw UnusableAnswer("\(line) answers no table, \(context)")
  }

  private func require(_ reply: Reply, _ context: String) throws {
    try #require(!reply.isFailure, "\(reply.rendered(in: .notebook).remarks)\n\(context)")
  }

  private func number(_ table: Table, _ name: String, _ row: Int) -> Double? {
    table.column(name)?[row].number
  }

  private func text(_ table: Table, _ name: String, _ row: Int) -> String {
    guard case .text(let text)? = table.column(name)?[row] else { return "" }
    return text
  }
}

/// Why a test cannot go on.
struct UnusableAnswer: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
