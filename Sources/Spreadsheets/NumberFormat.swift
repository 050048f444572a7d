/// What a number of a sheet is, as the code of its format tells.
///
/// Source: ECMA-376 part 1, 18.8.30 and 18.8.31. Codes stand in the file in their English form, whatever
/// the language of the program.
package enum NumberFormat: Hashable, Sendable {
  case plain
  case date
  case dateAndTime
  case time
  /// Hours that may be more than 24.
  case elapsed
  case percent
  /// With the sign that a reader knows.
  case currency(String)

  /// Of a format that every program knows by its number.
  init(builtIn number: Int) {
    switch number {
    case 9, 10: self = .percent
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...21, 32...35, 45, 47, 55, 56: self = .time
    case 22: self = .dateAndTime
    case 46: self = .elapsed
    default: self = .plain
    }
  }

  /// Of a format that is written out: `dd/mm/yyyy`, `#,##0.00 [$€-410]`.
  package init(code: String) {
    let (letters, signs) = NumberFormat.reduced(code)
    let hasDay = letters.contains("y") || letters.contains("d") || letters.contains("M")
    let hasTime = letters.contains("h") || letters.contains("s") || letters.contains("m")
    if letters.contains("e") {
      self = .elapsed
    } else if hasDay {
      self = hasTime ? .dateAndTime : .date
    } else if hasTime {
      self = .time
    } else if letters.contains("%") {
      self = .percent
    } else {
      self = signs.first.map { .currency($0) } ?? .plain
    }
  }

  /// The letters of a code that say what it is: y, d, M for month, h, m for minute, s, e for elapsed
  /// time, %; and the signs of currencies that it prints.
  private static func reduced(_ code: String) -> (letters: Set<Character>, signs: [String]) {
    var letters: [Character] = []
    var signs: [String] = []
    var rest = Substring(code.lowercased())
    if rest.hasPrefix("general") || rest.hasPrefix("standard") { return ([], []) }
    while let first = rest.popFirst(), first != ";" {
      switch first {
      case "\"":
        let quoted = rest.prefix { $0 != "\"" }
        if let sign = sign(in: String(quoted)) { signs.append(sign) }
        rest = rest.dropFirst(quoted.count + 1)
      case "\\", "_", "*":
        if first == "\\", let next = rest.first, let sign = sign(in: String(next)) {
          signs.append(sign)
        }
        rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        if inside.hasPrefix("$") {
          if let sign = sign(in: String(inside.dropFirst().prefix { $0 != "-" })) {
            signs.append(sign)
          }
        } else if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) {
          letters.append("e")
        }
      case "a" where rest.hasPrefix("m/pm"): rest = rest.dropFirst(4)
      case "a" where rest.hasPrefix("/p"): rest = rest.dropFirst(2)
      case "y", "d", "h", "s", "%", "0", "#", "?", "m": letters.append(first)
      case "e":
        // An exponent has a sign; elsewhere it is a year of Japan.
        if rest.first != "+", rest.first != "-" { letters.append("y") }
      default: if let sign = sign(in: String(first)) { signs.append(sign) }
      }
    }
    return (Set(withMonths(letters)), signs)
  }

  /// An m behind hours or before seconds is minutes, else it is months.
  private static func withMonths(_ letters: [Character]) -> [Character] {
    letters.indices.map { index in
      guard letters[index] == "m" else { return letters[index] }
      let before = letters[..<index].last { $0 != "m" }
      let after = letters[index...].first { $0 != "m" }
      return before == "h" || after == "s" ? "m" : "M"
    }
  }

  private static func sign(in text: String) -> String? {
    if text.contains("€") || text.contains("eur") { return "€" }
    if text.contains("$") || text.contains("usd") { return "$" }
    if text.contains("£") || text.contains("gbp") { return "£" }
    return text.contains("chf") ? "CHF" : nil
  }
}
