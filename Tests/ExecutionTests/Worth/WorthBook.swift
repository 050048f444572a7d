import Calendars
import Columns
import Planning
import TestSupport

/// A clients table with money, hours and costs, and the same by the definitions.
struct WorthBook {
  struct Row {
    var record: ClientRecord
    var amount: Double?
    var effort: Double?
    var cost: Double?
  }

  private(set) var rows: [Row] = []
  let hasCustomers: Bool
  let hasFlag: Bool
  let table: Table
  let sources: WorthSources
  let asOf: CivilDate

  init(_ random: inout SeededGenerator) {
    let book = RandomBook(&random)
    hasCustomers = book.hasCustomers
    hasFlag = book.hasFlag
    var previous: Row?
    for record in book.records {
      var row = Row(record: record)
      // A record that repeats the one before it does so in every column.
      if let previous, previous.record.isSame(as: record) {
        row = previous
      } else {
        if !random.chance(0.1) { row.amount = Double(random.number(below: 9000)) / 100 }
        if !random.chance(0.2) { row.effort = Double(random.number(below: 40)) / 4 }
        if !random.chance(0.2) { row.cost = Double(random.number(below: 100)) }
      }
      rows.append(row)
      previous = row
    }
    let plain = clientsTable(
      book.records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag)
    let all = rows
    func column(_ value: (Row) -> Double?) -> Column {
      Column(.decimal, all.map { value($0).map(Value.decimal) ?? .missing })
    }
    table = Table(
      schema: Schema(
        plain.schema.fields + [
          Field("fee", .decimal, role: .amount), Field("hours", .decimal, role: .effort),
          Field("cac", .decimal, role: .cost),
        ]),
      columns: plain.columns + [column(\.amount), column(\.effort), column(\.cost)])
    asOf = (civilDate("2019-09-20") ?? CivilDate(daysSinceEpoch: 0))
      .advanced(byDays: random.number(below: 800))
    sources = WorthSources(
      money: MonthlyMoney(column: 6, name: "fee", per: .month, months: 1, origin: "as given"),
      amount: nil, effort: 7, cost: 8, effortCost: random.chance(0.5) ? 20 : nil, tenureDays: nil,
      asOf: asOf, gap: random.chance(0.5) ? 0 : 15)
  }

  /// A customer by the definitions.
  struct Customer {
    var rows: [Row] = []
    var revenue = 0.0
    var effort: Double?
    var cost: Double?
    var isHere = false

    func value(_ effortCost: Double?) -> Double {
      revenue - (effort ?? 0) * (effortCost ?? 0) - (cost ?? 0)
    }
  }

  /// Every usable row as it looks on the last day, no row twice.
  private var usable: [Row] {
    var result: [Row] = []
    for row in rows {
      guard let start = row.record.start, start <= asOf else { continue }
      if hasCustomers, row.record.customer == nil { continue }
      if let end = row.record.end, end < start { continue }
      let isRepeated = result.contains { other in
        other.amount == row.amount && other.effort == row.effort && other.cost == row.cost
          && other.record.isSame(as: row.record)
      }
      if hasCustomers, isRepeated { continue }
      result.append(row)
    }
    return result
  }

  func leaving(_ row: Row) -> CivilDate? {
    if hasFlag, row.record.lost == false { return nil }
    return row.record.end.flatMap { $0 > asOf ? nil : $0 }
  }

  /// The money of a row up to a day, day by day.
  func revenue(_ row: Row, upTo day: CivilDate) -> Double {
    guard let start = row.record.start else { return 0 }
    let last = min(leaving(row) ?? asOf, day)
    guard last >= start else { return 0 }
    let days = (start.daysSinceEpoch...last.daysSinceEpoch).count
    return (row.amount ?? 0) * Double(days) * 12 / 365.25
  }

  /// The customers' rows; without ids every row is one.
  var customers: [Customer] {
    var groups: [(key: Int64, rows: [Row])] = []
    for (index, row) in usable.enumerated() {
      let key = hasCustomers ? row.record.customer ?? 0 : Int64(index)
      if let place = groups.firstIndex(where: { $0.key == key }) {
        groups[place].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    return groups.map { group in
      var customer = Customer(rows: group.rows)
      for row in group.rows {
        customer.revenue += revenue(row, upTo: asOf)
        if let effort = row.effort { customer.effort = (customer.effort ?? 0) + effort }
        if let cost = row.cost { customer.cost = (customer.cost ?? 0) + cost }
        if leaving(row) == nil { customer.isHere = true }
      }
      return customer
    }
  }
}

extension ClientRecord {
  func isSame(as other: ClientRecord) -> Bool {
    start == other.start && end == other.end && lost == other.lost && customer == other.customer
      && plan == other.plan && reason == other.reason
  }
}

/// Linear between order statistics, by its definition.
func naiveQuantile(_ share: Double, _ values: [Double]) -> Double {
  let sorted = values.sorted()
  let place = share * Double(sorted.count - 1)
  let low = sorted[Int(place)]
  let high = sorted[min(Int(place) + 1, sorted.count - 1)]
  return low + (high - low) * (place - Double(Int(place)))
}
