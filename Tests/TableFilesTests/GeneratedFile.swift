import Calendars
import TableFiles
import TestSupport

/// A file made from a table that is known, in a dialect drawn by lot.
struct GeneratedFile {
  private(set) var bytes: [UInt8] = []
  private(set) var names: [String] = []
  /// The cells of every column, as `cells` prints them.
  private(set) var truth: [[String]] = []
  private(set) var separator = ","

  private var random: SeededGenerator
  private var written: [[String]] = []
  private var decimalComma = false
  private var lineEnd = "\n"
  private var quotesAll = false
  private var quote: Unicode.Scalar = "\""
  private var isLatin = false
  private var hasHeader = true
  /// How the column at hand writes numbers below zero.
  private var negatives = Negatives.minus

  private enum Negatives { case minus, parentheses, minusBehind }

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    separator = pick([",", ";", "\t", "|"])
    decimalComma = separator != "," && Bool.random(using: &random)
    lineEnd = pick(["\n", "\r\n", "\r"])
    quotesAll = Int.random(in: 0..<4, using: &random) == 0
    if quotesAll, Bool.random(using: &random) { quote = "'" }
    isLatin = Int.random(in: 0..<6, using: &random) == 0
    hasHeader = Int.random(in: 0..<6, using: &random) > 0
    let rows = Int.random(in: 5...40, using: &random)
    for index in 0..<Int.random(in: 2...7, using: &random) { addColumn(index, rows: rows) }
    // The first column is whole, so that no row is blank.
    write(rows: rows)
  }

  private mutating func pick<Element>(_ values: [Element]) -> Element {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private mutating func addColumn(_ index: Int, rows: Int) {
    let kinds = ["integer", "decimal", "money", "percent", "date", "month", "text", "boolean"]
    let kind = index == 0 ? "integer" : pick(kinds)
    names.append(hasHeader ? "\(kind) \(index)" : "column_\(index + 1)")
    let pattern = pick(["ymd-", "ymd/", "dmy/", "dmy.", "mdy/", "dmy-"])
    let style = Int.random(in: 0..<3, using: &random)
    negatives = pick([.minus, .minus, .parentheses, .minusBehind])
    var (texts, values): ([String], [String]) = ([], [])
    for row in 0..<rows {
      // The first two rows settle what a column is.
      if index > 0, row > 1, Int.random(in: 0..<6, using: &random) == 0 {
        texts.append(kind == "text" ? "" : pick(["", "NA", "n.d.", "-"]))
        values.append("missing")
        continue
      }
      let (text, value) = cell(kind, row: row, pattern: pattern, style: style)
      texts.append(text)
      values.append(value)
    }
    written.append(texts)
    truth.append(values)
  }

  private mutating func cell(
    _ kind: String, row: Int, pattern: String, style: Int
  ) -> (text: String, value: String) {
    switch kind {
    case "integer":
      // The first row is above zero: numbers that all stand in parentheses would be marks.
      let number = Int.random(in: (row == 0 ? 1 : -99_999)...99_999, using: &random)
      let text = "\(number.magnitude)"
      return (number < 0 ? below(text) : text, "\(number)")
    case "decimal": return signed(decimal(row: row, isGrouped: style == 0))
    case "money":
      let (text, value) = decimal(row: row, isGrouped: style == 0)
      let isBelow = Bool.random(using: &random)
      // The sign of the currency within the parentheses or without.
      let currency = isLatin || style == 2 ? "$" : pick(["€ ", "€"])
      let isInside = Bool.random(using: &random)
      let amount = style == 1 && !isLatin ? text + " €" : currency + text
      if !isBelow { return (amount, value) }
      if isInside { return (below(amount), "-\(value)") }
      return (
        style == 1 && !isLatin ? below(text) + " €" : currency + below(text), "-\(value)"
      )
    case "percent":
      let (text, value) = decimal(row: row, isGrouped: false)
      // A hundredth, rounded once.
      return (text + pick(["%", " %"]), Double(value + "e-2").map { "\($0)" } ?? "")
    case "month": return month(row: row, style: style)
    case "date": return date(row: row, pattern: pattern)
    case "boolean":
      let value = row < 2 ? row == 0 : Bool.random(using: &random)
      let words = [("yes", "no"), ("Vero", "Falso"), ("Y", "N")][style]
      return (value ? words.0 : words.1, "\(value)")
    default:
      let text = word()
      return (text, text)
    }
  }

  /// An amount below zero, in the way of its column.
  private func below(_ text: String) -> String {
    switch negatives {
    case .minus: "-" + text
    case .parentheses: "(" + text + ")"
    case .minusBehind: text + "-"
    }
  }

  private mutating func signed(_ number: (text: String, value: String)) -> (String, String) {
    Bool.random(using: &random) ? number : (below(number.text), "-\(number.value)")
  }

  /// Two digits behind the mark, so that no number is ambiguous.
  private mutating func decimal(row: Int, isGrouped: Bool) -> (String, String) {
    let whole = Int.random(in: 0...2_000_000, using: &random)
    let cents = Int.random(in: 1...99, using: &random)
    var digits = "\(whole)"
    if isGrouped {
      let mark: Character = decimalComma ? "." : ","
      var grouped: [Character] = []
      for (offset, digit) in digits.reversed().enumerated() {
        if offset > 0, offset % 3 == 0 { grouped.append(mark) }
        grouped.append(digit)
      }
      digits = String(grouped.reversed())
    }
    let text = digits + (decimalComma ? "," : ".") + padded(cents, to: 2)
    return (text, Double("\(whole).\(padded(cents, to: 2))").map { "\($0)" } ?? "")
  }

  private mutating func date(row: Int, pattern: String) -> (String, String) {
    let year = Int.random(in: 1901...2099, using: &random)
    let month = Int.random(in: 1...12, using: &random)
    // The first row settles day and month.
    let day = row == 0 ? 28 : Int.random(in: 1...28, using: &random)
    let mark = String(pattern.suffix(1))
    let (y, m, d) = ("\(year)", padded(month, to: 2), padded(day, to: 2))
    let parts =
      pattern.hasPrefix("ymd") ? [y, m, d] : pattern.hasPrefix("dmy") ? [d, m, y] : [m, d, y]
    return (parts.joined(separator: mark), "\(y)-\(m)-\(d)")
  }

  /// Without a name that says so, months are those whose year comes first.
  private mutating func month(row: Int, style: Int) -> (String, String) {
    let year = Int.random(in: 1901...2099, using: &random)
    // The first row is no season, such as 2011-12.
    let month = row == 0 ? (year + 2) % 100 % 11 + 1 : Int.random(in: 1...12, using: &random)
    let digits = padded(month, to: 2)
    let texts = ["\(year)-\(digits)", "\(digits)/\(year)", "\(monthNames[month - 1]) \(year)"]
    return (texts[hasHeader ? style : 0], "\(year)-\(digits)-01")
  }

  private let monthNames = [
    "January", "feb", "Mar", "avril", "maggio", "jun", "luglio", "agosto", "Sep", "oktober", "nov",
    "dicembre",
  ]

  private mutating func word() -> String {
    let pieces =
      ["a", "Forlì", "\"", ",", ";", "\n", "\r\n", "|", "\t", " b ", "too dear", "'"]
      // Bytes that never are UTF-8 where the file is none.
      + (isLatin ? ["ø", "ø"] : ["€", "日本"])
    var text = "w"
    for _ in 0..<Int.random(in: 0...5, using: &random) { text += pick(pieces) }
    return text + "."
  }

  private mutating func write(rows: Int) {
    var lines = (0..<rows).map { row in line(written.map { $0[row] }) }
    if hasHeader { lines.insert(line(names), at: 0) }
    var text = lines.joined(separator: lineEnd)
    if Bool.random(using: &random) { text += lineEnd }
    if Int.random(in: 0..<4, using: &random) == 0 { text += lineEnd + lineEnd }
    bytes = encoded(text)
  }

  private mutating func line(_ cells: [String]) -> String {
    var parts: [String] = []
    for cell in cells {
      let needsQuotes = cell.unicodeScalars.contains { scalar in
        "\"\r\n ".unicodeScalars.contains(scalar) || separator.unicodeScalars.contains(scalar)
      }
      if needsQuotes || quotesAll || Int.random(in: 0..<8, using: &random) == 0 {
        parts.append("\(quote)\(doubled(cell))\(quote)")
      } else {
        parts.append(cell)
      }
    }
    return parts.joined(separator: separator)
  }

  private func doubled(_ cell: String) -> String {
    var text = ""
    for scalar in cell.unicodeScalars {
      text.unicodeScalars.append(scalar)
      if scalar == quote { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  private mutating func encoded(_ text: String) -> [UInt8] {
    if isLatin { return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case 1: return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 2: return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: return Array(text.utf8)
    }
  }
}
