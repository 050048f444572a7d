import Calendars

extension Lexer {
  /// Throws where a date stands in another form than ISO: `15/03/2024`, `31/02`, `2024/03`.
  ///
  /// Divisions without blanks (`1/2`, `10/12`) are none.
  func refuseForeignDate(at start: Int) throws(Diagnostic) {
    guard let date = ForeignDate(self, at: start) else { return }
    let shown = text(start, date.end)
    throw date.diagnostic(shown, at: SourceRange(start, date.end))
  }
}

/// Digits, a separator and digits again, without blanks.
private struct ForeignDate {
  /// As written, with leading zeros.
  let parts: [String]
  let separator: UInt8
  let end: Int

  init?(_ lexer: Lexer, at start: Int) {
    var parts: [String] = []
    var index = start
    var separator: UInt8?
    while parts.count < 3 {
      let first = index
      while let byte = lexer.byte(at: index), isDigit(byte), index - first < 5 { index += 1 }
      guard index > first, index - first <= 4 else { return nil }
      parts.append(lexer.text(first, index))
      guard parts.count < 3, let byte = lexer.byte(at: index), "/-.".utf8.contains(byte),
        separator == nil || separator == byte,
        lexer.byte(at: index + 1).map(isDigit) == true
      else { break }
      separator = byte
      index += 1
    }
    guard let separator, lexer.endOfName(from: index) == index else { return nil }
    self.parts = parts
    self.separator = separator
    end = index
    guard isDate else { return nil }
  }

  private var isDate: Bool {
    let lengths = parts.map(\.count)
    let isSlash = separator == UInt8(ascii: "/")
    if parts.count == 3 {
      if lengths[0] <= 2, lengths[1] <= 2 {
        return lengths[2] == 4 || (isSlash && lengths[2] == 2)
      }
      return separator != UInt8(ascii: "-") && lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2
    }
    guard isSlash, parts.count == 2 else { return false }
    let hasLeadingZero = parts.contains { $0.count == 2 && $0.first == "0" }
    if lengths.allSatisfy({ $0 <= 2 }) { return hasLeadingZero }
    if lengths[0] <= 2 { return isYear(parts[1]) && isMonth(parts[0]) }
    return isYear(parts[0]) && lengths[1] <= 2 && hasLeadingZero && isMonth(parts[1])
  }

  private func isYear(_ text: String) -> Bool {
    text.count == 4 && (1900...2100).contains(Int(text) ?? 0)
  }

  private func isMonth(_ text: String) -> Bool { (1...12).contains(Int(text) ?? 0) }

  /// The ISO forms that it may mean, the day-first reading before the month-first one.
  private var readings: [String] {
    let numbers = parts.map { Int($0) ?? 0 }
    var found: [String]
    if parts.count == 3 {
      found =
        parts[0].count == 4
        ? [iso(numbers[0], numbers[1], numbers[2])].compactMap(\.self)
        : [
          iso(fullYear(parts[2]), numbers[1], numbers[0]),
          iso(fullYear(parts[2]), numbers[0], numbers[1]),
        ].compactMap(\.self)
    } else if let yearIndex = parts.firstIndex(where: { $0.count == 4 }) {
      found = ["\(parts[yearIndex])-\(padded(numbers[1 - yearIndex], to: 2))"]
    } else {
      // Any leap year tells whether the day exists at all.
      found = [iso(2024, numbers[1], numbers[0]), iso(2024, numbers[0], numbers[1])]
        .compactMap { $0.map { "YYYY" + $0.dropFirst(4) } }
    }
    if found.count == 2, found[0] == found[1] { found.removeLast() }
    return found
  }

  private func fullYear(_ text: String) -> Int {
    let year = Int(text) ?? 0
    return text.count == 4 ? year : year < 70 ? 2000 + year : 1900 + year
  }

  private func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
    CivilDate(year: year, month: month, day: day)?.description
  }

  func diagnostic(_ shown: String, at range: SourceRange) -> Diagnostic {
    let readings = readings
    guard let first = readings.first else {
      return Diagnostic(
        .badDate, at: range, "'\(shown)' is not in the calendar", hint: impossibility,
        help: "dates are written year-month-day:  2024-03-15")
    }
    let hint =
      readings.count == 2
      ? "write \(first) (\(spoken(first))) or \(readings[1]) (\(spoken(readings[1])))"
      : "write \(first)"
    let help = "dates are written year-month-day:  2024-03-15"
    return Diagnostic(
      .dateOrder, at: range, "'\(shown)' is not how a date is written here", hint: hint,
      help: parts.count == 2 ? help + "  (a division has blanks around its '/')" : help)
  }

  /// Why there is no such day in either order.
  private var impossibility: String {
    let numbers = parts.map { Int($0) ?? 0 }
    let year: Int? =
      switch parts.count {
      case 3 where parts[0].count == 4: numbers[0]
      case 3: fullYear(parts[2])
      default: nil
      }
    if let year, !(1000...9998).contains(year) { return "years go from 1000 to 9998" }
    let startsWithYear = parts[0].count == 4
    let rest = startsWithYear ? numbers.dropFirst() : numbers.prefix(2)
    guard rest.allSatisfy({ $0 > 0 }) else { return "days and months are counted from 1" }
    let mayBeMonth = startsWithYear ? rest.prefix(1) : rest
    guard let month = mayBeMonth.first(where: { (1...12).contains($0) }) else {
      return "months go from 01 to 12"
    }
    return "\(monthNames[month - 1]) "
      + (year.map { "\($0) has \(CivilDate.daysInMonth(year: $0, month: month)) days" }
        ?? "has at most \(CivilDate.daysInMonth(year: 2024, month: month)) days")
  }

  private func spoken(_ iso: String) -> String {
    let numbers = iso.split(separator: "-").map { Int($0) ?? 1 }
    return "\(numbers[2]) \(monthNames[numbers[1] - 1])"
  }
}
