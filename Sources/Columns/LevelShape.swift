import Calendars

/// A measure over time with the levels that it keeps between shifts, whose rows are the shifts.
package struct LevelShape: Hashable, Sendable {
  /// What is measured, and in what.
  package var measure: String
  package var unit: Unit
  /// The key columns that tell several series apart.
  package var series: [String]
  /// The values of the series, oldest first; empty in a plan.
  package var history: [HistoryPoint]
  /// The level of each period.
  package var levels: [HistoryPoint]
  /// Periods at which something begins: `haemorrhage`.
  package var marks: [LevelMark]

  package init(
    measure: String, unit: Unit, series: [String] = [], history: [HistoryPoint] = [],
    levels: [HistoryPoint] = [], marks: [LevelMark] = []
  ) {
    self.measure = measure
    self.unit = unit
    self.series = series
    self.history = history
    self.levels = levels
    self.marks = marks
  }
}

/// A period of a series that stands out, and why.
package struct LevelMark: Hashable, Sendable {
  /// The values of the series' key columns, as printed; empty for a single series.
  package var series: [String]
  package var period: String
  package var reason: String

  package init(series: [String], period: String, reason: String) {
    self.series = series
    self.period = period
    self.reason = reason
  }
}
