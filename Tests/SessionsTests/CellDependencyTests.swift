import Columns
import Language
import Notebooks
import Sessions
import TestSupport
import Testing

/// Cells of a session that are changed: only what follows from them runs again.
@Suite("Changing cells")
struct CellDependencyTests {
  private static let lines = [
    "load datasets/canadian_senators.csv", "load sample shop with size = 40",
    "use canadian_senators", "set band_high = 30%", "set band_high = 9%", "set rows = 5",
    "old = filter `Province / Territory` == \"Ontario\"", "old = filter reason == \"Death\"",
    "young = old | take 20", "old | group by reason", "young | count", "| take 2",
    "group by reason | take 3", "churn by year in 2000..2003", "churn in 1990..1999", "how",
    "roles reason = Name", "roles reason = reason", "use old", "young | churn in 2001..2002",
  ]

  private struct Cells {
    var steps = SessionSteps()
    var session: Session

    /// Runs lines as a shell does: a line that fails leaves no cell.
    init(_ lines: [String]) {
      session = Session(places: FilePlaces(folder: Project.path(".")))
      for line in lines {
        let before = session
        let result = session.evaluateCell(line)
        guard result.error == nil else { continue }
        steps.add("c\(steps.steps.count + 1)", line, result, before: before, after: session)
      }
    }

    var sources: [String] { steps.steps.map(\.source) }
    var answers: [String] { steps.steps.map(\.result.text) }
  }

  @Test(
    "gives what running all cells anew gives", arguments: 1...20 as ClosedRange<UInt64>)
  func agreesWithRunningAll(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func line() -> String { Self.lines.randomElement(using: &generator) ?? "" }
    let cells = Cells(["load datasets/canadian_senators.csv"] + (0..<9).map { _ in line() })
    let position = Int.random(in: 0..<cells.sources.count, using: &generator)
    let source = Bool.random(using: &generator) ? line() : nil
    var sources = cells.sources
    sources[position] = source ?? ""
    // What all of it comes to from the start; a change that leaves a cell without what it needs fails.
    var expected = Session(places: FilePlaces(folder: Project.path(".")))
    var answers: [String] = []
    var fails = false
    for (index, text) in sources.enumerated() where index != position || source != nil {
      let result = expected.evaluateCell(text)
      if result.error != nil { fails = true }
      answers.append(result.text)
    }
    let change: SessionSteps.Change
    do throws(SessionSteps.Failure) {
      change = try cells.steps.changing(position, to: source) { false }
    } catch {
      #expect(fails, "seed \(seed): \(error.result.text)")
      return
    }
    guard !fails else {
      // A cell that would fail only because it reads nothing any more is rightly run again.
      Issue.record("seed \(seed): \(sources) fails from the start, and the change did not")
      return
    }
    #expect(change.steps.steps.map(\.result.text) == answers, "seed \(seed): \(sources)")
    #expect(change.session.current == expected.current, "seed \(seed)")
    #expect(change.session.tables.names.sorted() == expected.tables.names.sorted(), "seed \(seed)")
    #expect(change.session.settings == expected.settings, "seed \(seed)")
    for text in ["count", "churn in 1990..1999"] {
      var (one, other) = (change.session, expected)
      #expect(one.evaluateCell(text).text == other.evaluateCell(text).text, "seed \(seed)")
    }
  }

  @Test("runs again what follows from a cell, and nothing else")
  func runsOnlyFollowers() throws {
    let cells = Cells([
      "load datasets/canadian_senators.csv", "old = filter reason == \"Death\"",
      "group by reason | take 3", "old | count", "churn in 1990..1999",
    ])
    let change = try cells.steps.changing(1, to: "old = take 7") { false }
    #expect(change.ran.map(\.id) == ["c2", "c4"])
    #expect(change.ran[1].result.text.contains("7"))
    let dropped = try cells.steps.changing(2, to: nil) { false }
    #expect(dropped.ran.isEmpty)
    #expect(dropped.steps.steps.map(\.id) == ["c1", "c2", "c4", "c5"])
  }

  @Test("changes nothing where a cell that follows fails")
  func failureChangesNothing() throws {
    let cells = Cells(["load datasets/canadian_senators.csv", "old = take 5", "old | count"])
    #expect(throws: SessionSteps.Failure.self) {
      try cells.steps.changing(1, to: nil) { false }
    }
  }
}
