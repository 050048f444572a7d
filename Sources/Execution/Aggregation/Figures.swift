import Columns
import Kernels
import Planning

/// One figure a group. Throws `impossible` where the function cannot work on the values' type.
func figures(
  _ measure: AggregateColumn, of input: Column?, in groups: Groups, isCancelled: () -> Bool
) throws(ExecutionError) -> Column {
  if measure.function == .share { return shares(groups) }
  guard let input else {
    guard measure.function == .count else {
      throw .impossible("\(measure.function.rawValue)() has nothing to work on", help: nil)
    }
    return rowCounts(groups)
  }
  try requireNumbers(measure.function, input)
  switch measure.function {
  case .count: return valueCounts(input, groups)
  case .distinct: return try distinctCounts(input, groups, isCancelled: isCancelled)
  case .sum: return sums(input, groups)
  case .avg: return means(input, groups)
  case .sd: return deviations(input, groups)
  case .median: return quantiles(0.5, input, groups)
  case .quantile: return quantiles(try share(measure), input, groups)
  case .min: return input.gathered(rowsOrMissing: extremeRows(input, groups, largest: false))
  case .max: return input.gathered(rowsOrMissing: extremeRows(input, groups, largest: true))
  case .first: return input.gathered(rowsOrMissing: firstRows(input, groups))
  case .last: return input.gathered(rowsOrMissing: lastRows(input, groups))
  case .any: return anyTrue(input, groups)
  case .all: return allTrue(input, groups)
  case .share: return shares(groups)
  }
}

private func requireNumbers(
  _ function: AggregateFunction, _ input: Column
) throws(ExecutionError) {
  let isFit =
    switch function {
    case .sum, .avg, .sd, .median, .quantile: input.type.isNumeric
    case .any, .all: input.type == .boolean
    case .count, .distinct, .min, .max, .first, .last, .share: true
    }
  guard isFit else {
    throw .impossible(
      "\(function.rawValue)() does not work on values of type \(input.type.rawValue)", help: nil)
  }
}

/// The second argument of a quantile.
private func share(_ measure: AggregateColumn) throws(ExecutionError) -> Double {
  guard let share = measure.parameter, (0...1).contains(share) else {
    throw .impossible(
      "quantile() needs a share from 0 to 1",
      help: "for the largest tenth:  quantile(x, 0.9)")
  }
  return share
}
