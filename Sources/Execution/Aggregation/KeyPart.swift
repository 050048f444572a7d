import Columns
import Kernels
import Planning

/// One key: its different values numbered and ranked.
struct KeyPart {
  private let key: GroupKey
  private let values: Column
  /// The value of each row as a number that is the same for equal values.
  let cells: Cells<Int64>
  let dense: DenseCodes
  /// For each number of `dense` its place in the order of groups.
  let ranks: Ranks

  init(
    _ key: GroupKey, over table: Table, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    try poll(isCancelled)
    let values = evaluate(key.value, over: table)
    self.key = key
    self.values = values
    cells = key.grain.map { ordinals(values, $0) } ?? values.identities
    dense = try denseCodes(of: cells) { () throws(ExecutionError) in try poll(isCancelled) }
    try poll(isCancelled)
    let representatives =
      key.grain == nil
      ? values.gathered(dense.firstRows) : Column(cells).gathered(dense.firstRows)
    ranks =
      representatives.type == .text
      ? popularity(representatives, counts(of: dense.codes, count: dense.count))
      : representatives.ranks
  }

  var missingRows: Int {
    cells.validity.map { $0.count - $0.onesCount } ?? 0
  }

  /// The key's values at these rows, as the result shows them.
  func column(atRows rows: [Int]) -> Column {
    guard let grain = key.grain else {
      return values.gathered(rows).converted(to: key.field.type)
    }
    return labels(of: Column(cells).gathered(rows).integers, grain)
  }
}

/// Words by how many rows carry them, most first, then in reading order.
func popularity(_ words: Column, _ counts: [Int]) -> Ranks {
  let reading = words.ranks
  let present = counts.indices.filter { !words.isMissing($0) }
  let order = present.sorted {
    counts[$0] == counts[$1]
      ? reading.ranks[$0] < reading.ranks[$1] : counts[$0] > counts[$1]
  }
  var ranks = [Int](repeating: order.count, count: counts.count)
  for (rank, word) in order.enumerated() { ranks[word] = rank }
  return Ranks(ranks: ranks, count: order.count)
}

extension Column {
  /// Each value as a number that is the same for equal values and differs for others.
  var identities: Cells<Int64> {
    switch storage {
    case .integers, .instants:
      return type == .integer ? integers : instants
    case .decimals(let values):
      // 0 and -0 are one value.
      return Cells(
        values.map { Int64(bitPattern: ($0 == 0 ? 0 : $0).bitPattern) },
        validity: withoutNaN.validity)
    case .booleans(let values): return Cells(values.map { $0 ? 1 : 0 }, validity: validity)
    case .days(let values): return Cells(values.map(Int64.init), validity: validity)
    case .words(let words): return Cells(words.codes.map(Int64.init), validity: validity)
    }
  }
}
