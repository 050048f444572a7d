import Calendars
import Columns
import Kernels
import Planning

/// `calendarCounts` of a table in which every row is a stay of its own: starts and ends are counted by
/// day in one pass. Nil where the table or its keys are of another kind.
func soleCalendarCounts(
  _ specification: CalendarCounts, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool
) throws(ExecutionError) -> Table? {
  guard specification.exit == .end, specification.term == nil else { return nil }
  guard let book = KeyedBook(specification.keys, keyColumns, rowCount: table.rowCount),
    let clients = SoleStays(table, asOf: specification.asOf)
  else { return nil }
  try poll(isCancelled)
  let periods = try CountingPeriods(
    specification, firstStart: clients.firstStart, asOf: clients.asOf)
  let stretch = StayCells.Stretch(
    first: periods.firstDay, known: periods.knownEnd, periodOfDay: periods.periodOfDay,
    starts: periods.bounds.dropLast())
  guard stretch.days > 0, book.cellCount * (stretch.days + 4) < 1 << 22 else { return nil }
  let counts = clients.cells.calendar(
    stretch, asOf: clients.asOf.daysSinceEpoch, groups: book.groups, cells: book.cells)
  try poll(isCancelled)
  let found = book.found(counts, days: stretch.days)
  let parts = try CalendarGroups.parts(
    specification.keys, clients: found.clients, exits: found.exits, periods)
  var rows = CalendarRows()
  let periodOfDay = periods.periodOfDay
  try rows.count(
    parts, of: found.clientNumbers.count, periods, hasDue: false, isCancelled: isCancelled
  ) { clients in
    let group = found.clientNumbers[clients]
    let start = group * stretch.days
    return GroupTally(
      started: counts.started[start..<start + stretch.days], before: Int(counts.before[group]),
      ended: book.ended(counts, group: group, days: stretch.days), periods,
      periodOfDay: periodOfDay)
  } leavings: { part, presence in
    let cell =
      found.clientNumbers[part.clients] * book.exitCount + found.exitNumbers[part.leavings]
    let (day, period) = (cell * (stretch.days + 4), cell * (periods.count + 1))
    return LeavingTally(
      ended: counts.ended[day..<day + stretch.days],
      early: counts.early[period..<period + periods.count], periodOfDay: periodOfDay,
      presence: presence)
  }
  let notes =
    table.about.notes + clients.notes(counts.settled) + periods.notes
    + CalendarGroups.notes(
      specification.keys, periods, hasStays: found.hasStays, hasLeavings: found.hasLeavings,
      absentGroups: found.absentGroups)
  return rows.table(specification, of: table, periods, asOf: clients.asOf, notes: notes)
}

/// The keys of clients and those of leavings as numbers of rows.
private struct KeyedBook {
  let groups: RowKeys
  /// Nil where no key is of leavings.
  let cells: RowKeys?
  private let clientKeys: [KeyNumbers]
  private let exitKeys: [KeyNumbers]

  var cellCount: Int { cells?.count ?? groups.count }
  var exitCount: Int { cellCount / groups.count }

  /// Nil where a key has many values.
  init?(_ keys: [GroupKey], _ columns: [Column], rowCount: Int) {
    let numbers = columns.compactMap { KeyNumbers($0) }
    guard numbers.count == keys.count else { return nil }
    let pairs = zip(keys, numbers)
    clientKeys = pairs.filter { !$0.0.describesExit }.map(\.1)
    exitKeys = pairs.filter { $0.0.describesExit }.map(\.1)
    let most = 1 << 16
    guard let groups = RowKeys(clientKeys.map(\.key), rowCount: rowCount, most: most) else {
      return nil
    }
    self.groups = groups
    guard !exitKeys.isEmpty else {
      cells = nil
      return
    }
    let all = RowKeys((clientKeys + exitKeys).map(\.key), rowCount: rowCount, most: most)
    guard let all else { return nil }
    cells = all
  }

  /// The groups with anybody in them.
  struct Found {
    var clients = KeyedSizes(values: [], sizes: [])
    var exits = KeyedSizes(values: [], sizes: [])
    /// The numbers of those groups.
    var clientNumbers: [Int] = []
    var exitNumbers: [Int] = []
    var absentGroups = 0
    var hasStays = false
    var hasLeavings = false
  }

  func found(_ counts: StayCells.Calendar, days: Int) -> Found {
    var found = Found()
    for group in 0..<groups.count {
      let size = total(counts.started[group * days..<(group + 1) * days])
      if size > 0 { found.hasStays = true }
      if size == 0, !clientKeys.isEmpty {
        if counts.everyone[group] > 0 { found.absentGroups += 1 }
        continue
      }
      found.clientNumbers.append(group)
      found.clients.values.append(clientKeys.values(group, of: groups))
      found.clients.sizes.append(size)
    }
    for exit in 0..<exitCount {
      let size = (0..<groups.count).reduce(0) { sum, group in
        let start = (group * exitCount + exit) * (days + 4)
        return sum + total(counts.ended[start..<start + days])
      }
      if size > 0 { found.hasLeavings = true }
      if size == 0, !exitKeys.isEmpty { continue }
      found.exitNumbers.append(exit)
      let values = cells.map { $0.numbers(exit).suffix(exitKeys.count) } ?? []
      found.exits.values.append(zip(exitKeys, values).map { $0.value($1) })
      found.exits.sizes.append(size)
    }
    return found
  }

  private func total(_ counts: ArraySlice<UInt32>) -> Int { counts.reduce(0) { $0 + Int($1) } }

  /// The ends of a group of clients by day.
  func ended(_ counts: StayCells.Calendar, group: Int, days: Int) -> [UInt32] {
    var sums = [UInt32](repeating: 0, count: days)
    for exit in 0..<exitCount {
      let start = (group * exitCount + exit) * (days + 4)
      for day in 0..<days { sums[day] += counts.ended[start + day] }
    }
    return sums
  }
}
