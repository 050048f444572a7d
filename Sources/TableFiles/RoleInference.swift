package import Calendars
package import Columns
import Kernels
import Texts

/// A role that the caller gave, with the position of its column.
struct GivenRole {
  var role: Role
  var column: Int
}

/// Finds the columns that roles were given to.
func resolvedRoles(
  _ given: [(role: Role, column: String)], among names: [String]
) throws(FileError) -> [GivenRole] {
  var roles: [GivenRole] = []
  for (role, name) in given {
    roles.append(GivenRole(role: role, column: try position(of: name, among: names)))
  }
  return roles
}

/// The column with exactly this name, else the only one that has it but for case.
func position(of name: String, among names: [String]) throws(FileError) -> Int {
  if let exact = names.firstIndex(of: name) { return exact }
  let folded = name.lowercased()
  let matches = names.indices.filter { names[$0].lowercased() == folded }
  if matches.count == 1 { return matches[0] }
  let near = suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
  let list = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ..." : "")
  throw FileError(
    "there is no column '\(name)'", help: near ?? "the columns are: \(list)", column: name)
}

/// The roles that names, types and content suggest, by column. Roles in `taken` are left out.
package func inferRoles(_ table: Table, excluding taken: Set<Role> = []) -> [Role?] {
  inferRoles(table, names: table.schema.fields.map { ColumnName($0.name) }, taken: taken)
}

/// In this order: a column serves the first role that it fits best.
private let singleRoles: [Role] = [
  .start, .end, .announced, .reason, .lost, .renewed, .customer, .date, .amount, .tenure, .effort,
  .cost,
]

func inferRoles(
  _ table: Table, names: [ColumnName], taken: Set<Role>, occupied: Set<Int> = []
) -> [Role?] {
  let fields = table.schema.fields
  var roles = [Role?](repeating: nil, count: fields.count)
  var isFree = fields.indices.map { !occupied.contains($0) }
  var assigned = taken
  for role in singleRoles where !assigned.contains(role) {
    if !makesSense(role, beside: assigned) { continue }
    var best: (column: Int, score: Int)?
    for column in fields.indices where isFree[column] && suits(role, table, column) {
      let score = names[column].score(role)
      if score > best?.score ?? 0 { best = (column, score) }
    }
    guard let best else { continue }
    roles[best.column] = role
    isFree[best.column] = false
    assigned.insert(role)
  }
  for column in fields.indices where isFree[column] && isSegment(table.columns[column]) {
    roles[column] = .segment
  }
  return roles
}

private func makesSense(_ role: Role, beside assigned: Set<Role>) -> Bool {
  switch role {
  case .announced: assigned.contains(.end)
  case .date: !assigned.contains(.start)
  case .tenure: assigned.isDisjoint(with: [.start, .end, .date])
  default: true
  }
}

/// Whether a column without a given role can hold one.
private func suits(_ role: Role, _ table: Table, _ column: Int) -> Bool {
  let type = table.columns[column].type
  switch role {
  case .start, .end, .announced, .date: return type.isTemporal
  case .customer: return type == .integer || type == .text
  case .reason: return type == .text
  case .amount, .tenure, .effort, .cost: return type.isNumeric
  case .renewed, .lost: return type == .boolean
  case .segment: return type == .text
  }
}

/// Text with few different words: 2 to 50, and fewer than half the values.
private func isSegment(_ column: Column) -> Bool {
  guard case .words(let words) = column.storage, words.dictionary.count <= 50 else { return false }
  let present = column.count - column.missingCount
  return words.dictionary.count >= 2 && words.dictionary.count * 2 < present
}

/// Gives the roles that the caller named, then the inferred ones, and the units that follow.
func assignRoles(
  _ given: [GivenRole], in table: inout Table, names: [ColumnName]
) throws(FileError) {
  for entry in given {
    try assign(entry.role, to: table.schema.fields[entry.column].name, in: &table)
  }
  let occupied = Set(given.map(\.column))
  let inferred = inferRoles(
    table, names: names, taken: Set(given.map(\.role)), occupied: occupied)
  for column in inferred.indices where !occupied.contains(column) {
    table.schema.fields[column].role = inferred[column]
    if let role = inferred[column] {
      setUnit(for: role, names[column], &table.schema.fields[column])
    }
  }
}

private func setUnit(for role: Role, _ name: ColumnName, _ field: inout Field) {
  guard field.unit == .none else { return }
  switch role {
  case .amount, .cost: field.unit = .money
  case .tenure: field.unit = name.tenureUnit
  default: break
  }
}

/// Gives a column a role, which another column in that role loses (any number can be segments).
/// A column of 0 and 1 becomes true and false, and one of days in eight digits becomes dates, where
/// the role needs that. `asOf` follows the roles.
package func assign(
  _ role: Role, to columnName: String, in table: inout Table
) throws(FileError) {
  let column = try position(of: columnName, among: table.schema.fields.map(\.name))
  if role == .lost || role == .renewed { turnDigitsToBooleans(column, in: &table) }
  if role == .start || role == .end || role == .announced || role == .date {
    turnDigitsToDates(column, in: &table)
  }
  try requireType(for: role, table.schema.fields[column])
  if role != .segment {
    for index in table.schema.fields.indices where table.schema.fields[index].role == role {
      table.schema.fields[index].role = nil
    }
  }
  table.schema.fields[column].role = role
  let name = ColumnName(table.schema.fields[column].name)
  setUnit(for: role, name, &table.schema.fields[column])
  table.about.asOf = lastDay(in: table)
}

private func turnDigitsToBooleans(_ column: Int, in table: inout Table) {
  guard case .integers(let values) = table.columns[column].storage else { return }
  for (row, value) in values.enumerated() where value != 0 && value != 1 {
    if !table.columns[column].isMissing(row) { return }
  }
  table.columns[column].storage = .booleans(values.map { $0 == 1 })
  table.schema.fields[column].type = .boolean
}

/// Whole numbers that all are days written with eight digits become these days.
private func turnDigitsToDates(_ column: Int, in table: inout Table) {
  guard case .integers(let values) = table.columns[column].storage else { return }
  var days: [Int32] = []
  for (row, value) in values.enumerated() {
    if table.columns[column].isMissing(row) {
      days.append(0)
      continue
    }
    guard let number = NumberScanner.scan(Array("\(value)".utf8).span),
      case .day(let day) = compactDate(number)
    else { return }
    days.append(day.daysSinceEpoch)
  }
  table.columns[column].storage = .days(days)
  table.schema.fields[column].type = .date
}

private func requireType(for role: Role, _ field: Field) throws(FileError) {
  let isRight: Bool
  let needed: String
  switch role {
  case .start, .end, .announced, .date: (isRight, needed) = (field.type.isTemporal, "dates")
  case .customer: (isRight, needed) = (field.type == .integer || field.type == .text, "ids")
  case .reason: (isRight, needed) = (field.type == .text, "text")
  case .amount, .tenure, .effort, .cost: (isRight, needed) = (field.type.isNumeric, "numbers")
  case .renewed, .lost: (isRight, needed) = (field.type == .boolean, "yes and no")
  case .segment: (isRight, needed) = (true, "text")
  }
  if isRight { return }
  throw FileError(
    "the role \(role.rawValue) needs \(needed), but '\(field.name)' is \(field.type.rawValue)",
    help: "name another column, or correct how this one is read", column: field.name)
}

/// The latest day in the columns that hold days of clients or purchases; nil where there is none. Of a
/// register of renewals it is that of the last answer, for later rows are only planned.
package func lastDay(in table: Table) -> CivilDate? {
  if table.schema.kind == .register, let date = table.column(.date),
    let renewed = table.column(.renewed)
  {
    let answered = (0..<renewed.count).filter { !renewed.isMissing($0) }
    if let day = lastDay(in: date.gathered(answered)) { return day }
  }
  var last: CivilDate?
  for (field, column) in zip(table.schema.fields, table.columns) {
    guard let role = field.role, [.start, .end, .date].contains(role),
      let day = lastDay(in: column)
    else { continue }
    last = max(last ?? day, day)
  }
  return last
}

private func lastDay(in column: Column) -> CivilDate? {
  (column.dayCells?.limits?.upperBound).map { CivilDate(daysSinceEpoch: $0) }
}
