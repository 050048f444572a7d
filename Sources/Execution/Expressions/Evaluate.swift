package import Columns
package import Kernels
package import Planning

/// The value of an expression in every row, as a column of the expression's type. Conditions have
/// no missing values.
package func evaluate(_ expression: TypedExpression, over table: Table) -> Column {
  switch expression {
  case .column(let index, _):
    return table.columns[index].withoutNaN
  case .constant(let value, let type):
    let known = value.number?.isNaN == true ? .missing : value
    return Column(repeating: known, type, count: table.rowCount)
  case .negated(let operand):
    return negated(evaluate(operand, over: table))
  case .arithmetic(let operation, let left, let right):
    return arithmetic(operation, evaluate(left, over: table), evaluate(right, over: table))
  case .moved(let date, let duration):
    return moved(evaluate(date, over: table), by: duration)
  case .daysBetween(let left, let right):
    return daysBetween(evaluate(left, over: table), evaluate(right, over: table))
  case .function(let function, let arguments, let type):
    return apply(function, arguments, type, over: table)
  case .cause(let figure, let reason, let map):
    return causes(figure, of: evaluate(reason, over: table), map)
  case .comparison, .within, .textTest, .isMissing, .truth, .not, .and, .or:
    return Column(.booleans(bits(expression, over: table).bools))
  }
}

/// Where a condition is true. Other boolean expressions count as true where they hold true, so
/// missing counts as false.
package func bits(_ condition: TypedExpression, over table: Table) -> Bitmap {
  switch condition {
  case .comparison(let operation, let left, let right):
    return comparisonBits(operation, left, right, over: table)
  case .within(let date, let period):
    return withinBits(evaluate(date, over: table), period)
  case .textTest(let test, let text, let pattern):
    return textTestBits(test, evaluate(text, over: table), pattern)
  case .isMissing(let operand):
    return missingBits(evaluate(operand, over: table))
  case .not(let operand):
    return ~bits(operand, over: table)
  case .and(let left, let right):
    return bits(left, over: table) & bits(right, over: table)
  case .or(let left, let right):
    return bits(left, over: table) | bits(right, over: table)
  case .truth(let operand):
    return truthBits(evaluate(operand, over: table))
  case .column, .constant, .function, .negated, .arithmetic, .moved, .daysBetween, .cause:
    return truthBits(evaluate(condition, over: table))
  }
}
