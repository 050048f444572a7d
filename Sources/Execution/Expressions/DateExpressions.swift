import Calendars
import Columns
import Kernels
import Planning

/// Dates moved by a duration, months first; timestamps keep their time of day. Missing where the
/// result, or the day between the two steps, lies outside the years 1 to 9999.
func moved(_ column: Column, by duration: CalendarDuration) -> Column {
  if column.type == .timestamp {
    return Column(
      instants: column.instants.mapPresent(filler: 0) { instant in
        let date = CivilDate(timestamp: instant)
        let day = moved(date, by: duration)
        let timeOfDay = instant - Int64(date.daysSinceEpoch) * microsecondsPerDay
        return day.map { Int64($0) * microsecondsPerDay + timeOfDay }
      })
  }
  return Column(
    days: column.days.mapPresent(filler: 0) {
      moved(CivilDate(daysSinceEpoch: $0), by: duration)
    })
}

private func moved(_ date: CivilDate, by duration: CalendarDuration) -> Int32? {
  // Longer than the calendar: refused before it could overflow.
  guard duration.months.magnitude <= 12 * 10_000, duration.days.magnitude <= 366 * 10_000,
    calendarDays.contains(date.daysSinceEpoch)
  else { return nil }
  let byMonths = date.advanced(byMonths: duration.months)
  let byDays = byMonths.advanced(byDays: duration.days).daysSinceEpoch
  return calendarDays.contains(byMonths.daysSinceEpoch) && calendarDays.contains(byDays)
    ? byDays : nil
}

/// Whole days from the day of `right` to the day of `left`.
func daysBetween(_ left: Column, _ right: Column) -> Column {
  Column(left.days.zipPresent(right.days, filler: 0) { Int64($0) - Int64($1) })
}

/// Whole months from one day to another: the largest n for which the first day moved by n months
/// is not after the second; the same counted backwards, negative, where the second is earlier.
func monthsBetween(_ from: Column, _ to: Column) -> Column {
  Column(
    from.days.zipPresent(to.days, filler: 0) { from, to in
      let from = CivilDate(daysSinceEpoch: from)
      let to = CivilDate(daysSinceEpoch: to)
      return Int64(from <= to ? wholeMonths(from, to) : -wholeMonths(to, from))
    })
}

private func wholeMonths(_ from: CivilDate, _ to: CivilDate) -> Int {
  let months = Grain.month.ordinal(of: to) - Grain.month.ordinal(of: from)
  return from.advanced(byMonths: months) > to ? months - 1 : months
}

/// Where a date or timestamp lies in a stretch of days.
func withinBits(_ column: Column, _ period: Period) -> Bitmap {
  let days = column.days
  let (start, end) = (period.start.daysSinceEpoch, period.end.daysSinceEpoch)
  return Bitmap(count: column.count) {
    days.values[$0] >= start && days.values[$0] < end && days.isPresent($0)
  }
}

/// The numbers of the periods that hold the days.
func ordinals(_ column: Column, _ grain: Grain) -> Cells<Int64> {
  let days = column.days
  guard let table = OrdinalTable(days, grain) else {
    return days.mapPresent(filler: 0) {
      Int64(grain.ordinal(of: CivilDate(daysSinceEpoch: $0)))
    }
  }
  return days.mapPresent(filler: 0) { table[$0] }
}

/// The period of every day between the first and the last: looked up, it costs a tenth of reckoning
/// with the calendar row by row.
private struct OrdinalTable {
  private let first: Int32
  private let ordinals: [Int64]

  /// Nil where the days are fewer than the stretch that they span, or there are none.
  init?(_ days: Cells<Int32>, _ grain: Grain) {
    var (low, high) = (Int32.max, Int32.min)
    for row in days.values.indices where days.isPresent(row) {
      low = min(low, days.values[row])
      high = max(high, days.values[row])
    }
    guard low <= high, Int(high) - Int(low) < days.values.count else { return nil }
    first = low
    ordinals = (low...high).map { Int64(grain.ordinal(of: CivilDate(daysSinceEpoch: $0))) }
  }

  subscript(day: Int32) -> Int64 { ordinals[Int(day - first)] }
}

/// The names of the periods that hold the days, such as `2024-Q1`.
func periodLabels(_ column: Column, _ grain: Grain) -> Column {
  labels(of: ordinals(column, grain), grain)
}

/// The names of periods given by their numbers.
func labels(of ordinals: Cells<Int64>, _ grain: Grain) -> Column {
  var interner = WordInterner()
  var known: [Int64: UInt32] = [:]
  let codes = ordinals.mapPresent(filler: UInt32(0)) { ordinal in
    if let code = known[ordinal] { return code }
    let code = interner.code(of: grain.label(ofOrdinal: Int(ordinal)))
    known[ordinal] = code
    return code
  }
  return Column(codes: codes, dictionary: interner.words)
}

/// 1 for Monday to 7 for Sunday.
func weekdays(_ column: Column) -> Column {
  Column(
    column.days.mapPresent(filler: 0) { Int64(CivilDate(daysSinceEpoch: $0).weekday) })
}
