import Columns

/// Elements parted by the values of some key columns.
///
/// Only combinations that occur are groups; without key columns there is one group, even of nothing.
struct KeyPartition {
  /// The group of each element; empty where groups were counted without being written down.
  private(set) var groups: [Int]
  /// The key values of each group, one for each column.
  private(set) var values: [[Value]] = [[]]
  /// How many elements each group has.
  var sizes: [Int] {
    if let countedSizes { return countedSizes }
    var sizes = [Int](repeating: 0, count: values.count)
    for group in groups { sizes[group] += 1 }
    return sizes
  }
  private let countedSizes: [Int]?

  /// Groups of which only the sizes are known.
  init(values: [[Value]], sizes: [Int]) {
    groups = []
    self.values = values
    countedSizes = sizes
  }

  /// `rows` gives, for each element, the row that holds its keys.
  init(_ columns: [Column], rows: [Int]) {
    groups = [Int](repeating: 0, count: rows.count)
    countedSizes = nil
    for column in columns { split(by: column, rows: rows) }
  }

  private mutating func split(by column: Column, rows: [Int]) {
    let keys = ValueCodes(column, rows: rows)
    var numbers: [Int: Int] = [:]
    var splitValues: [[Value]] = []
    for (element, code) in keys.codes.enumerated() {
      let pair = groups[element] * keys.count + code
      if let known = numbers[pair] {
        groups[element] = known
        continue
      }
      numbers[pair] = splitValues.count
      splitValues.append(values[groups[element]] + [column[keys.sampleRows[code]]])
      groups[element] = splitValues.count - 1
    }
    values = splitValues
  }
}

/// The place of each value of one key: numbers and dates by size, words by how many carry them,
/// most first, and missing last.
struct KeyRanking {
  private let ranks: [Value: Int]

  /// `weights` says how many elements carry each of `values`; a value may occur several times.
  init(_ values: [Value], weights: [Int]) {
    var totals: [Value: Int] = [:]
    for (value, weight) in zip(values, weights) { totals[value, default: 0] += weight }
    let sorted = totals.sorted { precedes($0, $1) }.map(\.key)
    ranks = Dictionary(uniqueKeysWithValues: zip(sorted, 0...))
  }

  func rank(_ value: Value) -> Int { ranks[value] ?? ranks.count }
}

private func precedes(
  _ left: Dictionary<Value, Int>.Element, _ right: Dictionary<Value, Int>.Element
) -> Bool {
  switch (left.key, right.key) {
  case (.missing, _): return false
  case (_, .missing): return true
  case (.text(let one), .text(let other)):
    guard left.value == right.value else { return left.value > right.value }
    return one.utf8.lexicographicallyPrecedes(other.utf8)
  case (.boolean(let one), .boolean(let other)): return !one && other
  case (.date(let one), .date(let other)): return one < other
  case (.timestamp(let one), .timestamp(let other)): return one < other
  case (.integer(let one), .integer(let other)): return one < other
  default: return (left.key.number ?? .infinity) < (right.key.number ?? .infinity)
  }
}
