import CKernels

/// Rows of which each is a stay with a start and perhaps an end: counted without anything being kept
/// for a row.
///
/// A row counts where it has a start, no end before it, and starts by the last day known. An end after
/// that day is not known.
package struct StayCells: Sendable {
  private let starts: DayCells
  private let ends: DayCells?

  /// Both have a value for each row.
  package init(starts: DayCells, ends: DayCells?) {
    self.starts = starts
    self.ends = ends
  }

  package var rowCount: Int { starts.count }

  /// What the rows hold, before anything is known of the last day.
  package struct Survey: Sendable {
    package var withoutStart = 0
    package var endBeforeStart = 0
    /// Of the usable rows; nil where there is none.
    package var firstStart: Int32?
    package var lastStart: Int32?
    /// Nil where nobody left.
    package var lastEnd: Int32?
  }

  package var survey: Survey {
    var start = ck_stay_survey()
    (start.first_start, start.last_start, start.last_end) = (.max, .min, .min)
    var all = Survey()
    let parts = mapBlocks(rowCount, start: start) { rows, scratch, seen in
      readDays(rows, scratch)
      unsafe ck_survey_stays(scratch.days, scratch.otherDays, rows.count, &seen)
    }
    for part in parts {
      all.withoutStart += part.without_start
      all.endBeforeStart += part.end_before_start
      guard part.first_start <= part.last_start else { continue }
      all.firstStart = min(all.firstStart ?? .max, part.first_start)
      all.lastStart = max(all.lastStart ?? .min, part.last_start)
      if part.last_end != .min { all.lastEnd = max(all.lastEnd ?? .min, part.last_end) }
    }
    return all
  }

  /// The usable rows that end after a day.
  package func ends(after day: Int32) -> Int {
    mapBlocks(rowCount, start: 0) { rows, scratch, count in
      readDays(rows, scratch)
      count += unsafe ck_count_ends_after(scratch.days, scratch.otherDays, rows.count, day)
    }.reduce(0, +)
  }

  private func readDays(_ rows: Range<Int>, _ scratch: BlockScratch) {
    unsafe starts.read(rows, into: scratch.days)
    if let ends {
      unsafe ends.read(rows, into: scratch.otherDays)
    } else {
      unsafe scratch.otherDays.update(repeating: .min, count: rows.count)
    }
  }

  /// Reads the stays of some rows and their numbers, and settles what is known on day `last`.
  fileprivate func read(
    _ rows: Range<Int>, _ scratch: BlockScratch, last: Int32, groups: RowKeys, cells: RowKeys?,
    _ settled: inout Settled
  ) {
    // Keys first: they use the days as scratch.
    if !groups.keys.isEmpty { unsafe groups.read(rows, into: scratch.slots, days: scratch.days) }
    if let cells { unsafe cells.read(rows, into: scratch.otherSlots, days: scratch.days) }
    readDays(rows, scratch)
    var seen = ck_settled()
    unsafe ck_settle_stays(scratch.days, scratch.otherDays, rows.count, last, &seen)
    settled.startAfter += seen.start_after
    settled.endAfter += seen.end_after
    settled.counted += seen.counted
  }

  /// What the last day known does to the rows.
  package struct Settled: Sendable, Equatable {
    /// Usable rows that start after it and do not count.
    package var startAfter = 0
    /// Rows that end after it and count as still here.
    package var endAfter = 0
    package var counted = 0

    static func + (left: Settled, right: Settled) -> Settled {
      Settled(
        startAfter: left.startAfter + right.startAfter, endAfter: left.endAfter + right.endAfter,
        counted: left.counted + right.counted)
    }
  }
}

extension BlockScratch {
  /// Null where all rows are of one group.
  fileprivate func groups(_ keys: RowKeys) -> UnsafeMutablePointer<UInt32>? {
    unsafe keys.keys.isEmpty ? nil : slots
  }
}

extension StayCells {
  /// Starts and ends by day, for each group of stays and each cell: a group with one of the kinds of
  /// leavings.
  package struct Calendar: Sendable {
    package var settled = Settled()
    /// Stays that start on a day, `group * days + day`; those from before the stretch on its first. The
    /// last place is no day.
    package var started: [UInt32]
    /// Stays from before the stretch, by group.
    package var before: [UInt32]
    /// All stays by group, also those outside the stretch; only where there is more than one group.
    package var everyone: [UInt32]
    /// Ends by day, `cell * (days + 4) + day`; the last four places are no days.
    package var ended: [UInt32]
    /// Ends in the period of the start, `cell * (periods + 1) + period`; the last place is no period.
    package var early: [UInt32]
  }

  /// Consecutive periods.
  package struct Stretch: Sendable {
    let first: Int32
    let known: Int32
    let periodOfDay: [Int]
    package let periods: Int
    /// The first day of the period of each day; four more places are no days.
    let periodStart: [Int32]

    package var days: Int { Int(known - first) }

    /// The days from `first` up to `known`, the period of each, and the first day of each period.
    package init(first: Int32, known: Int32, periodOfDay: [Int], starts: some Collection<Int32>) {
      self.first = first
      self.known = known
      self.periodOfDay = periodOfDay
      periods = starts.count
      let starts = Array(starts)
      periodStart = periodOfDay.map { starts[$0] } + repeatElement(.max, count: 4)
    }
  }

  /// Counts the stays that touch a stretch of days. `cells` holds the keys of groups and then those of
  /// leavings; nil where the latter has none.
  package func calendar(
    _ stretch: Stretch, asOf last: Int32, groups: RowKeys, cells: RowKeys?
  ) -> Calendar {
    let cellCount = cells?.count ?? groups.count
    let start = CalendarPart(
      started: [UInt32](repeating: 0, count: groups.count * stretch.days + 1),
      before: [UInt32](repeating: 0, count: groups.count),
      everyone: [UInt32](repeating: 0, count: groups.count),
      ended: [UInt64](repeating: 0, count: cellCount * (stretch.days + 4)))
    let size = start.started.count + 2 * start.ended.count
    let parts = mapBlocks(rowCount, start: start, cells: size) { rows, scratch, counts in
      read(rows, scratch, last: last, groups: groups, cells: cells, &counts.settled)
      let slots = unsafe scratch.groups(groups)
      let cells = unsafe cells == nil ? slots : scratch.otherSlots
      unsafe stretch.periodStart.withUnsafeBufferPointer { periodStart in
        var shape = unsafe ck_stretch(
          first: stretch.first, known: stretch.known, period_start: periodStart.baseAddress)
        unsafe ck_count_calendar(
          scratch.days, scratch.otherDays, slots, cells, rows.count, &shape, &counts.started,
          &counts.before, &counts.everyone, &counts.ended)
      }
    }
    return parts.dropFirst().reduce(into: parts.first ?? start) { sum, part in
      sum.settled = sum.settled + part.settled
      add(part.started, to: &sum.started)
      add(part.before, to: &sum.before)
      add(part.everyone, to: &sum.everyone)
      add(part.ended, to: &sum.ended)
    }.calendar(stretch, cellCount: cellCount)
  }

  /// What a thread counts for a calendar; `ended` as `ck_count_calendar` has it.
  private struct CalendarPart: Sendable {
    var settled = Settled()
    var started: [UInt32]
    var before: [UInt32]
    var everyone: [UInt32]
    var ended: [UInt64]

    func calendar(_ stretch: Stretch, cellCount: Int) -> Calendar {
      var early = [UInt32](repeating: 0, count: cellCount * (stretch.periods + 1))
      for cell in 0..<cellCount {
        let (day, period) = (cell * (stretch.days + 4), cell * (stretch.periods + 1))
        for (place, number) in stretch.periodOfDay.enumerated() {
          early[period + number] += UInt32(ended[day + place] >> 32)
        }
      }
      return Calendar(
        settled: settled, started: started, before: before, everyone: everyone,
        ended: ended.map { UInt32(truncatingIfNeeded: $0) }, early: early)
    }
  }

  /// Stays by group, period of the start and period of the end.
  package struct Cohorts: Sendable {
    package var settled = Settled()
    /// `(group * periods + start) * (periods + 1) + end`, `periods` being those still here.
    package var counts: [UInt32]
  }

  /// `numbers` has the period of each day from `first` to `last`, 0 ..< `periods`.
  package func cohorts(
    from first: Int32, asOf last: Int32, numbers: [Int], periods: Int, groups: RowKeys
  ) -> Cohorts {
    let table = numbers.map { UInt32($0) }
    let start = Cohorts(
      counts: [UInt32](repeating: 0, count: groups.count * periods * (periods + 1)))
    let parts = mapBlocks(rowCount, start: start, cells: start.counts.count) {
      rows, scratch, counts in
      read(rows, scratch, last: last, groups: groups, cells: nil, &counts.settled)
      unsafe ck_count_cohorts(
        scratch.days, scratch.otherDays, scratch.groups(groups), rows.count, first,
        UInt32(table.count), table, UInt32(periods), &counts.counts)
    }
    return parts.dropFirst().reduce(into: parts.first ?? start) { sum, part in
      sum.settled = sum.settled + part.settled
      add(part.counts, to: &sum.counts)
    }
  }

  /// Stays by group, length in days and whether they ended.
  package struct Lengths: Sendable {
    package var settled = Settled()
    /// `(group * span + length) * 2`, then 1 more for those that ended.
    package var counts: [UInt32]
    package var span: Int
  }

  /// Lengths are less than `span`; those still here were seen until the last day known.
  package func lengths(asOf last: Int32, span: Int, groups: RowKeys) -> Lengths {
    let start = Lengths(
      counts: [UInt32](repeating: 0, count: 2 * groups.count * span), span: span)
    let parts = mapBlocks(rowCount, start: start, cells: start.counts.count) {
      rows, scratch, counts in
      read(rows, scratch, last: last, groups: groups, cells: nil, &counts.settled)
      unsafe ck_count_lengths(
        scratch.days, scratch.otherDays, scratch.groups(groups), rows.count, last, UInt32(span),
        &counts.counts)
    }
    return parts.dropFirst().reduce(into: parts.first ?? start) { sum, part in
      sum.settled = sum.settled + part.settled
      add(part.counts, to: &sum.counts)
    }
  }
}

private func add<Count: FixedWidthInteger>(_ terms: [Count], to sums: inout [Count]) {
  for place in sums.indices { sums[place] &+= terms[place] }
}

/// Whether no number occurs twice.
package func areDistinct(_ codes: [UInt32], below count: Int) -> Bool {
  if unsafe ck_are_ascending_codes(codes, codes.count) != 0 { return true }
  guard codes.count <= count else { return false }
  var seen = [UInt64](repeating: 0, count: count / 64 + 1)
  return unsafe ck_are_distinct_codes(codes, codes.count, &seen) != 0
}

/// Whether no number occurs twice; nil where they lie too far apart to be told quickly.
package func areDistinct(_ values: [Int64]) -> Bool? {
  if unsafe ck_are_ascending_integers(values, values.count) != 0 { return true }
  guard let low = values.min(), let high = values.max() else { return true }
  let (width, overflow) = high.subtractingReportingOverflow(low)
  guard !overflow, width < 32 * Int64(values.count) + 4096 else { return nil }
  guard width >= values.count - 1 else { return false }
  var seen = [UInt64](repeating: 0, count: Int(width) / 64 + 1)
  return unsafe ck_are_distinct_integers(values, values.count, low, &seen) != 0
}
