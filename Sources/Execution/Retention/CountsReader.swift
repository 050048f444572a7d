import Calendars
import Columns
import Planning

/// The rows of a table of calendar counts, ready for formulas.
struct CountsReader {
  let rowCount: Int
  /// The label of each row's period.
  let periods: [String]
  let isFinished: [Bool]
  /// The rows of each group, in their order; groups by first appearance.
  let groups: [Group]
  private let quantities: [Column]

  struct Group {
    var keys: [Value]
    var rows: [Int]
  }

  /// `counts` has the schema of `CalendarCounts` with this many keys.
  init(_ counts: Table, keyCount: Int) {
    let labels = counts.columns[keyCount]
    let finished = counts.columns[keyCount + 1 + Quantity.allCases.count]
    rowCount = counts.rowCount
    periods = (0..<rowCount).map { row in
      if case .text(let label) = labels[row] { label } else { "" }
    }
    isFinished = (0..<rowCount).map { finished[$0] == .boolean(true) }
    quantities = Quantity.allCases.indices.map { counts.columns[keyCount + 1 + $0] }
    let keys = KeyPartition(Array(counts.columns.prefix(keyCount)), rows: Array(0..<rowCount))
    let buckets = Buckets(keys.groups, count: keys.values.count)
    groups = keys.values.indices.map { Group(keys: keys.values[$0], rows: Array(buckets[$0])) }
  }

  func value(_ quantity: Quantity, _ row: Int) -> Double? {
    guard let position = Quantity.allCases.firstIndex(of: quantity) else { return nil }
    return quantities[position][row].number
  }

  /// The value of a formula in a row; nil where the period opens with nobody, unless the formula is
  /// about renewals, which newcomers of the period may have due too.
  func value(_ formula: Formula, _ row: Int) -> Double? {
    if !formula.quantities.contains(.due) {
      guard let opening = value(.opening, row), opening > 0 else { return nil }
    }
    return formula.value { value($0, row) }
  }

  func column(_ quantity: Quantity) -> Column {
    quantities[Quantity.allCases.firstIndex(of: quantity) ?? 0]
  }

  /// `plan annual, 2012`: what a row is about.
  func name(_ row: Int, keys: [Value]) -> String {
    (keys.map(keyText) + [periods[row]]).joined(separator: ", ")
  }
}

/// A key as a word in a sentence.
func keyText(_ value: Value) -> String {
  switch value {
  case .missing: "(missing)"
  case .integer(let number): String(number)
  case .decimal(let number): String(number)
  case .boolean(let flag): flag ? "yes" : "no"
  case .date(let date): date.description
  case .timestamp(let instant): CivilDate(timestamp: instant).description
  case .text(let text): text
  }
}
