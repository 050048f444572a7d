/// What a column's numbers count, which decides how they are printed and which picture fits.
package enum Unit: String, Hashable, Sendable {
  /// Nothing known: an attribute of a row.
  case none
  case count
  /// A share of a whole, 0.05 printed as 5%.
  case rate
  case money
  case days
  case months
  case years
}

extension Unit {
  /// What follows a number of it: `days`; empty where nothing does.
  package var plural: String {
    switch self {
    case .none, .count, .rate, .money: ""
    case .days: "days"
    case .months: "months"
    case .years: "years"
    }
  }
}

/// What a column means to the retention verbs. A role name stands for its column in expressions.
package enum Role: String, CaseIterable, Hashable, Sendable {
  case customer, start, end, announced, reason, date, amount, renewed, tenure, lost, effort, cost,
    segment
}

/// The name, type and meaning of a column.
package struct Field: Hashable, Sendable {
  package var name: String
  package var type: ValueType
  package var unit: Unit
  package var role: Role?
  /// Whether it is the first to be left out where a table does not fit a screen.
  package var isDetail: Bool
  /// Whether a cell lists several things, what matters most first: cut, it loses its end.
  package var isList: Bool
  /// Whether it holds parts of a file as they stood there, which may be of any column.
  package var isRaw: Bool

  package init(
    _ name: String, _ type: ValueType, unit: Unit = .none, role: Role? = nil,
    isDetail: Bool = false, isList: Bool = false, isRaw: Bool = false
  ) {
    self.name = name
    self.type = type
    self.unit = unit
    self.role = role
    self.isDetail = isDetail
    self.isList = isList
    self.isRaw = isRaw
  }
}

/// The columns of a table, in order. No two fields have the same name.
package struct Schema: Hashable, Sendable {
  package var fields: [Field]

  package init(_ fields: [Field]) {
    self.fields = fields
  }

  /// The position of the column with exactly this name.
  package func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }

  /// The position of the first column in a role.
  package func index(of role: Role) -> Int? {
    fields.firstIndex { $0.role == role }
  }

  package var kind: DatasetKind {
    if index(of: .start) != nil { return .clients }
    if index(of: .customer) != nil, index(of: .date) != nil {
      return index(of: .renewed) == nil ? .purchases : .register
    }
    return .other
  }
}

/// What the rows of a table are, as its roles tell.
package enum DatasetKind: String, Hashable, Sendable {
  /// A row is a stay with a start and maybe an end: clients with a contract.
  case clients
  /// A row is a purchase or visit of a customer on a date: clients without a contract.
  case purchases
  /// A row is a renewal that fell due and whether it was made: read as clients.
  case register
  case other

  /// Whether rows tell who was a client when.
  package var hasStays: Bool { self == .clients || self == .register }
}
