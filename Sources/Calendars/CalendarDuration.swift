/// A length of time in calendar units: `90 days`, `6 months`, `1y 6mo`, `2w`.
///
/// Months and days are kept apart because a month has no fixed number of days.
package struct CalendarDuration: Hashable, Sendable {
  /// Whole months; quarters and years are counted as 3 and 12.
  package var months: Int
  /// Whole days; weeks are counted as 7.
  package var days: Int

  package init(months: Int = 0, days: Int = 0) {
    self.months = months
    self.days = days
  }

  package static func + (left: CalendarDuration, right: CalendarDuration) -> CalendarDuration {
    CalendarDuration(months: left.months + right.months, days: left.days + right.days)
  }

  package static prefix func - (duration: CalendarDuration) -> CalendarDuration {
    CalendarDuration(months: -duration.months, days: -duration.days)
  }

  /// How many periods of a grain this is, or nil where it is no whole number of them.
  package func periods(of grain: Grain) -> Int? {
    switch grain {
    case .day: months == 0 ? days : nil
    case .week: months == 0 && days % 7 == 0 ? days / 7 : nil
    case .month: days == 0 ? months : nil
    case .quarter: days == 0 && months % 3 == 0 ? months / 3 : nil
    case .year: days == 0 && months % 12 == 0 ? months / 12 : nil
    }
  }
}

extension CalendarDuration: CustomStringConvertible {
  /// The form that the language reads back: `18 months`, `90 days`, `18mo 5d`.
  package var description: String {
    func counted(_ number: Int, _ unit: String) -> String {
      "\(number) \(unit)\(abs(number) == 1 ? "" : "s")"
    }
    if months != 0, days != 0 { return "\(months)mo \(days)d" }
    return months != 0 ? counted(months, "month") : counted(days, "day")
  }
}
