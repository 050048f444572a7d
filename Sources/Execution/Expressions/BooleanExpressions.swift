import Columns
import Kernels

/// Where a column of booleans holds true.
func truthBits(_ column: Column) -> Bitmap {
  let cells = column.booleans
  return Bitmap(count: column.count) { cells.values[$0] && cells.isPresent($0) }
}

/// Where a column has no value.
func missingBits(_ column: Column) -> Bitmap {
  column.validity.map { ~$0 } ?? Bitmap(repeating: false, count: column.count)
}
