import Calendars
import Columns
import Planning
import Statistics

/// One group of stays and its curve.
struct SurvivalGroup {
  /// The values of the keys.
  let values: [Value]

  /// The longest time at which somebody was at risk.
  var lastTime: Double { curve.times.last ?? 0 }
  var clients: Int { curve.table.count }
  var lost: Int { curve.events.reduce(0, +) }

  /// The names of the keys.
  let keys: [String]
  let curve: SurvivalCurve

  /// The values of the keys in a sentence, words bare, others after their key; `all` without keys.
  var name: String {
    if values.isEmpty { return "all" }
    return zip(keys, values).map { key, value in
      if case .text(let text) = value { text } else { "\(key) \(keyText(value))" }
    }.joined(separator: ", ")
  }
}

extension StayTimes {
  /// More groups than this nobody compares.
  private static let mostGroups = 1000

  /// The stays parted by keys, in the order of groups: numbers by size, words by how many carry them.
  func groups(
    by keys: [GroupKey], keyColumns: [Column], isCancelled: () -> Bool
  ) throws(ExecutionError) -> [SurvivalGroup] {
    guard !keys.isEmpty else {
      return [SurvivalGroup(values: [], keys: [], curve: SurvivalCurve(try riskTable(0..<count)))]
    }
    let partition = KeyPartition(keyColumns, rows: rows)
    let sizes = partition.sizes
    guard sizes.count <= StayTimes.mostGroups else {
      throw .impossible(
        "\(sizes.count) groups are too many to compare",
        help: "take fewer keys, or wider ones: by bins(COLUMN, 5)")
    }
    let buckets = Buckets(partition.groups, count: sizes.count)
    var groups: [SurvivalGroup] = []
    for group in partition.displayOrder(keys) {
      try poll(isCancelled)
      groups.append(
        SurvivalGroup(
          values: partition.values[group], keys: keys.map(\.field.name),
          curve: SurvivalCurve(try riskTable(buckets[group]))))
    }
    return groups
  }
}
