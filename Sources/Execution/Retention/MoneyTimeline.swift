import Planning

/// What each stay pays a month, in whole cents, from day to day.
///
/// At the start of day t a row pays where start < t <= end. A row that ends at most `gap` days before
/// another of the same stay begins pays until then, so that a contract that follows another with
/// another fee is an expansion or a contraction, and no loss with a gain.
struct MoneyTimeline {
  struct Step {
    var day: Int32
    /// What is paid from the end of the day on.
    var cents: Int64
  }

  private var steps: [Step] = []
  private var offsets: [Int] = [0]

  init(_ clients: ClientIntervals, cents: [Int64], gap: Int) {
    steps.reserveCapacity(2 * clients.stays.count)
    offsets.reserveCapacity(clients.stays.count + 1)
    for (number, stay) in clients.stays.enumerated() {
      let rows = clients.rows[clients.rowOffsets[number]..<clients.rowOffsets[number + 1]]
      add(stay, Array(rows), cents, gap)
      offsets.append(steps.count)
    }
  }

  /// The steps of a stay, earliest first: on its first day, where the amount changes, and on its day
  /// of leaving, with 0. Only a stay of one day has two on a day.
  subscript(stay: Int) -> ArraySlice<Step> { steps[offsets[stay]..<offsets[stay + 1]] }

  /// What a stay pays at the start of a day; 0 where it is not here.
  func cents(_ stay: Int, at day: Int32) -> Int64 {
    self[stay].last { $0.day < day }?.cents ?? 0
  }

  private mutating func add(
    _ stay: ClientStay, _ rows: [ClientRow], _ cents: [Int64], _ gap: Int
  ) {
    if rows.count == 1 || stay.start == stay.end {
      let whole = rows.reduce(0) { $0 + cents[$1.row] }
      steps.append(Step(day: stay.start, cents: whole))
      if let end = stay.end { steps.append(Step(day: end, cents: 0)) }
      return
    }
    var changes: [(day: Int32, cents: Int64)] = []
    for (row, end) in zip(rows, lastPayingDays(rows, gap: gap)) {
      changes.append((row.start, cents[row.row]))
      if let end { changes.append((end, -cents[row.row])) }
    }
    changes.sort { $0.day < $1.day }
    var paid: Int64 = 0
    var next = 0
    while next < changes.count {
      let (day, before) = (changes[next].day, paid)
      while next < changes.count, changes[next].day == day {
        paid += changes[next].cents
        next += 1
      }
      if day == stay.start || day == stay.end || paid != before {
        steps.append(Step(day: day, cents: paid))
      }
    }
  }
}

/// The day through which each row pays: its end, or the start of the row that follows it. `rows` come
/// by start. A row has at most one that it follows, the one that ended first.
private func lastPayingDays(_ rows: [ClientRow], gap: Int) -> [Int32?] {
  var days = rows.map(\.leaving)
  let byEnd = rows.indices.filter { days[$0] != nil }
    .sorted { (days[$0] ?? .max, $0) < (days[$1] ?? .max, $1) }
  var next = 0
  for index in byEnd {
    guard let end = days[index] else { continue }
    while next < rows.count, rows[next].start <= end { next += 1 }
    guard next < rows.count else { break }
    if Int(rows[next].start) - Int(end) - 1 <= gap {
      days[index] = rows[next].start
      next += 1
    }
  }
  return days
}
