import Glibc
import TestSupport
import Testing

/// A shell that is killed at any moment: a cell whose answer was seen is in the journal, and a notebook
/// that was being saved is whole or not there.
@Suite("A killed shell")
struct KilledShellTests {
  /// Ten times: 200 kills in all.
  private static let rounds = 20
  private let deadline = Deadline()
  private static let rows = 1...9

  @Test(
    "loses no cell whose answer was seen, and leaves no broken notebook",
    arguments: 1...10 as ClosedRange<UInt64>)
  func losesNothing(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var (killedEarly, seenInAll, saved) = (0, 0, 0)
    for round in 1...Self.rounds {
      let folder = try TemporaryFolder()
      let list = (1...20).map { "\($0),2023-01-15\n" }.joined()
      try folder.write("member,start\n" + list, to: "gym.csv")
      let shell = try TypedShell(folder)
      let lines =
        ["load gym.csv"] + Self.rows.map { "t\($0) = take \($0)" } + [".save kept.md", "count"]
      shell.type(lines.map { $0 + "\r" }.joined())
      // From the first prompt to after the last answer, on a slow machine too.
      let goal = (round - 1) * 96 + Int.random(in: 0...95, using: &generator)
      shell.read(until: goal, milliseconds: 4_000)
      pause(milliseconds: UInt32.random(in: 0...3, using: &generator))
      shell.kill()
      let seen = Self.rows.filter { shell.output.contains("t\($0): \($0) row") }
      let journal = (try? readText(folder.path("state/ritorno/journal/session-1.jsonl"))) ?? ""
      let notebook = try? readText(folder.path("kept.md"))
      for row in seen {
        let isKept =
          journal.contains("\"source\":\"t\(row) = take \(row)\"")
          || notebook?.contains("t\(row) = take \(row)") == true
        #expect(isKept, "round \(round): the answer of t\(row) was seen and is lost")
      }
      if let notebook {
        saved += 1
        #expect(notebook.hasPrefix("---\n") && notebook.hasSuffix("```\n"), "round \(round)")
        #expect(notebook.contains("t9 = take 9"), "round \(round): half a notebook")
      }
      seenInAll += seen.count
      if seen.count < Self.rows.count { killedEarly += 1 }
    }
    // Else the rounds would all have been killed before or after anything happened.
    #expect(
      killedEarly > 0 && seenInAll > 10, "\(killedEarly) early, \(seenInAll) seen, \(saved) saved"
    )
  }

  private func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }
}
