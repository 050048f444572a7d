package import Columns
import Kernels
package import Planning
import Statistics

/// Each segment of each key beside all the rest: the table of the specification's `schema`, the segments
/// that leave most above the rest first, those too small to be judged last.
///
/// `keyColumns` holds, for each key, its value in each row of `table`. Churn with Wilson's interval,
/// its difference from the rest with Newcombe's, p of the two-proportion score test adjusted after
/// Benjamini & Hochberg 1995 over all segments judged. Value and effort: the median
/// of the column in the role `amount` and `effort` over the same clients.
package func fit(
  _ specification: FitSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let clients = try FitClients(table, specification, isCancelled: isCancelled)
  var report = FitReport(specification, clients, table)
  if !specification.areChosen { report.lookAtTarget() }
  for (key, column) in zip(specification.keys, keyColumns) {
    try report.look(at: key, column, isCancelled: isCancelled)
  }
  try report.judge()
  var about = table.about
  about.asOf = clients.asOf ?? about.asOf
  about.period = clients.period
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let schema = specification.schema
  let rows = report.rows
  return Table(
    schema: schema,
    columns: schema.fields.enumerated().map { index, field in
      Column(field.type, rows.map { $0[index] })
    }, about: about)
}

/// All that a table of fit holds.
struct FitReport {
  let specification: FitSpecification
  let clients: FitClients
  let amount: RankedNumbers
  let effort: RankedNumbers
  /// Whether each client is on target; nil where the firm set none.
  let onTarget: [Bool]?
  private(set) var segments: [FitSegment] = []
  private(set) var leftOut: [String] = []

  private static let mostSegments = 12
  private static let mostSegmentsWhenChosen = 200

  init(_ specification: FitSpecification, _ clients: FitClients, _ table: Table) {
    self.specification = specification
    self.clients = clients
    amount = RankedNumbers(table, .amount, rows: clients.rows)
    effort = RankedNumbers(table, .effort, rows: clients.rows)
    onTarget = specification.target.map { target in
      let isWanted = bits(target, over: table)
      return clients.rows.map { isWanted[$0] }
    }
  }

  /// Those on target beside the others; nil without a target, and where one of both is nobody.
  var target: (on: FitSegment, off: FitSegment)? {
    guard let groups = onTarget.map({ $0.map { $0 ? 0 : 1 } }), Set(groups).count == 2 else {
      return nil
    }
    let tallies = tallies(groups, count: 2)
    let both = zip(["on target", "off target"], tallies).map { name, tally in
      var segment = FitSegment(
        dimension: "target", name: name, own: tally.own, rest: tally.rest, specification)
      segment.isOfTarget = true
      return segment
    }
    return (both[0], both[1])
  }

  /// Counts those on target and those off it.
  mutating func lookAtTarget() {
    guard let onTarget else { return }
    guard let target else {
      let all = onTarget.first == true ? "everybody is" : "nobody is"
      leftOut.append("target (\(all) on it)")
      return
    }
    segments += [target.on, target.off]
  }

  /// Each group and all that are not in it.
  private func tallies(_ groups: [Int], count: Int) -> [(own: FitTally, rest: FitTally)] {
    var own = [FitTally](repeating: FitTally(), count: count)
    var wanted = [Int](repeating: 0, count: count)
    for (position, group) in groups.enumerated() {
      own[group].clients += 1
      if clients.isLost[position] { own[group].lost += 1 }
      if onTarget?[position] == true { wanted[group] += 1 }
    }
    let (lost, all) = (clients.isLost.count { $0 }, wanted.reduce(0, +))
    return own.indices.map { group in
      var (own, rest) = (own[group], FitTally())
      rest.clients = groups.count - own.clients
      rest.lost = lost - own.lost
      (own.value, rest.value) = amount.medians(of: group, in: groups)
      (own.effort, rest.effort) = effort.medians(of: group, in: groups)
      if onTarget != nil {
        own.onTarget = share(wanted[group], of: own.clients)
        rest.onTarget = share(all - wanted[group], of: rest.clients)
      }
      return (own, rest)
    }
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }

  /// Counts the segments of one key.
  mutating func look(
    at key: GroupKey, _ column: Column, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let name = key.field.name
    let partition = KeyPartition([column], rows: clients.rows)
    let count = partition.values.count
    let most =
      specification.areChosen ? FitReport.mostSegmentsWhenChosen : FitReport.mostSegments
    guard (2...most).contains(count) else {
      let reason = count < 2 ? "a single segment" : "\(count) segments, more than \(most)"
      guard !specification.areChosen else {
        throw .impossible(
          "\(name) has \(reason)",
          help: count < 2
            ? "there is no rest to compare with: take another key"
            : "make them fewer: by bins(\(name), 5)")
      }
      leftOut.append("\(name) (\(reason))")
      return
    }
    try poll(isCancelled)
    let tallies = tallies(partition.groups, count: count)
    for group in partition.displayOrder([key]) {
      segments.append(
        FitSegment(
          dimension: name, name: keyText(partition.values[group][0]), own: tallies[group].own,
          rest: tallies[group].rest, specification))
    }
  }

  /// Adjusts for the number of looks and puts the worst first.
  mutating func judge() throws(ExecutionError) {
    guard !segments.isEmpty else {
      throw .impossible(
        "no column parts the clients into segments"
          + (leftOut.isEmpty ? "" : ": " + leftOut.joined(separator: "; ")),
        help: "name one: fit by COLUMN")
    }
    let judged = segments.indices.filter { segments[$0].p != nil }
    let adjusted = benjaminiHochberg(judged.compactMap { segments[$0].p }) ?? []
    for (index, p) in zip(judged, adjusted) { segments[index].adjustedP = p }
    func rank(_ index: Int) -> Double {
      segments[index].p == nil ? .infinity : -(segments[index].difference?.value ?? 0)
    }
    let order = segments.indices.sorted { (rank($0), $0) < (rank($1), $1) }
    segments = order.map { segments[$0] }
  }

  var rows: [[Value]] {
    segments.map { segment in
      let own = segment.own
      let interval = wilsonInterval(
        successes: own.lost, trials: own.clients, level: specification.level)
      let difference = segment.difference
      return [
        .text(segment.dimension), .text(segment.name), .integer(Int64(own.clients)),
        finite(own.churn), finite(interval?.low), finite(interval?.high), finite(own.value),
        finite(own.effort), finite(difference?.value), finite(segment.adjustedP),
        .text(segment.verdict(level: specification.level).rawValue), .integer(Int64(own.lost)),
        finite(difference?.interval.low), finite(difference?.interval.high),
        finite(own.onTarget),
      ]
    }
  }

  var facts: [Fact] {
    let lost = clients.isLost.count { $0 }
    var facts = [
      Fact("clients", .integer(Int64(clients.rows.count)), unit: .count),
      Fact("churn", finite(Double(lost) / Double(max(1, clients.rows.count))), unit: .rate),
      Fact("segments", .integer(Int64(segments.count)), unit: .count),
      Fact("judged", .integer(Int64(segments.count { $0.p != nil })), unit: .count),
    ]
    if let target {
      facts += [
        Fact("on_target", .integer(Int64(target.on.own.clients)), unit: .count),
        Fact("churn_on_target", finite(target.on.own.churn), unit: .rate),
        Fact("churn_off_target", finite(target.off.own.churn), unit: .rate),
      ]
    }
    return facts
  }
}

/// The numbers of a column in a role, smallest first, each with the place of its client.
struct RankedNumbers {
  /// Nil where no column of numbers has the role.
  let name: String?
  private let values: [Double]
  private let places: [Int]

  init(_ table: Table, _ role: Role, rows: [Int]) {
    guard let index = table.schema.index(of: role), table.columns[index].type.isNumeric else {
      (name, values, places) = (nil, [], [])
      return
    }
    let column = table.columns[index]
    name = table.schema.fields[index].name
    let known = rows.enumerated().compactMap { place, row in
      column[row].number.flatMap { $0.isFinite ? (number: $0, place: place) : nil }
    }.sorted { ($0.number, $0.place) < ($1.number, $1.place) }
    values = known.map(\.number)
    places = known.map(\.place)
  }

  /// The median of a group and that of all others; nil of nobody.
  func medians(of group: Int, in groups: [Int]) -> (own: Double?, rest: Double?) {
    var (own, rest): ([Double], [Double]) = ([], [])
    for (value, place) in zip(values, places) {
      if groups[place] == group { own.append(value) } else { rest.append(value) }
    }
    return (quantile(0.5, ofSorted: own), quantile(0.5, ofSorted: rest))
  }
}
