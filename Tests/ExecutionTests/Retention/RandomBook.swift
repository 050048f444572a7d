import Calendars
import Columns
import Planning
import TestSupport

/// A small clients table with every irregularity that files have.
struct RandomBook {
  let records: [ClientRecord]
  let hasCustomers: Bool
  let hasFlag: Bool
  let table: Table
  private let origin: CivilDate
  private let span: Int

  init(_ random: inout SeededGenerator) {
    // Around a leap day.
    origin = CivilDate(validYear: 2019, month: 9, day: Int.random(in: 1...30, using: &random))
    span = Int.random(in: 20...700, using: &random)
    hasCustomers = random.chance(0.6)
    hasFlag = random.chance(0.4)
    let count = Int.random(in: 1...40, using: &random)
    let customers = Int64.random(in: 1...Int64(count), using: &random)
    var records: [ClientRecord] = []
    for _ in 0..<count {
      records.append(RandomBook.record(origin, span, customers, &random))
      if random.chance(0.1) { records.append(records[records.count - 1]) }
    }
    self.records = records
    table = clientsTable(
      records, hasCustomers: hasCustomers, hasFlag: hasFlag, asTimestamps: random.chance(0.3))
  }

  private static func record(
    _ origin: CivilDate, _ span: Int, _ customers: Int64, _ random: inout SeededGenerator
  ) -> ClientRecord {
    var record = ClientRecord(nil)
    let start = origin.advanced(byDays: Int.random(in: 0...span, using: &random))
    if !random.chance(0.05) { record.start = start }
    if random.chance(0.7) {
      let length =
        random.chance(0.1) ? 0 : Int.random(in: -10...max(1, span / 2), using: &random)
      record.end = start.advanced(byDays: length)
    }
    if random.chance(0.8) { record.lost = random.chance(0.8) }
    if !random.chance(0.05) { record.customer = Int64.random(in: 1...customers, using: &random) }
    record.plan = ["annual", "monthly", "trial", nil].randomElement(using: &random) ?? nil
    record.reason = ["price", "moved", nil].randomElement(using: &random) ?? nil
    return record
  }

  func specification(_ random: inout SeededGenerator) -> CalendarCounts {
    var keys: [GroupKey] = []
    if random.chance(0.4) { keys.append(key("plan", at: 4)) }
    if random.chance(0.3) { keys.append(key("reason", at: 5, describesExit: true)) }
    if random.chance(0.5) { keys.reverse() }
    let grain = random.chance(0.8) ? Grain.allCases.randomElement(using: &random) : nil
    let terms = [
      CalendarDuration(months: 1), CalendarDuration(months: 12), CalendarDuration(days: 30),
      CalendarDuration(months: 2, days: 5),
    ]
    return CalendarCounts(
      keys: keys, grain: grain, period: random.chance(0.4) ? period(&random) : nil,
      asOf: random.chance(0.2)
        ? nil : origin.advanced(byDays: Int.random(in: 0...span + span / 2, using: &random)),
      gap: random.chance(0.5) ? 0 : Int.random(in: 1...40, using: &random),
      term: random.chance(0.5) ? terms.randomElement(using: &random) : nil)
  }

  private func period(_ random: inout SeededGenerator) -> Period {
    let grain = Grain.allCases.randomElement(using: &random) ?? .month
    let first = grain.ordinal(of: origin) + Int.random(in: -2...12, using: &random)
    let last = first + Int.random(in: 0...6, using: &random)
    return Period(
      from: PartialDate(grain: grain, ordinal: first),
      through: PartialDate(grain: grain, ordinal: last))
  }
}
