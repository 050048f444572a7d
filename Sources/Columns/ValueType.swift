/// What kind of value a column holds.
package enum ValueType: String, Hashable, Sendable, CaseIterable {
  case integer, decimal, boolean, date, timestamp, text

  /// Whether sums and averages make sense.
  package var isNumeric: Bool { self == .integer || self == .decimal }
  /// Whether the value lies on the calendar.
  package var isTemporal: Bool { self == .date || self == .timestamp }
}
