import Kernels
import Planning

/// Rows numbered by their values in some columns, in order of first appearance: equal numbers where
/// all values are equal, missing being a value of its own. Without columns all rows are one.
func combinations(
  _ columns: [Cells<Int64>], rowCount: Int, isCancelled: () -> Bool
) throws(ExecutionError) -> DenseCodes {
  var parts: [DenseCodes] = []
  for cells in columns.isEmpty ? [Cells([Int64](repeating: 0, count: rowCount))] : columns {
    parts.append(
      try denseCodes(of: cells) { () throws(ExecutionError) in try poll(isCancelled) })
  }
  return try combinations(of: parts, isCancelled: isCancelled)
}

/// The same of columns, at least one, whose values are numbered already.
func combinations(
  of parts: [DenseCodes], isCancelled: () -> Bool
) throws(ExecutionError) -> DenseCodes {
  var result = parts[0]
  for next in parts.dropFirst() {
    if let few = result.combined(with: next) {
      result = few
      continue
    }
    let pairs = zip(result.codes, next.codes).map { Int64($0) * Int64(next.count) + Int64($1) }
    result = try denseCodes(of: Cells(pairs)) { () throws(ExecutionError) in
      try poll(isCancelled)
    }
  }
  return result
}
