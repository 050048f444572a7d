import Calendars
import Columns
import TestSupport

/// One row of a table of purchases, for tests.
struct PurchaseRecord {
  var customer: Int64?
  var day: CivilDate?
  var amount: Double?
  var channel: String?
  var cost: Double?

  init(
    _ customer: Int64?, _ day: String?, _ amount: Double? = nil, channel: String? = nil,
    cost: Double? = nil
  ) {
    self.customer = customer
    self.day = day.flatMap(civilDate)
    self.amount = amount
    self.channel = channel
    self.cost = cost
  }
}

/// A table with the columns customer, date, amount, channel, cost, all but the last in their roles; the
/// last only where asked.
func purchasesTable(
  _ records: [PurchaseRecord], hasCosts: Bool = false, asTimestamps: Bool = false,
  asOf: CivilDate? = nil
) -> Table {
  let type: ValueType = asTimestamps ? .timestamp : .date
  func date(_ date: CivilDate?) -> Value {
    guard let date else { return .missing }
    guard asTimestamps else { return .date(date) }
    return .timestamp(Int64(date.daysSinceEpoch) * microsecondsPerDay + microsecondsPerDay / 2)
  }
  func number(_ value: Double?) -> Value { value.map(Value.decimal) ?? .missing }
  return Table(
    schema: Schema([
      Field("customer", .integer, role: .customer), Field("date", type, role: .date),
      Field("amount", .decimal, unit: .money, role: .amount), Field("channel", .text),
      Field("cost", .decimal, role: hasCosts ? .cost : nil),
    ]),
    columns: [
      Column(.integer, records.map { $0.customer.map(Value.integer) ?? .missing }),
      Column(type, records.map { date($0.day) }),
      Column(.decimal, records.map { number($0.amount) }),
      Column(.text, records.map { $0.channel.map(Value.text) ?? .missing }),
      Column(.decimal, records.map { number($0.cost) }),
    ], about: TableDescription(asOf: asOf))
}

/// A small table of purchases with every irregularity that files have.
struct RandomPurchases {
  let records: [PurchaseRecord]
  let hasCosts: Bool
  let table: Table
  /// Nil: the last purchase.
  let asOf: CivilDate?

  init(_ random: inout SeededGenerator) {
    // Around a leap day.
    let origin = CivilDate(validYear: 2019, month: 9, day: Int.random(in: 1...30, using: &random))
    let span = random.chance(0.1) ? 1 : Int.random(in: 20...700, using: &random)
    let count = random.chance(0.1) ? 1 : Int.random(in: 1...60, using: &random)
    let customers = Int64.random(in: 1...Int64(count), using: &random)
    var records: [PurchaseRecord] = []
    for _ in 0..<count {
      var record = PurchaseRecord(nil, nil)
      if !random.chance(0.05) { record.customer = Int64.random(in: 1...customers, using: &random) }
      if !random.chance(0.05) {
        record.day = origin.advanced(byDays: Int.random(in: 0...span, using: &random))
      }
      if !random.chance(0.1) { record.amount = Double(random.number(below: 400)) / 4 - 5 }
      record.channel = random.pick(["web", "shop", "app", nil])
      if random.chance(0.7) { record.cost = Double(random.number(below: 40)) }
      records.append(record)
      if random.chance(0.1) { records.append(record) }
    }
    self.records = records
    hasCosts = random.chance(0.5)
    asOf =
      random.chance(0.5)
      ? nil : origin.advanced(byDays: Int.random(in: 0...span + 100, using: &random))
    table = purchasesTable(records, hasCosts: hasCosts, asTimestamps: random.chance(0.3))
  }
}

/// Who bought on which days for how much, told customer by customer with dictionaries and sets.
struct NaivePurchases {
  struct Customer {
    /// Days since 1970-01-01, ascending.
    var days: [Int]
    /// The money of each day.
    var money: [Int: Double]
    var channel: String?
    var cost: Double?

    var gaps: [Int] { zip(days, days.dropFirst()).map { $1 - $0 } }
  }

  /// By id.
  let customers: [Int64: Customer]
  let asOf: Int

  init(_ records: [PurchaseRecord], asOf requested: CivilDate?) {
    let dated = records.compactMap { $0.customer == nil ? nil : $0.day }
    let last = Int((requested ?? dated.max())?.daysSinceEpoch ?? .max)
    asOf = last
    var customers: [Int64: Customer] = [:]
    var costs: [Int64: Double] = [:]
    for record in records {
      guard let id = record.customer else { continue }
      if costs[id] == nil, let cost = record.cost { costs[id] = cost }
      guard let day = record.day.map({ Int($0.daysSinceEpoch) }), day <= last else { continue }
      var customer = customers[id] ?? Customer(days: [], money: [:])
      // The first row of the earliest day tells the channel.
      if customer.days.allSatisfy({ day < $0 }) { customer.channel = record.channel }
      if !customer.days.contains(day) { customer.days = (customer.days + [day]).sorted() }
      customer.money[day, default: 0] += record.amount ?? 0
      customers[id] = customer
    }
    for id in customers.keys { customers[id]?.cost = costs[id] }
    self.customers = customers
  }
}
