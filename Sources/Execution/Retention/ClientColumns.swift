import Calendars
import Columns
import Planning

/// The columns of a clients table that say who was here when, ready to be read row by row.
struct ClientColumns {
  private let starts: DayReader
  private let ends: DayReader?
  private let announcements: DayReader?
  private let lost: FlagReader?
  /// The numbered customers; nil where no column says who they are.
  let customers: ValueCodes?
  let rowCount: Int

  /// Fails where no column starts a stay, or where a role stands on a column of the wrong type.
  init(_ table: Table) throws(ExecutionError) {
    guard let starts = try DayReader(table, .start) else {
      throw .impossible(
        "no column says when a client starts",
        help: "say which one it is: roles start = COLUMN")
    }
    self.starts = starts
    ends = try DayReader(table, .end)
    announcements = try DayReader(table, .announced)
    lost = try FlagReader(table)
    rowCount = table.rowCount
    customers = table.column(.customer).map { ValueCodes($0, rows: 0..<$0.count) }
  }

  /// Whether a column holds the days of leaving.
  var hasEnds: Bool { ends != nil }

  func start(_ row: Int) -> Int32? { starts.day(row) }
  func end(_ row: Int) -> Int32? { ends?.day(row) }
  func announced(_ row: Int) -> Int32? { announcements?.day(row) }

  /// Whether the row ended by leaving; nil where no flag says so.
  func isLost(_ row: Int) -> Bool? { lost?.flag(row) }
}

/// Days of a date or timestamp column. Days outside the years 1 to 9999 are missing.
struct DayReader {
  private let days: [Int32]

  init?(_ table: Table, _ role: Role) throws(ExecutionError) {
    guard let position = table.schema.index(of: role) else { return nil }
    let column = table.columns[position]
    switch column.storage {
    case .days(let days): self.days = known(days, column)
    case .instants(let instants):
      days = known(instants.map { CivilDate(timestamp: $0).daysSinceEpoch }, column)
    default:
      let field = table.schema.fields[position]
      throw .impossible(
        "'\(field.name)' holds \(field.type.rawValue) values, but \(role.rawValue) must be a date",
        help: "name another column: roles \(role.rawValue) = COLUMN")
    }
  }

  func day(_ row: Int) -> Int32? { days[row] == missingDay ? nil : days[row] }
}

private let missingDay = Int32.min
private let knownDays =
  CivilDate(validYear: 1, month: 1, day: 1)
  .daysSinceEpoch...CivilDate(
    validYear: 9999, month: 12, day: 31
  ).daysSinceEpoch

/// The days with `missingDay` in the place of those that are not known.
private func known(_ days: [Int32], _ column: Column) -> [Int32] {
  let range = knownDays
  return days.indices.map { row in
    column.isMissing(row) || !range.contains(days[row]) ? missingDay : days[row]
  }
}

/// Whether a row ended: a boolean, or a number of which 0 says no.
struct FlagReader {
  private let column: Column

  /// Nil where no column has the role.
  init?(_ table: Table, _ role: Role = .lost) throws(ExecutionError) {
    guard let position = table.schema.index(of: role) else { return nil }
    column = table.columns[position]
    guard column.type == .boolean || column.type.isNumeric else {
      let field = table.schema.fields[position]
      throw .impossible(
        "'\(field.name)' holds \(field.type.rawValue) values, but "
          + "\(role.rawValue) must be true or false",
        help: "derive a column of true and false, then: roles \(role.rawValue) = COLUMN")
    }
  }

  func flag(_ row: Int) -> Bool? {
    switch column[row] {
    case .boolean(let flag): flag
    case .integer(let number): number != 0
    case .decimal(let number): number != 0
    default: nil
    }
  }
}
