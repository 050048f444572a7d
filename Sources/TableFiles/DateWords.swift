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

/// The pattern of a date as written: `2024-03-15 10:00:00` is `yyyy-mm-dd hh:mm:ss`.
func datePattern(_ text: String, _ order: DateOrder) -> String {
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
