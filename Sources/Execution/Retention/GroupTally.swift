import Calendars
import Planning

/// What is counted of everybody in one group, period by period.
struct GroupTally {
  private(set) var opening: [Int]
  private(set) var new: [Int]
  private(set) var lost: [Int]
  private(set) var closing: [Int]
  private(set) var clientDays: [Int]
  /// Nil where no renewal falls due.
  private(set) var due: [Int]?
  /// C(d) of each day from the periods' first day on.
  private(set) var presence: [Int]

  init(
    _ stays: some Collection<ClientStay>, _ periods: CountingPeriods, periodOfDay: [Int],
    due rule: DueRule?
  ) {
    opening = [Int](repeating: 0, count: periods.count)
    (new, lost, closing, clientDays) = (opening, opening, opening, opening)
    presence = [Int](repeating: 0, count: periodOfDay.count + 1)
    due = rule.map { _ in new }
    let first = periods.firstDay
    for stay in stays {
      var leavingPeriod: Int?
      if stay.start >= first {
        new[periodOfDay[Int(stay.start - first)]] += 1
      } else {
        opening[0] += 1
      }
      presence[Int(max(stay.start, first) - first)] += 1
      if let end = stay.end, end < periods.knownEnd {
        let period = periodOfDay[Int(end - first)]
        leavingPeriod = period
        lost[period] += 1
        presence[Int(end - first) + 1] -= 1
      }
      if let rule {
        countDue(stay, leavingPeriod, periods, periodOfDay, rule)
      }
    }
    addUp(periods)
  }

  /// Starts and ends by day from the periods' first day on; `before` of the first day's starts were
  /// here already.
  init(
    started: some Collection<UInt32>, before: Int, ended: some Collection<UInt32>,
    _ periods: CountingPeriods, periodOfDay: [Int]
  ) {
    opening = [Int](repeating: 0, count: periods.count)
    (new, lost, closing, clientDays) = (opening, opening, opening, opening)
    presence = [Int](repeating: 0, count: periodOfDay.count + 1)
    opening[0] = before
    new[0] = -before
    for (day, (starts, ends)) in zip(started, ended).enumerated() {
      new[periodOfDay[day]] += Int(starts)
      lost[periodOfDay[day]] += Int(ends)
      presence[day] += Int(starts)
      presence[day + 1] -= Int(ends)
    }
    addUp(periods)
  }

  /// A client counts once in a period, however often a renewal falls due in it.
  private mutating func countDue(
    _ stay: ClientStay, _ leavingPeriod: Int?, _ periods: CountingPeriods, _ periodOfDay: [Int],
    _ rule: DueRule
  ) {
    if let leavingPeriod { due?[leavingPeriod] += 1 }
    var last = leavingPeriod
    let end = min(stay.end ?? periods.knownEnd, periods.knownEnd)
    rule.forEach(of: stay, from: periods.firstDay, upTo: end) { day in
      let period = periodOfDay[Int(day - periods.firstDay)]
      if period != last, period != leavingPeriod { due?[period] += 1 }
      last = period
    }
  }

  private mutating func addUp(_ periods: CountingPeriods) {
    presence.removeLast()
    for day in presence.indices.dropFirst() { presence[day] += presence[day - 1] }
    for period in 0..<periods.count {
      if period > 0 { opening[period] = closing[period - 1] }
      closing[period] = opening[period] + new[period] - lost[period]
      for day in periods.days(period) {
        clientDays[period] += presence[Int(day - periods.firstDay)]
      }
    }
  }
}

/// What is counted of some of a group's leavings, period by period.
struct LeavingTally {
  private(set) var lost: [Int]
  private(set) var early: [Int]
  private(set) var dailyShares: [Double]

  /// `leavings` ended in the periods; `presence` is C(d) of the whole group.
  init(
    _ leavings: some Collection<ClientStay>, _ periods: CountingPeriods, periodOfDay: [Int],
    presence: [Int]
  ) {
    lost = [Int](repeating: 0, count: periods.count)
    early = lost
    dailyShares = [Double](repeating: 0, count: periods.count)
    var leavingsOfDay = [Int](repeating: 0, count: periodOfDay.count)
    for stay in leavings {
      guard let end = stay.end else { continue }
      let period = periodOfDay[Int(end - periods.firstDay)]
      lost[period] += 1
      if stay.start >= periods.bounds[period] { early[period] += 1 }
      leavingsOfDay[Int(end - periods.firstDay)] += 1
    }
    share(leavingsOfDay, periodOfDay, presence)
  }

  /// Ends by day, and those in the period of the start by period.
  init(
    ended: some Collection<UInt32>, early: some Collection<UInt32>, periodOfDay: [Int],
    presence: [Int]
  ) {
    self.early = early.map { Int($0) }
    lost = [Int](repeating: 0, count: early.count)
    dailyShares = [Double](repeating: 0, count: early.count)
    let leavingsOfDay = ended.map { Int($0) }
    for (day, count) in leavingsOfDay.enumerated() { lost[periodOfDay[day]] += count }
    share(leavingsOfDay, periodOfDay, presence)
  }

  /// Day by day, so that the sum is the same to the last bit in whatever order the rows come.
  private mutating func share(
    _ leavingsOfDay: [Int], _ periodOfDay: [Int], _ presence: [Int]
  ) {
    for (day, count) in leavingsOfDay.enumerated() where count > 0 {
      dailyShares[periodOfDay[day]] += Double(count) / Double(presence[day])
    }
  }
}

/// What tells when the renewals of a client fall due.
enum DueRule {
  /// The anniversaries of the start by the length of a contract.
  case term(CalendarDuration)
  /// A register.
  case listed(DueDays)

  /// Visits the due days of a stay in [first, end) in order.
  func forEach(
    of stay: ClientStay, from first: Int32, upTo end: Int32, _ visit: (Int32) -> Void
  ) {
    switch self {
    case .term(let term): RenewalDays(of: stay, every: term).forEach(from: first, upTo: end, visit)
    case .listed(let due):
      for day in due.days(of: stay) where day >= first && day < end { visit(day) }
    }
  }
}

/// The days on which a stay comes up for renewal: start + k terms, k = 1, 2, ...
struct RenewalDays {
  private let start: CivilDate
  private let term: CalendarDuration

  init(of stay: ClientStay, every term: CalendarDuration) {
    start = CivilDate(daysSinceEpoch: stay.start)
    self.term = term
  }

  /// Visits those in [first, end) in order.
  func forEach(from first: Int32, upTo end: Int32, _ visit: (Int32) -> Void) {
    let longest = term.months * 31 + term.days
    var k = max(1, (Int(first) - Int(start.daysSinceEpoch)) / longest)
    while true {
      let step = CalendarDuration(months: term.months * k, days: term.days * k)
      let day = start.advanced(by: step).daysSinceEpoch
      if day >= end { return }
      if day >= first { visit(day) }
      k += 1
    }
  }

  /// The first of them on a day or after it.
  func first(from day: Int32) -> Int32 {
    var found = day
    // No term is longer than 31 days a month.
    let longest = Int32(clamping: term.months * 31 + term.days)
    var isFound = false
    forEach(from: day, upTo: day.addingReportingOverflow(longest).partialValue + 1) { due in
      if !isFound { found = due }
      isFound = true
    }
    return found
  }
}
