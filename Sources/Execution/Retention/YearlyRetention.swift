import Calendars
import Planning

/// What the customers of a year before the end of each period still pay at its end.
///
/// Every array has one element for each group and period, the periods of a group together; 0 for
/// unfinished periods and where nobody was here a year before. A customer belongs to the group of a
/// year before.
struct YearlyRetention {
  /// What they paid a year before, in cents.
  private(set) var base: [Int64]
  /// What they pay now.
  private(set) var kept: [Int64]
  /// The same, no customer counting more than a year before.
  private(set) var capped: [Int64]

  /// `groupOfStay` has the group of every stay of `clients`, nil for one whose group is not shown.
  init(
    _ clients: ClientIntervals, _ timeline: MoneyTimeline, _ periods: CountingPeriods,
    groupOfStay: [Int?], groupCount: Int
  ) {
    base = [Int64](repeating: 0, count: groupCount * periods.count)
    (kept, capped) = (base, base)
    let ends = periods.bounds.dropFirst().prefix { $0 <= periods.asOf.daysSinceEpoch + 1 }
    let now = Array(ends)
    let before = now.map {
      CivilDate(daysSinceEpoch: $0).advanced(byMonths: -12).daysSinceEpoch
    }
    var first = 0
    while first < clients.stays.count {
      var last = first
      while last + 1 < clients.stays.count,
        clients.stays[last + 1].customer == clients.stays[first].customer
      { last += 1 }
      for stay in first...last {
        guard let group = groupOfStay[stay] else { continue }
        let (start, end) = (clients.stays[stay].start, clients.stays[stay].end ?? .max)
        for period in now.indices where start < before[period] && end >= before[period] {
          let paid = timeline.cents(stay, at: before[period])
          let today = (first...last).reduce(0) { $0 + timeline.cents($1, at: now[period]) }
          let cell = group * periods.count + period
          base[cell] += paid
          kept[cell] += today
          capped[cell] += min(paid, today)
        }
      }
      first = last + 1
    }
  }
}
