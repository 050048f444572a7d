import Calendars

/// `3 April 2024`.
func inWords(_ date: CivilDate) -> String {
  let (year, month, day) = date.components
  return "\(day) \(monthNames[month - 1]) \(year)"
}

private let monthNames = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December",
]

/// The month that a name or its beginning of three letters or more means in English, Italian,
/// Spanish, French or German; nil where it is none or could be two.
func monthNumber(_ letters: Span<UInt8>) -> Int? {
  guard (3...10).contains(letters.count) else { return nil }
  var found: Int?
  for (index, names) in monthNamesByLanguage.enumerated() {
    for name in names where starts(name, with: letters) {
      if let found, found != index + 1 { return nil }
      found = index + 1
    }
  }
  return found
}

private func starts(_ name: [UInt8], with letters: Span<UInt8>) -> Bool {
  guard letters.count <= name.count else { return false }
  for index in letters.indices where letters[index] | 0x20 != name[index] { return false }
  return true
}

private let monthNamesByLanguage: [[[UInt8]]] = [
  "january gennaio enero janvier januar", "february febbraio febrero februar",
  "march marzo mars", "april aprile abril avril", "may maggio mayo mai",
  "june giugno junio juin juni", "july luglio julio juillet juli", "august agosto",
  "september settembre septiembre setiembre septembre", "october ottobre octubre octobre oktober",
  "november novembre noviembre", "december dicembre diciembre dezember",
].map { names in names.split(separator: " ").map { Array($0.utf8) } }

/// The pattern of a date as written: `2024-03-15 10:00:00` is `yyyy-mm-dd hh:mm:ss`.
func datePattern(_ text: String, _ order: DateOrder) -> String {
  // Behind the day comes the name of a month.
  let afterDay = text.drop { $0.isASCII && $0.isNumber }.dropFirst()
  if afterDay.first?.isLetter == true {
    let hasShortYear = afterDay.drop { !$0.isNumber }.prefix { $0.isNumber }.count == 2
    return "day month \(hasShortYear ? "yy" : "yyyy")"
  }
  let isYearFirst = text.prefix { $0.isASCII && $0.isNumber }.count == 4
  let letters: [Character] =
    isYearFirst ? ["y", "m", "d"] : order == .mdy ? ["m", "d", "y"] : ["d", "m", "y"]
  let all = letters + ["h", "m", "s", "f"]
  var pattern = ""
  var group = 0
  var wasDigit = false
  for character in text.prefix(40) {
    let isDigit = character.isASCII && character.isNumber
    if wasDigit, !isDigit { group += 1 }
    if isDigit, group < all.count { pattern.append(all[group]) } else { pattern.append(character) }
    wasDigit = isDigit
  }
  return pattern
}
