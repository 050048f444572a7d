import Columns
import Kernels
import Planning

/// The same rows. Throws `unmet` where a condition does not hold for one of them.
func expected(_ expectation: Expectation, of table: Table) throws(ExecutionError) -> Table {
  let failing = (~bits(expectation.condition, over: table)).indicesOfOnes
  guard let first = failing.first else { return table }
  let rows = table.rowCount == 1 ? "row" : "rows"
  let verb = failing.count == 1 ? "does" : "do"
  let cells = expectation.shown.map { column in
    "\(table.schema.fields[column].name) \(plainText(table.columns[column][first]) ?? "(missing)")"
  }
  throw .unmet(
    "\(failing.count) of \(table.rowCount) \(rows) \(verb) not match", at: expectation.range,
    hint: "the first is row \(first + 1): \(cells.joined(separator: ", "))",
    help: missingHelp(expectation, failing, table))
}

private func missingHelp(
  _ expectation: Expectation, _ failing: [Int], _ table: Table
) -> String? {
  for column in expectation.condition.columns {
    let missing = failing.count { table.columns[column].isMissing($0) }
    guard missing > 0 else { continue }
    let name = table.schema.fields[column].name
    let subject = missing == failing.count ? "they" : "\(missing) of them"
    let verb = missing == 1 && missing < failing.count ? "has" : "have"
    return "\(subject) \(verb) no \(name), and a comparison with a missing value is false"
  }
  return nil
}
