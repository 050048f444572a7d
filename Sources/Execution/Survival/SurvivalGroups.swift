import Calendars
import Columns
import Kernels
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

/// Groups of stays with their curves, and what is to be said of all.
struct SurvivalStays {
  let groups: [SurvivalGroup]
  /// The last day that the data know of; nil without dates.
  let asOf: CivilDate?
  /// Defaults used and rows left out.
  let notes: [String]

  init(
    _ table: Table, _ clock: StayClock, keys: [GroupKey], keyColumns: [Column],
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    if case .calendar(let asOf, _) = clock,
      let sole = try SurvivalStays(
        solesOf: table, asOf: asOf, keys: keys, keyColumns: keyColumns)
    {
      self = sole
      return
    }
    let stays = try StayTimes(table, clock, isCancelled: isCancelled)
    groups = try stays.groups(by: keys, keyColumns: keyColumns, isCancelled: isCancelled)
    asOf = stays.asOf
    notes = stays.notes
  }

  /// Of a table in which every row is a stay of its own: lengths are counted in one pass. Nil where
  /// the table or its keys are of another kind.
  private init?(
    solesOf table: Table, asOf: CivilDate?, keys: [GroupKey], keyColumns: [Column]
  ) throws(ExecutionError) {
    let numbers = keyColumns.compactMap { KeyNumbers($0) }
    guard numbers.count == keyColumns.count,
      let rows = RowKeys(numbers.map(\.key), rowCount: table.rowCount, most: 1 << 16),
      let clients = SoleStays(table, asOf: asOf)
    else { return nil }
    let last = clients.asOf.daysSinceEpoch
    let span = Int(last) - Int(clients.firstStart.daysSinceEpoch) + 1
    guard rows.count * span < 1 << 21 else { return nil }
    let lengths = clients.cells.lengths(asOf: last, span: span, groups: rows)
    var tables: [RiskTable] = []
    var values: [[Value]] = []
    for group in 0..<rows.count {
      let counts = lengths.counts[2 * span * group..<2 * span * (group + 1)]
      let (censorings, exits) = SurvivalStays.parted(counts)
      // Throws where nobody is in the group.
      guard let table = try? RiskTable(exits: exits, censorings: censorings) else { continue }
      tables.append(table)
      values.append(numbers.values(group, of: rows))
    }
    let partition = KeyPartition(values: values, sizes: tables.map(\.count))
    try StayTimes.checkNumber(of: partition)
    groups = partition.displayOrder(keys).map { group in
      SurvivalGroup(
        values: values[group], keys: keys.map(\.field.name), curve: SurvivalCurve(tables[group]))
    }
    self.asOf = clients.asOf
    notes = clients.notes(lengths.settled)
  }

  /// Counts that stand in turn, each kind by length up to the last that occurs.
  private static func parted(_ counts: ArraySlice<UInt32>) -> ([Int], [Int]) {
    var (even, odd): ([Int], [Int]) = ([], [])
    for place in stride(from: counts.startIndex, to: counts.endIndex, by: 2) {
      even.append(Int(counts[place]))
      odd.append(Int(counts[place + 1]))
    }
    return (even, odd)
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
    try StayTimes.checkNumber(of: partition)
    let buckets = Buckets(partition.groups, count: partition.values.count)
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

  static func checkNumber(of groups: KeyPartition) throws(ExecutionError) {
    guard groups.values.count <= StayTimes.mostGroups else {
      throw .impossible(
        "\(groups.values.count) groups are too many to compare",
        help: "take fewer keys, or wider ones: by bins(COLUMN, 5)")
    }
  }
}
