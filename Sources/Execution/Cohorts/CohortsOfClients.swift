import Calendars
import Columns
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
