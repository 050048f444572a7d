import Calendars
import Columns
import Planning

/// The stays that touch some periods, parted by the keys of clients, and their leavings in those
/// periods, parted by the keys that describe the leaving.
struct CalendarGroups {
  let stays: [ClientStay]
  /// The number that each of `stays` has among all.
  let stayNumbers: [Int]
  /// The client group of every one of all stays; nil for one whose group is not shown.
  let groupOfEveryStay: [Int?]
  let leavings: [ClientStay]
  let clientGroups: KeyPartition
  let exitGroups: KeyPartition
  /// The client group of each of `leavings`.
  let clientGroupOfLeaving: [Int]
  /// The rows of the result: a group of clients, the groups of leavings in it and their key values.
  private(set) var parts: [Part] = []
  /// How many groups of clients had nobody here in the periods, and are no part.
  private let absentGroups: Int

  struct Part {
    var clients: Int
    var leavings: Int
    var values: [Value]
  }

  /// More rows than this nobody reads, and they could exhaust the memory.
  private static let mostRows = 20_000_000

  init(
    _ all: [ClientStay], _ periods: CountingPeriods, keys: [GroupKey], keyColumns: [Column]
  ) throws(ExecutionError) {
    let first = periods.firstDay
    let known = periods.knownEnd
    stayNumbers = all.indices.filter {
      all[$0].start < known && (all[$0].end ?? first) >= first
    }
    let present = stayNumbers.count == all.count ? all : stayNumbers.map { all[$0] }
    stays = present
    let leaves = present.indices.filter { (present[$0].end ?? known) < known }
    leavings = leaves.map { present[$0] }
    let columns = zip(keys, keyColumns)
    let ofClients = columns.filter { !$0.0.describesExit }.map(\.1)
    let ofExits = columns.filter { $0.0.describesExit }.map(\.1)
    let partition = KeyPartition(ofClients, rows: present.map(\.attributesRow))
    clientGroups = partition
    exitGroups = KeyPartition(ofExits, rows: leavings.map(\.exitRow))
    clientGroupOfLeaving = leaves.map { partition.groups[$0] }
    if ofClients.isEmpty || present.count == all.count {
      absentGroups = 0
      groupOfEveryStay =
        present.count == all.count
        // Assigned as they are, each number would be cast by itself.
        ? partition.groups.map { Optional($0) } : [Int?](repeating: 0, count: all.count)
    } else {
      let whole = KeyPartition(ofClients, rows: all.map(\.attributesRow))
      absentGroups = whole.values.count - partition.values.count
      let numbers = Dictionary(
        uniqueKeysWithValues: partition.values.enumerated().map { ($1, $0) })
      let groupOfWhole = whole.values.map { numbers[$0] }
      groupOfEveryStay = whole.groups.map { groupOfWhole[$0] }
    }
    parts = try CalendarGroups.parts(
      keys, clients: KeyedSizes(clientGroups), exits: KeyedSizes(exitGroups), periods)
  }

  /// Every group of clients with every group of leavings, in the order in which they are shown.
  static func parts(
    _ keys: [GroupKey], clients: KeyedSizes, exits: KeyedSizes, _ periods: CountingPeriods
  ) throws(ExecutionError) -> [Part] {
    let groups = clients.values.count * exits.values.count
    guard groups <= CalendarGroups.mostRows / periods.count else {
      throw .impossible(
        "\(groups) groups in \(counted(periods.count, "period")) are too many to list",
        help: "take fewer keys, a longer grain or a shorter stretch (in ...)")
    }
    let rankings = keys.indices.map { position in
      let describesExit = keys[position].describesExit
      let place = keys[..<position].count { $0.describesExit == describesExit }
      let groups = describesExit ? exits : clients
      return KeyRanking(groups.values.map { $0[place] }, weights: groups.sizes)
    }
    var parts: [(part: Part, ranks: [Int])] = []
    for (client, clientValues) in clients.values.enumerated() {
      for (leaving, exitValues) in exits.values.enumerated() {
        var (ofClients, ofExits) = (clientValues[...], exitValues[...])
        let values = keys.map {
          $0.describesExit ? ofExits.removeFirst() : ofClients.removeFirst()
        }
        let part = Part(clients: client, leavings: leaving, values: values)
        parts.append((part, zip(rankings, values).map { $0.rank($1) }))
      }
    }
    return parts.sorted { $0.ranks.lexicographicallyPrecedes($1.ranks) }.map(\.part)
  }

  func notes(_ keys: [GroupKey], _ periods: CountingPeriods) -> [String] {
    CalendarGroups.notes(
      keys, periods, hasStays: !stays.isEmpty, hasLeavings: !leavings.isEmpty,
      absentGroups: absentGroups)
  }

  /// `absentGroups`: how many groups of clients had nobody here in the periods.
  static func notes(
    _ keys: [GroupKey], _ periods: CountingPeriods, hasStays: Bool, hasLeavings: Bool,
    absentGroups: Int
  ) -> [String] {
    var notes: [String] = []
    let splitting = keys.filter(\.describesExit).map(\.field.name)
    if !splitting.isEmpty {
      let whole = splitting.count == keys.count ? "book" : "group"
      notes.append(
        "\(splitting.joined(separator: " and ")) splits the lost only: opening, new and closing "
          + "are of the whole \(whole), so the parts add up to the total rate")
      let maps = keys.compactMap { key -> String? in
        guard case .cause(_, _, let map) = key.value else { return nil }
        return map.origin
      }
      if let map = maps.first { notes.append("causes from \(map); no reason given is unknown") }
      if !hasLeavings { notes.append("nobody left in \(periods.whole.label)") }
    }
    if !hasStays {
      notes.append("nobody was here in \(periods.whole.label)")
    } else if absentGroups > 0 {
      notes.append(
        "\(counted(absentGroups, "group")) with nobody here in \(periods.whole.label) not shown")
    }
    return notes
  }
}

/// The values of groups, one for each key, and how many elements each has.
struct KeyedSizes {
  var values: [[Value]]
  var sizes: [Int]
}

extension KeyedSizes {
  init(_ partition: KeyPartition) { self.init(values: partition.values, sizes: partition.sizes) }
}
