import Calendars
import Columns
import Planning

/// How many left for each reason in each group of a period, and in the stretch before it.
struct ReasonCounts {
  struct Row {
    var group: Int
    var reason: Int
    var lost = 0
    var cents: Int64 = 0
    var before = 0
  }

  let leavings: Leavings
  let book: ReasonBook
  /// The key values of each group, and how many left in it in the period.
  private(set) var groupValues: [[Value]] = []
  private(set) var groupLost: [Int] = []
  /// Group by group, the reasons of each in Pareto order.
  private(set) var rows: [Row] = []
  private(set) var money: MonthlyCents?
  /// The leavings in the period, by their rows.
  private(set) var inPeriod: [Leavings.Leaving] = []
  private(set) var earlier: EarlierStretch?
  /// Client-days of each group in the period and before it; of tables without clients, days.
  private(set) var exposures: [(before: Double, after: Double)] = []
  /// Why there is no trend.
  private(set) var trendRemark: String?

  init(
    _ specification: ReasonsSpecification, of table: Table, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let leavings = try Leavings(
      table, period: specification.period, asOf: specification.asOf, gap: specification.gap,
      isWholeRecord: specification.layout == .map, isCancelled: isCancelled)
    money = try specification.money.map { (money: MonthlyMoney) throws(ExecutionError) in
      try MonthlyCents(table, money)
    }
    let earlier = leavings.period.map {
      EarlierStretch(before: $0, knownEnd: leavings.knownEnd)
    }
    let inPeriod = leavings.inPeriod
    let previous = earlier.map { leavings.within($0.days) } ?? []
    let both = inPeriod + previous
    book = ReasonBook(
      table.columns[specification.reason], rows: both.map(\.exitRow),
      causes: specification.causes, told: inPeriod.count)
    (self.leavings, self.earlier, self.inPeriod) = (leavings, earlier, inPeriod)
    if isCancelled() { throw .cancelled }
    let grouping = Grouping(
      both, specification.keys, specification.keys.map { evaluate($0.value, over: table) })
    count(both, grouping)
    order(grouping, specification.keys)
    expose(grouping)
  }

  /// The groups of leavings by the keys of the specification.
  private struct Grouping {
    let partition: KeyPartition
    let columns: [Column]
    let keys: [GroupKey]

    init(_ leavings: [Leavings.Leaving], _ keys: [GroupKey], _ columns: [Column]) {
      self.keys = keys
      self.columns = columns
      // A key that describes the leaving is read in another row than one of the client.
      var parts: [Column] = []
      for (key, column) in zip(keys, columns) {
        parts.append(
          column.gathered(leavings.map { key.describesExit ? $0.exitRow : $0.attributesRow }))
      }
      partition = KeyPartition(parts, rows: Array(leavings.indices))
    }
  }

  private mutating func count(_ both: [Leavings.Leaving], _ grouping: Grouping) {
    groupValues = grouping.partition.values
    groupLost = [Int](repeating: 0, count: groupValues.count)
    var cells = [Row?](repeating: nil, count: groupValues.count * max(1, book.reasons.count))
    for (index, leaving) in both.enumerated() {
      let (group, reason) = (grouping.partition.groups[index], book.codes[index])
      let cell = group * book.reasons.count + reason
      var row = cells[cell] ?? Row(group: group, reason: reason)
      if index < inPeriod.count {
        row.lost += 1
        row.cents += money?.cents[leaving.exitRow] ?? 0
        groupLost[group] += 1
      } else {
        row.before += 1
      }
      cells[cell] = row
    }
    // A reason that nobody gives any more is worth a row too: it fell to 0.
    rows = cells.compactMap { $0 }
  }

  private mutating func order(_ grouping: Grouping, _ keys: [GroupKey]) {
    let rankings = keys.indices.map { place in
      KeyRanking(groupValues.map { $0[place] }, weights: groupLost)
    }
    let ranks = groupValues.map { values in zip(rankings, values).map { $0.rank($1) } }
    let reasons = book.reasons
    rows.sort { left, right in
      if ranks[left.group] != ranks[right.group] {
        return ranks[left.group].lexicographicallyPrecedes(ranks[right.group])
      }
      return precedes((reasons[left.reason], left.lost), (reasons[right.reason], right.lost))
    }
  }

  private mutating func expose(_ grouping: Grouping) {
    guard let period = leavings.period, let earlier else {
      trendRemark = "no trend: it needs a period, such as  in 2024"
      return
    }
    let now =
      period.start
      .daysSinceEpoch..<max(
        period.start.daysSinceEpoch, min(leavings.knownEnd, period.end.daysSinceEpoch))
    guard let clients = leavings.clients else {
      let known = leavings.all.compactMap(\.day).min() ?? .max
      guard known <= earlier.days.lowerBound else {
        trendRemark = "no trend: the rows do not reach back to \(earlier.label)"
        return
      }
      exposures = groupValues.map { _ in (Double(earlier.days.count), Double(now.count)) }
      return
    }
    guard clients.firstStart.daysSinceEpoch < earlier.days.upperBound else {
      trendRemark = "no trend: nobody was here in \(earlier.label)"
      return
    }
    exposures = clientDays(clients.stays, grouping, earlier.days, now)
  }

  /// Of each group as the keys of clients tell; a key of the leaving splits no client-days.
  private func clientDays(
    _ stays: [ClientStay], _ grouping: Grouping, _ before: Range<Int32>, _ now: Range<Int32>
  ) -> [(before: Double, after: Double)] {
    let ofClients = grouping.keys.indices.filter { !grouping.keys[$0].describesExit }
    let partition = KeyPartition(
      ofClients.map { grouping.columns[$0] }, rows: stays.map(\.attributesRow))
    var days = [(before: Int, after: Int)](repeating: (0, 0), count: partition.values.count)
    for (stay, group) in zip(stays, partition.groups) {
      days[group].before += stay.days(in: before)
      days[group].after += stay.days(in: now)
    }
    var places: [[Value]: Int] = [:]
    for (group, values) in partition.values.enumerated() { places[values] = group }
    return groupValues.map { values in
      guard let place = places[ofClients.map { values[$0] }] else { return (0, 0) }
      return (Double(days[place].before), Double(days[place].after))
    }
  }

  /// The trend of a row; nil where it cannot be known.
  func trend(_ row: Row, level: Double) -> ReasonTrend? {
    guard exposures.indices.contains(row.group) else { return nil }
    let exposure = exposures[row.group]
    guard exposure.before > 0, exposure.after > 0 else { return nil }
    return ReasonTrend(
      before: row.before, after: row.lost, exposureBefore: exposure.before,
      exposureAfter: exposure.after, level: level)
  }

  var lost: Int { inPeriod.count }
}

extension ClientStay {
  /// The days in a stretch on which the client was here at some time.
  func days(in stretch: Range<Int32>) -> Int {
    let last = min(end.map { Int($0) + 1 } ?? Int.max, Int(stretch.upperBound))
    return max(0, last - max(Int(start), Int(stretch.lowerBound)))
  }
}
