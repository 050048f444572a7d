package import Calendars

/// One cell. Columns store no `Value`s; this is for literals, group keys, printing and tests.
package enum Value: Hashable, Sendable {
  case missing
  case integer(Int64)
  case decimal(Double)
  case boolean(Bool)
  case date(CivilDate)
  /// Microseconds since 1970-01-01 00:00:00, without a time zone.
  case timestamp(Int64)
  case text(String)

  /// Nil for `missing`.
  package var type: ValueType? {
    switch self {
    case .missing: nil
    case .integer: .integer
    case .decimal: .decimal
    case .boolean: .boolean
    case .date: .date
    case .timestamp: .timestamp
    case .text: .text
    }
  }

  /// The number in it, or nil where it is none.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    default: nil
    }
  }
}

/// Microseconds in a day: timestamps divide by it, rounding down, to give days.
package let microsecondsPerDay: Int64 = 86_400_000_000

extension CivilDate {
  /// The day on which a timestamp lies.
  package init(timestamp: Int64) {
    let (quotient, remainder) = timestamp.quotientAndRemainder(dividingBy: microsecondsPerDay)
    self.init(daysSinceEpoch: Int32(clamping: remainder < 0 ? quotient - 1 : quotient))
  }
}
