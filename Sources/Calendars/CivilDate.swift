/// A day of the proleptic Gregorian calendar, years 1 to 9999, counted from 1970-01-01.
package struct CivilDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  package var daysSinceEpoch: Int32

  package init(daysSinceEpoch: Int32) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// The day with these numbers, or nil where no such day exists (31 February, month 13, year 0).
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.init(validYear: year, month: month, day: day)
  }

  /// Year, month and day are known to be in range.
  ///
  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
  package init(validYear year: Int, month: Int, day: Int) {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Year, month (1...12) and day of month (1...31).
  package var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSinceEpoch) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Monday is 1, Sunday is 7 (ISO 8601).
  package var weekday: Int {
    let shifted = (Int(daysSinceEpoch) + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  /// 28 to 31; the month must be 1...12.
  package static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeap(year: year) ? 29 : 28
    default: 31
    }
  }

  /// Whether 29 February exists in this year.
  package static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The day this many days later (earlier where negative).
  package func advanced(byDays days: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: Int32(clamping: Int(daysSinceEpoch) + days))
  }

  /// The same day of the month this many months later, or that month's last day:
  /// 2024-01-31 and one month is 2024-02-29.
  package func advanced(byMonths months: Int) -> CivilDate {
    let (year, month, day) = components
    let ordinal = year * 12 + (month - 1) + months
    let newYear = Int((Double(ordinal) / 12).rounded(.down))
    let newMonth = ordinal - newYear * 12 + 1
    let lastDay = CivilDate.daysInMonth(year: newYear, month: newMonth)
    return CivilDate(validYear: newYear, month: newMonth, day: min(day, lastDay))
  }

  /// This day moved by a duration: months first, then days.
  package func advanced(by duration: CalendarDuration) -> CivilDate {
    advanced(byMonths: duration.months).advanced(byDays: duration.days)
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }
}

extension CivilDate: CustomStringConvertible {
  /// ISO 8601: `2024-03-15`.
  package var description: String {
    let (year, month, day) = components
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
}

/// A number in decimal with leading zeros up to a width.
package func padded(_ number: Int, to width: Int) -> String {
  let digits = String(abs(number))
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (number < 0 ? "-" : "") + zeros + digits
}
