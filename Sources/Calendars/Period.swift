/// A stretch of days [start, end): the end is the first day after it.
package struct Period: Hashable, Sendable {
  package var start: CivilDate
  package var end: CivilDate
  /// How it was named: `2024-03`, `2023-07..2024-06`.
  package var label: String

  package init(start: CivilDate, end: CivilDate, label: String) {
    self.start = start
    self.end = end
    self.label = label
  }

  /// From the first day of one partial date through the last day of another, both included.
  package init(from first: PartialDate, through last: PartialDate) {
    let label = first == last ? first.description : "\(first)..\(last)"
    self.init(start: first.firstDay, end: last.dayAfter, label: label)
  }

  package var lengthInDays: Int { Int(end.daysSinceEpoch) - Int(start.daysSinceEpoch) }
  package var lastDay: CivilDate { end.advanced(byDays: -1) }

  package func contains(_ date: CivilDate) -> Bool { date >= start && date < end }

  /// How many such stretches make a year: by the calendar where it is whole months, 365.25 / days otherwise.
  package var periodsPerYear: Double {
    let (startYear, startMonth, startDay) = start.components
    let (endYear, endMonth, endDay) = end.components
    let months = (endYear - startYear) * 12 + endMonth - startMonth
    if startDay == 1, endDay == 1, months > 0 { return 12 / Double(months) }
    return 365.25 / Double(max(1, lengthInDays))
  }
}
