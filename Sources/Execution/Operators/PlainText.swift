import Calendars
import Columns

/// A value as a text of full precision; nil for missing.
func plainText(_ value: Value) -> String? {
  switch value {
  case .missing: return nil
  case .integer(let value): return String(value)
  case .decimal(let value):
    return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
  case .boolean(let value): return value ? "yes" : "no"
  case .date(let value): return value.description
  case .timestamp(let instant): return plainText(instant: instant)
  case .text(let text): return text
  }
}

/// `2024-03-15 08:30:00`, with a fraction of a second where there is one.
private func plainText(instant: Int64) -> String {
  let day = CivilDate(timestamp: instant)
  let rest = instant - Int64(day.daysSinceEpoch) * microsecondsPerDay
  let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
  func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, to: 2) }
  return "\(day) " + clock.joined(separator: ":")
    + (fraction == 0 ? "" : "." + padded(fraction, to: 6))
}
