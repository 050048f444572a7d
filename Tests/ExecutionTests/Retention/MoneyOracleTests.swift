import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Money and growth against a naive count")
struct MoneyOracleTests {
  private struct World {
    let book: RandomBook
    let cents: [Int64]
    let table: Table
    var counts: CalendarCounts

    init(seed: Int) {
      var random = SeededGenerator(seed: UInt64(seed))
      book = RandomBook(&random)
      counts = book.specification(&random)
      counts.keys.removeAll(where: \.describesExit)
      counts.term = nil
      if counts.grain == .day { counts.grain = .week }
      var cents: [Int64] = []
      for (index, record) in book.records.enumerated() {
        let repeats = index > 0 && "\(record)" == "\(book.records[index - 1])"
        cents.append(
          repeats && random.chance(0.7)
            ? cents[index - 1] : random.chance(0.1) ? 0 : Int64.random(in: 1...9999, using: &random)
        )
      }
      self.cents = cents
      let fee = Column(.decimals(cents.map { Double($0) / 100 }))
      table = Table(
        schema: Schema(
          book.table.schema.fields + [Field("fee", .decimal, unit: .money, role: .amount)]),
        columns: book.table.columns + [fee])
    }

    var money: MonthlyMoney {
      MonthlyMoney(
        column: table.columns.count - 1, name: "fee", per: .month, months: 1, origin: "as given")
    }

    var keyColumns: [Column] { counts.keys.map { _ in table.columns[4] } }

    func naive(asOf: CivilDate) -> NaiveMoney {
      NaiveMoney(
        book.records, cents, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: asOf,
        gap: counts.gap)
    }

    /// What each row of a result is to be.
    func expected(_ result: Table) -> [NaiveMoney.Figures] {
      guard let asOf = result.about.asOf, let whole = result.about.period else { return [] }
      let naive = naive(asOf: asOf)
      let plans = result.texts("plan")
      return result.texts("period").enumerated().map { row, label in
        let one = counts.grain == nil ? nil : label.flatMap { PartialDate($0) }
        return naive.figures(
          one?.firstDay ?? whole.start, one?.dayAfter ?? whole.end,
          of: { plans.isEmpty || $0.plan == plans[row] })
      }
    }
  }

  private func cents(_ table: Table, _ name: String) -> [Int64] {
    table.decimals(name).map { Int64((($0 ?? -1) * 100).rounded()) }
  }

  @Test("agree on movements of money, to the cent", arguments: 0..<300)
  func movements(seed: Int) throws {
    let world = World(seed: seed)
    let specification = MoneyMovements(
      world.counts, world.money, includesUnfinished: true,
      definitions: (0..<5).map { Definition("d\($0)", title: "", formula: "", source: "") })
    guard
      let found = try? moneyMovements(
        specification, of: world.table, keyColumns: world.keyColumns)
    else {
      // As often as the counts themselves are refused; their own test says when.
      #expect(throws: ExecutionError.self) {
        try calendarCounts(world.counts, of: world.table, keyColumns: world.keyColumns)
      }
      return
    }
    let amounts = [
      "opening", "new", "returned", "expansion", "contraction", "lost", "closing",
    ].map { cents(found, $0) }
    let (gross, net, quick) = (
      found.decimals("gross"), found.decimals("net"), found.decimals("quick")
    )
    for (row, expected) in world.expected(found).enumerated() {
      let all = [
        expected.opening, expected.new, expected.returned, expected.expansion,
        expected.contraction, expected.lost, expected.closing,
      ]
      #expect(amounts.map { $0[row] } == all, "seed \(seed) row \(row)")
      #expect(
        all[0] + all[1] + all[2] + all[3] - all[4] - all[5] == all[6], "seed \(seed) row \(row)")
      let losses = Double(all[5] + all[4])
      #expect(gross[row] == (all[0] > 0 ? losses / Double(all[0]) : nil), "seed \(seed)")
      #expect(
        net[row] == (all[0] > 0 ? (losses - Double(all[3] + all[2])) / Double(all[0]) : nil),
        "seed \(seed)")
      #expect(quick[row] == (losses > 0 ? Double(all[1] + all[2] + all[3]) / losses : nil))
      let base = Double(expected.base)
      #expect(
        found.decimals("grr")[row] == (base > 0 ? Double(expected.capped) / base : nil),
        "seed \(seed) row \(row)")
      #expect(
        found.decimals("nrr")[row] == (base > 0 ? Double(expected.kept) / base : nil),
        "seed \(seed) row \(row)")
    }
  }

  /// Rows without a reason, and rows that nobody else has, lose nothing; all parts together lose what
  /// the whole loses.
  @Test("part the money lost by reason", arguments: 0..<150)
  func lostByReason(seed: Int) throws {
    var world = World(seed: seed)
    world.counts.keys = []
    func movements(_ keys: [GroupKey]) -> Table? {
      var counts = world.counts
      counts.keys = keys
      let specification = MoneyMovements(
        counts, world.money, includesUnfinished: true,
        definitions: (0..<5).map { Definition("d\($0)", title: "", formula: "", source: "") })
      return try? moneyMovements(
        specification, of: world.table, keyColumns: keys.map { _ in world.table.columns[5] })
    }
    guard let whole = movements([]) else { return }
    let parts = try #require(movements([key("reason", at: 5, describesExit: true)]))
    var lost: [String?: Int64] = [:]
    let (amounts, openings) = (cents(parts, "lost"), cents(parts, "opening"))
    for (row, period) in parts.texts("period").enumerated() {
      lost[period, default: 0] += amounts[row]
      let gross = parts.decimals("gross")[row]
      #expect(
        gross == (openings[row] > 0 ? Double(amounts[row]) / Double(openings[row]) : nil),
        "seed \(seed) row \(row)")
    }
    // Nobody left at all: there is no part.
    for (row, period) in whole.texts("period").enumerated() where parts.rowCount > 0 {
      #expect(lost[period] == cents(whole, "lost")[row], "seed \(seed) row \(row)")
    }
  }

  @Test("agree on growth", arguments: 300..<500)
  func growth(seed: Int) throws {
    let world = World(seed: seed)
    let target = seed % 3 == 0 ? 0.05 : 0
    let specification = GrowthSpecification(
      world.counts, money: world.money, whyNoMoney: nil, cost: nil, target: target,
      definitions: (0..<3).map { Definition("d\($0)", title: "", formula: "", source: "") })
    guard
      let found = try? Execution.growth(
        specification, of: world.table, keyColumns: world.keyColumns)
    else { return }
    let figures = world.expected(found)
    let flags = found.texts("flag")
    let plans = found.texts("plan")
    let perYear =
      world.counts.grain?.periodsPerYear ?? found.about.period?.periodsPerYear ?? 1
    let names = ["opening", "new", "returned", "lost"]
    for (row, expected) in figures.enumerated() {
      let own = figures.indices.filter { plans.isEmpty || plans[$0] == plans[row] }
      let complete = own.filter { flags[$0] == nil }
      let came = complete.reduce(0) { $0 + figures[$1].clients[1] + figures[$1].clients[2] }
      let early = complete.reduce(0) { $0 + figures[$1].clients[4] }
      let share = came > 0 ? Double(early) / Double(came) : 0
      #expect(names.map { found.integers($0)[row] } == Array(expected.clients[0..<4]))
      #expect(found.integers("closing")[row] == expected.clients[5], "seed \(seed)")
      #expect(found.integers("net")[row] == expected.clients[5] - expected.clients[0])
      #expect(cents(found, "revenue")[row] == expected.closing, "seed \(seed)")
      let growth = Double(expected.clients[0]) * (power(1 + target, 1 / perYear) - 1)
      let needed = (Double(expected.clients[3] - expected.clients[4]) + growth) / (1 - share)
      let shown = found.column("needed")?[row].number
      if flags[row] == nil, share < 1 {
        let gap = try #require(shown) - needed
        #expect(gap > -1e-6 && gap < 1, "seed \(seed) row \(row)")
      } else {
        #expect(shown == nil)
      }
      let first = figures[own[0]]
      let base = first.clients[0] > 0 ? first.clients[0] : first.clients[5]
      let index = base > 0 ? 100 * Double(expected.clients[5]) / Double(base) : nil
      #expect(found.decimals("customers_index")[row] == index, "seed \(seed)")
    }
    checkSplit(found, seed)
  }

  /// The two parts of the change of the revenue are the change.
  private func checkSplit(_ table: Table, _ seed: Int) {
    func fact(_ name: String) -> Double? {
      table.about.facts.first { $0.name == name }?.value.number
    }
    guard let change = fact("revenue_change"), let clients = fact("from_clients"),
      let value = fact("from_value")
    else { return }
    #expect(abs(change - clients - value) < 1e-9 * max(1, abs(change)), "seed \(seed)")
  }

  /// By halving the exponent: exact enough and without a library.
  private func power(_ base: Double, _ exponent: Double) -> Double {
    var (result, root, rest) = (1.0, base, exponent)
    for _ in 0..<50 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return exponent == 1 ? base : result
  }

  @Test("are the same in whatever order the rows come", arguments: 0..<30)
  func rowOrder(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let world = World(seed: seed)
    let counts = CalendarCounts(
      keys: [], grain: .month, period: nil, asOf: civilDate("2021-06-30"), gap: 20)
    let shuffled = world.table.gathered(Array(0..<world.table.rowCount).shuffled(using: &random))
    let specification = MoneyMovements(
      counts, world.money, includesUnfinished: false,
      definitions: (0..<5).map { Definition("d\($0)", title: "", formula: "", source: "") })
    let one = try moneyMovements(specification, of: world.table, keyColumns: [])
    let other = try moneyMovements(specification, of: shuffled, keyColumns: [])
    for (left, right) in zip(one.columns, other.columns) {
      #expect((0..<left.count).map { left[$0] } == (0..<right.count).map { right[$0] })
    }
  }
}
