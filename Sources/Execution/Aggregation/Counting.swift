import Columns
import Kernels
import Planning

/// The rows of each group.
func rowCounts(_ groups: Groups) -> Column {
  Column(.integers(counts(of: groups.codes, count: groups.count).map(Int64.init)))
}

/// The rows of each group that have a value.
func valueCounts(_ input: Column, _ groups: Groups) -> Column {
  var counts = [Int64](repeating: 0, count: groups.count)
  for row in groups.codes.indices where !input.isMissing(row) { counts[groups.codes[row]] += 1 }
  return Column(.integers(counts))
}

/// The different values of each group; 0 where it has none.
func distinctCounts(
  _ input: Column, _ groups: Groups, isCancelled: () -> Bool
) throws(ExecutionError) -> Column {
  let values = input.identities
  func dense(_ cells: Cells<Int64>) throws(ExecutionError) -> DenseCodes {
    try denseCodes(of: cells) { () throws(ExecutionError) in try poll(isCancelled) }
  }
  let valueCodes = try dense(values)
  let pairs = zip(groups.codes, valueCodes.codes).map {
    Int64($0) * Int64(valueCodes.count) + Int64($1)
  }
  var counts = [Int64](repeating: 0, count: groups.count)
  for row in try dense(Cells(pairs, validity: values.validity)).firstRows
  where values.isPresent(row) {
    counts[groups.codes[row]] += 1
  }
  return Column(.integers(counts))
}

/// Each group's rows as a share of all rows; missing in an empty table.
func shares(_ groups: Groups) -> Column {
  let total = Double(groups.codes.count)
  let shares = counts(of: groups.codes, count: groups.count).map { Double($0) / total }
  return Column(Cells(shares))
}
