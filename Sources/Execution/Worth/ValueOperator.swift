import Calendars
package import Columns
package import Planning
import Statistics

/// What customers have brought: the table of `specification.schema`.
///
/// - `deciles`: the best tenth first; of n customers the first k tenths hold ceil(k n / 10). Tenths
///   without anybody are left out. `cumulative` rises above 1 where customers cost more than they
///   bring; `share` and `cumulative` are missing where the whole is not above 0.
/// - `customers`: the best first. `effort` and `quadrant` are missing without a column of effort;
///   `expected` and `risk` for purchases; `expected` is 0 for those who left, whose `risk` is missing.
/// - `groups`: by the keys of the latest row of a client, of the first of a customer of purchases.
/// - `scores`: the best score first, then the most money.
/// - `expected`: see `expectedValues`.
package func values(
  _ specification: ValueSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  if case .expected(_, let model) = specification.layout {
    return try expectedValues(specification, model, of: table, isCancelled: isCancelled)
  }
  let worths = try Worths(specification.sources, of: table, isCancelled: isCancelled)
  try poll(isCancelled)
  let report = ValueReport(specification, worths, table, keyColumns)
  var about = table.about
  about.asOf = worths.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  about.shape = .curve(report.whale)
  let rows: [[Value]] =
    switch specification.layout {
    case .deciles: report.decileRows
    case .groups: report.groupRows
    case .customers: report.customerRows
    case .scores: report.scoreRows
    case .expected: []
    }
  let fields = specification.schema.fields
  return Table(
    schema: specification.schema,
    columns: fields.indices.map { place in Column(fields[place].type, rows.map { $0[place] }) },
    about: about)
}

extension Worths {
  /// Of clients with dates, of clients with lengths of stay, or of purchases, whatever the table holds.
  init(
    _ sources: WorthSources, of table: Table, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    switch table.schema.kind {
    case .clients, .register:
      let clients = try ClientIntervals(
        table, asOf: sources.asOf, gap: sources.gap, isCancelled: isCancelled)
      try self.init(clients, of: table, sources)
    case .purchases: try self.init(purchases: table, sources, isCancelled: isCancelled)
    case .other: try self.init(tenures: table, sources)
    }
  }
}

/// All that a table of value holds.
struct ValueReport {
  let specification: ValueSpecification
  let worths: Worths
  let table: Table
  let keyColumns: [Column]
  /// The customers, the best first, and their values.
  let ranked: [Int]
  let values: [Double]
  let total: Double

  init(
    _ specification: ValueSpecification, _ worths: Worths, _ table: Table, _ keyColumns: [Column]
  ) {
    self.specification = specification
    self.worths = worths
    self.table = table
    self.keyColumns = keyColumns
    ranked = worths.ranked
    values = worths.customers.indices.map { worths.value($0) }
    total = ranked.reduce(0) { [values] in $0 + values[$1] }
  }

  var count: Int { ranked.count }

  /// The tenth, from 1 to 10, of a place in the order.
  func decile(_ place: Int) -> Int {
    (1...10).first { ($0 * count + 9) / 10 > place } ?? 10
  }

  private func sums(_ members: [Int], before: Double) -> [Value] {
    let value = members.reduce(0) { $0 + values[$1] }
    let gone = members.count { worths.customers[$0].isGone }
    func share(_ part: Double) -> Value { total > 0 ? .decimal(part / total) : .missing }
    return [
      .integer(Int64(members.count)), .decimal(value), share(value), share(before + value),
      members.isEmpty ? .missing : .decimal(value / Double(members.count)),
      .integer(Int64(gone)),
    ]
  }

  var decileRows: [[Value]] {
    var before = 0.0
    return (1...10).compactMap { tenth in
      let members = Array(ranked[(tenth - 1) * count / 10 + remainder(tenth - 1)..<end(tenth)])
      guard !members.isEmpty else { return nil }
      let row = [.integer(Int64(tenth))] + sums(members, before: before)
      before += members.reduce(0) { $0 + values[$1] }
      return row
    }
  }

  private func end(_ tenth: Int) -> Int { (tenth * count + 9) / 10 }
  private func remainder(_ tenth: Int) -> Int { tenth * count % 10 > 0 ? 1 : 0 }

  var groupRows: [[Value]] {
    let partition = KeyPartition(keyColumns, rows: worths.customers.map(\.row))
    var members = [[Int]](repeating: [], count: partition.values.count)
    for customer in ranked { members[partition.groups[customer]].append(customer) }
    let sums = members.map { $0.reduce(0) { $0 + values[$1] } }
    var before = 0.0
    return members.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }.map { group in
      let row = partition.values[group] + self.sums(members[group], before: before)
      before += sums[group]
      return row
    }
  }

  // MARK: - A row a customer

  /// Where high value and high effort begin: as given, else the medians.
  var thresholds: (value: Double?, effort: Double?) {
    let efforts = worths.customers.compactMap(\.effort).sorted()
    return (
      specification.highValue ?? quantile(0.5, ofSorted: values.sorted()),
      specification.highEffort ?? quantile(0.5, ofSorted: efforts)
    )
  }

  func quadrant(_ customer: Int, _ thresholds: (value: Double?, effort: Double?)) -> Quadrant? {
    guard let effort = worths.customers[customer].effort, let highValue = thresholds.value,
      let highEffort = thresholds.effort
    else { return nil }
    return Quadrant(
      isValuable: values[customer] >= highValue, isCostly: effort > highEffort)
  }

  func expected(_ customer: Int) -> Double? {
    guard let lives = worths.lives else { return nil }
    let worth = worths.customers[customer]
    if worth.isGone { return 0 }
    guard let age = worth.age, let monthly = worth.monthly,
      let days = lives.expected(age: age, horizon: Double(specification.horizon))
    else { return nil }
    return monthly * days / daysOfMonth
  }

  private func risk(_ customer: Int) -> Double? {
    worths.customers[customer].age.flatMap { age in
      worths.lives?.risk(age: age, horizon: Double(specification.horizon))
    }
  }

  func name(_ customer: Int) -> Value {
    let row = worths.customers[customer].row
    return table.column(.customer)?[row] ?? .integer(Int64(row) + 1)
  }

  var customerRows: [[Value]] {
    let limits = thresholds
    return ranked.enumerated().map { place, customer in
      let worth = worths.customers[customer]
      return [
        name(customer), .decimal(values[customer]), decimal(worth.effort),
        decimal(expected(customer)),
        quadrant(customer, limits).map { .text($0.rawValue) } ?? .missing,
        .integer(Int64(decile(place))), .boolean(worth.isGone), decimal(risk(customer)),
        .decimal(worth.revenue), .decimal(worth.months),
      ]
    }
  }

  private func decimal(_ value: Double?) -> Value { value.map(Value.decimal) ?? .missing }
}

/// What to do with a customer, by value and effort.
enum Quadrant: String, CaseIterable {
  case keep, develop, repair
  case letGo = "let go"

  init(isValuable: Bool, isCostly: Bool) {
    switch (isValuable, isCostly) {
    case (true, false): self = .keep
    case (true, true): self = .repair
    case (false, false): self = .develop
    case (false, true): self = .letGo
    }
  }
}
