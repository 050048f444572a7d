import Calendars
import Columns
import Planning

/// Calendar counts straight from the definitions: row by row, day by day, with no other idea.
struct NaiveCalendarCounts {
  struct Stay {
    var start: CivilDate
    var end: CivilDate?
    var plan: String?
    var reason: String?
  }

  var stays: [Stay] = []
  let asOf: CivilDate

  init(
    _ records: [ClientRecord], hasCustomers: Bool, hasFlag: Bool, asOf: CivilDate?, gap: Int
  ) {
    var usable = records.filter { record in
      guard let start = record.start else { return false }
      if hasCustomers, record.customer == nil { return false }
      if let end = record.end, end < start { return false }
      return true
    }
    let days = usable.compactMap(\.start) + usable.compactMap(\.end)
    let last = asOf ?? days.max() ?? CivilDate(daysSinceEpoch: 0)
    self.asOf = last
    usable = usable.filter { ($0.start ?? last) <= last }.map { record in
      var record = record
      if hasFlag, record.lost == false { record.end = nil }
      if let end = record.end, end > last { record.end = nil }
      return record
    }
    if hasCustomers {
      for customer in Set(usable.compactMap(\.customer)).sorted() {
        unite(usable.filter { $0.customer == customer }, gap: gap)
      }
    } else {
      for record in usable { unite([record], gap: gap) }
    }
  }

  /// Marks every day on which the customer is here, or which a gap bridges, on a line of days, and
  /// reads the stays off the line.
  private mutating func unite(_ records: [ClientRecord], gap: Int) {
    guard let first = records.compactMap(\.start).min() else { return }
    let beyond = asOf.advanced(byDays: 1)
    var isHere: Set<Int32> = []
    for record in records {
      guard let start = record.start else { continue }
      let end = record.end ?? beyond
      for day in start.daysSinceEpoch...end.daysSinceEpoch { isHere.insert(day) }
    }
    var bridged = isHere
    for day in first.daysSinceEpoch...beyond.daysSinceEpoch where !isHere.contains(day) {
      let before = (1...Int32(gap + 1)).first { isHere.contains(day - $0) }
      let after = (1...Int32(gap + 1)).first { isHere.contains(day + $0) }
      guard let before, let after else { continue }
      // The free days between two stays: before and after count from this day.
      if before + after - 1 <= gap { bridged.insert(day) }
    }
    var start: Int32?
    for day in first.daysSinceEpoch...beyond.daysSinceEpoch + 1 {
      if bridged.contains(day) {
        start = start ?? day
      } else if let began = start {
        add(records, from: began, through: day - 1)
        start = nil
      }
    }
  }

  private mutating func add(_ records: [ClientRecord], from first: Int32, through last: Int32) {
    let inside = records.enumerated().filter { _, record in
      guard let start = record.start?.daysSinceEpoch else { return false }
      return start >= first && start <= last
    }
    func order(_ record: ClientRecord) -> (Int32, Int32) {
      (record.start?.daysSinceEpoch ?? 0, record.end?.daysSinceEpoch ?? .max)
    }
    let byStart = inside.max {
      let (left, right) = (order($0.element), order($1.element))
      return (left.0, left.1, $0.offset) < (right.0, right.1, $1.offset)
    }
    let byEnd = inside.max {
      let (left, right) = (order($0.element), order($1.element))
      return (left.1, left.0, $0.offset) < (right.1, right.0, $1.offset)
    }
    let isOpen = last > asOf.daysSinceEpoch
    stays.append(
      Stay(
        start: CivilDate(daysSinceEpoch: first),
        end: isOpen ? nil : CivilDate(daysSinceEpoch: last),
        plan: byStart?.element.plan, reason: byEnd?.element.reason))
  }

  /// The figures of a period for the stays that a test picks; `exits` says which leavings count.
  func figures(
    _ start: CivilDate, _ dayAfter: CivilDate, term: CalendarDuration?,
    of picked: (Stay) -> Bool, exits: (Stay) -> Bool
  ) -> Figures {
    var figures = Figures()
    for stay in stays where picked(stay) {
      if stay.start < start, stay.end.map({ $0 >= start }) ?? true { figures.opening += 1 }
      if stay.start < dayAfter, stay.end.map({ $0 >= dayAfter }) ?? true { figures.closing += 1 }
      if stay.start >= start, stay.start < dayAfter { figures.new += 1 }
      if let end = stay.end, end >= start, end < dayAfter, exits(stay) {
        figures.lost += 1
        if stay.start >= start { figures.early += 1 }
      }
      if let term, isDue(stay, start, dayAfter, term) { figures.due += 1 }
    }
    var day = start
    while day < dayAfter, day <= asOf {
      let here = stays.filter { stay in
        picked(stay) && stay.start <= day && stay.end.map { $0 >= day } ?? true
      }
      figures.days += 1
      figures.clientDays += here.count
      let leaving = here.count { $0.end == day && exits($0) }
      if leaving > 0 { figures.dailyShares += Double(leaving) / Double(here.count) }
      day = day.advanced(byDays: 1)
    }
    return figures
  }

  private func isDue(
    _ stay: Stay, _ start: CivilDate, _ dayAfter: CivilDate, _ term: CalendarDuration
  ) -> Bool {
    if let end = stay.end, end >= start, end < dayAfter { return true }
    var k = 1
    while true {
      let step = CalendarDuration(months: term.months * k, days: term.days * k)
      let due = stay.start.advanced(by: step)
      if due > asOf || due >= dayAfter { return false }
      if due >= start, stay.end.map({ $0 > due }) ?? true { return true }
      k += 1
    }
  }

  struct Figures: Equatable {
    var opening = 0
    var new = 0
    var lost = 0
    var early = 0
    var closing = 0
    var clientDays = 0
    var dailyShares = 0.0
    var due = 0
    var days = 0
  }
}
