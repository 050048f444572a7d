import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Losses")
struct LossesOracleTests {
  @Test("are judged by the rules in their order", arguments: 1...200 as ClosedRange<UInt64>)
  func verdicts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let book = WorthBook(&random)
    var sources = book.sources
    sources.gap = 0
    let period = Period(
      start: book.asOf.advanced(byDays: -random.number(below: 400)),
      end: book.asOf.advanced(byDays: 1 + random.number(below: 30)), label: "period")
    // Moving is what the firm wants here.
    let map = CauseMap(
      rules: [CauseMap.Rule(.us, wanted: true, words: ["moved"])], origin: "the test")
    let hasTarget = random.chance(0.5)
    let specification = LossesSpecification(
      sources: sources, moneyRemark: nil, period: period, reason: 5, causes: map,
      target: hasTarget
        ? .comparison(.notEqual, .column(4, .text), .constant(.text("trial"), .text)) : nil,
      targetText: nil, healthyBelow: 0.25, painfulAbove: 0.5, keys: [], customerType: .integer,
      definitions: [])
    let result: Table
    do throws(ExecutionError) { result = try losses(specification, of: book.table) } catch {
      return
    }
    let values = book.customers.map { $0.value(sources.effortCost) }
    let (low, high) = (naiveQuantile(0.25, values), naiveQuantile(0.5, values))
    let naive = NaiveCalendarCounts(
      book.rows.map(\.record), hasCustomers: book.hasCustomers, hasFlag: book.hasFlag,
      asOf: book.asOf, gap: 0)
    let left = naive.stays.filter { stay in
      stay.end.map { $0 >= period.start && $0 < period.end } ?? false
    }
    #expect(result.rowCount == left.count, "seed \(seed)")
    #expect(
      result.cells("end") == left.compactMap(\.end).sorted().map { .date($0) }, "seed \(seed)")
    for row in 0..<result.rowCount {
      let value = result.decimals("value")[row] ?? .nan
      let isWanted = result.texts("reason")[row] == "moved"
      let flag = result.cells("on_target")[row]
      #expect((flag == .missing) == !hasTarget, "seed \(seed)")
      // Rounding may tell a value at the very limit apart.
      guard min(abs(value - low), abs(value - high)) > 1e-9 else { continue }
      let rule =
        isWanted
        ? "wanted"
        : flag == .boolean(false)
          ? "off target"
          : value < 0
            ? "negative value"
            : value < low ? "low value" : value > high ? "high value" : "middle value"
      let verdict =
        ["high value": "painful", "middle value": "neutral"][rule, default: "healthy"]
      #expect(result.texts("rule")[row] == rule, "value \(value), seed \(seed)")
      #expect(result.texts("verdict")[row] == verdict, "value \(value), seed \(seed)")
    }
    expectValues(result, book, sources, "seed \(seed)")
    try expectSummary(specification, book.table, result, "seed \(seed)")
  }

  /// What a customer had brought by the day of the loss, found by the day and the customer.
  private func expectValues(
    _ result: Table, _ book: WorthBook, _ sources: WorthSources, _ context: String
  ) {
    guard book.hasCustomers else { return }
    let customers = book.customers
    for row in 0..<result.rowCount {
      guard case .integer(let id)? = result.column("customer")?[row],
        case .date(let end)? = result.column("end")?[row]
      else { continue }
      let customer = customers.first { $0.rows[0].record.customer == id }
      let rows = (customer?.rows ?? []).filter { ($0.record.start ?? end) <= end }
      let value = rows.reduce(0) { sum, row in
        sum + book.revenue(row, upTo: end) - (row.effort ?? 0) * (sources.effortCost ?? 0)
          - (row.cost ?? 0)
      }
      #expect(
        abs((result.decimals("value")[row] ?? .nan) - value) < 1e-8, "\(id), \(end), \(context)")
    }
  }

  private func expectSummary(
    _ specification: LossesSpecification, _ table: Table, _ list: Table, _ context: String
  ) throws {
    var specification = specification
    specification.keys = [.ofLoss("verdict"), .column(key("plan", at: 4))]
    let summary = try losses(specification, of: table)
    #expect(summary.integers("lost").reduce(0, +) == list.rowCount, "\(context)")
    for (name, verdicts) in [
      ("painful", "painful"), ("neutral", "neutral"), ("healthy", "healthy"),
    ] {
      let sum = summary.integers(name).reduce(0, +)
      #expect(sum == list.texts("verdict").count { $0 == verdicts }, "\(name), \(context)")
      let fact = list.about.facts.first { $0.name == name }?.value
      #expect(fact == .integer(Int64(sum)), "\(name), \(context)")
    }
    let net = list.decimals("monthly").reduce(0) { $0 + ($1 ?? 0) }
    #expect(abs(summary.decimals("net").reduce(0) { $0 + ($1 ?? 0) } - net) < 1e-8, "\(context)")
  }

  @Test("of a table without money are judged by what is wanted alone")
  func withoutMoney() throws {
    let table = clientsTable([
      ClientRecord("2024-01-01", "2024-02-29", reason: "moroso"),
      ClientRecord("2024-01-01", "2024-02-29", reason: "prezzo"), ClientRecord("2024-01-01"),
    ])
    let specification = LossesSpecification(
      sources: WorthSources(
        money: nil, amount: nil, effort: nil, cost: nil, effortCost: nil, tenureDays: nil,
        asOf: nil, gap: 0),
      moneyRemark: nil,
      period: Period(
        from: PartialDate(grain: .year, ordinal: 2024),
        through: PartialDate(grain: .year, ordinal: 2024)),
      reason: 5, causes: .standard, target: nil, targetText: nil, healthyBelow: 0.25,
      painfulAbove: 0.5, keys: [], customerType: .integer, definitions: [])
    let result = try losses(specification, of: table)
    #expect(result.texts("verdict") == ["healthy", nil])
    #expect(result.texts("rule") == ["wanted", nil])
    #expect(result.decimals("value") == [nil, nil])
  }
}
