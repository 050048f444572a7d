import Calendars
import Columns
import Glibc
import Kernels
import Planning

/// A function of each row's values.
func apply(
  _ function: ScalarFunction, _ arguments: [TypedExpression], _ type: ValueType, over table: Table
) -> Column {
  func argument(_ index: Int) -> Column { evaluate(arguments[index], over: table) }
  return switch function {
  case .day: argument(0).converted(to: .date)
  case .week: periodLabels(argument(0), .week)
  case .month: periodLabels(argument(0), .month)
  case .quarter: periodLabels(argument(0), .quarter)
  case .year: Column(ordinals(argument(0), .year))
  case .weekday: weekdays(argument(0))
  case .days: daysBetween(argument(1), argument(0))
  case .months: monthsBetween(argument(0), argument(1))
  case .choose: chosen(bits(arguments[0], over: table), argument(1), argument(2), type)
  case .coalesce: coalesced(arguments, type, over: table)
  case .lower: mapWords(argument(0)) { $0.lowercased() }
  case .upper: mapWords(argument(0)) { $0.uppercased() }
  case .trim: mapWords(argument(0), trimmed)
  case .length: lengths(argument(0))
  case .round: rounded(argument(0), digits: arguments.count > 1 ? argument(1) : nil, as: type)
  case .abs: absolute(argument(0))
  case .replace: replaced(argument(0), arguments)
  case .log: realFunction(argument(0)) { $0 > 0 ? Glibc.log($0) : nil }
  case .exp: realFunction(argument(0)) { Glibc.exp($0) }
  case .sqrt: realFunction(argument(0)) { $0 < 0 ? nil : $0.squareRoot() }
  case .mod: remainders(argument(0), argument(1))
  case .bucket: buckets(argument(0), argument(1))
  case .bins: bins(argument(0), argument(1))
  }
}

/// Texts in which one constant stands for another.
private func replaced(_ column: Column, _ arguments: [TypedExpression]) -> Column {
  guard arguments.count == 3, case .constant(.text(let old), _) = arguments[1],
    case .constant(.text(let new), _) = arguments[2]
  else { preconditionFailure("replace() takes two constants") }
  return mapWords(column) { replaced($0, old, new) }
}

/// The first column's cell where the bit is 1, else the second's.
private func chosen(
  _ mask: Bitmap, _ first: Column, _ second: Column, _ type: ValueType
) -> Column {
  let first = first.converted(to: type)
  let second = second.converted(to: type)
  var validity: Bitmap?
  if first.validity != nil || second.validity != nil {
    validity = Bitmap(count: mask.count) { !(mask[$0] ? first : second).isMissing($0) }
  }
  func pick<Element>(_ left: [Element], _ right: [Element]) -> [Element] {
    mask.bools.enumerated().map { row, bit in bit ? left[row] : right[row] }
  }
  let storage: ColumnStorage =
    switch type {
    case .integer: .integers(pick(first.integers.values, second.integers.values))
    case .decimal: .decimals(pick(first.decimals.values, second.decimals.values))
    case .boolean: .booleans(pick(first.booleans.values, second.booleans.values))
    case .date: .days(pick(first.days.values, second.days.values))
    case .timestamp: .instants(pick(first.instants.values, second.instants.values))
    case .text: .words(chosenWords(mask, first, second))
    }
  return Column(storage, validity: validity)
}

private func chosenWords(_ mask: Bitmap, _ first: Column, _ second: Column) -> Words {
  var interner = WordInterner()
  let sides = [second, first].map { column in
    let newCodes = column.words.dictionary.map { interner.code(of: $0) }
    return Cells(column.words.codes, validity: column.validity)
      .mapPresent(filler: UInt32(0)) { newCodes[Int($0)] }.values
  }
  let codes = (0..<mask.count).map { sides[mask[$0] ? 1 : 0][$0] }
  return Words(codes: codes, dictionary: interner.words)
}

private func coalesced(
  _ arguments: [TypedExpression], _ type: ValueType, over table: Table
) -> Column {
  guard let first = arguments.first else {
    return Column(repeating: .missing, type, count: table.rowCount)
  }
  var result = evaluate(first, over: table).converted(to: type)
  for argument in arguments.dropFirst() where result.validity != nil {
    result = chosen(~missingBits(result), result, evaluate(argument, over: table), type)
  }
  return result
}
