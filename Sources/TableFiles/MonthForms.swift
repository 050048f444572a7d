import Kernels

/// What becomes of a column of months, where it is told.
package enum MonthForm: String, Hashable, Sendable, CaseIterable {
  /// Their first days.
  case dates
  case text
}

/// A month as it stands in a cell.
struct ScannedMonth {
  enum Form {
    /// `2024-03`, `2024/03`
    case yearFirst
    /// `03/2024`, `3-2024`
    case yearLast
    /// `March 2024`, `mar-2024`
    case named
    /// `Mar-24`
    case namedShort
    /// `202403`
    case compact
  }

  var year: Int
  var month: Int
  var form: Form

  /// Its first day.
  var reading: DateReading { DateReading(year: year, month: month, day: 1) }
  /// `2011-12` may be a season that ends in the year after the first.
  var looksLikeSeason: Bool { form == .yearFirst && month == (year + 1) % 100 }

  /// Nil where the cell is no month.
  static func scan(_ cell: Span<UInt8>) -> ScannedMonth? {
    guard (6...15).contains(cell.count), isDigit(cell[cell.count - 1]) else { return nil }
    guard let month = isDigit(cell[0]) ? compact(cell) ?? inDigits(cell) : named(cell),
      (1...12).contains(month.month), month.reading != .impossible
    else { return nil }
    return month
  }

  private static func compact(_ cell: Span<UInt8>) -> ScannedMonth? {
    guard cell.count == 6, let year = number(cell, 0..<4), let month = number(cell, 4..<6),
      isCompactMonth(Int64(year * 100 + month))
    else { return nil }
    return ScannedMonth(year: year, month: month, form: .compact)
  }

  private static func inDigits(_ cell: Span<UInt8>) -> ScannedMonth? {
    guard let place = cell.indices.first(where: { !isDigit(cell[$0]) }),
      cell[place] == UInt8(ascii: "-") || cell[place] == UInt8(ascii: "/"),
      let first = number(cell, 0..<place), let second = number(cell, place + 1..<cell.count)
    else { return nil }
    let behind = cell.count - place - 1
    if place == 4, behind == 2 {
      return ScannedMonth(year: first, month: second, form: .yearFirst)
    }
    return place <= 2 && behind == 4
      ? ScannedMonth(year: second, month: first, form: .yearLast) : nil
  }

  private static func named(_ cell: Span<UInt8>) -> ScannedMonth? {
    guard
      let place = [cell.count - 5, cell.count - 3].first(where: {
        cell[$0] == blank || cell[$0] == UInt8(ascii: "-")
      }), let year = number(cell, place + 1..<cell.count),
      cell.indices.prefix(place).allSatisfy({ (cell[$0] | 0x20) &- UInt8(ascii: "a") < 26 }),
      let month = monthNumber(cell.extracting(0..<place))
    else { return nil }
    return cell.count - place == 5
      ? ScannedMonth(year: year, month: month, form: .named)
      : ScannedMonth(year: fullYear(year), month: month, form: .namedShort)
  }

  /// At most four digits.
  private static func number(_ cell: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard (1...4).contains(range.count) else { return nil }
    var value = 0
    for index in range {
      guard isDigit(cell[index]) else { return nil }
      value = value * 10 + Int(cell[index] &- 0x30)
    }
    return value
  }
}

/// How the months of a column are written.
struct MonthSurvey {
  var count = 0
  private var withYearLast = 0
  /// `Mar-24` may be the 24th.
  private var withShortYear = 0
  private var likeSeasons = 0
  var first: Int?

  mutating func add(_ month: ScannedMonth, row: Int, times: Int) {
    count += times
    if month.form == .yearLast { withYearLast += times }
    if month.form == .namedShort { withShortYear += times }
    if month.looksLikeSeason { likeSeasons += times }
    first = min(first ?? row, row)
  }

  /// Whether they may be something else, seasons, numbers of documents in a year (`3/2024`) or days
  /// (`Mar-24`), unless the name of the column says that they are months.
  var areDoubtful: Bool { likeSeasons == count || withYearLast + withShortYear > 0 }
}

/// `yyyy-mm` for `2024-03`, `mm/yyyy` for `03/2024`.
func monthPattern(_ text: String) -> String {
  let cell = Array(text.utf8)
  switch ScannedMonth.scan(cell.span)?.form {
  case .yearFirst: return "yyyy\(text.dropFirst(4).prefix(1))mm"
  case .yearLast:
    return "\(text.dropLast(5).map { _ in "m" }.joined())\(text.suffix(5).prefix(1))yyyy"
  case .compact: return "yyyymm"
  case .namedShort: return "month\(text.dropLast(2).suffix(1))yy"
  case .named, nil: return "month yyyy"
  }
}
