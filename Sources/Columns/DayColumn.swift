import Calendars
package import Kernels

/// The days of the years 1 to 9999.
package let calendarDays: ClosedRange<Int32> =
  CivilDate(validYear: 1, month: 1, day: 1)
  .daysSinceEpoch...CivilDate(validYear: 9999, month: 12, day: 31).daysSinceEpoch

extension Column {
  /// The days of dates or instants, those outside the calendar missing; nil of another type.
  package var dayCells: DayCells? {
    switch storage {
    case .days(let values): DayCells(days: values, validity: validity, calendar: calendarDays)
    case .instants(let values):
      DayCells(
        instants: values, unit: microsecondsPerDay, validity: validity, calendar: calendarDays)
    case .integers, .decimals, .booleans, .words: nil
    }
  }
}
