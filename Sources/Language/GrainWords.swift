package import Calendars

/// The length of calendar period that a word means which is no name of one: `monthly`, `years`.
package func grainMeant(by word: String) -> Grain? {
  switch word.lowercased() {
  case "daily", "days": .day
  case "weekly", "weeks": .week
  case "monthly", "months": .month
  case "quarterly", "quarters": .quarter
  case "yearly", "years", "annually": .year
  default: nil
  }
}
