import ReadingChecks
import TestSupport
import Testing

/// What the fuzzers found worth keeping, and what once broke a reader; Sources/Fuzzing says how it is kept.
@Suite("Bytes kept by the fuzzers")
struct KeptCorpusTests {
  @Test("are read as the fuzzers demand", arguments: ReadingCheck.allCases)
  func holds(check: ReadingCheck) throws {
    let text = try Project.text("Tests/TableFilesTests/corpus/\(check.rawValue).txt")
    let kept = try #require(KeptCorpus.bytes(ofLines: text))
    #expect(kept.count > 100)
    for bytes in kept {
      if let problem = check.problem(bytes) {
        Issue.record("\(KeptCorpus.line(of: bytes)): \(problem)")
      }
    }
  }

  @Test("come back from the lines in which they are kept")
  func lines() throws {
    let all = (0...255).map { UInt8($0) }
    let text = [all, [92, 92], [10]].map { KeptCorpus.line(of: $0) + "\n" }.joined()
    #expect(KeptCorpus.bytes(ofLines: text) == [all, [92, 92], [10]])
    #expect(KeptCorpus.bytes(ofLines: "\\0") == nil)
  }
}
