import Calendars
import Columns
import Planning
import Statistics

extension Worths {
  /// The worth of the customers of a table of clients: of each row the money of a month times the
  /// months from its first day to its last or to the last day known, both counted.
  init(
    _ clients: ClientIntervals, of table: Table, _ sources: WorthSources
  ) throws(ExecutionError) {
    self.init(sources)
    let money = try sources.money.map { (money: MonthlyMoney) throws(ExecutionError) in
      try MonthlyCents(table, money)
    }
    let extras = WorthColumns(table, sources)
    asOf = clients.asOf
    notes = clients.notes
    let last = clients.asOf.daysSinceEpoch
    var (times, ended): ([Double], [Bool]) = ([], [])
    var customer = -1
    for (place, stay) in clients.stays.enumerated() {
      if stay.customer != customer { customers.append(CustomerWorth(row: stay.attributesRow)) }
      customer = stay.customer
      let current = customers.count - 1
      for row in clients.rows(ofStay: place) {
        customers[current].take(
          row, monthly: Double(money?.cents[row.row] ?? 0) / 100, months: clients.months(of: row),
          effort: extras.effort(row.row), cost: extras.cost(row.row),
          effortCost: sources.effortCost)
      }
      let days = Double(Int(stay.end ?? last) - Int(stay.start))
      times.append(days)
      ended.append(stay.end != nil)
      customers[current].row = stay.attributesRow
      customers[current].isGone = stay.end != nil
      customers[current].age = stay.end == nil ? days : nil
    }
    if let money { notes += money.lifeNotes(of: clients.rows.lazy.map(\.row)) }
    lives = try? RemainingLife(times: times, ended: ended)
  }

  /// The worth of clients of whom the table says how long they have stayed, without a calendar.
  init(tenures table: Table, _ sources: WorthSources) throws(ExecutionError) {
    self.init(sources)
    guard let tenure = table.column(.tenure), let days = sources.tenureDays,
      let source = sources.money
    else { throw .impossible("no column says how long the clients have stayed", help: nil) }
    let money = try MonthlyCents(table, source)
    let extras = WorthColumns(table, sources)
    let lost = table.column(.lost)
    var (times, ended, used): ([Double], [Bool], [Int]) = ([], [], [])
    for row in 0..<table.rowCount {
      guard let length = tenure[row].number, length >= 0, length.isFinite else { continue }
      var worth = CustomerWorth(row: row)
      let monthly = Double(money.cents[row]) / 100
      let months = length * days / daysOfMonth
      worth.add(
        monthly: monthly, months: months, effort: extras.effort(row), cost: extras.cost(row))
      worth.isGone = lost.map { isTrue($0[row]) } ?? false
      if !worth.isGone {
        worth.age = length * days
        worth.monthly = monthly - (worth.serving(sources.effortCost, months) ?? 0)
      }
      times.append(length * days)
      ended.append(worth.isGone)
      customers.append(worth)
      used.append(row)
    }
    let without = table.rowCount - customers.count
    if without > 0 { notes.append("\(counted(without, "row")) without a length of stay left out") }
    if table.column(.customer) == nil { notes.append("no customer id: every row is one client") }
    if lost == nil { notes.append("no column says who has left: all count as still here") }
    notes += money.lifeNotes(of: used)
    lives = try? RemainingLife(times: times, ended: ended)
  }
}

private func isTrue(_ value: Value) -> Bool {
  switch value {
  case .boolean(let value): value
  case .missing: false
  default: value.number != 0
  }
}

extension MonthlyCents {
  /// The notes without what is said of figures per month: here months are added up.
  fileprivate func lifeNotes(of rows: some Sequence<Int>) -> [String] {
    notes(of: rows).map { $0.replacing("; figures are per month", with: "") }
  }
}

/// The columns of effort and of acquisition cost; numbers that are not finite are missing.
struct WorthColumns {
  private let effortColumn: Column?
  private let costColumn: Column?

  init(_ table: Table, _ sources: WorthSources) {
    effortColumn = sources.effort.map { table.columns[$0] }
    costColumn = sources.cost.map { table.columns[$0] }
  }

  func effort(_ row: Int) -> Double? { number(effortColumn, row) }
  func cost(_ row: Int) -> Double? { number(costColumn, row) }

  private func number(_ column: Column?, _ row: Int) -> Double? {
    guard let value = column?[row].number, value.isFinite else { return nil }
    return value
  }
}

extension ClientIntervals {
  /// The rows that a stay is made of.
  func rows(ofStay stay: Int) -> ArraySlice<ClientRow> {
    rows[rowOffsets[stay]..<rowOffsets[stay + 1]]
  }

  /// Months of a row up to its leaving, the last day known or an earlier day, the last one counted.
  func months(of row: ClientRow, upTo day: Int32? = nil) -> Double {
    let last = min(row.leaving ?? asOf.daysSinceEpoch, day ?? asOf.daysSinceEpoch)
    return max(0, Double(Int(last) - Int(row.start) + 1)) / daysOfMonth
  }
}

extension CustomerWorth {
  mutating func add(monthly: Double, months: Double, effort: Double?, cost: Double?) {
    revenue += monthly * months
    self.months += months
    if let effort { self.effort = (self.effort ?? 0) + effort }
    if let cost { acquisition = (acquisition ?? 0) + cost }
  }

  /// One more row; where it goes on, its money is what the customer brings at present.
  mutating func take(
    _ row: ClientRow, monthly: Double, months: Double, effort: Double?, cost: Double?,
    effortCost: Double?
  ) {
    add(monthly: monthly, months: months, effort: effort, cost: cost)
    guard row.leaving == nil else { return }
    let serving = months > 0 ? (effort ?? 0) * (effortCost ?? 0) / months : 0
    self.monthly = (self.monthly ?? 0) + monthly - serving
  }

  /// The cost to serve of a month.
  func serving(_ effortCost: Double?, _ months: Double) -> Double? {
    guard let effort, let effortCost, months > 0 else { return nil }
    return effort * effortCost / months
  }
}
