import Glibc
import Terminal
import TestSupport
import Testing

@Suite struct HistoryFileTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/history" }

  @Test("keeps what is entered for the next session, the oldest first")
  func keepsEntries() {
    let first = HistoryFile(path: path)
    first.append("load gym")
    first.append("churn by month")
    #expect(first.problem == nil)
    #expect(HistoryFile(path: path).entries == ["load gym", "churn by month"])
  }

  @Test(
    "gives back any text as it was",
    arguments: ["è 漢字 👩‍👩‍👧", "a\nb\n\nc", #"back\slash \n"#, "a\r\nb", "tab\tstop", #"\"#])
  func roundTrip(text: String) {
    HistoryFile(path: path).append(text)
    #expect(HistoryFile(path: path).entries == [text])
    #expect(folder.bytes(of: "history").count { $0 == UInt8(ascii: "\n") } == 1)
  }

  @Test("does not keep blank lines, those begun with a blank, or a repetition")
  func leavesOut() {
    let history = HistoryFile(path: path)
    for entry in ["", " secret", "\tsecret", "churn", "churn"] { history.append(entry) }
    #expect(history.entries == ["churn"])
    #expect(folder.bytes(of: "history") == Array("churn\n".utf8))
  }

  @Test("keeps each text once, at its last place")
  func dropsOlderDuplicates() {
    let history = HistoryFile(path: path)
    for entry in ["a", "b", "a", "c"] { history.append(entry) }
    #expect(history.entries == ["b", "a", "c"])
    #expect(HistoryFile(path: path).entries == ["b", "a", "c"])
  }

  @Test("keeps the newest entries when there are more than the limit")
  func keepsTheNewest() {
    let history = HistoryFile(path: path, limit: 3)
    for number in 1...5 { history.append("take \(number)") }
    let expected = ["take 3", "take 4", "take 5"]
    #expect(history.entries == expected)
    #expect(HistoryFile(path: path, limit: 3).entries == expected)
  }

  @Test("loses nothing of sessions that write at the same time")
  func twoSessions() async {
    let path = path
    await withTaskGroup { group in
      for session in 0..<4 {
        group.addTask {
          let history = HistoryFile(path: path)
          for number in 0..<100 { history.append("session \(session) line \(number)") }
        }
      }
    }
    let entries = HistoryFile(path: path).entries
    let expected = (0..<4).flatMap { session in
      (0..<100).map { "session \(session) line \($0)" }
    }
    #expect(entries.sorted() == expected.sorted())
    for session in 0..<4 {
      let own = entries.filter { $0.hasPrefix("session \(session) ") }
      #expect(own == (0..<100).map { "session \(session) line \($0)" })
    }
  }

  @Test("skips what is damaged and keeps the rest")
  func skipsDamage() {
    let damaged: [UInt8] = [0xFF, 0xFE, 0x0A, 0x61, 0x00, 0x62, 0x0A, 0x1B, 0x5B, 0x41, 0x0A, 0x0A]
    folder.write(Array("first\n".utf8) + damaged + Array("second\ncut \\".utf8), to: "history")
    #expect(HistoryFile(path: path).entries == ["first", "second", "cut "])
  }

  @Test("begins a line of its own after one that was cut")
  func repairsCutLine() {
    folder.write(Array("first\ncu".utf8), to: "history")
    HistoryFile(path: path).append("second")
    #expect(HistoryFile(path: path).entries == ["first", "cu", "second"])
  }

  @Test("survives random bytes, and appends after them")
  func randomBytes() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let count = Int.random(in: 0...300, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      folder.write(bytes, to: "history")
      HistoryFile(path: path).append("after")
      #expect(HistoryFile(path: path).entries.last == "after", "seed \(seed)")
    }
  }

  @Test("reads only the end of a file that has grown very long")
  func longFile() {
    let line = String(repeating: "x", count: 60_000)
    let text = (0..<100).map { "\($0) \(line)\n" }.joined()
    folder.write(Array(text.utf8), to: "history")
    let entries = HistoryFile(path: path).entries
    #expect(entries.count == 69)
    #expect(entries.last == "99 \(line)")
  }

  @Test("is readable by its user only")
  func permissions() {
    HistoryFile(path: path).append("first")
    #expect(folder.mode(of: "history") == 0o600)
    unsafe chmod(path, 0o644)
    HistoryFile(path: path).append("second")
    #expect(folder.mode(of: "history") == 0o600)
  }

  @Test("creates the folders it lies in")
  func createsFolders() {
    let nested = folder.path + "/state/ritorno/history"
    let history = HistoryFile(path: nested)
    history.append("churn")
    #expect(history.problem == nil)
    #expect(HistoryFile(path: nested).entries == ["churn"])
    for name in ["/state/ritorno/history", "/state/ritorno", "/state"] {
      unsafe remove(folder.path + name)
    }
  }

  @Test(
    "goes on in memory and tells why when it cannot be kept",
    arguments: ["/dev/full", "/dev/null/history", "/proc/ritorno/history"])
  func cannotBeKept(path: String) {
    let history = HistoryFile(path: path)
    history.append("churn")
    #expect(history.entries == ["churn"])
    #expect(history.problem?.hasPrefix(path + ": ") == true)
  }

  @Test("never waits for a named pipe")
  func namedPipe() {
    unsafe mkfifo(path, 0o600)
    let history = HistoryFile(path: path)
    history.append("churn")
    #expect(history.entries == ["churn"])
    #expect(history.problem != nil)
  }
}
