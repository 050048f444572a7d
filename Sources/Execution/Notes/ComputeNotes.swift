import Columns
import Kernels
import Planning

/// Notes on a computed column: cells that are missing though nothing they come from was, and conditions
/// that missing values did not meet.
func computeNotes(_ column: ComputedColumn, _ cells: Column, over table: Table) -> [String] {
  var notes = conditions(in: column.value).flatMap { condition in
    filterNotes(condition, over: table, matches: bits(condition, over: table))
  }
  var known = Bitmap(repeating: true, count: table.rowCount)
  for index in columnsRead(column.value) {
    if let validity = table.columns[index].validity { known = known & validity }
  }
  let found = cells.validity ?? Bitmap(repeating: true, count: table.rowCount)
  let lost = (known & ~found).onesCount
  if lost > 0, !mayBeMissing(column.value) {
    let rows = lost == 1 ? "1 row" : "\(lost) rows"
    notes.append(
      "\(column.field.name) is missing in \(rows): divided by 0, or beyond what a number or date holds"
    )
  }
  return notes
}

/// Whether the line itself says what is missing, as `if(x, 1, missing)` does.
private func mayBeMissing(_ expression: TypedExpression) -> Bool {
  switch expression {
  case .constant(.missing, _): true
  case .function(.choose, let arguments, _), .function(.coalesce, let arguments, _):
    arguments.contains(where: mayBeMissing)
      || arguments.dropFirst().contains { !columnsRead($0).isEmpty }
  case .function(_, let arguments, _): arguments.contains(where: mayBeMissing)
  case .negated(let operand), .moved(let operand, _): mayBeMissing(operand)
  case .arithmetic(_, let left, let right), .daysBetween(let left, let right):
    mayBeMissing(left) || mayBeMissing(right)
  default: false
  }
}

/// The conditions of the `if`s in an expression.
private func conditions(in expression: TypedExpression) -> [TypedExpression] {
  switch expression {
  case .function(let function, let arguments, _):
    (function == .choose ? Array(arguments.prefix(1)) : []) + arguments.flatMap(conditions)
  case .negated(let operand), .moved(let operand, _): conditions(in: operand)
  case .arithmetic(_, let left, let right), .daysBetween(let left, let right):
    conditions(in: left) + conditions(in: right)
  default: []
  }
}
