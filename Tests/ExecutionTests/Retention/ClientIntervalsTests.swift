import Calendars
import Columns
import Planning
import Testing

@testable import Execution

@Suite("Client intervals")
struct ClientIntervalsTests {
  private func intervals(
    _ records: [ClientRecord], asOf: String? = nil, gap: Int = 0, customers: Bool = false,
    flag: Bool = false
  ) throws -> ClientIntervals {
    try ClientIntervals(
      clientsTable(records, hasCustomers: customers, hasFlag: flag),
      asOf: asOf.flatMap(civilDate), gap: gap, isCancelled: { false })
  }

  private func stays(_ intervals: ClientIntervals) -> [String] {
    intervals.stays.map { stay in
      let end = stay.end.map { "\(CivilDate(daysSinceEpoch: $0))" } ?? "here"
      return
        "\(CivilDate(daysSinceEpoch: stay.start))..\(end) \(stay.attributesRow) \(stay.exitRow)"
    }
  }

  @Test("leave out what cannot be used, and count it")
  func exclusions() throws {
    let found = try intervals(
      [
        ClientRecord(nil, "2024-01-05", customer: 1),
        ClientRecord("2024-01-05", "2024-01-04", customer: 2),
        ClientRecord("2024-01-05", "2024-01-05", customer: 3),
        ClientRecord("2024-03-01", customer: 4),
        ClientRecord("2024-01-05", "2024-02-15", customer: 5),
        ClientRecord("2024-01-05", "2024-01-20"),
      ], asOf: "2024-02-01", customers: true)
    #expect(stays(found) == ["2024-01-05..2024-01-05 2 2", "2024-01-05..here 4 4"])
    #expect(
      found.notes == [
        "as of 2024-02-01", "1 row without a customer left out", "1 row without a start left out",
        "1 row with end before start left out", "1 row with start after 2024-02-01 left out",
        "1 row with end after 2024-02-01 counted as still here",
      ])
  }

  @Test("take an end for the last day seen where a flag says that nobody left")
  func censoring() throws {
    let found = try intervals(
      [
        ClientRecord("2024-01-01", "2024-05-01", lost: false),
        ClientRecord("2024-01-02", "2024-06-30", lost: false),
        ClientRecord("2024-01-03", "2024-06-01", lost: true),
        ClientRecord("2024-01-04", "2024-06-02", lost: nil),
        ClientRecord("2024-01-05", nil, lost: true),
      ], flag: true)
    #expect(
      stays(found) == [
        "2024-01-01..here 0 0", "2024-01-02..here 1 1", "2024-01-03..2024-06-01 2 2",
        "2024-01-04..2024-06-02 3 3", "2024-01-05..here 4 4",
      ])
    #expect(
      found.notes == [
        "as of 2024-06-30, the last start or end in the data",
        "no customer id: every row is one client",
        "2 rows whose flag says that they did not leave counted as still here, 1 last seen before 2024-06-30",
        "1 row marked as lost but without an end counted as still here",
      ])
  }

  @Test(
    "unite the rows of a customer",
    arguments: [
      (0, ["2023-01-01..2024-12-31 0 0", "2025-01-02..2025-02-01 1 1"]),
      (1, ["2023-01-01..2025-02-01 1 1"]),
    ])
  func gap(days: Int, expected: [String]) throws {
    let found = try intervals(
      [
        ClientRecord("2023-01-01", "2024-12-31", customer: 7),
        ClientRecord("2025-01-02", "2025-02-01", customer: 7),
      ], asOf: "2025-12-31", gap: days, customers: true)
    #expect(stays(found) == expected)
  }

  @Test("unite an end and a start on the next day, and keep the reason of the last end")
  func adjacent() throws {
    let found = try intervals(
      [
        ClientRecord("2025-01-01", "2025-02-01", customer: 7),
        ClientRecord("2023-01-01", "2025-03-31", customer: 7),
        ClientRecord("2025-04-01", "2025-04-30", customer: 7),
        ClientRecord("2025-01-01", "2025-02-01", customer: 7),
        ClientRecord("2025-02-01", "2025-04-30", customer: 7),
      ], asOf: "2025-12-31", customers: true)
    #expect(stays(found) == ["2023-01-01..2025-04-30 2 2"])
    #expect(
      found.notes == [
        "as of 2025-12-31", "1 row that repeats another in every column left out",
        "3 rows joined to an earlier stay of the same customer, with no day between",
      ])
  }

  @Test("count a leaving on the day it was announced where that is asked for")
  func announced() throws {
    let records = [
      ClientRecord("2024-01-01", "2024-03-31"), ClientRecord("2024-01-01", "2024-03-31"),
      ClientRecord("2024-01-01"), ClientRecord("2024-01-01", "2024-03-31"),
      ClientRecord("2024-01-01", "2024-03-31"), ClientRecord("2024-01-01"),
      ClientRecord("2024-01-01", "2024-12-31"),
    ]
    let days = [
      "2024-02-15", nil, "2024-03-01", "2023-12-31", "2024-04-01", "2024-08-01", "2024-05-01",
    ]
    let plain = clientsTable(records)
    let announced = Column(
      .date, days.map { $0.flatMap(civilDate).map(Value.date) ?? .missing })
    let table = Table(
      schema: Schema(plain.schema.fields + [Field("notice", .date, role: .announced)]),
      columns: plain.columns + [announced])
    let asOf = civilDate("2024-06-30")
    let found = try ClientIntervals(table, asOf: asOf, exit: .announced, isCancelled: { false })
    #expect(
      found.stays.map { $0.end.map { "\(CivilDate(daysSinceEpoch: $0))" } } == [
        "2024-02-15", "2024-03-31", "2024-03-01", "2024-03-31", "2024-03-31", nil, "2024-05-01",
      ])
    #expect(
      found.notes.dropFirst(2) == [
        "1 row with end after 2024-06-30 counted as still here",
        "leavings count on the day on which they were announced",
        "2 rows announced but without an end taken to end on the day announced",
        "1 row with an end but not announced counted on the end",
        "2 rows announced before the start or after the end counted on the end",
      ])
    let byEnd = try ClientIntervals(table, asOf: asOf, isCancelled: { false })
    #expect(byEnd.stays.compactMap(\.end).count == 4)
    #expect(byEnd.notes.last == "2 rows announced but without an end counted as still here")
  }

  @Test("tell returns, and keep the rows of each stay")
  func returns() throws {
    let found = try intervals(
      [
        ClientRecord("2024-03-01", "2024-03-31", customer: 1),
        ClientRecord("2023-01-01", "2023-12-31", customer: 1),
        ClientRecord("2023-06-01", "2023-07-31", customer: 1),
        ClientRecord("2024-01-01", customer: 2),
      ], asOf: "2024-12-31", customers: true)
    #expect(found.stays.map(\.isReturn) == [false, true, false])
    #expect(found.stays.map(\.customer) == [0, 0, 1])
    #expect(found.rows.map(\.row) == [1, 2, 0, 3])
    #expect(found.rowOffsets == [0, 2, 3, 4])
  }

  @Test("let a stay without an end take in all later ones")
  func openStay() throws {
    let found = try intervals(
      [
        ClientRecord("2023-01-01", customer: 7),
        ClientRecord("2024-01-01", "2024-02-01", customer: 7),
      ], asOf: "2025-12-31", customers: true)
    #expect(stays(found) == ["2023-01-01..here 1 0"])
  }

  @Test("ask for as of where ends are planned far ahead")
  func plannedEnds() throws {
    let contracts = (1...12).map {
      ClientRecord("2024-\(padded($0, to: 2))-01", "2026-\(padded($0, to: 2))-01")
    }
    let error = try #require(throws: ExecutionError.self) { try intervals(contracts) }
    guard case .impossible(let sentence, let help) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(
      sentence.hasPrefix("12 of 12 ends lie after the last start, 2024-12-01, up to 2026-12-01"))
    #expect(help?.contains("as of 2024-12-01") == true)
    #expect(help?.contains("as of 2026-12-01") == true)
    #expect(try intervals(contracts, asOf: "2024-12-01").stays.count == 12)
  }

  @Test("accept a book that wins fewer and fewer clients, and part of a longer record")
  func decliningBook() throws {
    var records = (0..<100).map { index in
      ClientRecord("2020-01-\(padded(index % 28 + 1, to: 2))", "2022-05-01")
    }
    records.append(ClientRecord("2021-11-01"))
    #expect(try intervals(records).stays.count == 101)
    let cohort = clientsTable(Array(records.prefix(100)), asOf: civilDate("2023-06-30"))
    let found = try ClientIntervals(cohort, isCancelled: { false })
    #expect(found.asOf == civilDate("2023-06-30"))
  }

  @Test("say what is missing where no stay can be made")
  func impossible() throws {
    let table = Table(
      schema: Schema([Field("x", .integer)]), columns: [Column(.integer, [.integer(1)])])
    #expect(
      throws: ExecutionError.impossible(
        "no column says when a client starts", help: "say which one it is: roles start = COLUMN")
    ) {
      try ClientIntervals(table, isCancelled: { false })
    }
    #expect(
      throws: ExecutionError.impossible(
        "no row has a usable start: 1 row without a start left out",
        help: "the start must be a date on or before the end: roles start = COLUMN")
    ) {
      try intervals([ClientRecord(nil, "2024-01-05")], asOf: "2024-02-01")
    }
    #expect(
      throws: ExecutionError.impossible(
        "nobody had started by 2023-01-01",
        help: "the first start is 2024-01-05: use a later as of")
    ) {
      try intervals([ClientRecord("2024-01-05")], asOf: "2023-01-01")
    }
  }

  @Test("refuse a start that is text")
  func wrongType() throws {
    let table = Table(
      schema: Schema([Field("begin", .text, role: .start)]), columns: [Column(.text, [.missing])])
    #expect(
      throws: ExecutionError.impossible(
        "'begin' holds text values, but start must be a date",
        help: "name another column: roles start = COLUMN")
    ) {
      try ClientIntervals(table, isCancelled: { false })
    }
  }

  @Test("stop when cancelled")
  func cancelled() throws {
    let table = clientsTable([ClientRecord("2024-01-05")])
    #expect(throws: ExecutionError.cancelled) {
      try ClientIntervals(table, isCancelled: { true })
    }
  }
}
