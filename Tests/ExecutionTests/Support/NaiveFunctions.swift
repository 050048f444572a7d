import Calendars
import Columns
import Glibc
import Planning

/// The day of a date or timestamp; nil for anything else.
func naiveDay(_ value: Value) -> CivilDate? {
  switch value {
  case .date(let date): return date
  case .timestamp(let instant):
    return CivilDate(
      daysSinceEpoch: Int32((Double(instant) / Double(microsecondsPerDay)).rounded(.down)))
  default: return nil
  }
}

func naiveDays(from: Value, to: Value) -> Value {
  guard let from = naiveDay(from), let to = naiveDay(to) else { return .missing }
  return .integer(Int64(to.daysSinceEpoch) - Int64(from.daysSinceEpoch))
}

func naiveMoved(_ value: Value, _ duration: CalendarDuration) -> Value {
  guard let date = naiveDay(value), let later = naiveMonthsLater(date, duration.months) else {
    return .missing
  }
  let result = CivilDate(daysSinceEpoch: later.daysSinceEpoch + Int32(duration.days))
  guard (1...9999).contains(result.components.year) else { return .missing }
  if case .timestamp(let instant) = value {
    let moved = Int64(result.daysSinceEpoch) - Int64(date.daysSinceEpoch)
    return .timestamp(instant + moved * microsecondsPerDay)
  }
  return .date(result)
}

/// Nil outside the years 1 to 9999.
private func naiveMonthsLater(_ date: CivilDate, _ months: Int) -> CivilDate? {
  var (year, month, day) = date.components
  month += months
  while month > 12 { (year, month) = (year + 1, month - 12) }
  while month < 1 { (year, month) = (year - 1, month + 12) }
  while day > 27 {
    if let result = CivilDate(year: year, month: month, day: day) { return result }
    day -= 1
  }
  return CivilDate(year: year, month: month, day: day)
}

private func naiveMonths(_ from: CivilDate, _ to: CivilDate) -> Int64 {
  if to < from { return -naiveMonths(to, from) }
  var months = 0
  while let next = naiveMonthsLater(from, months + 1), next <= to { months += 1 }
  return Int64(months)
}

func naiveFunction(
  _ function: ScalarFunction, _ arguments: [TypedExpression], _ row: [Value]
) -> Value {
  let values = arguments.map { naive($0, row) }
  switch function {
  case .choose: return values[0] == .boolean(true) ? values[1] : values[2]
  case .coalesce: return values.first { $0 != .missing } ?? .missing
  case .days: return naiveDays(from: values[0], to: values[1])
  case .months:
    guard let from = naiveDay(values[0]), let to = naiveDay(values[1]) else { return .missing }
    return .integer(naiveMonths(from, to))
  case .day, .week, .month, .quarter, .year, .weekday:
    return naiveDay(values[0]).map { naivePart(function, $0) } ?? .missing
  case .lower, .upper, .trim, .length:
    guard case .text(let text) = values[0] else { return .missing }
    return naiveText(function, text)
  case .abs:
    if case .integer(let value) = values[0] {
      return value == .min ? .missing : .integer(abs(value))
    }
    return values[0].number.map { .decimal(abs($0)) } ?? .missing
  case .round: return naiveRounded(values)
  case .replace:
    guard case .text(let text) = values[0], case .text(let old) = values[1],
      case .text(let new) = values[2]
    else { return .missing }
    return .text(naiveReplaced(text, old, new))
  case .log, .exp, .sqrt:
    guard let number = values[0].number else { return .missing }
    return naiveReal(function, number)
  case .mod, .bucket: return naiveSteps(function, values[0], values[1])
  case .bins: preconditionFailure("bins() is about a whole column")
  }
}

private func naivePart(_ function: ScalarFunction, _ date: CivilDate) -> Value {
  let (year, month, _) = date.components
  switch function {
  case .day: return .date(date)
  case .week: return .text(Grain.week.label(ofOrdinal: Grain.week.ordinal(of: date)))
  case .month: return .text("\(padded(year, to: 4))-\(padded(month, to: 2))")
  case .quarter: return .text("\(padded(year, to: 4))-Q\((month + 2) / 3)")
  case .year: return .integer(Int64(year))
  case .weekday: return .integer(Int64(date.weekday))
  default: preconditionFailure("\(function.rawValue) is no part of a date")
  }
}

private func naiveText(_ function: ScalarFunction, _ text: String) -> Value {
  switch function {
  case .lower: return .text(text.lowercased())
  case .upper: return .text(text.uppercased())
  case .length: return .integer(Int64(text.count))
  case .trim:
    var letters = Array(text)
    while letters.first?.isWhitespace == true { letters.removeFirst() }
    while letters.last?.isWhitespace == true { letters.removeLast() }
    return .text(String(letters))
  default: preconditionFailure("\(function.rawValue) is no function of a text")
  }
}

/// Of decimals, with digits from 0 to 3.
private func naiveRounded(_ values: [Value]) -> Value {
  guard let number = values[0].number, let digits = values[1].number else { return .missing }
  let scale = [1.0, 10, 100, 1000][Int(digits)]
  let size = abs(number) * scale
  guard size < 1e15 else { return values[0] }
  let floor = size.rounded(.down)
  let rounded = (size - floor >= 0.5 ? floor + 1 : floor) / scale
  return .decimal(number < 0 ? -rounded : rounded)
}

/// By scalars, from left to right.
private func naiveReplaced(_ text: String, _ old: String, _ new: String) -> String {
  let needle = Array(old.unicodeScalars)
  var rest = Array(text.unicodeScalars)
  var result = String.UnicodeScalarView()
  while !rest.isEmpty {
    if !needle.isEmpty, Array(rest.prefix(needle.count)) == needle {
      result.append(contentsOf: new.unicodeScalars)
      rest.removeFirst(needle.count)
    } else {
      result.append(rest.removeFirst())
    }
  }
  return String(result)
}

private func naiveReal(_ function: ScalarFunction, _ number: Double) -> Value {
  let result: Double =
    switch function {
    case .log: number > 0 ? Glibc.log2(number) * 0.693147180559945309417232 : .nan
    case .exp: Glibc.pow(2.718281828459045235360287, number)
    default: number < 0 ? .nan : Glibc.pow(number, 0.5)
    }
  return result.isFinite ? .decimal(result) : .missing
}

/// Whole steps are counted in 128 bits; decimals of the tests are quarters and extremes.
private func naiveSteps(_ function: ScalarFunction, _ value: Value, _ step: Value) -> Value {
  if case .integer(let value) = value, case .integer(let step) = step {
    guard step != 0, function == .mod || step > 0 else { return .missing }
    let (a, b) = (Int128(value), Int128(step))
    var floor = a / b
    if floor * b != a, (a < 0) != (b < 0) { floor -= 1 }
    let result = function == .mod ? a - floor * b : floor * b
    return Int64(exactly: result).map { .integer($0) } ?? .missing
  }
  guard let value = value.number, let step = step.number, value.isFinite, step.isFinite,
    step != 0, function == .mod || step > 0
  else { return .missing }
  let floor = (value / step).rounded(.down)
  return .decimal(function == .mod ? value - floor * step : floor * step)
}
