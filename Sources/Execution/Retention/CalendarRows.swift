import Calendars
import Columns
import Kernels
import Planning

/// The rows of a table of calendar counts, column by column.
struct CalendarRows {
  private var keys: [[Value]] = []
  private var labels: [String] = []
  /// One array for each of `Quantity.allCases`; that of the daily shares stays empty.
  private var counts: [[Int64]] = []
  private var dailyShares: [Double] = []
  private var finished: [Bool] = []
  private var hasDue = false

  /// Counts every group, in the order of its parts.
  mutating func count(
    _ groups: CalendarGroups, _ periods: CountingPeriods, due rule: DueRule?,
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let periodOfDay = periods.periodOfDay
    let staysByGroup = Buckets(groups.clientGroups.groups, count: groups.clientGroups.values.count)
    let cells = LeavingCells(groups)
    try count(
      groups.parts, of: groups.clientGroups.values.count, periods, hasDue: rule != nil,
      isCancelled: isCancelled
    ) { clients in
      GroupTally(
        staysByGroup[clients].lazy.map { groups.stays[$0] }, periods, periodOfDay: periodOfDay,
        due: rule)
    } leavings: { part, presence in
      LeavingTally(
        cells[part.clients, part.leavings].lazy.map { groups.leavings[$0] },
        periods, periodOfDay: periodOfDay, presence: presence)
    }
  }

  /// Writes the rows of every part. `tally` counts a group of clients, `leavings` a part's leavings
  /// beside C(d) of the whole group.
  mutating func count(
    _ parts: [CalendarGroups.Part], of groupCount: Int, _ periods: CountingPeriods, hasDue: Bool,
    isCancelled: () -> Bool, tally: (Int) -> GroupTally,
    leavings: (CalendarGroups.Part, [Int]) -> LeavingTally
  ) throws(ExecutionError) {
    self.hasDue = hasDue
    var order: [Int: [Int]] = [:]
    for (position, part) in parts.enumerated() {
      order[part.clients, default: []].append(position)
    }
    reserve(parts.count, periods)
    for clients in 0..<groupCount {
      if isCancelled() { throw .cancelled }
      let whole = tally(clients)
      for position in order[clients] ?? [] {
        write(
          whole, leavings(parts[position], whole.presence), periods, at: position * periods.count)
      }
    }
    for part in parts {
      keys += repeatElement(part.values, count: periods.count)
    }
  }

  private mutating func reserve(_ parts: Int, _ periods: CountingPeriods) {
    let rows = parts * periods.count
    counts = Quantity.allCases.map {
      [Int64](repeating: 0, count: $0 == .dailyShares ? 0 : rows)
    }
    dailyShares = [Double](repeating: 0, count: rows)
    for _ in 0..<parts {
      labels += periods.labels
      finished += (0..<periods.count).map(periods.isFinished)
    }
  }

  private mutating func write(
    _ whole: GroupTally, _ part: LeavingTally, _ periods: CountingPeriods, at row: Int
  ) {
    for (position, quantity) in Quantity.allCases.enumerated() {
      let values =
        switch quantity {
        case .opening: whole.opening
        case .new: whole.new
        case .lost: part.lost
        case .early: part.early
        case .closing: whole.closing
        case .clientDays: whole.clientDays
        case .due: whole.due ?? []
        case .days: (0..<periods.count).map { periods.days($0).count }
        case .dailyShares: [Int]()
        }
      for (index, value) in values.enumerated() {
        counts[position][row + index] = Int64(value)
      }
    }
    for (index, value) in part.dailyShares.enumerated() { dailyShares[row + index] = value }
  }

  func columns(_ schema: Schema, keyCount: Int) -> [Column] {
    var columns = (0..<keyCount).map { position in
      Column(schema.fields[position].type, keys.map { $0[position] })
    }
    columns.append(Column(.words(Words(labels))))
    for (quantity, values) in zip(Quantity.allCases, counts) {
      columns.append(column(quantity, values))
    }
    columns.append(Column(.booleans(finished)))
    return columns
  }

  private func column(_ quantity: Quantity, _ values: [Int64]) -> Column {
    if quantity == .dailyShares { return Column(.decimals(dailyShares)) }
    let isMissing = quantity == .due && !hasDue
    return Column(
      .integers(values),
      validity: isMissing ? Bitmap(repeating: false, count: values.count) : nil)
  }
}

/// The leavings of each pair of a client group and an exit group.
private struct LeavingCells {
  private let buckets: Buckets
  private let exitGroups: Int

  init(_ groups: CalendarGroups) {
    let exitGroups = groups.exitGroups.values.count
    self.exitGroups = exitGroups
    let codes = zip(groups.clientGroupOfLeaving, groups.exitGroups.groups)
      .map { $0 * exitGroups + $1 }
    buckets = Buckets(codes, count: groups.clientGroups.values.count * exitGroups)
  }

  subscript(clients: Int, leavings: Int) -> ArraySlice<Int> {
    buckets[clients * exitGroups + leavings]
  }
}
