import Calendars
import Columns
import Planning
import Testing

@testable import Execution

@Suite("Calendar counts")
struct CalendarCountsTests {
  private let records = [
    ClientRecord("2023-06-01", "2024-02-10", plan: "annual", reason: "price"),
    ClientRecord("2023-07-01", "2024-02-11", plan: "annual", reason: "moved"),
    ClientRecord("2023-08-01", "2024-03-12", plan: "monthly", reason: "moved"),
    ClientRecord("2024-02-05", "2024-02-20", plan: "annual"),
    ClientRecord("2024-03-31", nil, plan: nil),
    ClientRecord("2023-09-01", nil, plan: "annual"),
  ]

  private func counts(
    keys: [GroupKey] = [], grain: Grain? = .month, in period: String? = nil, asOf: String? = nil,
    term: CalendarDuration? = nil, of records: [ClientRecord]? = nil
  ) throws -> Table {
    let table = clientsTable(records ?? self.records)
    let specification = CalendarCounts(
      keys: keys, grain: grain, period: period.flatMap { PartialDate($0)?.period },
      asOf: asOf.flatMap(civilDate), term: term)
    let columns = keys.map { key in
      if case .column(let position, _) = key.value {
        table.columns[position]
      } else {
        table.columns[0]
      }
    }
    let counts = try calendarCounts(specification, of: table, keyColumns: columns)
    #expect(counts.schema == specification.schema)
    return counts
  }

  @Test("show every group in every period, words by how many clients carry them, missing last")
  func groups() throws {
    let counts = try counts(keys: [key("plan", at: 4)], in: "2024-Q1")
    #expect(
      counts.texts("plan")
        == ["annual", "annual", "annual", "monthly", "monthly", "monthly", nil, nil, nil])
    #expect(counts.texts("period").prefix(3) == ["2024-01", "2024-02", "2024-03"])
    #expect(counts.integers("opening") == [3, 3, 1, 1, 1, 1, 0, 0, 0])
    #expect(counts.integers("new") == [0, 1, 0, 0, 0, 0, 0, 0, 1])
    #expect(counts.integers("lost") == [0, 3, 0, 0, 0, 1, 0, 0, 0])
    #expect(counts.integers("early") == [0, 1, 0, 0, 0, 0, 0, 0, 0])
    #expect(counts.integers("closing") == [3, 1, 1, 1, 1, 0, 0, 0, 1])
    #expect(counts.about.period?.label == "2024-01..2024-03")
    #expect(!counts.about.notes.contains { $0.hasSuffix("not shown") })
    let later = try self.counts(keys: [key("plan", at: 4)], in: "2024-04", asOf: "2024-04-30")
    #expect(later.texts("plan") == ["annual", nil])
    #expect(later.about.notes.last == "1 group with nobody here in 2024-04 not shown")
  }

  @Test("split only what was lost by a key that describes the leaving")
  func exitKeys() throws {
    let counts = try counts(keys: [key("reason", at: 5, describesExit: true)], in: "2024-Q1")
    #expect(
      counts.texts("reason")
        == ["moved", "moved", "moved", "price", "price", "price", nil, nil, nil])
    #expect(counts.integers("opening") == [4, 4, 2, 4, 4, 2, 4, 4, 2])
    #expect(counts.integers("lost") == [0, 1, 1, 0, 1, 0, 0, 1, 0])
    #expect(counts.integers("early") == [0, 0, 0, 0, 0, 0, 0, 1, 0])
    #expect(
      counts.about.notes.contains(
        "reason splits the lost only: opening, new and closing are of the whole book, "
          + "so the parts add up to the total rate"))
  }

  @Test("count the last 12 complete months without a grain, or as many as there are")
  func lastMonths() throws {
    let short = try counts(grain: nil)
    #expect(short.texts("period") == ["2023-07..2024-03"])
    #expect(short.integers("opening") == [1])
    #expect(short.integers("lost") == [4])
    #expect(short.column("finished")?[0] == .boolean(true))
    #expect(short.about.notes.last == "2023-07..2024-03: the data hold only 9 complete months")
    let long = try counts(grain: nil, asOf: "2025-01-15")
    #expect(long.texts("period") == ["2024-01..2024-12"])
    #expect(long.about.notes.last == "2024-01..2024-12: the last 12 complete months")
    let error = try #require(throws: ExecutionError.self) {
      try counts(grain: nil, asOf: "2023-07-30")
    }
    guard case .impossible(let sentence, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(sentence.hasPrefix("the data hold no complete month that opens with a client"))
  }

  @Test("end at the last day known and mark what is unfinished")
  func unfinished() throws {
    let counts = try counts(grain: .quarter, asOf: "2024-02-10")
    #expect(counts.texts("period") == ["2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1"])
    #expect(counts.integers("days") == [91, 92, 92, 41])
    #expect(counts.integers("lost") == [0, 0, 0, 1])
    #expect(counts.integers("client_days") == [30, 92 + 92 + 61 + 30, 4 * 92, 4 * 41 + 6])
    #expect(
      (0..<4).map { counts.column("finished")?[$0] == .boolean(true) } == [true, true, true, false])
  }

  @Test("say in words where a period lies outside the data")
  func outside() throws {
    #expect(
      throws: ExecutionError.impossible(
        "2022 lies outside the data, which run from 2023-06-01 to 2024-03-31",
        help: "name a period within them")
    ) { try counts(in: "2022") }
    #expect(
      throws: ExecutionError.impossible(
        "no year begins in 2024-Q2", help: "ask for a longer stretch or a shorter grain")
    ) { try counts(grain: .year, in: "2024-Q2", asOf: "2024-12-31") }
    let clipped = try counts(grain: .month, in: "2024")
    #expect(clipped.texts("period") == ["2024-01", "2024-02", "2024-03"])
    #expect(
      clipped.about.notes.last
        == "2024 goes beyond the data, which run from 2023-06-01 to 2024-03-31")
  }

  @Test("count a renewal on the due day only of those who are still here after it")
  func due() throws {
    // Due on 29 February, on the day of leaving, and twice in one period.
    let counts = try counts(
      grain: .month, in: "2024-02", asOf: "2024-03-31", term: CalendarDuration(months: 1),
      of: [
        ClientRecord("2024-01-31", nil), ClientRecord("2024-01-10", "2024-02-10"),
        ClientRecord("2024-01-10", "2024-02-20"), ClientRecord("2024-02-10", nil),
      ])
    #expect(counts.integers("due") == [3])
    #expect(counts.integers("lost") == [2])
    #expect(throws: ExecutionError.self) {
      try self.counts(term: CalendarDuration(months: 0))
    }
  }

  @Test("carry the sources and the notes of the input on")
  func description() throws {
    var table = clientsTable(records)
    let file = SourceFile(path: "gym.csv", sha256: "00", bytes: 1, rows: 6)
    table.about.sources = [file]
    table.about.notes = ["filtered"]
    let counts = try calendarCounts(
      CalendarCounts(keys: [], grain: .year, period: nil, asOf: nil), of: table, keyColumns: [])
    #expect(counts.about.sources == [file])
    #expect(counts.about.notes.first == "filtered")
    #expect(counts.about.asOf == civilDate("2024-03-31"))
  }

  @Test("stop when cancelled, and refuse more rows than anybody reads")
  func limits() throws {
    let table = clientsTable(records)
    #expect(throws: ExecutionError.cancelled) {
      try calendarCounts(
        CalendarCounts(keys: [], grain: .year, period: nil, asOf: nil), of: table, keyColumns: [],
        isCancelled: { true })
    }
    let many = (0..<10_000).map { index in
      ClientRecord("0100-01-01", nil, plan: "plan \(index)")
    }
    #expect(throws: ExecutionError.self) {
      try counts(keys: [key("plan", at: 4)], grain: .day, asOf: "2024-01-01", of: many)
    }
  }
}
