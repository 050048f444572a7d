import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Calendar counts against a naive count")
struct CalendarCountsOracleTests {
  @Test("agree on random tables, and S + N - X = E", arguments: 0..<300)
  func agrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let world = RandomBook(&random)
    let specification = world.specification(&random)
    let naive = NaiveCalendarCounts(
      world.records, hasCustomers: world.hasCustomers, hasFlag: world.hasFlag,
      asOf: specification.asOf, gap: specification.gap)
    let table = world.table
    let counts: Table
    do {
      counts = try calendarCounts(
        specification, of: table, keyColumns: specification.keys.map { column($0, table) })
    } catch {
      #expect(isJustified(error, specification, naive), "seed \(seed): \(error)")
      return
    }
    #expect(counts.about.asOf == naive.asOf, "seed \(seed)")
    check(counts, specification, naive, seed)
  }

  @Test("are the same to the last bit in whatever order the rows come", arguments: 0..<40)
  func rowOrder(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let world = RandomBook(&random)
    let table = clientsTable(world.records)
    let shuffled = table.gathered(Array(0..<table.rowCount).shuffled(using: &random))
    let specification = CalendarCounts(
      keys: [key("plan", at: 4), key("reason", at: 5, describesExit: true)], grain: .month,
      period: nil, asOf: civilDate("2021-06-30"), term: CalendarDuration(months: 3))
    let (one, other) = try (counts(specification, table), counts(specification, shuffled))
    #expect(one == other, "seed \(seed)")
  }

  /// All the cells, row by row.
  private func counts(_ specification: CalendarCounts, _ table: Table) throws -> [[Value]] {
    let counts = try calendarCounts(
      specification, of: table, keyColumns: [table.columns[4], table.columns[5]])
    return (0..<counts.rowCount).map { row in counts.columns.map { $0[row] } }
  }

  private func column(_ key: GroupKey, _ table: Table) -> Column {
    guard case .column(let position, _) = key.value else { return table.columns[0] }
    return table.columns[position]
  }

  /// Whether the naive count has nothing to count either.
  private func isJustified(
    _ error: ExecutionError, _ specification: CalendarCounts, _ naive: NaiveCalendarCounts
  ) -> Bool {
    guard case .impossible = error else { return false }
    guard let first = naive.stays.map(\.start).min() else { return true }
    if let period = specification.period {
      if period.end <= first || period.start > naive.asOf { return true }
      guard let grain = specification.grain else { return false }
      return !(grain.ordinal(of: first)...grain.ordinal(of: naive.asOf)).contains {
        period.contains(grain.firstDay(ofOrdinal: $0))
      }
    }
    let firstWholeMonth = Grain.month.ordinal(of: first) + 1
    return specification.grain == nil
      && Grain.month.firstDay(ofOrdinal: firstWholeMonth + 1) > naive.asOf.advanced(byDays: 1)
  }

  private func check(
    _ counts: Table, _ specification: CalendarCounts, _ naive: NaiveCalendarCounts, _ seed: Int
  ) {
    var lostOfAll: [String: Int] = [:]
    var clientsOfAll: [String: Int] = [:]
    let plans = counts.texts("plan")
    let reasons = counts.texts("reason")
    let labels = counts.texts("period")
    let found = figures(counts)
    for row in 0..<counts.rowCount {
      guard let label = labels[row],
        let period = period(label, specification)
      else {
        Issue.record("seed \(seed): no period in row \(row)")
        continue
      }
      let expected = naive.figures(
        period.start, period.end, term: specification.term,
        of: { plans.isEmpty || $0.plan == plans[row] },
        exits: { reasons.isEmpty || $0.reason == reasons[row] })
      var actual = found[row]
      if specification.term == nil { #expect(counts.column("due")?.isMissing(row) == true) }
      if specification.term == nil { actual.due = 0 }
      #expect(abs(actual.dailyShares - expected.dailyShares) < 1e-12, "seed \(seed) \(label)")
      actual.dailyShares = expected.dailyShares
      #expect(actual == expected, "seed \(seed), period \(label)")
      #expect(
        counts.column("finished")?[row] == .boolean(period.lastDay <= naive.asOf),
        "seed \(seed), period \(label)")
      if reasons.isEmpty {
        #expect(
          actual.opening + actual.new - actual.lost == actual.closing, "seed \(seed) \(label)")
      }
      lostOfAll[label, default: 0] += actual.lost
      clientsOfAll[label, default: 0] += actual.opening + actual.new
    }
    checkTotals(lostOfAll, clientsOfAll, specification, naive, seed)
  }

  /// The categories add up to the whole book.
  private func checkTotals(
    _ lost: [String: Int], _ clients: [String: Int], _ specification: CalendarCounts,
    _ naive: NaiveCalendarCounts, _ seed: Int
  ) {
    for (label, sum) in lost {
      guard let period = period(label, specification) else { continue }
      let whole = naive.figures(
        period.start, period.end, term: nil, of: { _ in true }, exits: { _ in true })
      #expect(sum == whole.lost, "seed \(seed), period \(label)")
      if !specification.keys.contains(where: \.describesExit) {
        #expect(clients[label] == whole.opening + whole.new, "seed \(seed), period \(label)")
      }
    }
  }

  private func period(_ label: String, _ specification: CalendarCounts) -> Period? {
    if specification.grain == nil, let period = specification.period { return period }
    guard let dots = label.range(ofDots: "..") else { return PartialDate(label)?.period }
    guard let first = PartialDate(label[..<dots.lowerBound]),
      let last = PartialDate(label[dots.upperBound...])
    else { return nil }
    return Period(from: first, through: last)
  }

  private func figures(_ table: Table) -> [NaiveCalendarCounts.Figures] {
    let names = ["opening", "new", "lost", "early", "closing", "client_days", "due", "days"]
    let columns = names.map(table.integers)
    let shares = table.decimals("daily_shares")
    return (0..<table.rowCount).map { row in
      let values = columns.map { $0[row] }
      return NaiveCalendarCounts.Figures(
        opening: values[0], new: values[1], lost: values[2], early: values[3],
        closing: values[4], clientDays: values[5], dailyShares: shares[row] ?? .nan,
        due: values[6], days: values[7])
    }
  }
}

extension String {
  fileprivate func range(ofDots dots: String) -> Range<String.Index>? {
    firstRange(of: dots)
  }
}
