package import Calendars
package import Columns

/// How the length of a stay is told from a table.
package enum StayClock: Hashable, Sendable {
  /// From the roles `start`, `end` and maybe `lost`, `customer`, in days: a stay runs from its start
  /// to the day of leaving, or is seen until `asOf` (nil: the last day in the data). Rows of one
  /// customer are united where at most `gap` days lie between.
  case calendar(asOf: CivilDate?, gap: Int)
  /// From the roles `tenure` and `lost`: each row is a stay. A number in the column is so many of
  /// `unit` times `factor`: 7 days for weeks.
  case tenure(unit: Unit, factor: Double)

  /// The unit of its lengths.
  package var unit: Unit {
    switch self {
    case .calendar: .days
    case .tenure(let unit, _): unit
    }
  }
}

extension CalendarDuration {
  /// The days of a month and of a year of average length.
  private static let daysOfMonth = 30.4375

  /// How long it is in days, months or years. Whole days always, part of a day being no day more: a
  /// year has 365, two have 730. Months and years are whole where they nearly are.
  package func length(in unit: Unit) -> Double {
    let all = Double(months) * CalendarDuration.daysOfMonth + Double(days)
    switch unit {
    case .days: return all.rounded(.down)
    case .months: return nearlyWhole(Double(months) + Double(days) / CalendarDuration.daysOfMonth)
    case .years: return nearlyWhole(all / 365.25)
    case .none, .count, .rate, .money: return all
    }
  }

  private func nearlyWhole(_ length: Double) -> Double {
    abs(length - length.rounded()) < 0.05 && length.rounded() > 0 ? length.rounded() : length
  }
}
