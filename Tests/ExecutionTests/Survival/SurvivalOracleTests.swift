import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

/// The share that stays, straight from the definition: at each day the product over all days before.
private struct NaiveSurvival {
  var lengths: [(days: Int, left: Bool)]

  func atRisk(_ day: Int) -> Int { lengths.count { $0.days >= day } }
  func lost(_ day: Int) -> Int { lengths.count { $0.days == day && $0.left } }
  var last: Int { lengths.map(\.days).max() ?? 0 }

  func survival(_ day: Int) -> Double {
    (0...day).reduce(1.0) { share, day in
      let risk = atRisk(day)
      return risk == 0 ? share : share * (1 - Double(lost(day)) / Double(risk))
    }
  }

  var median: Int? { (0...last).first { survival($0) <= 0.5 + 1e-12 } }
  func mean(_ horizon: Int) -> Double { (0..<horizon).reduce(0) { $0 + survival($1) } }
}

@Suite("Survival against a naive count")
struct SurvivalOracleTests {
  private func specification(
    _ keys: [GroupKey], asOf: CivilDate?, gap: Int, _ layout: SurvivalSpecification.Layout,
    horizon: Double? = nil
  ) -> SurvivalSpecification {
    SurvivalSpecification(
      keys: keys, clock: .calendar(asOf: asOf, gap: gap), layout: layout, horizon: horizon,
      definitions: [])
  }

  @Test("agrees on random books", arguments: 0..<200)
  func agrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomBook(&random)
    let asOf = civilDate("2021-01-31")
    let gap = random.chance(0.5) ? 0 : 20
    // A flag that says no makes a censoring day of the end, which the naive stays do not know.
    let table = clientsTable(book.records, hasCustomers: book.hasCustomers)
    let naive = NaiveCalendarCounts(
      book.records, hasCustomers: book.hasCustomers, hasFlag: false, asOf: asOf, gap: gap)
    let keys = random.chance(0.5) ? [key("plan", at: 4)] : []
    let columns = keys.isEmpty ? [] : [table.columns[4]]
    guard !naive.stays.isEmpty else {
      #expect(throws: ExecutionError.self) {
        try survival(
          specification(keys, asOf: asOf, gap: gap, .summary), of: table, keyColumns: columns)
      }
      return
    }
    let summary = try survival(
      specification(keys, asOf: asOf, gap: gap, .summary), of: table, keyColumns: columns)
    let curve = try survival(
      specification(keys, asOf: asOf, gap: gap, .curve), of: table, keyColumns: columns)
    let plans = keys.isEmpty ? [nil] : summary.texts("plan")
    #expect(Set(plans).count == plans.count, "seed \(seed)")
    #expect(
      summary.integers("clients").reduce(0, +) == naive.stays.count, "seed \(seed)")
    let groups = plans.map { plan in
      NaiveSurvival(
        lengths: naive.stays.filter { keys.isEmpty || $0.plan == plan }.map { stay in
          let end = stay.end ?? naive.asOf
          return (Int(end.daysSinceEpoch - stay.start.daysSinceEpoch), stay.end != nil)
        })
    }
    let horizon = groups.map(\.last).min() ?? 0
    for (row, group) in groups.enumerated() {
      #expect(summary.integers("clients")[row] == group.lengths.count, "seed \(seed)")
      #expect(summary.integers("lost")[row] == group.lengths.count(where: \.left), "seed \(seed)")
      #expect(summary.decimals("median")[row] == group.median.map(Double.init), "seed \(seed)")
      #expect(summary.decimals("horizon")[row] == Double(horizon), "seed \(seed)")
      let mean = try #require(summary.decimals("mean_life")[row])
      #expect(abs(mean - group.mean(horizon)) < 1e-9 * max(1, mean), "seed \(seed)")
      let rows = (0..<curve.rowCount).filter {
        keys.isEmpty || curve.texts("plan")[$0] == plans[row]
      }
      check(curve, rows, group, seed)
    }
  }

  private func check(_ curve: Table, _ rows: [Int], _ group: NaiveSurvival, _ seed: Int) {
    #expect(rows.map { curve.decimals("time")[$0] ?? -1 }.last == Double(group.last))
    for row in rows {
      let day = Int(curve.decimals("time")[row] ?? -1)
      #expect(curve.integers("at_risk")[row] == group.atRisk(day), "seed \(seed) day \(day)")
      #expect(curve.integers("lost")[row] == group.lost(day), "seed \(seed) day \(day)")
      let share = curve.decimals("survival")[row] ?? -1
      #expect(abs(share - group.survival(day)) < 1e-12, "seed \(seed) day \(day)")
      if let low = curve.decimals("low")[row], let high = curve.decimals("high")[row] {
        #expect(low <= share + 1e-12 && share <= high + 1e-12, "seed \(seed) day \(day)")
      }
    }
    let lost = rows.reduce(0) { $0 + curve.integers("lost")[$1] }
    #expect(lost == group.lengths.count(where: \.left), "seed \(seed)")
  }

  @Test("is the same to the last bit in whatever order the rows come", arguments: 0..<30)
  func rowOrder(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomBook(&random)
    let table = clientsTable(book.records, hasFlag: book.hasFlag)
    let shuffled = table.gathered(Array(0..<table.rowCount).shuffled(using: &random))
    func cells(_ table: Table) throws -> [[Value]] {
      let result = try survival(
        specification([key("plan", at: 4)], asOf: civilDate("2021-06-30"), gap: 0, .summary),
        of: table, keyColumns: [table.columns[4]])
      return (0..<result.rowCount).map { row in result.columns.map { $0[row] } }
    }
    #expect(try cells(table) == cells(shuffled), "seed \(seed)")
  }

  @Test("takes an end whose flag says no as the last day seen")
  func censoringDays() throws {
    let table = clientsTable(
      [
        ClientRecord("2024-01-01", "2024-01-11", lost: true),
        ClientRecord("2024-01-01", "2024-01-06", lost: false),
        ClientRecord("2024-01-01", nil, lost: nil),
      ], hasFlag: true)
    let curve = try survival(
      specification([], asOf: civilDate("2024-01-31"), gap: 0, .curve), of: table, keyColumns: [])
    // One was seen for 5 days only, so two are at risk on day 10.
    #expect(curve.decimals("time") == [0, 10, 30])
    #expect(curve.integers("at_risk") == [3, 2, 1])
    #expect(curve.decimals("survival") == [1, 0.5, 0.5])
  }

  @Test("gives the times asked for, blank where nobody was seen, with what was lost between")
  func times() throws {
    let table = clientsTable([
      ClientRecord("2024-01-01", "2024-01-11"), ClientRecord("2024-01-01", "2024-01-01"),
      ClientRecord("2024-01-01", nil), ClientRecord("2024-01-01", nil),
    ])
    let rows = try survival(
      specification([], asOf: civilDate("2024-01-31"), gap: 0, .times([0, 5, 10, 31])), of: table,
      keyColumns: [])
    #expect(rows.integers("lost") == [1, 0, 1, 0])
    #expect(rows.integers("at_risk") == [4, 3, 3, 0])
    #expect(rows.decimals("survival") == [0.75, 0.75, 0.75 * (1 - 1.0 / 3), nil])
    let beyond = try survival(
      specification([], asOf: civilDate("2024-01-31"), gap: 0, .summary, horizon: 31), of: table,
      keyColumns: [])
    #expect(beyond.decimals("mean_life") == [nil] && beyond.decimals("horizon") == [nil])
  }
}

@Suite("Survival of lengths without dates")
struct TenureSurvivalTests {
  private func table(_ rows: [(Double?, Bool?)]) -> Table {
    Table(
      schema: Schema([
        Field("months", .decimal, unit: .months, role: .tenure),
        Field("lost", .boolean, role: .lost),
      ]),
      columns: [
        Column(.decimal, rows.map { $0.0.map(Value.decimal) ?? .missing }),
        Column(.boolean, rows.map { $0.1.map(Value.boolean) ?? .missing }),
      ])
  }

  private func summary(_ rows: [(Double?, Bool?)], factor: Double = 1) throws -> Table {
    try survival(
      SurvivalSpecification(
        keys: [], clock: .tenure(unit: .months, factor: factor), layout: .summary,
        definitions: []), of: table(rows), keyColumns: [])
  }

  @Test("leaves out what has no length or flag, and counts it")
  func exclusions() throws {
    let rows: [(Double?, Bool?)] = [
      (3, true), (nil, true), (5, nil), (-1, true), (.infinity, true), (4.5, false), (2, true),
    ]
    let result = try summary(rows)
    #expect(result.integers("clients") == [3] && result.integers("lost") == [2])
    #expect(result.decimals("median") == [3])
    #expect(
      result.about.notes.prefix(2) == [
        "3 rows without a length of stay or without a flag left out",
        "1 row with a negative stay left out",
      ])
    #expect(try summary(rows, factor: 3).decimals("median") == [9])
  }

  @Test("answers for one row and huge values, and refuses nothing at all")
  func extremes() throws {
    let one = try summary([(0, false)])
    #expect(one.decimals("median") == [nil] && one.decimals("mean_life") == [0])
    let huge = try summary([(1e300, true), (1e-300, true)])
    #expect(huge.integers("lost") == [2])
    for rows in [[], [(nil, nil)], [(-3, true)]] as [[(Double?, Bool?)]] {
      #expect(throws: ExecutionError.self) { try summary(rows) }
    }
  }
}
