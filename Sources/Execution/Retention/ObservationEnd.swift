import Calendars
import Planning

/// The last day that the data know of: asked for, the table's own, or the last day of any row.
///
/// A file of contracts carries ends that are only planned. Taken as leavings they would put the
/// last day into the future, so the day must be given where all of this holds: nobody gave one,
/// the last day is that of a leaving, it lies more than `longestLead` days after the last start, and
/// more than `tolerated` of the leavings come after the last start. A book that still wins clients
/// passes, and so does a filtered part of a longer record, whose table knows a later day.
struct ObservationEnd {
  let day: CivilDate
  let notes: [String]

  private static let longestLead = 366
  private static let tolerated = 0.05

  /// `rows` holds at least one.
  init(
    of rows: [ClientRow], requested: CivilDate?, known: CivilDate?
  ) throws(ExecutionError) {
    try self.init(Span(rows), requested: requested, known: known) { day in
      rows.count { $0.leaving ?? .min > day }
    }
  }

  /// `leavings` counts those after a day.
  init(
    _ span: Span, requested: CivilDate?, known: CivilDate?, leavings: (Int32) -> Int
  ) throws(ExecutionError) {
    if let requested {
      (day, notes) = (requested, ["as of \(requested)"])
      return
    }
    let chosen = known?.daysSinceEpoch ?? span.lastDay
    if chosen == span.lastLeaving { try ObservationEnd.check(span, leavings) }
    day = CivilDate(daysSinceEpoch: chosen)
    notes = ["as of \(day), the last start or end in the data"]
  }

  private static func check(_ span: Span, _ leavings: (Int32) -> Int) throws(ExecutionError) {
    guard Int(span.lastLeaving) - Int(span.lastStart) > longestLead else { return }
    let (late, all) = (leavings(span.lastStart), leavings(.min))
    guard Double(late) > tolerated * Double(all) else { return }
    let start = CivilDate(daysSinceEpoch: span.lastStart)
    let leaving = CivilDate(daysSinceEpoch: span.lastLeaving)
    throw .impossible(
      "\(late) of \(all) ends lie after the last start, \(start), up to \(leaving): "
        + "the last day that the data know of is not clear",
      help: "say it: as of \(start) if later ends are only planned, "
        + "as of \(leaving) if they have happened")
  }

  /// The last days of some rows.
  struct Span {
    var lastStart = Int32.min
    var lastLeaving = Int32.min
    var lastDay = Int32.min

    init(lastStart: Int32, lastEnd: Int32?) {
      self.lastStart = lastStart
      lastLeaving = lastEnd ?? .min
      lastDay = max(lastStart, lastEnd ?? .min)
    }

    init(_ rows: [ClientRow]) {
      for row in rows {
        lastStart = max(lastStart, row.start)
        lastLeaving = max(lastLeaving, row.leaving ?? .min)
        lastDay = max(lastDay, row.end ?? row.start)
      }
      // An open row can start after every end.
      lastDay = max(lastDay, lastStart)
    }
  }
}
