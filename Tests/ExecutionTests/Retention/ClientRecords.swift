import Calendars
import Columns
import Planning

/// One row of a clients table, for tests.
struct ClientRecord {
  var start: CivilDate?
  var end: CivilDate?
  var lost: Bool?
  var customer: Int64?
  var plan: String?
  var reason: String?

  init(
    _ start: String?, _ end: String? = nil, lost: Bool? = nil, customer: Int64? = nil,
    plan: String? = nil, reason: String? = nil
  ) {
    self.start = start.flatMap(civilDate)
    self.end = end.flatMap(civilDate)
    self.lost = lost
    self.customer = customer
    self.plan = plan
    self.reason = reason
  }
}

/// The day with this ISO name.
func civilDate(_ text: String) -> CivilDate? { PartialDate(text)?.firstDay }

/// A table with the columns start, end, lost, customer, plan, reason; the roles only where asked.
func clientsTable(
  _ records: [ClientRecord], hasCustomers: Bool = false, hasFlag: Bool = false,
  asTimestamps: Bool = false, asOf: CivilDate? = nil
) -> Table {
  func date(_ date: CivilDate?) -> Value {
    guard let date else { return .missing }
    guard asTimestamps else { return .date(date) }
    return .timestamp(Int64(date.daysSinceEpoch) * microsecondsPerDay + microsecondsPerDay / 3)
  }
  let type: ValueType = asTimestamps ? .timestamp : .date
  let fields = [
    Field("start", type, role: .start), Field("end", type, role: .end),
    Field("lost", .boolean, role: hasFlag ? .lost : nil),
    Field("id", .integer, role: hasCustomers ? .customer : nil),
    Field("plan", .text), Field("reason", .text, role: .reason),
  ]
  let columns = [
    Column(type, records.map { date($0.start) }), Column(type, records.map { date($0.end) }),
    Column(.boolean, records.map { $0.lost.map(Value.boolean) ?? .missing }),
    Column(.integer, records.map { $0.customer.map(Value.integer) ?? .missing }),
    Column(.text, records.map { $0.plan.map(Value.text) ?? .missing }),
    Column(.text, records.map { $0.reason.map(Value.text) ?? .missing }),
  ]
  return Table(
    schema: Schema(fields), columns: columns, about: TableDescription(asOf: asOf))
}

/// The key that is the text column at a position.
func key(_ name: String, at position: Int, describesExit: Bool = false) -> GroupKey {
  GroupKey(
    field: Field(name, .text), value: .column(position, .text), describesExit: describesExit)
}

extension Table {
  func integers(_ name: String) -> [Int] {
    guard let column = column(name) else { return [] }
    return (0..<rowCount).map { row in
      if case .integer(let value) = column[row] { Int(value) } else { Int.min }
    }
  }

  func decimals(_ name: String) -> [Double?] {
    guard let column = column(name) else { return [] }
    return (0..<rowCount).map { column[$0].number }
  }

  func texts(_ name: String) -> [String?] {
    guard let column = column(name) else { return [] }
    return (0..<rowCount).map { row in
      if case .text(let value) = column[row] { value } else { nil }
    }
  }
}
