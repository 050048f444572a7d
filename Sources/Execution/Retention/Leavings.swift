import Calendars
import Columns
import Planning

/// The leavings that a table tells of: the ends of stays, or rows that are a leaving each.
struct Leavings {
  struct Leaving {
    /// Nil where the row has no day.
    var day: Int32?
    /// The rows that hold what is known of the client and of the leaving.
    var attributesRow: Int
    var exitRow: Int
  }

  /// In the order of the stays or rows.
  private(set) var all: [Leaving] = []
  /// Nil where the table has no clients.
  private(set) var clients: ClientIntervals?
  private(set) var notes: [String] = []
  /// Nil: all rows, of whatever day.
  private(set) var period: Period?
  /// The first day that does not count: after the period or after the last day known.
  private(set) var knownEnd = Int32.max
  private(set) var asOf: CivilDate?

  /// The leavings in the period: of clients by default the last 12 complete months, or all where
  /// `isWholeRecord`; of other rows all.
  init(
    _ table: Table, period: Period?, asOf: CivilDate?, gap: Int, isWholeRecord: Bool = false,
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    if table.schema.kind.hasStays {
      try read(clientsOf: table, period, asOf, gap, isWholeRecord, isCancelled)
    } else {
      try read(rowsOf: table, period, asOf)
    }
  }

  /// Those on the days of the period.
  var inPeriod: [Leaving] {
    guard let period else { return all }
    return within(period.start.daysSinceEpoch..<max(knownEnd, period.start.daysSinceEpoch))
  }

  func within(_ days: Range<Int32>) -> [Leaving] {
    all.filter { $0.day.map(days.contains) ?? false }
  }

  private mutating func read(
    clientsOf table: Table, _ period: Period?, _ asOf: CivilDate?, _ gap: Int,
    _ isWholeRecord: Bool, _ isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let clients = try ClientIntervals(table, asOf: asOf, gap: gap, isCancelled: isCancelled)
    all = clients.stays.compactMap { stay in
      stay.end.map {
        Leaving(day: $0, attributesRow: stay.attributesRow, exitRow: stay.exitRow)
      }
    }
    self.clients = clients
    self.asOf = clients.asOf
    notes = clients.notes
    knownEnd = clients.asOf.daysSinceEpoch + 1
    guard period != nil || !isWholeRecord else { return }
    let periods = try CountingPeriods(
      CalendarCounts(keys: [], grain: nil, period: period, asOf: asOf),
      firstStart: clients.firstStart, asOf: clients.asOf)
    self.period = periods.whole
    knownEnd = periods.knownEnd
    notes += periods.notes
  }

  private mutating func read(
    rowsOf table: Table, _ period: Period?, _ asOf: CivilDate?
  ) throws(ExecutionError) {
    let position = table.schema.index(of: .end) ?? table.schema.index(of: .date)
    let column = position.map { table.columns[$0] }
    let lost = table.column(.lost)
    if lost == nil { notes.append("no column is the start, so every row counts as a leaving") }
    for row in 0..<table.rowCount where lost.map({ isLeaving($0[row]) }) ?? true {
      all.append(Leaving(day: column.flatMap { day($0[row]) }, attributesRow: row, exitRow: row))
    }
    if lost != nil { notes.append("\(counted(all.count, "row")) marked as lost") }
    if let asOf {
      all.removeAll { $0.day.map { $0 > asOf.daysSinceEpoch } ?? false }
      notes.append("as of \(asOf)")
    }
    self.asOf = asOf ?? table.about.asOf
    guard let period else { return }
    guard position != nil else {
      throw .impossible(
        "these rows have no date, so none of them lies in \(period.label)",
        help: "say which column is the day of leaving:  roles end = COLUMN")
    }
    let undated = all.count { $0.day == nil }
    if undated > 0 { notes.append("\(counted(undated, "row")) without a date left out") }
    self.period = period
    knownEnd = period.end.daysSinceEpoch
  }

  private func isLeaving(_ flag: Value) -> Bool {
    switch flag {
    case .boolean(let value): value
    case .missing: false
    default: flag.number != 0
    }
  }

  private func day(_ value: Value) -> Int32? {
    switch value {
    case .date(let date): date.daysSinceEpoch
    case .timestamp(let instant): CivilDate(timestamp: instant).daysSinceEpoch
    default: nil
    }
  }
}
