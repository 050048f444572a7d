/// A date as written, with the precision it was written in. `2024-03` is the whole of March 2024.
package struct PartialDate: Hashable, Sendable {
  package var grain: Grain
  /// The number of the period, as `Grain.ordinal(of:)` counts it.
  package var ordinal: Int

  package init(grain: Grain, ordinal: Int) {
    self.grain = grain
    self.ordinal = ordinal
  }

  package init(_ date: CivilDate) {
    self.init(grain: .day, ordinal: Grain.day.ordinal(of: date))
  }

  package var firstDay: CivilDate { grain.firstDay(ofOrdinal: ordinal) }
  /// The first day that no longer belongs to it.
  package var dayAfter: CivilDate { grain.firstDay(ofOrdinal: ordinal + 1) }
  package var period: Period { Period(start: firstDay, end: dayAfter, label: description) }
}

extension PartialDate: CustomStringConvertible {
  package var description: String { grain.label(ofOrdinal: ordinal) }
}

extension PartialDate {
  /// Reads `2024-03-15`, `2024-03`, `2024-Q1`, `2024-W09` or `2024`; nil where the text has another
  /// shape or names no day of the calendar. Years 1000 to 9998, so that the day after exists.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 4, let year = number(bytes[0..<4]), (1000...9998).contains(year) else {
      return nil
    }
    if bytes.count == 4 {
      self.init(grain: .year, ordinal: year)
      return
    }
    guard bytes[4] == UInt8(ascii: "-"), bytes.count >= 7 else { return nil }
    switch (bytes[5], bytes.count) {
    case (UInt8(ascii: "Q"), 7), (UInt8(ascii: "q"), 7):
      guard let quarter = number(bytes[6..<7]), (1...4).contains(quarter) else { return nil }
      self.init(grain: .quarter, ordinal: year * 4 + quarter - 1)
    case (UInt8(ascii: "W"), 8), (UInt8(ascii: "w"), 8):
      guard let week = number(bytes[6..<8]), (1...53).contains(week) else { return nil }
      // The week with 4 January is the first one (ISO 8601).
      let first = Grain.week.ordinal(of: CivilDate(validYear: year, month: 1, day: 4))
      let candidate = PartialDate(grain: .week, ordinal: first + week - 1)
      guard candidate.description.hasPrefix(padded(year, to: 4)) else { return nil }
      self = candidate
    case (_, 7):
      guard let month = number(bytes[5..<7]), (1...12).contains(month) else { return nil }
      self.init(grain: .month, ordinal: year * 12 + month - 1)
    case (_, 10):
      guard bytes[7] == UInt8(ascii: "-"), let month = number(bytes[5..<7]),
        let day = number(bytes[8..<10]),
        let date = CivilDate(year: year, month: month, day: day)
      else { return nil }
      self.init(date)
    default: return nil
    }
  }
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for byte in digits {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int(byte - UInt8(ascii: "0"))
  }
  return value
}
