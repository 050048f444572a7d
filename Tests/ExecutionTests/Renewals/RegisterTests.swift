import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("A register as clients")
struct RegisterTests {
  @Test("has the stays of a naive reading on random registers", arguments: 0..<200)
  func stays(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomRegister(&random)
    let naive = NaiveRegister(book.records, asOf: book.asOf)
    let table = registerTable(book.records)
    #expect(table.schema.kind == .register)
    guard let clients = try? ClientIntervals(table, asOf: book.asOf, isCancelled: { false }) else {
      #expect(naive.customers.isEmpty, "seed \(seed)")
      return
    }
    #expect(clients.asOf == naive.asOf, "seed \(seed)")
    #expect(clients.stays.count == naive.customers.count, "seed \(seed)")
    for stay in clients.stays {
      guard let id = book.records[stay.exitRow].customer, let rows = naive.customers[id] else {
        Issue.record("seed \(seed): a customer that is none")
        continue
      }
      let leaving = naive.leaving(rows)
      #expect(CivilDate(daysSinceEpoch: stay.start) == rows[0].day, "seed \(seed)")
      #expect(stay.end.map { CivilDate(daysSinceEpoch: $0) } == leaving?.day, "seed \(seed)")
      if let leaving { #expect(book.records[stay.exitRow].reason == leaving.reason) }
    }
  }

  @Test("adds up: S + N - X = E", arguments: 0..<60)
  func identity(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomRegister(&random)
    let counts = CalendarCounts(keys: [], grain: .month, period: nil, asOf: book.asOf)
    guard
      let table = try? calendarCounts(counts, of: registerTable(book.records), keyColumns: [])
    else { return }
    for row in 0..<table.rowCount {
      let figures = ["opening", "new", "lost", "closing"].map { table.integers($0)[row] }
      #expect(figures[0] + figures[1] - figures[2] == figures[3], "seed \(seed)")
    }
    let naive = NaiveRegister(book.records, asOf: book.asOf)
    let left = naive.customers.values.count { naive.leaving($0) != nil }
    #expect(table.integers("lost").reduce(0, +) == left, "seed \(seed)")
  }

  @Test("falls due where its rows say, whoever leaves once", arguments: 0..<60)
  func due(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomRegister(&random)
    let counts = CalendarCounts(keys: [], grain: .month, period: nil, asOf: book.asOf)
    guard
      let table = try? calendarCounts(counts, of: registerTable(book.records), keyColumns: [])
    else { return }
    var expected: [String: Int] = [:]
    let naive = NaiveRegister(book.records, asOf: book.asOf)
    for rows in naive.customers.values {
      let last = naive.leaving(rows)?.day ?? naive.asOf
      let days = rows.compactMap(\.day).filter { $0 <= last }
      for month in Set(days.map { Grain.month.label(ofOrdinal: Grain.month.ordinal(of: $0)) }) {
        expected[month, default: 0] += 1
      }
    }
    for (row, month) in table.texts("period").enumerated() {
      #expect(table.integers("due")[row] == expected[month ?? ""] ?? 0, "seed \(seed)")
    }
  }

  @Test("ends at the last answer where later rows are only planned")
  func planned() throws {
    let table = registerTable(
      [
        RegisterRecord(1, "2024-01-31", true), RegisterRecord(2, "2024-02-29", false),
        RegisterRecord(1, "2025-01-31"), RegisterRecord(3, "2024-02-29", false),
        RegisterRecord(3, "2024-02-29", true),
      ], asOf: civilDate("2025-01-31"))
    let clients = try ClientIntervals(table, isCancelled: { false })
    #expect(clients.asOf == civilDate("2024-02-29"))
    #expect(clients.stays.map(\.end) == [nil, civilDate("2024-02-29")?.daysSinceEpoch, nil])
    #expect(
      clients.notes == [
        "as of 2024-02-29, the last answer in the data", "1 row after 2024-02-29 left out",
        "1 row on a day with another of the same customer counted once, a yes before a no",
        "a register as clients: start is a customer's first row, end the first refusal without a "
          + "later renewal",
        "1 client refused on the first row: start and end on one day",
      ])
  }
}
