import TestSupport

/// A random file of clients in the shapes that firms keep them: with ids or without, with customers
/// who come back, with ends that are missing, on the day of the start, or the day before the next one.
struct ClientBook {
  let text: String
  /// A day within the book's time or after it, at which to end the observation.
  let asOf: String

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let hasIDs = pick(0...2) > 0
    let hasFlag = pick(0...3) == 0
    var header = hasIDs ? ["customer_id"] : []
    header += ["plan", "start_date", "end_date", "reason"]
    if hasFlag { header.append("observed") }
    var lines = [header.joined(separator: ",")]
    let first = pick(17_000...18_500)
    let span = pick(30...900)
    var earliest = Int.max
    for _ in 0..<pick(1...60) {
      let start = first + pick(0...span)
      earliest = min(earliest, start)
      let isOpen = pick(0...2) == 0
      let stay = [0, 1, pick(0...40), pick(0...span)][pick(0...3)]
      let hasLeft = !isOpen && (!hasFlag || pick(0...3) > 0)
      var cells = hasIDs ? ["K\(pick(1...40))"] : []
      cells += [
        ["annual", "monthly"][pick(0...1)], ClientBook.date(start),
        isOpen && !hasFlag ? "" : ClientBook.date(start + stay),
        hasLeft ? ["price", "moved", ""][pick(0...2)] : "",
      ]
      if hasFlag { cells.append(hasLeft ? "true" : "false") }
      lines.append(cells.joined(separator: ","))
    }
    asOf = ClientBook.date(earliest + pick(0...span * 2))
    text = lines.joined(separator: "\n") + "\n"
  }

  /// A day counted from 1970 as it is written (Hinnant, civil_from_days, for years after 1970).
  static func date(_ day: Int) -> String {
    let shifted = day + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
    let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    let calendarYear = year + era * 400 + (calendarMonth <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(calendarYear)-\(two(calendarMonth))-\(two(dayOfMonth))"
  }
}
