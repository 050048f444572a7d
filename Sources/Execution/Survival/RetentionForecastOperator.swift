import Calendars
package import Columns
package import Planning
import Statistics

/// How the share of clients who are still here goes on: the table of `specification.schema`, group by group.
///
/// Of stays the periods are steps of their length; of cohorts all of them are pooled by `k`. `keyColumns`
/// are the keys' values by row of clients; none for a table of cohorts, which has them as columns. With
/// `isBacktest` the periods are the last ones seen and the laws are fitted to the first half.
package func retentionForecast(
  _ specification: RetentionForecastSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let book = try RetentionBook(
    specification, table, keyColumns: keyColumns, isCancelled: isCancelled)
  var projections: [RetentionProjection] = []
  var refusals: [ExecutionError] = []
  for group in book.groups {
    try poll(isCancelled)
    do throws(ExecutionError) {
      projections.append(try RetentionProjection(specification, group))
    } catch { refusals.append(error) }
  }
  if projections.isEmpty, let first = refusals.first { throw first }
  let report = RetentionReport(
    specification: specification, projections: projections,
    refusals: refusals.compactMap { refusal in
      if case .impossible(let why, _) = refusal { "\(why): left out" } else { nil }
    })
  var about = table.about
  about.asOf = book.asOf ?? about.asOf
  about.notes = book.notes + report.notes
  about.facts = report.facts
  about.working = report.working
  about.period = nil
  about.shape = report.shape
  let rows = projections.flatMap { projection in
    projection.rows.map { projection.group.values + $0 }
  }
  let schema = specification.schema
  return Table(
    schema: schema,
    columns: schema.fields.indices.map { place in
      Column(schema.fields[place].type, rows.map { $0[place] })
    }, about: about)
}

extension RetentionForecastSpecification {
  /// The keys evaluated where the input are clients.
  func keyColumns(_ evaluate: (TypedExpression) -> Column) -> [Column] {
    if case .stays(let survival, _) = source {
      survival.keys.map { evaluate($0.value) }
    } else {
      []
    }
  }
}

/// The counts of each group.
struct RetentionBook {
  struct Group {
    var values: [Value]
    /// `all` without keys.
    var name: String
    var counts: RetentionCounts
    /// How many have come to the end of the periods seen.
    var left: Double
  }

  private(set) var groups: [Group] = []
  private(set) var notes: [String] = []
  private(set) var asOf: CivilDate?
  /// Periods end where fewer are left, so that a handful does not decide the curve.
  private static let fewest = 30

  init(
    _ specification: RetentionForecastSpecification, _ table: Table, keyColumns: [Column],
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    switch specification.source {
    case .stays(let survival, let step):
      let stays = try StayTimes(table, survival.clock, isCancelled: isCancelled)
      asOf = stays.asOf
      notes = stays.notes
      for group in try stays.groups(
        by: survival.keys, keyColumns: keyColumns, isCancelled: isCancelled)
      {
        let counts = try impossible(group.name) { () throws(PurchaseModelError) in
          try RetentionCounts(group.curve, step: step, fewest: RetentionBook.fewest)
        }
        let left = counts.atRisk.last.map { $0 - (counts.lost.last ?? 0) } ?? 0
        groups.append(
          Group(values: group.values, name: group.name, counts: counts, left: left))
      }
    case .cohorts(let cohorts):
      try pool(cohorts, table)
    }
  }

  /// All cohorts of a group together, each as far as it was seen.
  private mutating func pool(
    _ cohorts: CohortSpecification, _ table: Table
  ) throws(ExecutionError) {
    let keys = cohorts.keys.count
    var order: [[Value]] = []
    var pooled: [[Value]: (atRisk: [Double], lost: [Double])] = [:]
    var (cohort, before) = (-1, 0.0)
    var returned = 0.0
    var left: [[Value]: Double] = [:]
    for row in 0..<table.rowCount {
      let key = (0..<keys).map { table.columns[$0][row] }
      if pooled[key] == nil {
        order.append(key)
        pooled[key] = ([], [])
      }
      guard let size = table.columns[keys + 1][row].number,
        let k = table.columns[keys + 2][row].number,
        let kept = table.columns[keys + 3][row].number
      else { continue }
      if k == 0 { (cohort, before) = (cohort + 1, size) }
      // Where k = 0 holds all, the first period is k = 1.
      let period = Int(k) - (cohorts.basis == .end ? 0 : 1)
      if period >= 0 {
        if kept > before { returned += kept - before }
        add(&pooled[key, default: ([], [])], period, atRisk: before, lost: max(0, before - kept))
        left[key] = kept
      }
      before = kept
    }
    if returned > 0 {
      notes.append(
        "\(counted(Int(returned), "client")) came back to a cohort: they do not count as kept again "
          + "where they had left")
    }
    notes.append("all cohorts together, each as far as it was seen")
    for key in order {
      guard let found = pooled[key] else { continue }
      let used = found.atRisk.count { $0 >= Double(RetentionBook.fewest) }
      let name = key.isEmpty ? "all" : key.map(\.label).joined(separator: ", ")
      let counts = try impossible(name) { () throws(PurchaseModelError) in
        try RetentionCounts(
          atRisk: Array(found.atRisk.prefix(used)), lost: Array(found.lost.prefix(used)))
      }
      let last = used > 0 ? found.atRisk[used - 1] - found.lost[used - 1] : 0
      groups.append(Group(values: key, name: name, counts: counts, left: last))
    }
  }

  private func add(
    _ pooled: inout (atRisk: [Double], lost: [Double]), _ period: Int, atRisk: Double, lost: Double
  ) {
    while pooled.atRisk.count <= period {
      pooled.atRisk.append(0)
      pooled.lost.append(0)
    }
    pooled.atRisk[period] += atRisk
    pooled.lost[period] += lost
  }
}

/// An error of a model as one of the line.
func impossible<Result>(
  _ name: String, _ body: () throws(PurchaseModelError) -> Result
) throws(ExecutionError) -> Result {
  do {
    return try body()
  } catch {
    throw .impossible(
      (name == "all" ? "" : "\(name): ") + "no law of retention fits: \(error)",
      help: "survival and cohorts show what was seen, without a law")
  }
}
