import Columns
import Planning

/// What every row of a clients table pays a month, in whole cents, so that sums are exact.
struct MonthlyCents {
  /// One for each row of the table; 0 where the amount is missing.
  let cents: [Int64]
  /// The rows without an amount.
  let isMissing: [Bool]
  private let money: MonthlyMoney
  private var rounded = 0

  /// `wanted` holds the rows that notes speak of. Fails where sums could leave the range of whole
  /// cents: amounts of more than 46 thousand million million in all.
  init(_ table: Table, _ money: MonthlyMoney) throws(ExecutionError) {
    self.money = money
    let column = table.columns[money.column]
    var cents = [Int64](repeating: 0, count: column.count)
    var isMissing = [Bool](repeating: false, count: column.count)
    var magnitude = 0.0
    for row in 0..<column.count {
      guard let amount = column[row].number, amount.isFinite else {
        isMissing[row] = true
        continue
      }
      let exact = amount * 100 / money.months
      magnitude += abs(exact)
      guard magnitude < 0x1p62 else {
        throw .impossible(
          "the amounts of '\(money.name)' are too large to add up to the cent",
          help: "is it the column that is meant? Else: roles amount = COLUMN")
      }
      let whole = exact.rounded(.toNearestOrAwayFromZero)
      // A sum of binary fractions is never off by a millionth of a cent where it was whole.
      if abs(exact - whole) > 1e-6 * max(1, abs(exact) * 1e-6) { rounded += 1 }
      cents[row] = Int64(whole)
    }
    self.cents = cents
    self.isMissing = isMissing
  }

  /// What the money is, how many of `rows` have none, and what was rounded.
  func notes(of rows: some Sequence<Int>) -> [String] {
    var notes = ["money: '\(money.name)' per \(money.per.rawValue), \(money.origin)\(division)"]
    if rounded > 0 {
      notes.append("\(counted(rounded, "amount")) rounded to the cent of a month")
    }
    var (missing, negative) = (0, 0)
    for row in rows {
      if isMissing[row] { missing += 1 }
      if cents[row] < 0 { negative += 1 }
    }
    if missing > 0 { notes.append("\(counted(missing, "row")) without an amount counted as 0") }
    if negative > 0 { notes.append("\(counted(negative, "row")) with a negative amount") }
    return notes
  }

  private var division: String {
    switch money.per {
    case .month: "; figures are per month"
    case .quarter: " / 3; figures are per month"
    case .year: " / 12; figures are per month"
    case .contract: " / \(figure(money.months)) months; figures are per month"
    }
  }
}

/// Whole cents as money.
func money(_ cents: Int64) -> Double { Double(cents) / 100 }
