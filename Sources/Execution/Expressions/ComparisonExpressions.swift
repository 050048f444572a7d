import Calendars
import Columns
import Kernels
import Planning

/// Where a comparison holds; with a missing side only `!=` does.
func comparisonBits(
  _ operation: ComparisonOperator, _ left: TypedExpression, _ right: TypedExpression,
  over table: Table
) -> Bitmap {
  if isConstant(left), !isConstant(right) {
    return comparisonBits(operation.mirrored, right, left, over: table)
  }
  if case .column(let index, .decimal) = left, let number = exactConstant(right) {
    // A decimal that is NaN counts as missing, and compares as a missing one does.
    let column = table.columns[index]
    let holds = compareDecimals(
      column.decimals.values, operation.comparison, constant: number)
    return settled(holds, operation.comparison, column.validity)
  }
  let leftColumn = evaluate(left, over: table)
  if case .constant(let value, let type) = right, !isNaN(value),
    type == leftColumn.type || value == .missing
  {
    return comparisonBits(operation.comparison, leftColumn, constant: value)
  }
  return comparisonBits(operation, leftColumn, evaluate(right, over: table))
}

/// A number that a decimal holds exactly; nil of anything else.
private func exactConstant(_ expression: TypedExpression) -> Double? {
  switch expression {
  case .constant(.decimal(let number), _): number.isNaN ? nil : number
  case .constant(.integer(let number), _): number.magnitude <= 1 << 53 ? Double(number) : nil
  default: nil
  }
}

private func isConstant(_ expression: TypedExpression) -> Bool {
  if case .constant = expression { true } else { false }
}

private func isNaN(_ value: Value) -> Bool { value.number?.isNaN == true }

/// With one value of the column's type, or missing.
private func comparisonBits(
  _ comparison: Comparison, _ column: Column, constant: Value
) -> Bitmap {
  let holds: Bitmap
  switch constant {
  case .missing: return Bitmap(repeating: comparison == .notEqual, count: column.count)
  case .integer(let value) where column.type == .integer:
    holds = compare(column.integers.values, comparison, constant: value)
  case .integer(let value):
    holds = compareDecimals(column.decimals.values, comparison, constant: Double(value))
  case .decimal(let value):
    holds = compareDecimals(column.decimals.values, comparison, constant: value)
  case .boolean(let value):
    holds = compare(numbers(column.booleans), comparison, constant: value ? 1 : 0)
  case .date(let date):
    guard case .days(let days) = column.storage else {
      preconditionFailure("a date was compared with a column of \(column.type.rawValue)")
    }
    holds = compare(days, comparison, constant: date.daysSinceEpoch)
  case .timestamp(let instant):
    holds = compare(column.instants.values, comparison, constant: instant)
  case .text(let text):
    let words = column.words
    let passes = words.dictionary.map { comparison.holds(codePointOrder($0, text)) }
    return settled(wordBits(words, column.validity, passes), comparison, column.validity)
  }
  return settled(holds, comparison, column.validity)
}

private func comparisonBits(
  _ operation: ComparisonOperator, _ left: Column, _ right: Column
) -> Bitmap {
  let comparison = operation.comparison
  let validity = Bitmap.both(left.validity, right.validity)
  let holds: Bitmap
  switch (left.type, right.type) {
  case (.integer, .integer):
    holds = compare(left.integers.values, comparison, right.integers.values)
  case (.integer, .decimal):
    holds = compare(left.integers.values, comparison, right.decimals.values)
  case (.decimal, .integer):
    return comparisonBits(operation.mirrored, right, left)
  case (.text, .text):
    let (leftRanks, rightRanks) = codePointRanks(left.words, right.words)
    let leftCells = Cells(left.words.codes, validity: left.validity)
    let rightCells = Cells(right.words.codes, validity: right.validity)
    let leftOrder = leftCells.mapPresent(filler: 0) { leftRanks[Int($0)] }
    let rightOrder = rightCells.mapPresent(filler: 0) { rightRanks[Int($0)] }
    holds = compare(leftOrder.values, comparison, rightOrder.values)
  case (.boolean, .boolean):
    holds = compare(numbers(left.booleans), comparison, numbers(right.booleans))
  case (.date, _), (.timestamp, _):
    let leftCells = left.instants
    let rightCells = right.instants
    let known = Bitmap.both(leftCells.validity, rightCells.validity)
    return settled(compare(leftCells.values, comparison, rightCells.values), comparison, known)
  case (.decimal, _), (.integer, _), (.text, _), (.boolean, _):
    holds = compare(left.decimals.values, comparison, right.decimals.values)
  }
  return settled(holds, comparison, validity)
}

/// What a comparison says of rows with a missing side is replaced by what the language says.
private func settled(_ holds: Bitmap, _ comparison: Comparison, _ validity: Bitmap?) -> Bitmap {
  guard let validity else { return holds }
  return comparison == .notEqual ? holds | ~validity : holds & validity
}

private func numbers(_ cells: Cells<Bool>) -> [UInt8] { cells.values.map { $0 ? 1 : 0 } }

extension ComparisonOperator {
  fileprivate var comparison: Comparison {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    }
  }
}
