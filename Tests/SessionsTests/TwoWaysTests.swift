import Columns
import Sessions
import TestSupport
import Testing

/// Tables in which every row is a stay of its own are counted in one pass; all others the general way. A
/// flag that says nothing new sends the same stays the general way.
@Suite("Stays counted in one pass and one by one")
struct TwoWaysTests {
  private static let lines = [
    "churn by month", "churn by plan, quarter", "churn by plan, reason, year",
    "churn in 2021-03..2022-06 by plan", "churn by month as of 2022-08-15",
    "churn by year using every",
    "cohorts by quarter", "cohorts by plan, year using on", "cohorts by year using after",
    "survival",
    "survival by plan with curve = true", "growth by month", "reasons in 2022",
  ]

  @Test("agree in every figure", arguments: 0..<24)
  func agree(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var alone = ["id,start,end,plan,reason"]
    var flagged = ["id,start,end,plan,reason,lost"]
    for client in 0..<[1, 3, 40, 200][pick(0...3)] {
      // Of 2020 to 2022, some on the first day of a period.
      let start =
        18_262 + (pick(0...4) > 0 ? pick(0...1100) : [0, 31, 60, 91, 366, 731][pick(0...5)])
      let hasLeft = pick(0...2) > 0
      // Some end before they start, on the day itself, or long after all that is known.
      let end =
        pick(0...30) == 0
        ? start - 3 : pick(0...40) == 0 ? 22_300 : start + pick(0...[9, 500][pick(0...1)])
      let isDated = client == 0 || pick(0...40) > 0
      let row =
        "K\(client),\(isDated ? ClientBook.date(start) : ""),"
        + "\(hasLeft ? ClientBook.date(end) : ""),\(["a", "b", ""][pick(0...2)]),"
        + (hasLeft ? ["price", "moved", ""][pick(0...2)] : "")
      alone.append(row)
      flagged.append(row + (hasLeft ? ",yes" : ",no"))
    }
    try folder.write(alone.joined(separator: "\n") + "\n", to: "alone.csv")
    try folder.write(flagged.joined(separator: "\n") + "\n", to: "flagged.csv")
    // Every cell as it is, which tells apart what is printed alike.
    func answers(_ file: String) -> [[[Value]]?] {
      var session = Session(places: FilePlaces(folder: folder.path))
      _ = session.evaluate("load \(file)")
      return TwoWaysTests.lines.map { line in
        guard !session.evaluate(line).isFailure, let table = session.previous else { return nil }
        return table.columns.map { column in (0..<table.rowCount).map { column[$0] } }
      }
    }
    let (one, other) = (answers("alone.csv"), answers("flagged.csv"))
    for (line, (one, other)) in zip(TwoWaysTests.lines, zip(one, other)) {
      #expect(one == other, "seed \(seed): \(line)")
    }
    #expect(one.contains { $0 != nil })
  }
}
