import Calendars
import Columns
import Kernels
import Planning

/// Sizes of cohorts and what is kept of them in each period since, in flat arrays.
struct CohortMatrix {
  /// The number of the first cohort's period.
  let first: Int
  /// Cohorts from the first to the one in which observation ends.
  let cohorts: Int
  /// The number of the last period that has cells.
  let lastObservable: Int
  private let groups: Int
  private var sizes: [CompensatedSum]
  private var kept: [CompensatedSum]
  private(set) var members: [Int]
  private var offsets: [Int] = [0]

  /// More cells than this nobody reads, and they could exhaust the memory.
  private static let mostCells = 5_000_000

  /// Periods by their number: those of the first and of the last day known.
  init(first: Int, last: Int, lastObservable: Int, groups: Int) throws(ExecutionError) {
    self.first = first
    self.lastObservable = lastObservable
    self.groups = groups
    cohorts = last - first + 1
    // A cohort that begins later has fewer cells.
    for cohort in 0..<cohorts {
      offsets.append(offsets[cohort] + max(0, lastObservable - first - cohort + 1))
    }
    let cells = (offsets.last ?? 0).multipliedReportingOverflow(by: max(1, groups))
    guard !cells.overflow, cells.partialValue <= CohortMatrix.mostCells else {
      throw .impossible(
        "\(cohorts) cohorts in \(counted(groups, "group")) have too many cells to show",
        help: "take a longer grain (by quarter, by year) or fewer keys")
    }
    sizes = [CompensatedSum](repeating: CompensatedSum(), count: groups * cohorts)
    kept = [CompensatedSum](repeating: CompensatedSum(), count: cells.partialValue)
    members = [Int](repeating: 0, count: groups * cohorts)
  }

  /// One more customer of a cohort, given by the number of its period.
  mutating func addMember(group: Int, cohort: Int, size: Double) {
    members[group * cohorts + cohort - first] += 1
    sizes[group * cohorts + cohort - first].add(size)
  }

  /// More customers of a cohort, each of the size 1.
  mutating func addMembers(_ count: Int, group: Int, cohort: Int) {
    members[group * cohorts + cohort - first] += count
    sizes[group * cohorts + cohort - first].add(Double(count))
  }

  /// Something kept from one period through another, both by their number; what is not observable is
  /// left out.
  mutating func keep(_ amount: Double, group: Int, cohort: Int, from: Int, through: Int) {
    let last = min(through, lastObservable)
    guard from <= last else { return }
    let base = place(group, cohort - first) - cohort
    for period in from...last { kept[base + period].add(amount) }
  }

  /// How many cells a cohort has, counted from 0 for the first.
  func cellCount(_ cohort: Int) -> Int { offsets[cohort + 1] - offsets[cohort] }

  func memberCount(group: Int, cohort: Int) -> Int { members[group * cohorts + cohort] }
  func size(group: Int, cohort: Int) -> Double { sizes[group * cohorts + cohort].value }
  func kept(group: Int, cohort: Int, k: Int) -> Double { kept[place(group, cohort) + k].value }

  private func place(_ group: Int, _ cohort: Int) -> Int {
    group * (offsets.last ?? 0) + offsets[cohort]
  }
}

extension CohortSpecification {
  /// The matrix of clients who start on or after `firstStart`.
  func matrix(
    firstDay: CivilDate, asOf: CivilDate, groups: Int
  ) throws(ExecutionError) -> CohortMatrix {
    let last = grain.ordinal(of: asOf)
    let lastFinished = grain.ordinal(of: asOf.advanced(byDays: 1)) - 1
    return try CohortMatrix(
      first: grain.ordinal(of: firstDay), last: last,
      lastObservable: includesUnfinished ? last : lastFinished, groups: groups)
  }
}
