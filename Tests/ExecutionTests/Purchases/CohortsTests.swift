import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Cohorts")
struct CohortsTests {
  @Test("of clients agree with a count day by day on random books", arguments: 0..<200)
  func clients(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomBook(&random)
    let drawn = book.specification(&random)
    let specification = specification(&random, asOf: drawn.asOf, gap: drawn.gap)
    let all = NaiveCalendarCounts(
      book.records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: drawn.asOf,
      gap: drawn.gap)
    let ids = Set(book.records.compactMap(\.customer)).sorted()
    let people =
      book.hasCustomers
      ? ids.map { id in book.records.filter { $0.customer == id } } : book.records.map { [$0] }
    let customers = people.compactMap { records -> NaiveCohortCustomer? in
      let stays = NaiveCalendarCounts(
        records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: all.asOf,
        gap: drawn.gap
      ).stays.sorted { $0.start < $1.start }
      guard let first = stays.first else { return nil }
      return NaiveCohortCustomer(key: first.plan, first: first.start) { start, dayAfter, basis in
        stays.contains { stay in
          let last = stay.end ?? all.asOf
          switch basis {
          case .on: return stay.start < dayAfter && last >= start
          case .end: return stay.start < dayAfter && stay.end.map { $0 >= dayAfter } ?? true
          case .after: return last >= start
          }
        }
      }
    }
    check(
      specification, book.table, column: 4, customers, asOf: all.asOf, "seed \(seed), clients")
  }

  @Test("of purchases agree with a count day by day on random tables", arguments: 0..<200)
  func purchases(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomPurchases(&random)
    var specification = specification(&random, asOf: book.asOf, gap: 0)
    if specification.basis == .end { specification.basis = .on }
    let naive = NaivePurchases(book.records, asOf: book.asOf)
    guard !naive.customers.isEmpty else { return }
    let customers = naive.customers.values.map { customer in
      let days = customer.days.map { CivilDate(daysSinceEpoch: Int32($0)) }
      return NaiveCohortCustomer(key: customer.channel, first: days[0]) { start, dayAfter, basis in
        days.contains { $0 >= start && (basis == .after || $0 < dayAfter) }
      }
    }
    check(
      specification, book.table, column: 3, customers,
      asOf: CivilDate(daysSinceEpoch: Int32(naive.asOf)), "seed \(seed), purchases")
  }

  @Test("of revenue add up to all the money", arguments: 0..<100)
  func revenue(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomPurchases(&random)
    var specification = specification(&random, asOf: book.asOf, gap: 0)
    (specification.basis, specification.counts) = (.on, .revenue)
    (specification.period, specification.includesUnfinished) = (nil, true)
    let naive = NaivePurchases(book.records, asOf: book.asOf)
    guard let table = try? table(specification, book.table, column: 3) else { return }
    let money = naive.customers.values.reduce(0) { $0 + $1.money.values.reduce(0, +) }
    let kept = table.decimals("kept").reduce(0) { $0 + ($1 ?? 0) }
    #expect(near(kept, money), "seed \(seed)")
    specification.basis = .after
    let after = try self.table(specification, book.table, column: 3)
    let first = zip(after.integers("k"), after.decimals("kept")).filter { $0.0 == 0 }
    #expect(near(first.reduce(0) { $0 + ($1.1 ?? 0) }, money), "seed \(seed)")
  }

  /// datasets/cdnow_sample.txt, by pandas: `p = d.date.dt.to_period("M")`, the cohort
  /// `p.groupby(d.id).transform("min")`, then distinct ids by cohort and `(p - cohort)`.
  @Test("give the figures of the CDNOW sample")
  func cdnow() throws {
    let sample = try cdnowSample()
    for (basis, expected) in [
      (CohortSpecification.Basis.on, [781, 124, 95, 70, 65, 77, 65]),
      (.after, [781, 355, 323, 300, 284, 273, 251]),
    ] {
      let specification = CohortSpecification(
        keys: [], grain: .month, period: nil, asOf: nil, basis: basis,
        definition: Definition("", title: "", formula: "", source: ""))
      let table = try table(specification, sample, column: 3)
      let starts = table.integers("k").indices.filter { table.integers("k")[$0] == 0 }
      #expect(starts.map { table.integers("size")[$0] } == [781, 857, 719])
      #expect(Array(table.integers("kept").prefix(7)) == expected)
      #expect(table.rowCount == 18 + 17 + 16)
    }
  }

  @Test("leave what is not observable blank, and an unfinished cohort with it")
  func unfinished() throws {
    let table = clientsTable(
      [
        ClientRecord("2024-01-10", "2024-02-29"), ClientRecord("2024-01-31", "2024-01-31"),
        ClientRecord("2024-02-01"), ClientRecord("2024-03-05"),
      ])
    var specification = CohortSpecification(
      keys: [], grain: .month, period: nil, asOf: civilDate("2024-03-20"), basis: .end,
      definition: Definition("", title: "", formula: "", source: ""))
    let end = try self.table(specification, table, column: 4)
    #expect(end.texts("cohort") == ["2024-01", "2024-01", "2024-02", "2024-03"])
    #expect(end.cells("kept") == [.integer(1), .integer(0), .integer(1), .missing])
    #expect(end.cells("rate") == [.decimal(0.5), .decimal(0), .decimal(1), .missing])
    specification.basis = .on
    let on = try self.table(specification, table, column: 4)
    #expect(on.cells("kept") == [.integer(2), .integer(1), .integer(1), .missing])
    specification.includesUnfinished = true
    let all = try self.table(specification, table, column: 4)
    #expect(all.integers("kept") == [2, 1, 0, 1, 1, 1])
  }

  private func specification(
    _ random: inout SeededGenerator, asOf: CivilDate?, gap: Int
  ) -> CohortSpecification {
    let first = 2019 * 12 + 8 + random.number(below: 8)
    let period = Period(
      from: PartialDate(grain: .month, ordinal: first),
      through: PartialDate(grain: .month, ordinal: first + random.number(below: 14)))
    return CohortSpecification(
      keys: random.chance(0.4) ? [key("plan", at: 4)] : [],
      grain: random.pick([.week, .month, .quarter, .year]),
      period: random.chance(0.3) ? period : nil, asOf: asOf, gap: gap,
      basis: random.pick(CohortSpecification.Basis.allCases),
      includesUnfinished: random.chance(0.3),
      definition: Definition("", title: "", formula: "", source: ""))
  }

  private func table(
    _ specification: CohortSpecification, _ table: Table, column: Int
  ) throws -> Table {
    try cohorts(
      specification, of: table, keyColumns: specification.keys.map { _ in table.columns[column] })
  }

  private func check(
    _ specification: CohortSpecification, _ table: Table, column: Int,
    _ customers: [NaiveCohortCustomer], asOf: CivilDate, _ name: String
  ) {
    let grain = specification.grain
    let wanted = customers.filter { customer in
      let start = grain.firstDay(ofOrdinal: grain.ordinal(of: customer.first))
      return specification.period?.contains(start) ?? true
    }
    guard let table = try? self.table(specification, table, column: column) else {
      #expect(wanted.isEmpty, "\(name): no table")
      return
    }
    var expected: [String: [Value]] = [:]
    for customer in wanted {
      let cohort = grain.ordinal(of: customer.first)
      for period in cohort...max(cohort, grain.ordinal(of: asOf)) {
        let start = grain.firstDay(ofOrdinal: period)
        let dayAfter = grain.firstDay(ofOrdinal: period + 1)
        let isFinished = dayAfter <= asOf.advanced(byDays: 1)
        let isKnown = isFinished || specification.includesUnfinished
        guard isKnown || period == cohort else { continue }
        let label = grain.label(ofOrdinal: cohort)
        let plan = specification.keys.isEmpty ? "" : customer.key ?? "-"
        let cell = "\(plan) \(label) \(period - cohort)"
        let others = wanted.filter {
          grain.ordinal(of: $0.first) == cohort
            && (specification.keys.isEmpty || $0.key == customer.key)
        }
        let kept = others.count { $0.isKept(start, dayAfter, specification.basis) }
        expected[cell] = [
          .integer(Int64(others.count)), isKnown ? .integer(Int64(kept)) : .missing,
        ]
      }
    }
    var found: [String: [Value]] = [:]
    let plans = specification.keys.isEmpty ? [] : table.texts("plan")
    for row in 0..<table.rowCount {
      let plan = plans.isEmpty ? "" : plans[row] ?? "-"
      let cell = "\(plan) \(table.texts("cohort")[row] ?? "") \(table.integers("k")[row])"
      found[cell] = [table.cells("size")[row], table.cells("kept")[row]]
    }
    #expect(found == expected, "\(name), \(specification)")
  }
}

/// A customer of a cohort, asked whether it is kept in the period from a day to the day after it.
private struct NaiveCohortCustomer {
  var key: String?
  var first: CivilDate
  var isKept: (CivilDate, CivilDate, CohortSpecification.Basis) -> Bool
}
