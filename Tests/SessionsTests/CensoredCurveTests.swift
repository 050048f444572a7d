import Columns
import Sessions
import TestSupport
import Testing

@Suite("Times at which only observation ended")
struct CensoredCurveTests {
  @Test("are rows of the curve where asked for, and change no figure")
  func rows() throws {
    let folder = try TemporaryFolder()
    // Stays of 2 (left), 5 (here) and 9 (left) days, as of the 10th.
    try folder.write(
      "start,end\n2024-01-01,2024-01-03\n2024-01-05,\n2024-01-01,2024-01-10\n", to: "c.csv")
    var session = Session(places: FilePlaces(folder: folder.path))
    #expect(!session.evaluate("load c.csv").isFailure)
    func times(_ line: String) -> [String] {
      var fresh = session
      guard !fresh.evaluate(line).isFailure, let table = fresh.previous else { return [] }
      return (0..<table.rowCount).map { row in
        ["time", "at_risk", "lost", "survival"].map { name in
          "\(table.column(name)?[row].number ?? -1)"
        }.joined(separator: " ")
      }
    }
    let all = times("survival with curve = true, censored = true")
    #expect(all.count { $0.hasPrefix("5.0 2.0 0.0") } == 1)
    #expect(all.filter { !$0.hasPrefix("5.0") } == times("survival with curve = true"))
    #expect(session.evaluate("survival with censored = true").isFailure)
  }
}
