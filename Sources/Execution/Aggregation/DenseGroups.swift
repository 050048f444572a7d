import Calendars
import Columns
import Kernels
import Planning

/// Groups of keys that have few different values: the number of a row is made of the numbers of its
/// values whenever it is needed, and every count is a place in a flat array.
struct DenseGroups {
  let rows: RowKeys
  /// For each number of `rows` its group, -1 where no row has it.
  let places: [Int]
  /// The rows of each group.
  let sizes: [Int]
  let keyColumns: [Column]
  /// For each key the number of rows without a value.
  let missingRows: [Int]
  /// The totals of one column of decimals, by the numbers of `rows`, made while rows were counted.
  private let totals: (column: Int, totals: [DecimalTotal])?

  fileprivate typealias DecimalTotal = (sum: Double, count: Int)

  /// As many numbers as stay in the cache.
  private static let most = 1 << 16

  /// Nil where a key has too many values, or such as are no numbers. `measures` are the figures that will
  /// be asked for.
  init?(
    of table: Table, by keys: [GroupKey], rowCount: Int, measures: [AggregateColumn]
  ) {
    let parts = keys.compactMap { DenseKey($0, over: table) }
    guard parts.count == keys.count,
      let rows = RowKeys(
        parts.map(\.key), rowCount: rowCount, most: min(DenseGroups.most, max(1024, rowCount)))
    else { return nil }
    self.rows = rows
    totals = rows.firstTotals(measures, of: table)
    let counts = totals?.totals.map(\.count) ?? rows.rowCounts
    if keys.isEmpty {
      (places, sizes, keyColumns, missingRows) = ([0], counts, [], [])
      return
    }
    if parts.count == 1, let part = parts.first, let ordinals = part.ordinals {
      // Every period from the first to the last is a group, then the missing one where it occurs.
      let hasMissing = counts[ordinals.count] > 0
      sizes = hasMissing ? counts : Array(counts.dropLast())
      places = Array(sizes.indices) + (hasMissing ? [] : [-1])
      let validity = hasMissing ? Bitmap(count: sizes.count) { $0 < ordinals.count } : nil
      keyColumns = [
        labels(of: Cells(ordinals + (hasMissing ? [0] : []), validity: validity), part.grain)
      ]
      missingRows = [counts[ordinals.count]]
      return
    }
    let firstRows = rows.firstRows(counts)
    let found = counts.indices.filter { counts[$0] > 0 }
    let numbers = found.map { rows.numbers($0) }
    var order = Array(found.indices)
    var missing: [Int] = []
    // The last key first: sorting keeps the order of equal ones.
    for (place, part) in parts.enumerated().reversed() {
      let occurring = Occurrences(
        numbers.map { $0[place] }, of: part.key.size, counts: found.map { counts[$0] },
        firstRows: found.map { firstRows[$0] })
      missing.insert(occurring.counts[part.key.size - 1], at: 0)
      let ranks = part.ranks(occurring)
      order = stablyOrdered(
        order, by: Ranks(ranks: numbers.map { ranks.ranks[$0[place]] }, count: ranks.count))
    }
    let sorted = order.map { found[$0] }
    var places = [Int](repeating: -1, count: rows.count)
    for (group, number) in sorted.enumerated() { places[number] = group }
    self.places = places
    sizes = sorted.map { counts[$0] }
    keyColumns = parts.map { part in part.column(atRows: sorted.map { firstRows[$0] }) }
    missingRows = missing
  }
}

/// How often each number of one key occurs, and where first; -1 for one that does not.
private struct Occurrences {
  var counts: [Int]
  var firstRows: [Int]

  init(_ numbers: [Int], of size: Int, counts: [Int], firstRows: [Int]) {
    self.counts = [Int](repeating: 0, count: size)
    self.firstRows = [Int](repeating: -1, count: size)
    for (place, number) in numbers.enumerated() {
      self.counts[number] += counts[place]
      if self.firstRows[number] < 0 || firstRows[place] < self.firstRows[number] {
        self.firstRows[number] = firstRows[place]
      }
    }
  }
}

/// One key of few values.
private struct DenseKey {
  let key: RowKeys.Key
  /// The numbers of all periods from the first to the last, of a key that is a period.
  let ordinals: [Int64]?
  private let groupKey: GroupKey
  private let values: Column

  var grain: Grain { groupKey.grain ?? .day }

  init?(_ groupKey: GroupKey, over table: Table) {
    self.groupKey = groupKey
    if case .column(let index, _) = groupKey.value {
      // Looked at as it is: decimals, which may be NaN, are no key of few values.
      values = table.columns[index]
    } else {
      values = evaluate(groupKey.value, over: table)
    }
    if let grain = groupKey.grain {
      guard let (key, ordinals) = values.periodKey(grain) else { return nil }
      (self.key, self.ordinals) = (key, ordinals)
    } else {
      guard let key = values.rowKey else { return nil }
      (self.key, ordinals) = (key, nil)
    }
  }

  /// For each number of the key its place in the order of groups.
  func ranks(_ occurring: Occurrences) -> Ranks {
    let numbers = occurring.counts.indices.filter { occurring.counts[$0] > 0 }
    let rows = numbers.map { occurring.firstRows[$0] }
    let representatives = values.gathered(rows)
    let ranks: Ranks
    if let grain = groupKey.grain {
      ranks = Column(Execution.ordinals(representatives, grain)).ranks
    } else if representatives.type == .text {
      ranks = popularity(representatives, numbers.map { occurring.counts[$0] })
    } else {
      ranks = representatives.ranks
    }
    var all = [Int](repeating: ranks.count, count: occurring.counts.count)
    for (place, number) in numbers.enumerated() { all[number] = ranks.ranks[place] }
    return Ranks(ranks: all, count: ranks.count)
  }

  /// The key's values at these rows, as the result shows them.
  func column(atRows rows: [Int]) -> Column {
    let gathered = values.gathered(rows)
    guard let grain = groupKey.grain else { return gathered.converted(to: groupKey.field.type) }
    return labels(of: Execution.ordinals(gathered, grain), grain)
  }
}

extension Column {
  /// Numbers of the values, where there are few; nil of others, and of decimals and instants.
  var rowKey: RowKeys.Key? { KeyNumbers(self)?.key }

  /// Numbers of the periods that hold the days, with the ordinals of the periods; nil where the days
  /// lie far apart or there are none.
  fileprivate func periodKey(_ grain: Grain) -> (key: RowKeys.Key, ordinals: [Int64])? {
    guard let days = dayCells, let limits = days.limits, limits.count < max(1 << 16, count) else {
      return nil
    }
    let ordinals = limits.map { grain.ordinal(of: CivilDate(daysSinceEpoch: $0)) }
    guard let first = ordinals.first, let last = ordinals.last else { return nil }
    let key = RowKeys.Key(
      days: days, first: limits.lowerBound, numbers: ordinals.map { $0 - first },
      count: last - first + 1)
    return (key, (first...last).map { Int64($0) })
  }
}

extension DenseGroups {
  /// A figure that needs no more than counts and sums; nil where it needs the rows.
  func figures(_ measure: AggregateColumn, over table: Table) -> (input: Column?, figures: Column)?
  {
    guard let value = measure.value else {
      switch measure.function {
      case .count: return (nil, Column(.integers(sizes.map(Int64.init))))
      case .share:
        let total = Double(rows.rowCount)
        return (nil, Column(Cells(sizes.map { Double($0) / total })))
      default: return nil
      }
    }
    guard measure.function == .sum || measure.function == .avg else { return nil }
    let input: Column
    var known: [DecimalTotal]?
    if case .column(let index, _) = value {
      input = table.columns[index]
      known = totals?.column == index ? totals?.totals : rows.decimalTotals(ofColumn: index, table)
    } else {
      input = evaluate(value, over: table)
      if case .decimals(let values) = input.storage {
        known = rows.totals(Cells(values, validity: input.validity))
      }
    }
    switch input.storage {
    case .integers(let values):
      let totals = inGroups(rows.totals(Cells(values, validity: input.validity)), empty: (0, 0))
      let figures =
        measure.function == .sum
        ? Column(Cells(totals).mapPresent(filler: Int64(0)) { Int64(exactly: $0.sum) })
        : Column(
          Cells(totals).mapPresent(filler: Double.nan) {
            $0.count == 0 ? nil : Double($0.sum) / Double($0.count)
          })
      return (input, figures)
    case .decimals:
      guard let known else { return nil }
      let totals = inGroups(known, empty: (0, 0))
      let figures =
        measure.function == .sum
        ? Column(Cells(totals.map(\.sum)))
        : Column(
          Cells(totals).mapPresent(filler: Double.nan) {
            $0.count == 0 ? nil : $0.sum / Double($0.count)
          })
      return (input, figures)
    case .booleans, .days, .instants, .words: return nil
    }
  }

  private func inGroups<Total>(_ totals: [Total], empty: Total) -> [Total] {
    var result = [Total](repeating: empty, count: sizes.count)
    for (number, place) in places.enumerated() where place >= 0 { result[place] = totals[number] }
    return result
  }
}

extension RowKeys {
  /// The totals of a column of decimals; nil of another one, and where they would not be exact.
  fileprivate func decimalTotals(
    ofColumn index: Int, _ table: Table
  ) -> [DenseGroups.DecimalTotal]? {
    guard case .decimals(let values) = table.columns[index].storage else { return nil }
    let validity = table.columns[index].validity
    // What stands in rows without a value says nothing.
    let exponents =
      validity == nil
      ? table.facts.fact("exponents \(index)") { DecimalExponents(of: values) } : nil
    return totals(Cells(values, validity: validity), exponents: exponents)
  }

  /// The totals of the first column without missing values that a sum or mean is asked of: they tell how
  /// many rows there are, too.
  fileprivate func firstTotals(
    _ measures: [AggregateColumn], of table: Table
  ) -> (column: Int, totals: [DenseGroups.DecimalTotal])? {
    for measure in measures where measure.function == .sum || measure.function == .avg {
      if case .column(let index, _)? = measure.value, table.columns[index].validity == nil,
        let totals = decimalTotals(ofColumn: index, table)
      {
        return (index, totals)
      }
    }
    return nil
  }
}
