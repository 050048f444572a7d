import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite struct ChangeTests {
  /// The parts of a change straight from Kitagawa's formulas, on counts made by the naive definitions.
  @Test(arguments: 0..<150) func `parts agree with naive counts and add up`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let book = RandomBook(&random)
    let naive = NaiveCalendarCounts(
      book.records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: nil, gap: 0)
    guard !naive.stays.isEmpty, let first = naive.stays.map(\.start).min() else { return }
    let middle = Grain.month.ordinal(of: first) + Int.random(in: 1...6, using: &random)
    let before = PartialDate(grain: .month, ordinal: middle).period
    let after = PartialDate(grain: .month, ordinal: middle + 1).period
    guard after.start <= naive.asOf else { return }
    let result: Table
    do { result = try run(book.table, before, after, key("plan", at: 4)) } catch { return }
    let plans = Set(naive.stays.map { $0.plan ?? "(missing)" }).sorted()
    func counts(_ period: Period, _ plan: String?) -> (lost: Double, atRisk: Double) {
      let figures = naive.figures(
        period.start, period.end, term: nil,
        of: { plan == nil || ($0.plan ?? "(missing)") == plan }, exits: { _ in true })
      return (Double(figures.lost - figures.early), Double(figures.opening))
    }
    let (w0, w1) = (counts(before, nil), counts(after, nil))
    let (r0, r1) = (w0.lost / w0.atRisk, w1.lost / w1.atRisk)
    var sum = 0.0
    for (row, segment) in result.cells("segment").enumerated() {
      guard case .text(let plan) = segment else { continue }
      #expect(plans.contains(plan))
      let (c0, c1) = (counts(before, plan), counts(after, plan))
      guard c0.atRisk + c1.atRisk > 0 else { continue }
      let own = c0.atRisk > 0 ? c0.lost / c0.atRisk : c1.lost / c1.atRisk
      let later = c1.atRisk > 0 ? c1.lost / c1.atRisk : own
      let (s0, s1) = (c0.atRisk / w0.atRisk, c1.atRisk / w1.atRisk)
      let mix = (s1 - s0) * ((own + later) / 2 - (r0 + r1) / 2)
      let rate = (later - own) * (s0 + s1) / 2
      #expect(abs((result.cells("mix")[row].number ?? .nan) - mix) < 1e-14, "seed \(seed)")
      #expect(abs((result.cells("rate")[row].number ?? .nan) - rate) < 1e-14, "seed \(seed)")
      sum += result.cells("total")[row].number ?? .nan
    }
    #expect(abs(sum - (r1 - r0)) < 4e-15, "seed \(seed)")
    let rows = result.cells("total").indices.filter { row in
      // A group of one is not ranked.
      max(
        result.cells("opening_before")[row].number ?? 0,
        result.cells("opening_after")[row].number ?? 0) > 1
    }
    let totals = rows.map { abs(result.cells("total")[$0].number ?? 0) }
    #expect(zip(totals, totals.dropFirst()).allSatisfy { $0 >= $1 }, "seed \(seed)")
  }

  @Test func `reasons split the lost only and add up too`() throws {
    let records = (0..<40).map { index -> ClientRecord in
      var record = ClientRecord("2020-01-01")
      if index < 9 { record.end = civilDate(index < 3 ? "2020-02-10" : "2020-03-10") }
      record.reason = index % 2 == 0 ? "price" : "moved"
      return record
    }
    let result = try run(
      clientsTable(records), PartialDate(grain: .month, ordinal: 2020 * 12 + 1).period,
      PartialDate(grain: .month, ordinal: 2020 * 12 + 2).period,
      key("reason", at: 5, describesExit: true))
    #expect(result.cells("mix") == [.missing, .missing])
    let sum = result.cells("total").reduce(0) { $0 + ($1.number ?? .nan) }
    #expect(abs(sum - (6.0 / 37 - 3.0 / 40)) < 1e-15)
  }

  private func run(
    _ table: Table, _ before: Period, _ after: Period, _ key: GroupKey
  ) throws(ExecutionError) -> Table {
    let scan = Plan(.scan("t"), schema: table.schema, title: "t")
    func plan(_ period: Period) -> Plan {
      let counts = CalendarCounts(keys: [key], grain: nil, period: period, asOf: nil)
      return Plan(.calendarCounts(scan, counts), schema: counts.schema, title: "")
    }
    let specification = ChangeSpecification(
      dimensions: [.init(key.field.name, keyCount: 1, describesExit: key.describesExit)],
      before: before, after: after, definitions: [], remarks: [])
    return try LocalExecutor().execute(
      Plan(
        .change([ComparedPlans(before: plan(before), after: plan(after))], specification),
        schema: specification.schema, title: "why"),
      table: { $0 == "t" ? table : nil }, isCancelled: { false })
  }
}
