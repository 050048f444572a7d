import Calendars
import Columns
import Planning

/// The clients that segments are compared on, and which of them were lost.
struct FitClients {
  /// The row with the attributes of each.
  let rows: [Int]
  let isLost: [Bool]
  /// What the churn is of, in a sentence.
  let notes: [String]
  let asOf: CivilDate?
  let period: Period?

  /// With a calendar those here at the start of the period, lost in it; else all, lost at any time.
  init(
    _ table: Table, _ specification: FitSpecification, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    guard case .calendar(let asOf, let gap) = specification.clock else {
      let stays = try StayTimes(table, specification.clock, isCancelled: isCancelled)
      rows = stays.rows
      isLost = stays.isExit
      self.asOf = nil
      period = nil
      notes =
        stays.notes + ["no calendar: churn is the share of all clients that are lost, whenever"]
      return
    }
    let clients = try ClientIntervals(table, asOf: asOf, gap: gap, isCancelled: isCancelled)
    let counts = CalendarCounts(
      keys: [], grain: nil, period: specification.period, asOf: asOf, gap: gap)
    let periods = try CountingPeriods(counts, firstStart: clients.firstStart, asOf: clients.asOf)
    let (first, end) = (periods.firstDay, periods.knownEnd)
    let here = clients.stays.filter { $0.start < first && ($0.end ?? first) >= first }
    guard !here.isEmpty else {
      throw .impossible(
        "nobody was here at the start of \(periods.whole.label)",
        help: "name a later period: in ...")
    }
    rows = here.map(\.attributesRow)
    isLost = here.map { ($0.end ?? end) < end }
    self.asOf = clients.asOf
    period = periods.whole
    var notes = clients.notes + periods.notes
    if !periods.isFinished(0) {
      notes.append("\(periods.whole.label) is not finished: churn is of the days so far")
    }
    notes.append("churn: lost of those here at the start of \(periods.whole.label)")
    self.notes = notes
  }
}
