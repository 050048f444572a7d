import Planning

/// Who came, came back and went, and their money, in every group and period.
///
/// Every array has one element for each group and period, the periods of a group together.
struct BookMovements {
  let periodCount: Int
  /// Clients.
  private(set) var opening: [Int]
  private(set) var new: [Int]
  private(set) var returned: [Int]
  private(set) var lost: [Int]
  private(set) var early: [Int]
  private(set) var closing: [Int]
  /// Money per month in cents; all 0 without a timeline.
  private(set) var money: Money
  /// Of the money lost that of each group of leavings: by group of clients, of leavings, and period.
  private(set) var lostByLeaving: [Int64]
  private let leavingCount: Int

  struct Money {
    var opening: [Int64]
    var new: [Int64]
    var returned: [Int64]
    var expansion: [Int64]
    var contraction: [Int64]
    var lost: [Int64]
    var closing: [Int64]

    init(count: Int) {
      opening = [Int64](repeating: 0, count: count)
      (new, returned, expansion, contraction) = (opening, opening, opening, opening)
      (lost, closing) = (opening, opening)
    }
  }

  init(_ groups: CalendarGroups, _ periods: CountingPeriods, _ timeline: MoneyTimeline?) {
    periodCount = periods.count
    let count = groups.clientGroups.values.count * periods.count
    opening = [Int](repeating: 0, count: count)
    (new, returned, lost, early, closing) = (opening, opening, opening, opening, opening)
    money = Money(count: count)
    leavingCount = groups.exitGroups.values.count
    lostByLeaving = [Int64](repeating: 0, count: count * leavingCount)
    var leaving = 0
    let periodOfDay = periods.periodOfDay
    for (position, stay) in groups.stays.enumerated() {
      let first = groups.clientGroups.groups[position] * periodCount
      add(stay, first, periods, periodOfDay)
      let leaves = stay.end.map { $0 < periods.knownEnd } ?? false
      if let timeline {
        let lost = add(
          stay, timeline[groups.stayNumbers[position]], first, periods, periodOfDay)
        if leaves, let lost {
          let group = groups.clientGroups.groups[position]
          let place = place(group, groups.exitGroups.groups[leaving], lost.period)
          lostByLeaving[place] += lost.cents
        }
      }
      if leaves { leaving += 1 }
    }
    addUp()
  }

  private func place(_ clients: Int, _ leavings: Int, _ period: Int) -> Int {
    (clients * leavingCount + leavings) * periodCount + period
  }

  /// The money that went in a period with one group of leavings.
  func lost(_ part: CalendarGroups.Part, _ period: Int) -> Int64 {
    lostByLeaving[place(part.clients, part.leavings, period)]
  }

  private mutating func add(
    _ stay: ClientStay, _ first: Int, _ periods: CountingPeriods, _ periodOfDay: [Int]
  ) {
    let starts = stay.start >= periods.firstDay
    if starts {
      let cell = first + periodOfDay[Int(stay.start - periods.firstDay)]
      if stay.isReturn { returned[cell] += 1 } else { new[cell] += 1 }
    } else {
      opening[first] += 1
    }
    if let end = stay.end, end < periods.knownEnd {
      let period = periodOfDay[Int(end - periods.firstDay)]
      lost[first + period] += 1
      if stay.start >= periods.bounds[period] { early[first + period] += 1 }
    }
  }

  /// What was lost with the leaving, and in which period; nil where nobody left in any.
  private mutating func add(
    _ stay: ClientStay, _ steps: ArraySlice<MoneyTimeline.Step>, _ first: Int,
    _ periods: CountingPeriods, _ periodOfDay: [Int]
  ) -> (cents: Int64, period: Int)? {
    var lost: (cents: Int64, period: Int)?
    var paid: Int64 = 0
    for (place, step) in steps.enumerated() {
      let before = paid
      paid = step.cents
      if step.day < periods.firstDay { continue }
      if step.day >= periods.knownEnd { break }
      // What was paid when the first period began.
      if place > 0, steps[steps.startIndex + place - 1].day < periods.firstDay {
        money.opening[first] += before
      }
      let cell = first + periodOfDay[Int(step.day - periods.firstDay)]
      if place == 0 {
        if stay.isReturn { money.returned[cell] += paid } else { money.new[cell] += paid }
      } else if step.day == stay.end {
        money.lost[cell] += before
        lost = ((lost?.cents ?? 0) + before, cell - first)
      } else if paid > before {
        money.expansion[cell] += paid - before
      } else {
        money.contraction[cell] += before - paid
      }
    }
    // No step in the periods: the amount of their beginning stays.
    if let last = steps.last(where: { $0.day < periods.knownEnd }), last.day < periods.firstDay {
      money.opening[first] += last.cents
    }
    return lost
  }

  private mutating func addUp() {
    for cell in opening.indices {
      if cell % periodCount > 0 {
        opening[cell] = closing[cell - 1]
        money.opening[cell] = money.closing[cell - 1]
      }
      closing[cell] = opening[cell] + new[cell] + returned[cell] - lost[cell]
      let gains = money.new[cell] + money.returned[cell] + money.expansion[cell]
      money.closing[cell] =
        money.opening[cell] + gains - money.contraction[cell] - money.lost[cell]
    }
  }
}
