import Calendars

extension Lexer {
  /// A date in ISO form without blanks, or nil where the text has another shape.
  mutating func isoDate(at start: Int) throws(Diagnostic) -> Token? {
    guard fourDigits(at: start), byte(at: start + 4) == UInt8(ascii: "-"),
      let next = byte(at: start + 5), isDigit(next) || "QqWw".utf8.contains(next)
    else { return nil }
    let end = endOfDateCharacters(from: start + 5)
    let shown = text(start, end)
    if let date = PartialDate(shown) { return token(.date(date), from: start, to: end) }
    let parts = shown.split(separator: "-", omittingEmptySubsequences: false)
    guard let shape = MalformedDate(parts) else { return nil }
    throw shape.diagnostic(shown, at: SourceRange(start, end))
  }

  private func fourDigits(at start: Int) -> Bool {
    start + 4 <= end && bytes[start..<(start + 4)].allSatisfy(isDigit)
  }

  /// After the year and its dash; what is longer is no date.
  private static let longestDateTail = 8

  private func endOfDateCharacters(from start: Int) -> Int {
    var index = start
    while let byte = byte(at: index), index - start <= Lexer.longestDateTail {
      let isInside =
        isDigit(byte) || "QqWw".utf8.contains(byte)
        || (byte == UInt8(ascii: "-") && self.byte(at: index + 1).map(isDigit) == true)
      guard isInside else { break }
      index += 1
    }
    return index
  }

  /// `2023-07..2024-06` where `..` follows what can begin a period.
  mutating func period(from first: Token) throws(Diagnostic) -> Token? {
    var index = first.range.upperBound
    while byte(at: index) == 0x20 { index += 1 }
    guard byte(at: index) == UInt8(ascii: "."), byte(at: index + 1) == UInt8(ascii: ".") else {
      return nil
    }
    let dots = SourceRange(index, index + 2)
    index += 2
    while byte(at: index) == 0x20 { index += 1 }
    guard let start = boundary(first), let digit = byte(at: index), isDigit(digit) else {
      throw badPeriod(at: dots)
    }
    try refuseForeignDate(at: index)
    let digitsEnd = min(end, index + 4)
    let second =
      if let date = try isoDate(at: index) { date } else {
        token(.integer(Int64(text(index, digitsEnd)) ?? 0), from: index, to: digitsEnd)
      }
    guard let last = boundary(second), byte(at: position).map(isDigit) != true else {
      throw badPeriod(at: dots)
    }
    let range = first.range.union(second.range)
    guard start.firstDay <= last.firstDay else {
      throw Diagnostic(
        .badPeriod, at: range, "the period ends before it starts",
        hint: "write \(last)..\(start)")
    }
    return token(.period(start, last), from: range.lowerBound, to: range.upperBound)
  }

  private func boundary(_ token: Token) -> PartialDate? {
    switch token.kind {
    case .date(let date): date
    case .integer(let year) where token.range.upperBound - token.range.lowerBound == 4:
      PartialDate(padded(Int(year), to: 4))
    default: nil
    }
  }

  private func badPeriod(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .badPeriod, at: range, "a period has a date at both ends",
      hint: "such as 2023-07..2024-06 or 2019..2024")
  }
}

/// A text of almost the shape of an ISO date.
private enum MalformedDate {
  /// Right in shape, but no such day: the reason.
  case impossible(String)
  /// A digit is missing: the whole form.
  case unpadded(String, couldBeDifference: Bool)

  init?(_ parts: [Substring]) {
    guard let year = Int(parts[0]), parts.count == 2 || parts.count == 3 else { return nil }
    guard (1000...9998).contains(year) else {
      self = .impossible("years go from 1000 to 9998")
      return
    }
    let rest = parts.dropFirst().map(String.init)
    if rest.count == 1, let letter = rest[0].first, !letter.isNumber {
      self.init(year: year, letter: letter, number: String(rest[0].dropFirst()))
      return
    }
    let numbers = rest.compactMap { Int($0) }
    guard numbers.count == rest.count, rest.allSatisfy({ $0.count <= 2 }) else { return nil }
    if rest.allSatisfy({ $0.count == 2 }) {
      let reason = MalformedDate.reason(year: year, numbers)
      self = .impossible(numbers.count == 1 ? reason + "; a subtraction has blanks" : reason)
      return
    }
    let whole = ([padded(year, to: 4)] + numbers.map { padded($0, to: 2) }).joined(separator: "-")
    guard PartialDate(whole) != nil || numbers.count == 2 else { return nil }
    self =
      PartialDate(whole) == nil
      ? .impossible(MalformedDate.reason(year: year, numbers))
      : .unpadded(whole, couldBeDifference: numbers.count == 1)
  }

  private init?(year: Int, letter: Character, number: String) {
    guard let value = Int(number) else { return nil }
    if letter == "Q" || letter == "q" {
      self = .impossible("quarters go from Q1 to Q4")
      return
    }
    let padded = "\(padded(year, to: 4))-W\(padded(value, to: 2))"
    if PartialDate(padded) != nil {
      self = .unpadded(padded, couldBeDifference: false)
    } else {
      let last = PartialDate("\(year)-W53") == nil ? 52 : 53
      self = .impossible("the weeks of \(year) go from W01 to W\(last)")
    }
  }

  private static func reason(year: Int, _ numbers: [Int]) -> String {
    guard let month = numbers.first, (1...12).contains(month) else {
      return "months go from 01 to 12"
    }
    let days = CivilDate.daysInMonth(year: year, month: month)
    return "\(monthNames[month - 1]) \(year) has \(days) days"
  }

  func diagnostic(_ shown: String, at range: SourceRange) -> Diagnostic {
    switch self {
    case .impossible(let reason):
      Diagnostic(.badDate, at: range, "'\(shown)' is not in the calendar", hint: reason)
    case .unpadded(let whole, let couldBeDifference):
      Diagnostic(
        .badDate, at: range, "'\(shown)' lacks a digit for a date",
        hint: couldBeDifference
          ? "write \(whole), or with blanks for a subtraction" : "write \(whole)")
    }
  }
}

let monthNames = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December",
]
