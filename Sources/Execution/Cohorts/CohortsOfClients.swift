import Calendars
import Columns
import Planning

/// The cohorts of clients with their stays.
///
/// `end`: kept in period p where a stay starts before the end of p and ends after it, or not at all.
/// Stays of one customer lie apart, so that nobody counts twice in a period.
func cohortMatrix(
  _ specification: CohortSpecification, of clients: ClientIntervals, customers: CustomerOfStay,
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

/// Which stays belong to one customer, in the order of their starts.
struct CustomerOfStay {
  private let buckets: Buckets

  var count: Int { buckets.offsets.count - 1 }

  /// Where no column names the customer, every stay is one of its own.
  init(_ clients: ClientIntervals, _ table: Table) {
    guard let column = table.column(.customer) else {
      buckets = Buckets(Array(clients.stays.indices), count: clients.stays.count)
      return
    }
    let codes = ValueCodes(column, rows: clients.stays.map(\.attributesRow))
    let byStart = clients.stays.indices.sorted {
      (clients.stays[$0].start, $0) < (clients.stays[$1].start, $1)
    }
    let ordered = Buckets(byStart.map { codes.codes[$0] }, count: codes.count)
    buckets = Buckets(
      offsets: ordered.offsets, order: ordered.order.map { byStart[$0] })
  }

  /// The places of a customer's stays among all.
  func stays(_ customer: Int) -> ArraySlice<Int> { buckets[customer] }
}
