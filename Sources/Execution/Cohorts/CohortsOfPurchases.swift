import Calendars
import Columns
import Kernels
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

/// The same of customers without keys, counted in one pass; nil where the table is of another kind.
func countedCohorts(
  _ specification: CohortSpecification, ofPurchases table: Table
) throws(ExecutionError) -> (
  matrix: CohortMatrix, groups: KeyPartition, asOf: CivilDate, notes: [String]
)? {
  guard specification.counts == .customers, specification.basis == .on,
    specification.keys.isEmpty, let customers = table.column(.customer)?.customerNumbers,
    let days = table.column(.date)?.dayCells, let limits = table.dateLimits(days)
  else { return nil }
  let grain = specification.grain
  let asOf =
    specification.asOf ?? table.about.asOf ?? CivilDate(daysSinceEpoch: limits.upperBound)
  let last = asOf.daysSinceEpoch
  guard limits.lowerBound <= last, last - limits.lowerBound < 1 << 20 else { return nil }
  let known = limits.lowerBound...last
  let numbers = known.map { grain.ordinal(of: CivilDate(daysSinceEpoch: $0)) }
  let (first, end) = (numbers.first ?? 0, numbers.last ?? 0)
  let periods = end - first + 1
  guard
    let counts = PurchaseCounts(
      customers: customers.codes, customerCount: customers.count, days: days,
      from: known.lowerBound, asOf: last, numbers: numbers.map { $0 - first }, periods: periods)
  else { return nil }
  // The first purchases may all lie on days that do not count.
  let total = (0..<periods).reduce(0) { $0 + Int(counts.counts[$1 * periods + $1]) }
  guard total > 0 else { return nil }
  var matrix = try specification.matrix(
    firstDay: CivilDate(daysSinceEpoch: known.lowerBound), asOf: asOf, groups: 1)
  for cohort in 0..<periods {
    let row = counts.counts[cohort * periods..<(cohort + 1) * periods]
    matrix.addMembers(Int(row[row.startIndex + cohort]), group: 0, cohort: first + cohort)
    for (period, count) in row.enumerated() where count > 0 {
      matrix.keep(
        Double(count), group: 0, cohort: first + cohort, from: first + period,
        through: first + period)
    }
  }
  let notes =
    [PurchaseOccasions.note(asOf, isGiven: specification.asOf != nil)]
    + PurchaseReading.notes(
      withoutCustomer: 0, withoutDate: counts.withoutDate, late: counts.late, asOf: asOf)
  return (matrix, KeyPartition(values: [[]], sizes: [total]), asOf, notes)
}

extension Table {
  /// The first and the last day of its purchases; nil where no row has one.
  fileprivate func dateLimits(_ days: DayCells) -> ClosedRange<Int32>? {
    facts.fact("limits \(schema.index(of: .date) ?? -1)") { days.limits }
  }
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
