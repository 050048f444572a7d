import Calendars
import Columns

/// The numbers of a date and time as they stand in a cell, before their order is known.
struct ScannedDate {
  var first: Int
  var second: Int
  var third: Int
  /// Four digits came first: the order is year, month, day.
  var isYearFirst: Bool
  var hasShortYear = false
  var separator: UInt8
  /// Microseconds since midnight; nil without a time of day.
  var time: Int64?

  /// Year, month and day in this order of the numbers.
  func components(_ order: DateOrder) -> (year: Int, month: Int, day: Int) {
    if isYearFirst { return (first, second, third) }
    let year = hasShortYear ? fullYear(third) : third
    return order == .mdy ? (year, first, second) : (year, second, first)
  }

  func reading(_ order: DateOrder) -> DateReading {
    let (year, month, day) = components(order)
    return DateReading(year: year, month: month, day: day, isZero: first + second + third == 0)
  }
}

/// What the numbers of a date come to.
enum DateReading: Equatable {
  static let firstOf1900 = CivilDate(validYear: 1900, month: 1, day: 1)

  case day(CivilDate)
  /// A day that stands for "none": from 2100 on, the first of year 1, all zeros.
  case sentinel
  /// 1900-01-01, which stands for "none" unless the column knows earlier days.
  case turnOfCentury
  case impossible

  init(year: Int, month: Int, day: Int, isZero: Bool = false) {
    if isZero || year == 0 && month == 0 && day == 0 {
      self = .sentinel
      return
    }
    guard let date = CivilDate(year: year, month: month, day: day) else {
      self = .impossible
      return
    }
    let isFirstOfJanuary = month == 1 && day == 1
    if year >= 2100 || isFirstOfJanuary && year == 1 {
      self = .sentinel
    } else if isFirstOfJanuary, year == 1900 {
      self = .turnOfCentury
    } else {
      self = year >= 1000 ? .day(date) : .impossible
    }
  }
}

/// Reads `2024-03-15`, `15/03/2024`, `15.3.24`, `15 March 2024`, each with or without a time of day.
struct DateScanner {
  private var position = 0

  /// Nil where the cell does not have the shape of a date.
  static func scan(_ cell: Span<UInt8>) -> ScannedDate? {
    guard cell.count >= 6, cell[0] &- 0x30 < 10 else { return nil }
    var scanner = DateScanner()
    return scanner.scanAll(cell)
  }

  private mutating func scanAll(_ cell: Span<UInt8>) -> ScannedDate? {
    guard let first = digits(cell), position < cell.count else { return nil }
    let separator = cell[position]
    if position + 1 < cell.count, isLetter(cell[position + 1]) {
      return dateWithMonthName(cell, day: first, separator: separator)
    }
    guard
      separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/")
        || separator == UInt8(ascii: ".")
    else { return nil }
    position += 1
    guard let second = digits(cell), second.count <= 2, position < cell.count,
      cell[position] == separator
    else { return nil }
    position += 1
    guard let third = digits(cell) else { return nil }
    let isYearFirst = first.count == 4 && third.count <= 2
    let isYearLast = first.count <= 2 && (third.count == 4 || third.count == 2)
    guard isYearFirst || isYearLast else { return nil }
    return withTime(
      cell,
      ScannedDate(
        first: first.value, second: second.value, third: third.value, isYearFirst: isYearFirst,
        hasShortYear: !isYearFirst && third.count == 2, separator: separator))
  }

  /// `15 March 2024`, `15-mar-24`; the position is that of the first separator.
  private mutating func dateWithMonthName(
    _ cell: Span<UInt8>, day: (value: Int, count: Int), separator: UInt8
  ) -> ScannedDate? {
    guard day.count <= 2, separator == blank || separator == UInt8(ascii: "-") else { return nil }
    position += 1
    let start = position
    while position < cell.count, isLetter(cell[position]) { position += 1 }
    guard let month = monthNumber(cell.extracting(start..<position)), position < cell.count,
      cell[position] == separator
    else { return nil }
    position += 1
    guard let year = digits(cell), year.count == 4 || year.count == 2 else { return nil }
    let century = year.count == 4 ? 0 : year.value < 69 ? 2000 : 1900
    return withTime(
      cell,
      ScannedDate(
        first: century + year.value, second: month, third: day.value, isYearFirst: true,
        separator: separator))
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// The date with the time of day that follows it; nil where something else follows.
  private mutating func withTime(_ cell: Span<UInt8>, _ date: ScannedDate) -> ScannedDate? {
    if position == cell.count { return date }
    var date = date
    guard let time = timeOfDay(cell) else { return nil }
    date.time = time
    return date
  }

  /// One to four digits.
  private mutating func digits(_ cell: Span<UInt8>) -> (value: Int, count: Int)? {
    var value = 0
    let start = position
    while position < cell.count, cell[position] &- 0x30 < 10 {
      if position - start == 4 { return nil }
      value = value * 10 + Int(cell[position] &- 0x30)
      position += 1
    }
    return position == start ? nil : (value, position - start)
  }

  /// ` hh:mm[:ss[.ffffff]] [AM|PM] [Z|+hh:mm]`. An offset from Greenwich is left out of account:
  /// the day is the one on the writer's wall.
  private mutating func timeOfDay(_ cell: Span<UInt8>) -> Int64? {
    guard cell[position] == blank || cell[position] | 0x20 == UInt8(ascii: "t") else { return nil }
    while position < cell.count, cell[position] == blank || cell[position] | 0x20 == 0x74 {
      position += 1
    }
    guard var hours = digits(cell), hours.count <= 2, let minutes = numberAfterColon(cell)
    else { return nil }
    let seconds = numberAfterColon(cell) ?? 0
    let fraction = fractionOfSecond(cell)
    if let isAfternoon = halfOfDay(cell) {
      guard (1...12).contains(hours.value) else { return nil }
      hours.value = hours.value % 12 + (isAfternoon ? 12 : 0)
    }
    guard hours.value < 24, minutes < 60, seconds < 60, skipOffset(cell), position == cell.count
    else { return nil }
    return Int64(hours.value * 3600 + minutes * 60 + seconds) * 1_000_000 + fraction
  }

  private mutating func numberAfterColon(_ cell: Span<UInt8>) -> Int? {
    guard position < cell.count, cell[position] == UInt8(ascii: ":") else { return nil }
    position += 1
    guard let number = digits(cell), number.count == 2 else { return nil }
    return number.value
  }

  /// In microseconds; further digits are cut off.
  private mutating func fractionOfSecond(_ cell: Span<UInt8>) -> Int64 {
    guard position + 1 < cell.count,
      cell[position] == UInt8(ascii: ".") || cell[position] == UInt8(ascii: ","),
      cell[position + 1] &- 0x30 < 10
    else { return 0 }
    position += 1
    var value: Int64 = 0
    var weight: Int64 = 100_000
    while position < cell.count, cell[position] &- 0x30 < 10 {
      value += Int64(cell[position] &- 0x30) * weight
      weight /= 10
      position += 1
    }
    return value
  }

  /// Whether `PM` (true) or `AM` (false) stands here.
  private mutating func halfOfDay(_ cell: Span<UInt8>) -> Bool? {
    var look = position
    if look < cell.count, cell[look] == blank { look += 1 }
    guard look + 1 < cell.count, cell[look + 1] | 0x20 == UInt8(ascii: "m") else { return nil }
    switch cell[look] | 0x20 {
    case UInt8(ascii: "a"):
      position = look + 2
      return false
    case UInt8(ascii: "p"):
      position = look + 2
      return true
    default: return nil
    }
  }

  /// False where something else stands here.
  private mutating func skipOffset(_ cell: Span<UInt8>) -> Bool {
    if position == cell.count { return true }
    if cell[position] == blank { position += 1 }
    guard position < cell.count else { return false }
    switch cell[position] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): position += 1
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      position += 1
      guard let hours = digits(cell), hours.count == 2 || hours.count == 4 else { return false }
      if position < cell.count, numberAfterColon(cell) == nil { return false }
    default: return false
    }
    return true
  }
}

/// The year of two digits: 69 to 99 are of the last century, as POSIX has it.
func fullYear(_ digits: Int) -> Int { digits + (digits < 69 ? 2000 : 1900) }
