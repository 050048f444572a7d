import Columns
import Kernels
import Planning

/// `+ - * /` of numbers: integers stay integers and become missing on overflow, but for `/`, which
/// gives decimals, missing where the divisor is 0.
func arithmetic(_ operation: ArithmeticOperator, _ left: Column, _ right: Column) -> Column {
  if operation != .dividedBy, left.type == .integer, right.type == .integer {
    return Column(integerArithmetic(operation, left.integers, right.integers))
  }
  return Column(decimalArithmetic(operation, left.decimals, right.decimals))
}

private func integerArithmetic(
  _ operation: ArithmeticOperator, _ left: Cells<Int64>, _ right: Cells<Int64>
) -> Cells<Int64> {
  switch operation {
  case .plus: left.zipPresent(right, filler: 0) { exact($0.addingReportingOverflow($1)) }
  case .minus: left.zipPresent(right, filler: 0) { exact($0.subtractingReportingOverflow($1)) }
  case .times: left.zipPresent(right, filler: 0) { exact($0.multipliedReportingOverflow(by: $1)) }
  case .dividedBy: preconditionFailure("a quotient of integers is a decimal")
  }
}

private func decimalArithmetic(
  _ operation: ArithmeticOperator, _ left: Cells<Double>, _ right: Cells<Double>
) -> Cells<Double> {
  switch operation {
  case .plus: left.zipPresent(right, filler: .nan) { $0 + $1 }
  case .minus: left.zipPresent(right, filler: .nan) { $0 - $1 }
  case .times: left.zipPresent(right, filler: .nan) { $0 * $1 }
  case .dividedBy: left.zipPresent(right, filler: .nan) { $1 == 0 ? nil : $0 / $1 }
  }
}

/// `-x` of numbers.
func negated(_ column: Column) -> Column {
  if column.type == .integer {
    return Column(
      column.integers.mapPresent(filler: 0) {
        exact(Int64(0).subtractingReportingOverflow($0))
      })
  }
  return Column(column.decimals.mapPresent(filler: .nan) { -$0 })
}

/// The distance of numbers from 0.
func absolute(_ column: Column) -> Column {
  if column.type == .integer {
    return Column(
      column.integers.mapPresent(filler: 0) {
        $0 < 0 ? exact(Int64(0).subtractingReportingOverflow($0)) : $0
      })
  }
  return Column(column.decimals.mapPresent(filler: .nan) { Swift.abs($0) })
}

@inline(__always) func exact(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
  result.overflow ? nil : result.partialValue
}
