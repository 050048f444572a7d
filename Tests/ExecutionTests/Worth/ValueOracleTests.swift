import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Value of customers")
struct ValueOracleTests {
  private func specification(
    _ sources: WorthSources, _ layout: ValueSpecification.Layout
  ) -> ValueSpecification {
    ValueSpecification(
      sources: sources, keys: [], highValue: nil, highEffort: nil, horizon: 90, layout: layout,
      definitions: [])
  }

  @Test("agrees with a sum over days", arguments: 1...200 as ClosedRange<UInt64>)
  func clients(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let book = WorthBook(&random)
    let result: Table
    do throws(ExecutionError) {
      result = try values(
        specification(book.sources, .customers(.integer)), of: book.table, keyColumns: [])
    } catch {
      #expect(book.customers.isEmpty || book.sources.asOf == nil, "seed \(seed): \(error)")
      return
    }
    let naive = book.customers
    let ours = result.decimals("value")
    let effortCost = book.sources.effortCost
    let expected = naive.map { $0.value(effortCost) }.sorted(by: >)
    #expect(ours.count == naive.count, "seed \(seed)")
    for (one, other) in zip(ours, expected) {
      #expect(abs((one ?? .nan) - other) < 1e-8, "seed \(seed)")
    }
    let revenue = naive.map(\.revenue).sorted()
    for (one, other) in zip(result.decimals("revenue").compactMap { $0 }.sorted(), revenue) {
      #expect(abs(one - other) < 1e-8, "seed \(seed)")
    }
    let gone = result.cells("gone").count { $0 == .boolean(true) }
    #expect(gone == naive.count { !$0.isHere }, "seed \(seed)")
    expectQuadrants(result, naive, effortCost, "seed \(seed)")
    try expectDeciles(book, expected, naive, "seed \(seed)")
  }

  private func expectQuadrants(
    _ result: Table, _ naive: [WorthBook.Customer], _ effortCost: Double?, _ context: String
  ) {
    let efforts = naive.compactMap(\.effort)
    guard !efforts.isEmpty else {
      #expect(result.texts("quadrant").allSatisfy { $0 == nil }, "\(context)")
      return
    }
    let value = naiveQuantile(0.5, naive.map { $0.value(effortCost) })
    let effort = naiveQuantile(0.5, efforts)
    for (row, quadrant) in result.texts("quadrant").enumerated() {
      let (own, hours) = (result.decimals("value")[row], result.decimals("effort")[row])
      guard let own, let hours else {
        #expect(quadrant == nil, "\(context)")
        continue
      }
      // Rounding may tell figures at the very median apart.
      guard abs(own - value) > 1e-9 else { continue }
      let expected =
        own > value ? (hours > effort ? "repair" : "keep") : hours > effort ? "let go" : "develop"
      #expect(quadrant == expected, "\(own), \(hours), \(context)")
    }
  }

  private func expectDeciles(
    _ book: WorthBook, _ sorted: [Double], _ naive: [WorthBook.Customer], _ context: String
  ) throws {
    let result = try values(
      specification(book.sources, .deciles), of: book.table, keyColumns: [])
    let total = sorted.reduce(0, +)
    var sums = [Double](repeating: 0, count: 11)
    var counts = [Int](repeating: 0, count: 11)
    for (place, value) in sorted.enumerated() {
      let tenth = (1...10).first { Double(place) < (Double($0 * sorted.count) / 10).rounded(.up) }
      counts[tenth ?? 0] += 1
      sums[tenth ?? 0] += value
    }
    let known = (1...10).filter { counts[$0] > 0 }
    #expect(result.integers("decile") == known, "\(context)")
    #expect(result.integers("customers") == known.map { counts[$0] }, "\(context)")
    for (row, tenth) in known.enumerated() {
      #expect(abs((result.decimals("value")[row] ?? .nan) - sums[tenth]) < 1e-7, "\(context)")
      let share = result.decimals("share")[row]
      #expect((share == nil) == (total <= 0), "\(context)")
      if let share { #expect(abs(share * total - sums[tenth]) < 1e-7, "\(context)") }
    }
    if total > 0 {
      let last = (result.decimals("cumulative").last ?? nil) ?? .nan
      #expect(abs(last - 1) < 1e-9, "\(context)")
    }
  }

  @Test(
    "of purchases is their sum, and scores follow the share of those who are worse",
    arguments: 1...40 as ClosedRange<UInt64>)
  func purchases(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let count = 1 + random.number(below: 40)
    let customers = 1 + random.number(below: 12)
    let start = civilDate("2024-02-20")?.daysSinceEpoch ?? 0
    var rows: [(customer: Int64?, day: Int32?, amount: Double?)] = []
    for _ in 0..<count {
      rows.append(
        (
          random.chance(0.05) ? nil : Int64(random.number(below: customers)),
          random.chance(0.05) ? nil : start + Int32(random.number(below: 60)),
          random.chance(0.1) ? nil : Double(random.number(below: 2000) - 200) / 100
        ))
    }
    let table = Table(
      schema: Schema([
        Field("id", .integer, role: .customer), Field("on", .date, role: .date),
        Field("paid", .decimal, role: .amount),
      ]),
      columns: [
        Column(.integer, rows.map { $0.customer.map(Value.integer) ?? .missing }),
        Column(.date, rows.map { $0.day.map { .date(CivilDate(daysSinceEpoch: $0)) } ?? .missing }),
        Column(.decimal, rows.map { $0.amount.map(Value.decimal) ?? .missing }),
      ])
    let sources = WorthSources(
      money: nil, amount: 2, effort: nil, cost: nil, effortCost: nil, tenureDays: nil, asOf: nil,
      gap: 0)
    let usable = rows.filter { $0.customer != nil && $0.day != nil }
    guard !usable.isEmpty else {
      #expect(throws: ExecutionError.self) {
        try values(specification(sources, .deciles), of: table, keyColumns: [])
      }
      return
    }
    let result = try values(
      specification(sources, .scores(.integer)), of: table, keyColumns: [])
    let last = usable.compactMap(\.day).max() ?? 0
    let ids = Set(usable.compactMap(\.customer)).sorted()
    let figures = ids.map { id in
      let own = usable.filter { $0.customer == id }
      return [
        -Double(last - (own.compactMap(\.day).max() ?? 0)), Double(Set(own.map(\.day)).count),
        own.reduce(0) { $0 + ($1.amount ?? 0) },
      ]
    }
    #expect(result.rowCount == ids.count, "seed \(seed)")
    for row in 0..<result.rowCount {
      guard case .integer(let id)? = result.column("customer")?[row],
        let place = ids.firstIndex(of: id)
      else {
        Issue.record("no customer in row \(row), seed \(seed)")
        continue
      }
      for (index, name) in ["r", "f", "m"].enumerated() {
        // Sums in another order differ in the last digit.
        let worse = figures.count { $0[index] < figures[place][index] - 1e-9 }
        let alike = figures.count { abs($0[index] - figures[place][index]) <= 1e-9 }
        let low = 1 + 5 * worse / ids.count
        let high = 1 + 5 * (worse + alike - 1) / ids.count
        #expect((low...high).contains(result.integers(name)[row]), "\(name), seed \(seed)")
        if index < 2 { #expect(result.integers(name)[row] == low, "\(name), seed \(seed)") }
      }
      #expect(
        abs((result.decimals("monetary")[row] ?? .nan) - figures[place][2]) < 1e-9, "seed \(seed)")
    }
  }

  @Test("rises above the whole where customers cost more than they bring")
  func whale() throws {
    let table = Table(
      schema: Schema([
        Field("id", .integer, role: .customer), Field("on", .date, role: .date),
        Field("paid", .decimal, role: .amount),
      ]),
      columns: [
        Column(.integer, [1, 2, 3].map { .integer($0) }),
        Column(.date, [1, 2, 3].map { .date(CivilDate(daysSinceEpoch: $0)) }),
        Column(.decimal, [60, -50, 90].map { .decimal($0) }),
      ])
    let sources = WorthSources(
      money: nil, amount: 2, effort: nil, cost: nil, effortCost: nil, tenureDays: nil, asOf: nil,
      gap: 0)
    let result = try values(specification(sources, .deciles), of: table, keyColumns: [])
    #expect(result.decimals("cumulative") == [0.9, 1.5, 1])
    guard case .curve(let shape) = result.about.shape else {
      Issue.record("no curve")
      return
    }
    #expect(shape.lines?.first?.points.map(\.value) == [0, 0.9, 1.5, 1])
  }
}
