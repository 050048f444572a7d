import Kernels

/// All periods from the first to the last one that occurs, then one for missing where it occurs.
struct FilledPeriods {
  let codes: [Int]
  let ordinals: Cells<Int64>

  init(_ cells: Cells<Int64>) {
    let present = cells.values.indices.filter { cells.isPresent($0) }
    let first = present.lazy.map { cells.values[$0] }.min() ?? 0
    let last = present.lazy.map { cells.values[$0] }.max() ?? -1
    let count = Int(last - first) + 1
    codes = cells.values.indices.map {
      cells.isPresent($0) ? Int(cells.values[$0] - first) : count
    }
    let hasMissing = present.count < cells.values.count
    var ordinals = (0..<count).map { first + Int64($0) }
    if hasMissing { ordinals.append(0) }
    let size = ordinals.count
    let validity = hasMissing ? Bitmap(count: size) { $0 < size - 1 } : nil
    self.ordinals = Cells(ordinals, validity: validity)
  }
}
