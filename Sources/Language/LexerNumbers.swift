import Calendars

extension Lexer {
  /// A number, or what begins like one: a date, a period, a percentage, a length of time.
  mutating func number(at start: Int) throws(Diagnostic) -> Token {
    try refuseForeignDate(at: start)
    let token = if let date = try isoDate(at: start) { date } else { try plainNumber(at: start) }
    if let period = try period(from: token) { return period }
    return token
  }

  private mutating func plainNumber(at start: Int) throws(Diagnostic) -> Token {
    var index = endOfDigits(from: start)
    var isWhole = true
    if byte(at: index) == UInt8(ascii: "."), let next = byte(at: index + 1), isDigit(next) {
      index = endOfDigits(from: index + 1)
      isWhole = false
      if byte(at: index) == UInt8(ascii: "."), let problem = numberWithMarks(from: start) {
        throw problem
      }
    }
    if let exponentEnd = endOfExponent(from: index) {
      index = exponentEnd
      isWhole = false
    }
    let digits = text(start, index).filter { $0 != "_" }
    if byte(at: index) == UInt8(ascii: "%") {
      let value = try double(digits, from: start, to: index)
      return token(.percent(value), from: start, to: index + 1)
    }
    let wordEnd = endOfName(from: index)
    if wordEnd > index { return try withUnit(digits, isWhole, start, index, wordEnd) }
    guard isWhole else {
      return token(
        .decimal(try double(digits, from: start, to: index)), from: start, to: index)
    }
    guard let value = Int64(digits) else {
      throw Diagnostic(
        .numberTooLarge, at: SourceRange(start, index), "a whole number ends at \(Int64.max)",
        hint: "write it with a decimal point: \(digits).0")
    }
    return token(.integer(value), from: start, to: index)
  }

  private func double(
    _ digits: String, from start: Int, to end: Int
  ) throws(Diagnostic) -> Double {
    guard let value = Double(digits), value.isFinite else {
      throw Diagnostic(
        .numberTooLarge, at: SourceRange(start, end), "a number ends at about 1.8e308")
    }
    return value
  }

  /// Digits, also with `_` between them.
  private func endOfDigits(from start: Int) -> Int {
    var index = start
    while let byte = byte(at: index) {
      if isDigit(byte) {
        index += 1
      } else if byte == UInt8(ascii: "_"), let next = self.byte(at: index + 1), isDigit(next) {
        index += 2
      } else {
        break
      }
    }
    return index
  }

  /// After `e6` or `e-6`, or nil where no exponent follows.
  private func endOfExponent(from start: Int) -> Int? {
    guard let letter = byte(at: start), letter | 0x20 == UInt8(ascii: "e") else { return nil }
    let sign = byte(at: start + 1)
    let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    let first = start + (hasSign ? 2 : 1)
    guard let digit = byte(at: first), isDigit(digit) else { return nil }
    return endOfDigits(from: first)
  }

  private mutating func withUnit(
    _ digits: String, _ isWhole: Bool, _ start: Int, _ wordStart: Int, _ end: Int
  ) throws(Diagnostic) -> Token {
    // A unit may touch the next number: 1y6mo.
    var unitEnd = wordStart
    while let byte = byte(at: unitEnd), !isDigit(byte), unitEnd < end { unitEnd += 1 }
    let word = text(wordStart, unitEnd)
    guard let unit = DurationUnit(word) else {
      let whole = text(start, end)
      throw Diagnostic(
        .badNumber, at: SourceRange(start, end), "'\(whole)' is neither a number nor a name",
        hint: "a name that starts with a digit takes backticks: `\(whole)`")
    }
    let range = SourceRange(start, unitEnd)
    guard isWhole, let count = Int64(digits) else { throw unit.notWhole(at: range) }
    return token(.duration(try unit.times(count, at: range)), from: start, to: unitEnd)
  }
}

/// A word for a length of time.
enum DurationUnit {
  case days, weeks, months, quarters, years
  /// `m`: minutes or months.
  case ambiguous

  init?(_ word: String) {
    switch word.lowercased() {
    case "d", "day", "days": self = .days
    case "w", "wk", "week", "weeks": self = .weeks
    case "mo", "mos", "month", "months": self = .months
    case "q", "quarter", "quarters": self = .quarters
    case "y", "yr", "year", "years": self = .years
    case "m": self = .ambiguous
    default: return nil
    }
  }

  /// So many of this unit; the range is that of number and unit.
  func times(_ count: Int64, at range: SourceRange) throws(Diagnostic) -> CalendarDuration {
    guard count <= 1_000_000 else {
      throw Diagnostic(.badDuration, at: range, "a length of time ends at 1000000 of its units")
    }
    let number = Int(count)
    switch self {
    case .days: return CalendarDuration(days: number)
    case .weeks: return CalendarDuration(days: number * 7)
    case .months: return CalendarDuration(months: number)
    case .quarters: return CalendarDuration(months: number * 3)
    case .years: return CalendarDuration(months: number * 12)
    case .ambiguous:
      throw Diagnostic(
        .ambiguousUnit, at: range, "'m' could be minutes or months",
        hint: "write \(number) \(number == 1 ? "month" : "months"), or \(number)mo")
    }
  }

  func notWhole(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .badDuration, at: range, "a length of time takes a whole number",
      hint: "use a smaller unit: 18 months for a year and a half")
  }
}
