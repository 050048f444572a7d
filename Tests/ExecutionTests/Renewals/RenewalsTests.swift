import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Renewals")
struct RenewalsTests {
  @Test("of a register agree with a naive count on random tables", arguments: 0..<200)
  func register(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomRegister(&random)
    let naive = NaiveRegister(book.records, asOf: book.asOf)
    let grain = random.pick([Grain.month, .quarter, .year])
    let byPlan = random.chance(0.5)
    let specification = specification(
      grain, asOf: book.asOf, keys: byPlan ? [key("plan", at: 5)] : [])
    let input = registerTable(book.records)
    guard
      let table = try? renewals(
        specification, of: input, keyColumns: byPlan ? [input.columns[5]] : [])
    else {
      #expect(naive.customers.isEmpty, "seed \(seed)")
      return
    }
    let rows = naive.customers.values.flatMap { $0 }
    #expect(table.integers("due").reduce(0, +) == rows.count, "seed \(seed)")
    let answered = rows.filter { $0.renewed != nil }
    let rate =
      answered.isEmpty
      ? nil : Double(answered.count { $0.renewed == true }) / Double(answered.count)
    let fact = table.about.facts.first { $0.name == "rate" }?.value.number
    #expect(fact == rate, "seed \(seed)")
    let plans = byPlan ? table.texts("plan") : []
    for (row, label) in table.texts("period").enumerated() {
      let inside = rows.filter { record in
        let ordinal = record.day.map { grain.ordinal(of: $0) } ?? 0
        return grain.label(ofOrdinal: ordinal) == label && (!byPlan || record.plan == plans[row])
      }
      let (yes, no) = (inside.filter { $0.renewed == true }, inside.filter { $0.renewed == false })
      #expect(table.integers("due")[row] == inside.count, "seed \(seed)")
      #expect(table.integers("renewed")[row] == yes.count, "seed \(seed)")
      #expect(table.integers("not_renewed")[row] == no.count, "seed \(seed)")
      #expect(near(table.decimals("takings")[row], sum(yes)), "seed \(seed)")
      #expect(near(table.decimals("takings_lost")[row], sum(no)), "seed \(seed)")
      #expect(reasonCount(table.texts("reasons")[row]) == no.count, "seed \(seed)")
    }
  }

  @Test("list every refusal behind the register", arguments: 0..<100)
  func list(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomRegister(&random)
    let naive = NaiveRegister(book.records, asOf: book.asOf)
    var specification = specification(.month, asOf: book.asOf)
    specification.layout = .list
    guard
      let table = try? renewals(specification, of: registerTable(book.records), keyColumns: [])
    else { return }
    var expected: [[Value]] = []
    for (id, rows) in naive.customers {
      let leaving = naive.leaving(rows)?.day
      for record in rows where record.renewed == false {
        guard let day = record.day else { continue }
        expected.append([
          .integer(id), .date(day), record.amount.map(Value.decimal) ?? .missing,
          record.reason.map(Value.text) ?? .missing,
          leaving.map { $0 <= day ? .date($0) : .missing } ?? .missing,
        ])
      }
    }
    let found = (0..<table.rowCount).map { row in table.columns.map { $0[row] } }
    #expect(Set(found) == Set(expected), "seed \(seed)")
    #expect(found.count == expected.count, "seed \(seed)")
  }

  @Test("of clients agree with anniversaries counted one by one", arguments: 0..<100)
  func clients(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomBook(&random)
    let drawn = book.specification(&random)
    let naive = NaiveCalendarCounts(
      book.records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: drawn.asOf,
      gap: drawn.gap)
    let term = drawn.term ?? CalendarDuration(months: 3)
    var specification = specification(.month, asOf: drawn.asOf)
    (specification.term, specification.gap) = (term, drawn.gap)
    guard let table = try? renewals(specification, of: book.table, keyColumns: []) else {
      #expect(naive.stays.isEmpty, "seed \(seed)")
      return
    }
    var renewed: [String: Int] = [:]
    var refused: [String: Int] = [:]
    func label(_ day: CivilDate) -> String {
      Grain.month.label(ofOrdinal: Grain.month.ordinal(of: day))
    }
    for stay in naive.stays {
      let beyond = stay.end ?? naive.asOf.advanced(byDays: 1)
      var k = 1
      while true {
        let due = stay.start.advanced(
          by: CalendarDuration(months: term.months * k, days: term.days * k))
        if due >= beyond { break }
        renewed[label(due), default: 0] += 1
        k += 1
      }
      if let end = stay.end { refused[label(end), default: 0] += 1 }
    }
    for (row, period) in table.texts("period").enumerated() {
      #expect(table.integers("renewed")[row] == renewed[period ?? ""] ?? 0, "seed \(seed)")
      #expect(table.integers("not_renewed")[row] == refused[period ?? ""] ?? 0, "seed \(seed)")
    }
    #expect(table.integers("renewed").reduce(0, +) == renewed.values.reduce(0, +), "\(seed)")
  }

  @Test("name the day on which it would have fallen due, also after a leap day")
  func dueDay() throws {
    let table = clientsTable(
      [
        ClientRecord("2020-02-29", "2021-05-10"), ClientRecord("2021-03-01", "2021-03-01"),
        ClientRecord("2020-01-31", "2021-01-31"),
      ], asOf: civilDate("2021-12-31"))
    var specification = specification(.month, asOf: nil)
    (specification.term, specification.layout) = (CalendarDuration(months: 12), .list)
    let list = try renewals(specification, of: table, keyColumns: [])
    #expect(list.cells("due") == [date("2021-01-31"), date("2022-03-01"), date("2022-02-28")])
    #expect(list.cells("left") == [date("2021-01-31"), date("2021-03-01"), date("2021-05-10")])
    #expect(list.integers("row") == [3, 2, 1])
  }

  @Test("take the commonest stay as the term, and say so")
  func commonestStay() throws {
    let table = clientsTable([
      ClientRecord("2020-01-01", "2021-01-01"), ClientRecord("2020-03-01", "2021-03-05"),
      ClientRecord("2020-01-01", "2020-02-01"), ClientRecord("2021-06-01"),
    ])
    let result = try renewals(specification(.month, asOf: nil), of: table, keyColumns: [])
    #expect(result.about.facts.last == Fact("term", .text("12 months")))
    #expect(
      result.about.notes.contains {
        $0.hasPrefix("term 12 months, the commonest stay (2 of 3 that ended)")
      })
    let nobody = clientsTable([ClientRecord("2020-01-01"), ClientRecord("2021-06-01")])
    #expect(throws: ExecutionError.self) {
      try renewals(specification(.month, asOf: nil), of: nobody, keyColumns: [])
    }
  }

  @Test("bring the amount of clients to the length of a term")
  func money() throws {
    let table = Table(
      schema: Schema([
        Field("start", .date, role: .start), Field("end", .date, role: .end),
        Field("fee", .decimal, role: .amount),
      ]),
      columns: [
        Column(.date, [date("2022-01-15"), date("2022-01-20")]),
        Column(.date, [.missing, date("2023-01-10")]),
        Column(.decimal, [.decimal(30), .decimal(20)]),
      ], about: TableDescription(asOf: civilDate("2023-01-31")))
    var specification = specification(.month, asOf: nil)
    (specification.term, specification.amountMonths) = (CalendarDuration(months: 12), 1)
    (specification.period) = PartialDate("2023-01")?.period
    let result = try renewals(specification, of: table, keyColumns: [])
    #expect(result.cells("takings") == [.decimal(360)])
    #expect(result.cells("takings_lost") == [.decimal(240)])
  }

  private func specification(
    _ grain: Grain, asOf: CivilDate?, keys: [GroupKey] = []
  ) -> RenewalSpecification {
    RenewalSpecification(
      keys: keys, grain: grain, period: nil, asOf: asOf, gap: 0, term: nil, amountWords: nil,
      layout: .register, level: 0.95,
      definition: Definition("rate", title: "", formula: "", source: ""))
  }

  private func sum(_ records: [RegisterRecord]) -> Double {
    records.reduce(0) { $0 + ($1.amount ?? 0) }
  }

  /// At most three different ones occur, so that all are named: the sum of their counts.
  private func reasonCount(_ text: String?) -> Int {
    (text ?? "").split(separator: ", ").reduce(0) { sum, part in
      sum + (part.split(separator: " ").last.flatMap { Int($0) } ?? 0)
    }
  }
}
