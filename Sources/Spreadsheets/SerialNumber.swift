import Calendars

/// How a number of a sheet is written as text that any reader of tables understands in one way.
struct NumberText {
  /// Days are counted from 1904-01-01, as old programs of Apple did.
  var uses1904 = false

  /// `text` is the number as the file has it; nil where it is none.
  func written(_ text: ArraySlice<UInt8>, as format: NumberFormat) -> String? {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    let isShort = digits.count <= 15 && !digits.isEmpty && digits.allSatisfy { $0 &- 0x30 < 10 }
    let string = String(decoding: text, as: UTF8.self)
    if isShort, format == .plain { return string }
    guard let number = Double(string), number.isFinite else { return nil }
    let plain = NumberText.plain(number)
    switch format {
    case .plain: return plain
    case .percent: return NumberText.percent(plain)
    case .currency(let sign): return "\(plain) \(sign)"
    case .date: return day(number) ?? plain
    case .dateAndTime: return dayAndTime(number) ?? plain
    case .time: return number >= 0 && number < 1 ? clock(number) : dayAndTime(number) ?? plain
    case .elapsed: return number >= 0 && number < 1e6 ? clock(number) : plain
    }
  }

  /// The shortest digits that give the number back. Three digits behind the point would look like
  /// thousands, so a nought follows them.
  static func plain(_ number: Double) -> String {
    var text = number.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    if !text.contains("e"), let point = text.firstIndex(of: "."),
      text.distance(from: point, to: text.endIndex) == 4
    {
      text += "0"
    }
    return text
  }

  /// The number moved by two places, exactly; as it is where it is written with an exponent.
  static func percent(_ plain: String) -> String {
    if plain.contains("e") { return plain }
    let isNegative = plain.hasPrefix("-")
    let parts = plain.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    while fraction.count < 2 { fraction += "0" }
    var whole = String(parts[0]) + fraction.prefix(2)
    whole = String(whole.drop { $0 == "0" })
    var rest = String(fraction.dropFirst(2))
    while rest.last == "0" { rest.removeLast() }
    if rest.count == 3 { rest += "0" }
    let text = (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest)
    return (isNegative ? "-" : "") + text + "%"
  }

  private static let secondsPerDay = 86_400

  /// Nil for what no calendar of a spreadsheet has.
  private func date(_ day: Int) -> CivilDate? {
    guard day >= 0, day < 2_958_466 else { return nil }
    if uses1904 { return CivilDate(year: 1904, month: 1, day: 1)?.adding(day) }
    // The spreadsheet has a 29 February 1900, day 60, that never was, and a day 0 before 1900.
    guard day >= 1, day != 60 else { return nil }
    return CivilDate(year: 1899, month: 12, day: day < 60 ? 31 : 30)?.adding(day)
  }

  /// What never was a day is written as the spreadsheet shows it, for the reader to report.
  private func text(ofDay day: Int) -> String? {
    if !uses1904, day == 0 { return "1900-01-00" }
    if !uses1904, day == 60 { return "1900-02-29" }
    return date(day)?.description
  }

  private func day(_ number: Double) -> String? {
    guard abs(number) < 1e7 else { return nil }
    return text(ofDay: Int(number.rounded(.down)))
  }

  private func dayAndTime(_ number: Double) -> String? {
    guard abs(number) < 1e7 else { return nil }
    var day = Int(number.rounded(.down))
    var seconds = Int(((number - Double(day)) * Double(NumberText.secondsPerDay)).rounded())
    if seconds == NumberText.secondsPerDay { (day, seconds) = (day + 1, 0) }
    guard let text = text(ofDay: day) else { return nil }
    return seconds == 0 ? text : "\(text) \(clock(seconds: seconds))"
  }

  private func clock(_ number: Double) -> String {
    clock(seconds: Int((number * Double(NumberText.secondsPerDay)).rounded()))
  }

  private func clock(seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}

extension CivilDate {
  fileprivate func adding(_ days: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: daysSinceEpoch + Int32(days))
  }
}
