import Calendars
import Columns
import TestSupport

/// One row of a renewal register, for tests.
struct RegisterRecord {
  var customer: Int64?
  var day: CivilDate?
  var renewed: Bool?
  var amount: Double?
  var reason: String?
  var plan: String?

  init(
    _ customer: Int64?, _ day: String?, _ renewed: Bool? = nil, _ amount: Double? = nil,
    reason: String? = nil, plan: String? = nil
  ) {
    self.customer = customer
    self.day = day.flatMap(civilDate)
    self.renewed = renewed
    self.amount = amount
    self.reason = reason
    self.plan = plan
  }
}

/// A register with the columns customer, date, renewed, amount, reason, plan, all but the last in their
/// roles.
func registerTable(_ records: [RegisterRecord], asOf: CivilDate? = nil) -> Table {
  Table(
    schema: Schema([
      Field("customer", .integer, role: .customer), Field("date", .date, role: .date),
      Field("renewed", .boolean, role: .renewed),
      Field("amount", .decimal, unit: .money, role: .amount),
      Field("reason", .text, role: .reason), Field("plan", .text),
    ]),
    columns: [
      Column(.integer, records.map { $0.customer.map(Value.integer) ?? .missing }),
      Column(.date, records.map { $0.day.map(Value.date) ?? .missing }),
      Column(.boolean, records.map { $0.renewed.map(Value.boolean) ?? .missing }),
      Column(.decimal, records.map { $0.amount.map(Value.decimal) ?? .missing }),
      Column(.text, records.map { $0.reason.map(Value.text) ?? .missing }),
      Column(.text, records.map { $0.plan.map(Value.text) ?? .missing }),
    ], about: TableDescription(asOf: asOf))
}

/// A small register with every irregularity that files have.
struct RandomRegister {
  let records: [RegisterRecord]
  let asOf: CivilDate?

  init(_ random: inout SeededGenerator) {
    let origin = CivilDate(validYear: 2019, month: 11, day: Int.random(in: 1...30, using: &random))
    let span = random.chance(0.1) ? 1 : Int.random(in: 60...900, using: &random)
    let count = random.chance(0.1) ? 1 : Int.random(in: 1...50, using: &random)
    let customers = Int64.random(in: 1...max(1, Int64(count) / 2), using: &random)
    var records: [RegisterRecord] = []
    for _ in 0..<count {
      var record = RegisterRecord(nil, nil)
      if !random.chance(0.05) { record.customer = Int64.random(in: 1...customers, using: &random) }
      if !random.chance(0.05) {
        record.day = origin.advanced(byDays: Int.random(in: 0...span, using: &random))
      }
      if !random.chance(0.1) { record.renewed = random.chance(0.7) }
      if !random.chance(0.1) { record.amount = Double(random.number(below: 400)) / 4 }
      record.reason = random.pick(["price", "Price ", "moved", "", nil])
      record.plan = random.pick(["annual", "monthly", nil])
      records.append(record)
      if random.chance(0.1) { records.append(record) }
    }
    self.records = records
    asOf =
      random.chance(0.4)
      ? nil : origin.advanced(byDays: Int.random(in: 0...span + 60, using: &random))
  }
}

/// A register told row by row, with dictionaries.
struct NaiveRegister {
  /// The rows that count, by customer and then by day.
  let customers: [Int64: [RegisterRecord]]
  let asOf: CivilDate

  init(_ records: [RegisterRecord], asOf requested: CivilDate?) {
    let usable = records.filter { $0.customer != nil && $0.day != nil }
    let last = usable.compactMap(\.day).max()
    let lastAnswer = usable.filter { $0.renewed != nil }.compactMap(\.day).max()
    let end = requested ?? lastAnswer ?? last ?? CivilDate(daysSinceEpoch: 0)
    asOf = end
    var customers: [Int64: [RegisterRecord]] = [:]
    for record in usable {
      guard let id = record.customer, let day = record.day, day <= end else { continue }
      var rows = customers[id] ?? []
      if let place = rows.firstIndex(where: { $0.day == day }) {
        let isBetter =
          record.renewed == true && rows[place].renewed != true
          || record.renewed == false && rows[place].renewed == nil
        if isBetter { rows[place] = record }
      } else {
        rows.append(record)
      }
      customers[id] = rows.sorted { ($0.day ?? end) < ($1.day ?? end) }
    }
    self.customers = customers
  }

  /// The row of a customer's first refusal that no renewal follows.
  func leaving(_ rows: [RegisterRecord]) -> RegisterRecord? {
    rows.indices.first { place in
      rows[place].renewed == false && !rows[place...].contains { $0.renewed == true }
    }.map { rows[$0] }
  }
}
