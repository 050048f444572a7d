import Calendars
import Columns
import Kernels
import Planning

/// The cohorts of clients with their stays.
///
/// `end`: kept in period p where a stay starts before the end of p and ends after it, or not at all.
/// Stays of one customer lie apart, so that nobody counts twice in a period.
func cohortMatrix(
  _ specification: CohortSpecification, of clients: ClientIntervals, customers: CustomerStays,
  groups: KeyPartition, amounts: [Double]?
) throws(ExecutionError) -> CohortMatrix {
  let grain = specification.grain
  var matrix = try specification.matrix(
    firstDay: clients.firstStart, asOf: clients.asOf, groups: groups.values.count)
  let lastDay = clients.asOf.daysSinceEpoch
  func period(_ day: Int32) -> Int { grain.ordinal(of: CivilDate(daysSinceEpoch: day)) }
  for customer in 0..<customers.count {
    let stays = customers.stays(customer)
    guard let firstPlace = stays.first else { continue }
    let group = groups.groups[customer]
    let cohort = period(clients.stays[firstPlace].start)
    matrix.addMember(group: group, cohort: cohort, size: amounts?[firstPlace] ?? 1)
    // The first period that nothing of this customer is counted in yet.
    var free = cohort
    for (number, place) in stays.enumerated() {
      let stay = clients.stays[place]
      let amount = amounts?[place] ?? 1
      let last = period(stay.end ?? lastDay)
      switch specification.basis {
      case .on:
        matrix.keep(
          amount, group: group, cohort: cohort, from: max(free, period(stay.start)), through: last)
        free = last + 1
      case .end:
        matrix.keep(
          amount, group: group, cohort: cohort, from: period(stay.start),
          through: stay.end == nil ? last : last - 1)
      case .after:
        // Whoever comes back later was kept meanwhile.
        let isLast = number == stays.count - 1
        if isLast {
          matrix.keep(amount, group: group, cohort: cohort, from: cohort, through: last)
        }
      }
    }
  }
  return matrix
}

/// The cohorts of clients of whom each has one stay, counted by the periods of start and end; nil where
/// the table or its keys are of another kind.
func soleCohorts(
  _ specification: CohortSpecification, of table: Table, keyColumns: [Column]
) throws(ExecutionError) -> (
  matrix: CohortMatrix, groups: KeyPartition, asOf: CivilDate, notes: [String]
)? {
  let keys = keyColumns.compactMap { KeyNumbers($0) }
  guard specification.counts == .customers, specification.money == nil,
    keys.count == keyColumns.count,
    let rows = RowKeys(keys.map(\.key), rowCount: table.rowCount, most: 1 << 16),
    let clients = SoleStays(table, asOf: specification.asOf)
  else { return nil }
  let (grain, asOf) = (specification.grain, clients.asOf)
  let days = clients.firstStart.daysSinceEpoch...asOf.daysSinceEpoch
  let first = grain.ordinal(of: clients.firstStart)
  let periods = grain.ordinal(of: asOf) - first + 1
  guard days.count < 1 << 20, rows.count * periods * (periods + 1) < 1 << 22 else { return nil }
  let counts = clients.cells.cohorts(
    from: days.lowerBound, asOf: days.upperBound,
    numbers: days.map { grain.ordinal(of: CivilDate(daysSinceEpoch: $0)) - first },
    periods: periods, groups: rows)
  let width = periods * (periods + 1)
  let sizes = (0..<rows.count).map { group in
    counts.counts[group * width..<(group + 1) * width].reduce(0) { $0 + Int($1) }
  }
  let found = sizes.indices.filter { sizes[$0] > 0 }
  var matrix = try specification.matrix(
    firstDay: clients.firstStart, asOf: asOf, groups: found.count)
  for (group, number) in found.enumerated() {
    for start in 0..<periods {
      for end in 0...periods {
        let count = Int(counts.counts[number * width + start * (periods + 1) + end])
        guard count > 0 else { continue }
        let cohort = first + start
        // Those still here were kept through the last period.
        let isOpen = end == periods
        let last = first + (isOpen ? periods - 1 : end)
        matrix.addMembers(count, group: group, cohort: cohort)
        matrix.keep(
          Double(count), group: group, cohort: cohort, from: cohort,
          through: specification.basis == .end && !isOpen ? last - 1 : last)
      }
    }
  }
  return (
    matrix,
    KeyPartition(values: found.map { keys.values($0, of: rows) }, sizes: found.map { sizes[$0] }),
    asOf, clients.notes(counts.settled)
  )
}

/// Which stays belong to one customer: they come together, earliest first.
struct CustomerStays {
  private let offsets: [Int]

  var count: Int { offsets.count - 1 }

  init(_ clients: ClientIntervals) {
    let stays = clients.stays
    let firsts = stays.indices.filter { $0 == 0 || stays[$0].customer != stays[$0 - 1].customer }
    offsets = firsts + [stays.count]
  }

  /// The places of a customer's stays among all.
  func stays(_ customer: Int) -> Range<Int> { offsets[customer]..<offsets[customer + 1] }
}
