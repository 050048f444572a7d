import Calendars
import Columns
import Kernels
import Planning
import Statistics

/// How long stays lasted, whether they ended in a leaving, and the rows that describe them.
struct StayTimes {
  let lengths: Lengths
  /// False for a stay of which only a part was seen.
  let isExit: [Bool]
  /// The row of the input with the attributes of each stay.
  let rows: [Int]
  /// The last day that the data know of; nil without dates.
  let asOf: CivilDate?
  /// Defaults used and rows left out.
  let notes: [String]

  enum Lengths {
    /// Whole numbers of the unit, such as days.
    case whole([Int32])
    case fractional([Double])
  }

  var count: Int { isExit.count }

  /// The lengths as numbers, in the order of the stays.
  var values: [Double] {
    switch lengths {
    case .whole(let lengths): lengths.map(Double.init)
    case .fractional(let lengths): lengths
    }
  }

  init(
    _ table: Table, _ clock: StayClock, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    switch clock {
    case .calendar(let asOf, let gap):
      let clients = try ClientIntervals(table, asOf: asOf, gap: gap, isCancelled: isCancelled)
      self.init(clients)
    case .tenure(_, let factor):
      try self.init(tenuresOf: table, factor: factor, isCancelled: isCancelled)
    }
  }

  private init(_ clients: ClientIntervals) {
    let last = clients.asOf.daysSinceEpoch
    let stays = clients.stays
    lengths = .whole(stays.map { ($0.end ?? min(last, $0.lastSeen ?? last)) - $0.start })
    isExit = stays.map { $0.end != nil }
    rows = stays.map(\.attributesRow)
    asOf = clients.asOf
    var notes = clients.notes
    let returns = stays.count { $0.isReturn }
    if returns > 0 {
      notes.append(
        "\(returns) of \(stays.count) stays are those of clients who came back: "
          + "each stay counts from its own start, and clients counts stays")
    }
    self.notes = notes
  }

  private init(
    tenuresOf table: Table, factor: Double, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    guard let position = table.schema.index(of: .tenure), let flags = try FlagReader(table) else {
      throw .impossible(
        "no column holds lengths of stay and whether they ended",
        help: "say which they are: roles tenure = COLUMN, lost = COLUMN")
    }
    let column = table.columns[position]
    var (lengths, exits, rows): ([Double], [Bool], [Int]) = ([], [], [])
    var (unknown, negative) = (0, 0)
    for row in 0..<table.rowCount {
      if row & 0xFFFF == 0 { try poll(isCancelled) }
      guard let number = column[row].number, number.isFinite, let isLost = flags.flag(row) else {
        unknown += 1
        continue
      }
      guard number >= 0, (number * factor).isFinite else {
        negative += 1
        continue
      }
      lengths.append(number * factor)
      exits.append(isLost)
      rows.append(row)
    }
    var notes: [String] = []
    if unknown > 0 {
      notes.append("\(counted(unknown, "row")) without a length of stay or without a flag left out")
    }
    if negative > 0 { notes.append("\(counted(negative, "row")) with a negative stay left out") }
    guard !rows.isEmpty else {
      throw .impossible(
        "no row has a usable length of stay"
          + (notes.isEmpty ? "" : ": " + notes.joined(separator: ", ")),
        help: "the stay must be a number of at least 0: roles tenure = COLUMN")
    }
    let largest = lengths.reduce(0) { max($0, $1) }
    let areWhole = largest < 1e9 && lengths.allSatisfy { $0 == $0.rounded() }
    self.lengths = areWhole ? .whole(lengths.map { Int32($0) }) : .fractional(lengths)
    isExit = exits
    self.rows = rows
    asOf = nil
    self.notes = notes
  }

  /// The stays at these positions, as counts by time.
  func riskTable(_ positions: some Collection<Int>) throws(ExecutionError) -> RiskTable {
    do {
      if case .whole(let lengths) = lengths,
        let table = try StayTimes.histogram(lengths, isExit, positions)
      {
        return table
      }
      let values =
        switch lengths {
        case .whole(let lengths): positions.map { Double(lengths[$0]) }
        case .fractional(let lengths): positions.map { lengths[$0] }
        }
      return try RiskTable(times: values, events: positions.map { isExit[$0] })
    } catch {
      throw .impossible(error.description, help: nil)
    }
  }

  /// Counts by whole time; nil where a table of all times would be larger than the rows.
  private static func histogram(
    _ lengths: [Int32], _ isExit: [Bool], _ positions: some Collection<Int>
  ) throws(SurvivalError) -> RiskTable? {
    var last: Int32 = 0
    for position in positions { last = max(last, lengths[position]) }
    guard Int(last) < 4 * positions.count + 1024 else { return nil }
    // Both counts of a time side by side: no branch on who leaves, which nobody can predict.
    var pairs = [Int](repeating: 0, count: 2 * Int(last) + 2)
    for position in positions {
      pairs[2 * Int(lengths[position]) + (isExit[position] ? 1 : 0)] += 1
    }
    return try RiskTable(
      exits: stride(from: 1, to: pairs.count, by: 2).map { pairs[$0] },
      censorings: stride(from: 0, to: pairs.count, by: 2).map { pairs[$0] })
  }
}
