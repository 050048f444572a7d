/// The lengths of calendar period that a figure can be counted by.
package enum Grain: String, CaseIterable, Hashable, Sendable {
  case day, week, month, quarter, year

  /// The number of the period that holds a day. Consecutive periods have consecutive numbers.
  /// Weeks start on Monday (ISO 8601).
  package func ordinal(of date: CivilDate) -> Int {
    switch self {
    case .day: return Int(date.daysSinceEpoch)
    case .week: return floorDivide(Int(date.daysSinceEpoch) + 3, 7)
    case .month:
      let (year, month, _) = date.components
      return year * 12 + month - 1
    case .quarter:
      let (year, month, _) = date.components
      return year * 4 + (month - 1) / 3
    case .year: return date.components.year
    }
  }

  /// The first day of the period with this number.
  package func firstDay(ofOrdinal ordinal: Int) -> CivilDate {
    switch self {
    case .day: return CivilDate(daysSinceEpoch: Int32(clamping: ordinal))
    case .week: return CivilDate(daysSinceEpoch: Int32(clamping: ordinal * 7 - 3))
    case .month:
      let year = floorDivide(ordinal, 12)
      return CivilDate(validYear: year, month: ordinal - year * 12 + 1, day: 1)
    case .quarter:
      let year = floorDivide(ordinal, 4)
      return CivilDate(validYear: year, month: (ordinal - year * 4) * 3 + 1, day: 1)
    case .year: return CivilDate(validYear: ordinal, month: 1, day: 1)
    }
  }

  /// The usual name of the period with this number: `2024-03-15`, `2024-W09`, `2024-03`, `2024-Q1`, `2024`.
  package func label(ofOrdinal ordinal: Int) -> String {
    switch self {
    case .day: return firstDay(ofOrdinal: ordinal).description
    case .week:
      // A week belongs to the year that holds its Thursday.
      let thursday = firstDay(ofOrdinal: ordinal).advanced(byDays: 3)
      let year = thursday.components.year
      let newYear = CivilDate(validYear: year, month: 1, day: 1)
      let week = (Int(thursday.daysSinceEpoch) - Int(newYear.daysSinceEpoch)) / 7 + 1
      return "\(padded(year, to: 4))-W\(padded(week, to: 2))"
    case .month:
      let year = floorDivide(ordinal, 12)
      return "\(padded(year, to: 4))-\(padded(ordinal - year * 12 + 1, to: 2))"
    case .quarter:
      let year = floorDivide(ordinal, 4)
      return "\(padded(year, to: 4))-Q\(ordinal - year * 4 + 1)"
    case .year: return padded(ordinal, to: 4)
    }
  }

  /// How many of these periods make a year: 12, 4 and 1 by the calendar, 365.25 / days otherwise.
  package var periodsPerYear: Double {
    switch self {
    case .day: 365.25
    case .week: 365.25 / 7
    case .month: 12
    case .quarter: 4
    case .year: 1
    }
  }

  /// The number of periods after which a season repeats, or nil where the grain is a year.
  package var seasonLength: Int? {
    switch self {
    case .day: 7
    case .week: 52
    case .month: 12
    case .quarter: 4
    case .year: nil
    }
  }
}

func floorDivide(_ numerator: Int, _ denominator: Int) -> Int {
  let quotient = numerator / denominator
  return numerator % denominator < 0 ? quotient - 1 : quotient
}
