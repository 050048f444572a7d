import Calendars
import Columns
import Kernels
import Planning

/// Which group each row belongs to; groups are numbered in the order in which they are shown.
struct Groups {
  /// The group of each row, 0 ..< `count`.
  var codes: [Int]
  var count: Int
  /// One row a group, one column a key.
  var keyColumns: [Column]
  /// For each key the number of rows without a value.
  var missingRows: [Int]

  init(
    of table: Table, by keys: [GroupKey], isCancelled: () -> Bool
  ) throws(ExecutionError) {
    var parts: [KeyPart] = []
    for key in keys {
      parts.append(try KeyPart(key, over: table, isCancelled: isCancelled))
    }
    missingRows = parts.map(\.missingRows)
    guard let first = parts.first else {
      // Without keys the whole table is one group, even an empty table.
      codes = [Int](repeating: 0, count: table.rowCount)
      count = 1
      keyColumns = []
      return
    }
    if parts.count == 1, let grain = keys[0].grain {
      let filled = FilledPeriods(first.cells)
      codes = filled.codes
      count = filled.ordinals.values.count
      keyColumns = [labels(of: filled.ordinals, grain)]
      return
    }
    var dense = first.dense
    for part in parts.dropFirst() {
      let pairs = zip(dense.codes, part.dense.codes).map {
        Int64($0) * Int64(part.dense.count) + Int64($1)
      }
      dense = try denseCodes(of: Cells(pairs)) { () throws(ExecutionError) in
        try poll(isCancelled)
      }
    }
    let order = Groups.order(of: dense.firstRows, by: parts)
    var places = [Int](repeating: 0, count: order.count)
    for (place, group) in order.enumerated() { places[group] = place }
    codes = dense.codes.map { places[$0] }
    count = order.count
    let rows = order.map { dense.firstRows[$0] }
    keyColumns = parts.map { $0.column(atRows: rows) }
  }

  /// Group numbers in the order of their first key, equal ones by the next.
  private static func order(of firstRows: [Int], by parts: [KeyPart]) -> [Int] {
    var order = Array(firstRows.indices)
    for part in parts.reversed() {
      let ranks = firstRows.map { part.ranks.ranks[part.dense.codes[$0]] }
      order = stablyOrdered(order, by: Ranks(ranks: ranks, count: part.ranks.count))
    }
    return order
  }
}

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
      ? KeyPart.popularity(representatives, counts(of: dense.codes, count: dense.count))
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

  /// Words by how many rows carry them, most first, then in reading order.
  private static func popularity(_ words: Column, _ counts: [Int]) -> Ranks {
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
}

/// All periods from the first to the last one that occurs, then one for missing where it occurs.
private struct FilledPeriods {
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
