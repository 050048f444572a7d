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

/// Purchases in the order of days are gone through as they lie; others are sorted first, as are those
/// of which a row names no customer.
@Suite("Purchases gone through as they lie and sorted")
struct TwoWaysOfPurchasesTests {
  private static let lines = [
    "returns using history | sort id", "returns using history with unit = day | sort id",
    "returns using history as of 2021-07-01 | sort id", "cohorts by month using on",
    "cohorts by year using on as of 2021-07-01",
  ]

  @Test("agree in every figure", arguments: 0..<24)
  func agree(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var rows: [(day: Int, text: String)] = (0..<[1, 3, 60, 600][pick(0...3)]).map { row in
      // Halves add up without rounding, so that their order does not matter.
      let amount = pick(0...9) == 0 ? "" : "\(pick(-2...40)).5"
      let day = 18_262 + pick(0...[20, 900][pick(0...1)])
      let isDated = row == 0 || pick(0...30) > 0
      return (day, "\(1 + pick(0...30)),\(isDated ? ClientBook.date(day) : ""),\(amount)")
    }
    rows.sort { $0.day < $1.day }
    let header = "id,date,amount\n"
    func write(_ lines: [String], _ name: String) throws {
      try folder.write(header + lines.map { $0 + "\n" }.joined(), to: name)
    }
    try write(rows.map(\.text), "numbers.csv")
    try write(rows.map { "K" + $0.text }, "words.csv")
    try write(rows.map(\.text).shuffled(using: &random), "mixed.csv")
    try write(rows.map(\.text) + [",2020-01-01,1.5"], "nameless.csv")
    // Every cell as it is but the customer, who is a number in one file and a word in another.
    func answers(_ file: String) -> [[[Value]]?] {
      var session = Session(places: FilePlaces(folder: folder.path))
      _ = session.evaluate("load \(file)")
      return TwoWaysOfPurchasesTests.lines.map { line in
        guard !session.evaluate(line).isFailure, let table = session.previous else { return nil }
        return table.columns.dropFirst(line.contains("id") ? 1 : 0).map { column in
          (0..<table.rowCount).map { column[$0] }
        }
      }
    }
    let expected = answers("mixed.csv")
    for file in ["numbers.csv", "nameless.csv"] {
      for (line, (one, other)) in zip(
        TwoWaysOfPurchasesTests.lines, zip(answers(file), expected))
      {
        #expect(one == other, "seed \(seed), \(file): \(line)")
      }
    }
    // Words are put in another order than numbers: the same rows of figures.
    for (one, other) in zip(answers("words.csv"), expected) {
      #expect(
        one.map(TwoWaysOfPurchasesTests.sortedRows) == other.map(TwoWaysOfPurchasesTests.sortedRows)
      )
    }
    #expect(expected.contains { $0 != nil })
  }

  private static func sortedRows(_ columns: [[Value]]) -> [String] {
    (0..<(columns.first?.count ?? 0)).map { row in "\(columns.map { $0[row] })" }.sorted()
  }
}
