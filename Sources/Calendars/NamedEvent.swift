/// Something on days that are known in advance: a feast, a closing, a rise of the price.
package struct NamedEvent: Hashable, Sendable {
  package let name: String
  private let days: Days

  private enum Days: Hashable {
    /// Good Friday to Easter Monday, of the western churches.
    case easter
    /// The Friday after the fourth Thursday of November, to the Monday after it.
    case blackFriday
    /// Each from its first day up to the day before its end.
    case stretches([Range<CivilDate>])
  }

  private static let feasts: [(name: String, days: Days)] = [
    ("easter", .easter), ("black friday", .blackFriday),
  ]

  /// The names that need no days beside them.
  package static let knownNames = feasts.map(\.name)

  /// How much of a period the event fills, 0 to 1: the days of the event in the period, over the length of
  /// the event or of the period, whichever is shorter. So a feast of four days that falls wholly into a month
  /// counts 1 there, and so does every month of a closing of three.
  package func share(of period: Period) -> Double {
    let days = stretches(near: period)
    return min(1, days.reduce(0) { $0 + share(of: period, in: $1) })
  }

  /// Whether it goes on without an end, as a new price does.
  package var isLasting: Bool {
    guard case .stretches(let all) = days else { return false }
    return all.contains { $0.upperBound == NamedEvent.never }
  }

  private func share(of period: Period, in stretch: Range<CivilDate>) -> Double {
    let first = max(stretch.lowerBound, period.start)
    let end = min(stretch.upperBound, period.end)
    guard first < end else { return 0 }
    let length = min(
      length(stretch.lowerBound, stretch.upperBound), length(period.start, period.end))
    return length > 0 ? Double(self.length(first, end)) / Double(length) : 0
  }

  private func length(_ first: CivilDate, _ end: CivilDate) -> Int {
    Int(end.daysSinceEpoch) - Int(first.daysSinceEpoch)
  }

  private func stretches(near period: Period) -> [Range<CivilDate>] {
    let years =
      period.start.components
      .year...max(
        period.start.components.year, period.lastDay.components.year)
    switch days {
    case .easter:
      return years.map { year in
        let sunday = easterSunday(year)
        return sunday.advanced(byDays: -2)..<sunday.advanced(byDays: 2)
      }
    case .blackFriday:
      return years.map { year in
        let first = CivilDate(validYear: year, month: 11, day: 1)
        let thursday = (4 - first.weekday + 7) % 7
        let friday = first.advanced(byDays: thursday + 21 + 1)
        return friday..<friday.advanced(byDays: 4)
      }
    case .stretches(let all): return all
    }
  }

  fileprivate static let never = CivilDate(validYear: 9999, month: 1, day: 1)
}

/// Easter of the Gregorian calendar: the anonymous algorithm of Nature 13 (1876) 487, as in Meeus,
/// "Astronomical Algorithms" (1991) chapter 8.
package func easterSunday(_ year: Int) -> CivilDate {
  let golden = year % 19
  let (century, rest) = (year / 100, year % 100)
  let correction = (8 * century + 13) / 25
  let epact = (19 * golden + century - century / 4 - correction + 15) % 30
  let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
  let late = (golden + 11 * epact + 22 * weekday) / 451
  let days = epact + weekday - 7 * late + 114
  return CivilDate(validYear: year, month: days / 31, day: days % 31 + 1)
}

/// Why a list of events cannot be read.
package enum NamedEventError: Error, Hashable, Sendable {
  /// A name that is no feast stands without days.
  case noDays(name: String)
  case notDays(text: String, name: String)
  case endsBeforeStart(text: String)
  case twice(name: String)
  case noName(text: String)
}

extension NamedEvent {
  /// Reads `easter, closing = 2023-08 and 2024-08-05..2024-08-20, price rise = 2024-03..`: events with
  /// commas between them, days as periods, stretches, or a start without an end. None of an empty text.
  package static func list(_ text: String) throws(NamedEventError) -> [NamedEvent] {
    var events: [NamedEvent] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      let written = trimmed(part)
      if written.isEmpty { continue }
      let event = try NamedEvent(written)
      guard !events.contains(where: { $0.name == event.name }) else {
        throw .twice(name: event.name)
      }
      events.append(event)
    }
    return events
  }

  private init(_ written: Substring) throws(NamedEventError) {
    let sides = written.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(trimmed(sides[0]))
    guard !name.isEmpty else { throw .noName(text: String(written)) }
    guard sides.count == 2 else {
      let asked = name.lowercased()
      guard let feast = NamedEvent.feasts.first(where: { $0.name == asked }) else {
        throw .noDays(name: name)
      }
      days = feast.days
      return
    }
    var all: [Range<CivilDate>] = []
    for word in trimmed(sides[1]).split(separator: " ") where word != "and" {
      all.append(try NamedEvent.stretch(word, of: name))
    }
    guard !all.isEmpty else { throw .notDays(text: "", name: name) }
    days = .stretches(all)
  }

  private static func stretch(
    _ word: Substring, of name: String
  ) throws(NamedEventError) -> Range<CivilDate> {
    guard let dots = word.firstRange(of: "..") else {
      guard let date = PartialDate(word) else { throw .notDays(text: String(word), name: name) }
      return date.firstDay..<date.dayAfter
    }
    let last = word[dots.upperBound...]
    guard let from = PartialDate(word[..<dots.lowerBound]),
      let end = last.isEmpty ? never : PartialDate(last)?.dayAfter
    else { throw .notDays(text: String(word), name: name) }
    guard from.firstDay < end else { throw .endsBeforeStart(text: String(word)) }
    return from.firstDay..<end
  }
}

private func trimmed(_ text: Substring) -> Substring {
  var rest = text.drop { $0.isWhitespace }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return rest
}
