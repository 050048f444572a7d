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
    let groups = clientGroups.values.count * exitGroups.values.count
    guard groups <= CalendarGroups.mostRows / periods.count else {
      throw .impossible(
        "\(groups) groups in \(counted(periods.count, "period")) are too many to list",
        help: "take fewer keys, a longer grain or a shorter stretch (in ...)")
    }
    parts = orderedParts(keys)
  }

  private func orderedParts(_ keys: [GroupKey]) -> [Part] {
    let rankings = keys.indices.map { ranking(keys, $0) }
    var parts: [(part: Part, ranks: [Int])] = []
    for (clients, clientValues) in clientGroups.values.enumerated() {
      for (leavings, exitValues) in exitGroups.values.enumerated() {
        var (ofClients, ofExits) = (clientValues[...], exitValues[...])
        let values = keys.map {
          $0.describesExit ? ofExits.removeFirst() : ofClients.removeFirst()
        }
        let part = Part(clients: clients, leavings: leavings, values: values)
        parts.append((part, zip(rankings, values).map { $0.rank($1) }))
      }
    }
    return parts.sorted { $0.ranks.lexicographicallyPrecedes($1.ranks) }.map(\.part)
  }

  private func ranking(_ keys: [GroupKey], _ position: Int) -> KeyRanking {
    let describesExit = keys[position].describesExit
    let place = keys[..<position].count { $0.describesExit == describesExit }
    let partition = describesExit ? exitGroups : clientGroups
    return KeyRanking(partition.values.map { $0[place] }, weights: partition.sizes)
  }

  func notes(_ keys: [GroupKey], _ periods: CountingPeriods) -> [String] {
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
      if leavings.isEmpty { notes.append("nobody left in \(periods.whole.label)") }
    }
    if stays.isEmpty {
      notes.append("nobody was here in \(periods.whole.label)")
    } else if absentGroups > 0 {
      notes.append(
        "\(counted(absentGroups, "group")) with nobody here in \(periods.whole.label) not shown")
    }
    return notes
  }
}
