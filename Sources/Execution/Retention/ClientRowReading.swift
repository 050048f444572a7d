import Calendars
import Kernels
import Planning

/// The usable rows of a clients table, and how many were not usable for which reason.
struct ClientRowReading {
  private(set) var rows: [ClientRow] = []
  private var total = 0
  private var hasCustomers = false
  private var withoutCustomer = 0
  private var withoutStart = 0
  private var endBeforeStart = 0
  private var startAfterObservation = 0
  private var endAfterObservation = 0
  private var censored = 0
  private var censoredEarly = 0
  private var lostWithoutEnd = 0
  private var announcedWithoutEnd = 0
  private var unannounced = 0
  private var impossibleAnnouncements = 0
  private var firstStart = Int32.max
  private let exit: ExitDay

  /// `exit` says which day is that of leaving.
  init(_ exit: ExitDay) {
    self.exit = exit
  }

  /// What was counted of rows of which each is a stay that ends on its end.
  init(
    _ survey: StayCells.Survey, _ settled: StayCells.Settled, total: Int, hasCustomers: Bool
  ) {
    exit = .end
    self.total = total
    self.hasCustomers = hasCustomers
    withoutStart = survey.withoutStart
    endBeforeStart = survey.endBeforeStart
    startAfterObservation = settled.startAfter
    endAfterObservation = settled.endAfter
  }

  mutating func read(
    _ columns: ClientColumns, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    total = columns.rowCount
    hasCustomers = columns.customers != nil
    rows.reserveCapacity(total)
    for row in 0..<total {
      if row & 0xFFFF == 0, isCancelled() { throw .cancelled }
      read(row, columns)
    }
  }

  private mutating func read(_ row: Int, _ columns: ClientColumns) {
    let customer = columns.customers?.codes[row] ?? 0
    if let customers = columns.customers, customers.missingCode == customer {
      withoutCustomer += 1
      return
    }
    guard let start = columns.start(row) else {
      withoutStart += 1
      return
    }
    let end = columns.end(row)
    if let end, end < start {
      endBeforeStart += 1
      return
    }
    let isLost = columns.isLost(row)
    if isLost == true, end == nil { lostWithoutEnd += 1 }
    firstStart = min(firstStart, start)
    let isCensored = isLost == false && end != nil
    let exit = isCensored ? end : leaving(start, end, announced: columns.announced(row))
    rows.append(
      ClientRow(row: row, customer: customer, start: start, end: exit, isCensored: isCensored))
  }

  /// The day of leaving by `exit`.
  private mutating func leaving(_ start: Int32, _ end: Int32?, announced: Int32?) -> Int32? {
    switch exit {
    case .end:
      if end == nil, announced != nil { announcedWithoutEnd += 1 }
      return end
    case .announced:
      guard let announced else {
        if end != nil { unannounced += 1 }
        return end
      }
      guard announced >= start, announced <= end ?? announced else {
        impossibleAnnouncements += 1
        return end
      }
      if end == nil { announcedWithoutEnd += 1 }
      return announced
    }
  }

  /// Forgets what happened after the last day known.
  mutating func observe(until asOf: CivilDate) {
    let last = asOf.daysSinceEpoch
    rows.removeAll { $0.start > last }
    startAfterObservation = total - withoutCustomer - withoutStart - endBeforeStart - rows.count
    for index in rows.indices {
      guard let end = rows[index].end else { continue }
      if rows[index].isCensored {
        censored += 1
        if end < last { censoredEarly += 1 }
      } else if end > last {
        endAfterObservation += 1
        rows[index].end = nil
      }
    }
  }

  /// Why no row could be read.
  var noUsableStart: ExecutionError {
    let why = exclusions.joined(separator: ", ")
    return .impossible(
      "no row has a usable start" + (why.isEmpty ? "" : ": \(why)"),
      help: "the start must be a date on or before the end: roles start = COLUMN")
  }

  /// Why no row was left by this day.
  func nobodyYet(_ asOf: CivilDate) -> ExecutionError {
    let first = CivilDate(daysSinceEpoch: firstStart)
    return .impossible(
      "nobody had started by \(asOf)", help: "the first start is \(first): use a later as of")
  }

  private var exclusions: [String] {
    [
      (withoutCustomer, "without a customer left out"), (withoutStart, "without a start left out"),
      (endBeforeStart, "with end before start left out"),
    ].filter { $0.0 > 0 }.map { "\(counted($0.0, "row")) \($0.1)" }
  }

  func notes(asOf: CivilDate) -> [String] {
    var notes: [String] = []
    func note(_ count: Int, _ text: String) {
      if count > 0 { notes.append("\(counted(count, "row")) \(text)") }
    }
    if !hasCustomers { notes.append("no customer id: every row is one client") }
    notes += exclusions
    note(startAfterObservation, "with start after \(asOf) left out")
    note(endAfterObservation, "with end after \(asOf) counted as still here")
    if censored > 0 {
      let early = censoredEarly > 0 ? ", \(censoredEarly) last seen before \(asOf)" : ""
      note(censored, "whose flag says that they did not leave counted as still here\(early)")
    }
    note(lostWithoutEnd, "marked as lost but without an end counted as still here")
    switch exit {
    case .end: note(announcedWithoutEnd, "announced but without an end counted as still here")
    case .announced:
      notes.append("leavings count on the day on which they were announced")
      note(announcedWithoutEnd, "announced but without an end taken to end on the day announced")
      note(unannounced, "with an end but not announced counted on the end")
      note(
        impossibleAnnouncements, "announced before the start or after the end counted on the end")
    }
    return notes
  }
}

/// `1 row`, `3 rows`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
