import Calendars
import Planning

/// The cohorts of customers by their first purchase. Of revenue, `after` holds what is bought from a
/// period on.
func cohortMatrix(
  _ specification: CohortSpecification, of purchases: PurchaseOccasions, groups: KeyPartition
) throws(ExecutionError) -> CohortMatrix {
  let grain = specification.grain
  let firstDay = purchases.days.reduce(Int32.max) { min($0, $1) }
  var matrix = try specification.matrix(
    firstDay: CivilDate(daysSinceEpoch: firstDay), asOf: purchases.asOf,
    groups: groups.values.count)
  let periods = PeriodOfDay(grain, from: firstDay, through: purchases.asOf.daysSinceEpoch)
  for customer in 0..<purchases.customerCount {
    let places = purchases.occasions(customer)
    let group = groups.groups[customer]
    let cohort = periods[purchases.days[places.lowerBound]]
    var bought = 0.0
    var last = cohort - 1
    for place in places {
      let period = periods[purchases.days[place]]
      let isNew = period != last
      last = period
      switch specification.counts {
      case .customers:
        if isNew, specification.basis == .on {
          matrix.keep(1, group: group, cohort: cohort, from: period, through: period)
        }
      case .revenue:
        let amount = purchases.amounts.isEmpty ? 0 : purchases.amounts[place]
        if period == cohort || specification.basis == .after { bought += amount }
        let from = specification.basis == .on ? period : cohort
        matrix.keep(amount, group: group, cohort: cohort, from: from, through: period)
      }
    }
    if specification.counts == .customers, specification.basis != .on {
      matrix.keep(1, group: group, cohort: cohort, from: cohort, through: last)
    }
    matrix.addMember(
      group: group, cohort: cohort, size: specification.counts == .customers ? 1 : bought)
  }
  return matrix
}

/// The number of the period of each day in a stretch, looked up where the stretch is not too long.
private struct PeriodOfDay {
  private let grain: Grain
  private let first: Int32
  private var numbers: [Int] = []

  init(_ grain: Grain, from first: Int32, through last: Int32) {
    self.grain = grain
    self.first = first
    guard last - first < 200_000 else { return }
    numbers = (first...last).map { grain.ordinal(of: CivilDate(daysSinceEpoch: $0)) }
  }

  subscript(day: Int32) -> Int {
    numbers.isEmpty
      ? grain.ordinal(of: CivilDate(daysSinceEpoch: day)) : numbers[Int(day - first)]
  }
}
