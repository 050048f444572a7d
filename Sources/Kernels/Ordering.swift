/// Rows numbered by the size of their value: equal values have equal ranks.
@usableFromInline package struct Ranks: Sendable {
  /// 0 ..< `count` for values, smallest first; `count` where the value is missing.
  package var ranks: [Int]
  /// The number of different values.
  package var count: Int

  /// `ranks` are 0 ... `count`, `count` standing for missing.
  @usableFromInline package init(ranks: [Int], count: Int) {
    self.ranks = ranks
    self.count = count
  }

  /// The largest value first; missing stays last.
  package var reversed: Ranks {
    Ranks(ranks: ranks.map { $0 == count ? count : count - 1 - $0 }, count: count)
  }
}

/// The ranks of cells by `<`. No value is NaN.
@inlinable package func ranks<Element: Comparable>(of cells: Cells<Element>) -> Ranks {
  let values = cells.values
  var rows = values.indices.filter { cells.isPresent($0) }
  rows.sort { values[$0] < values[$1] }
  var ranks = [Int](repeating: 0, count: values.count)
  var count = 0
  for position in rows.indices {
    if position > 0, values[rows[position - 1]] != values[rows[position]] { count += 1 }
    ranks[rows[position]] = count
  }
  if !rows.isEmpty { count += 1 }
  for row in values.indices where !cells.isPresent(row) { ranks[row] = count }
  return Ranks(ranks: ranks, count: count)
}

/// Row positions brought into the order of their ranks; rows of equal rank keep their order.
package func stablyOrdered(_ rows: [Int], by ranks: Ranks) -> [Int] {
  var next = [Int](repeating: 0, count: ranks.count + 2)
  for row in rows { next[ranks.ranks[row] + 1] += 1 }
  for rank in 0...ranks.count { next[rank + 1] += next[rank] }
  var ordered = rows
  for row in rows {
    let rank = ranks.ranks[row]
    ordered[next[rank]] = row
    next[rank] += 1
  }
  return ordered
}
