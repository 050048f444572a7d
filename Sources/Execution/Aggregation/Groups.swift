import Columns
import Kernels
import Planning

/// Which group each row belongs to; groups are numbered in the order in which they are shown.
struct Groups {
  /// The group of each row, 0 ..< `count`; empty until `keepCodes` where `dense` can do without.
  private(set) var codes: [Int] = []
  var count: Int
  /// One row a group, one column a key.
  var keyColumns: [Column]
  /// For each key the number of rows without a value.
  var missingRows: [Int]
  /// Where the keys have few values.
  let dense: DenseGroups?

  /// `rowCount` is that of the table, also where it holds no column; `measures` are the figures that will
  /// be asked for.
  init(
    of table: Table, by keys: [GroupKey], rowCount: Int, measures: [AggregateColumn],
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    dense = DenseGroups(of: table, by: keys, rowCount: rowCount, measures: measures)
    if let dense {
      (count, keyColumns, missingRows) = (dense.sizes.count, dense.keyColumns, dense.missingRows)
      return
    }
    var parts: [KeyPart] = []
    for key in keys {
      parts.append(try KeyPart(key, over: table, isCancelled: isCancelled))
    }
    missingRows = parts.map(\.missingRows)
    let first = parts[0]
    if parts.count == 1, let grain = keys[0].grain {
      let filled = FilledPeriods(first.cells)
      codes = filled.codes
      count = filled.ordinals.values.count
      keyColumns = [labels(of: filled.ordinals, grain)]
      return
    }
    let dense = try combinations(of: parts.map(\.dense), isCancelled: isCancelled)
    let order = Groups.order(of: dense.firstRows, by: parts)
    var places = [Int](repeating: 0, count: order.count)
    for (place, group) in order.enumerated() { places[group] = place }
    codes = dense.codes.map { places[$0] }
    count = order.count
    let rows = order.map { dense.firstRows[$0] }
    keyColumns = parts.map { $0.column(atRows: rows) }
  }

  /// Makes `codes` known.
  mutating func keepCodes() {
    if let dense, codes.isEmpty { codes = dense.rows.codes(dense.places) }
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
