import Calendars
import TestSupport

@testable import Execution

/// Money of clients straight from the definitions: customer by customer, day by day.
struct NaiveMoney {
  struct Row {
    var start: Int32
    /// The last day on which the row pays at its start; a far day for one still here.
    var until: Int32
    var cents: Int64
    /// Its own end.
    var end: Int32
    var plan: String?
    var order: Int
  }

  struct Stay {
    var first: Int32
    /// The day of leaving; a far day for one still here.
    var last: Int32
    var isReturn: Bool
    var plan: String?
    var rows: [Row]

    func cents(_ day: Int32) -> Int64 {
      rows.reduce(0) { $0 + ($1.start < day && day <= $1.until ? $1.cents : 0) }
    }
  }

  struct Figures: Equatable {
    var opening: Int64 = 0
    var new: Int64 = 0
    var returned: Int64 = 0
    var expansion: Int64 = 0
    var contraction: Int64 = 0
    var lost: Int64 = 0
    var closing: Int64 = 0
    var clients = [0, 0, 0, 0, 0, 0]
    var base: Int64 = 0
    var kept: Int64 = 0
    var capped: Int64 = 0
  }

  private static let far: Int32 = 1_000_000
  /// The stays of each customer.
  private(set) var customers: [[Stay]] = []
  let asOf: CivilDate

  init(
    _ records: [ClientRecord], _ cents: [Int64], hasCustomers: Bool, hasFlag: Bool,
    asOf: CivilDate, gap: Int
  ) {
    self.asOf = asOf
    var rowsOf: [Int64: [Row]] = [:]
    var seen: Set<String> = []
    for (index, record) in records.enumerated() {
      guard let start = record.start, start <= asOf else { continue }
      if hasCustomers, record.customer == nil { continue }
      if let end = record.end, end < start { continue }
      // A whole row that came before.
      if hasCustomers, !seen.insert("\(record) \(cents[index])").inserted { continue }
      var end = record.end
      if hasFlag, record.lost == false { end = nil }
      if let day = end, day > asOf { end = nil }
      let last = end?.daysSinceEpoch ?? NaiveMoney.far
      let customer = hasCustomers ? record.customer ?? 0 : Int64(index)
      rowsOf[customer, default: []].append(
        Row(
          start: start.daysSinceEpoch, until: last, cents: cents[index], end: last,
          plan: record.plan, order: index))
    }
    customers = rowsOf.keys.sorted().map { NaiveMoney.stays(rowsOf[$0] ?? [], gap) }
  }

  /// Joins every row to the stay it touches until nothing changes.
  private static func stays(_ rows: [Row], _ gap: Int) -> [Stay] {
    var groups = rows.map { [$0] }
    var changed = true
    while changed {
      changed = false
      for one in groups.indices {
        for other in groups.indices where one < other {
          let (a, b) = (groups[one], groups[other])
          let touch = a.contains { x in
            b.contains { y in
              let (early, late) = x.start <= y.start ? (x, y) : (y, x)
              return Int(late.start) - Int(early.end) - 1 <= gap
            }
          }
          guard touch else { continue }
          groups[one] += b
          groups.remove(at: other)
          changed = true
          break
        }
        if changed { break }
      }
    }
    groups.sort { ($0.map(\.start).min() ?? 0) < ($1.map(\.start).min() ?? 0) }
    return groups.enumerated().map { place, rows in
      let latest = rows.max { ($0.start, $0.end, $0.order) < ($1.start, $1.end, $1.order) }
      return Stay(
        first: rows.map(\.start).min() ?? 0, last: rows.map(\.end).max() ?? 0,
        isReturn: place > 0, plan: latest?.plan, rows: handedOver(rows, gap))
    }
  }

  /// Lets the row that ended first pay until the next one that nobody follows yet.
  private static func handedOver(_ rows: [Row], _ gap: Int) -> [Row] {
    var rows = rows.sorted { ($0.start, $0.end, $0.order) < ($1.start, $1.end, $1.order) }
    var taken: Set<Int> = []
    for index in rows.indices.sorted(by: { (rows[$0].end, $0) < (rows[$1].end, $1) })
    where rows[index].end < far {
      let end = rows[index].end
      let next = rows.indices.first { rows[$0].start > end && !taken.contains($0) }
      if let next, Int(rows[next].start) - Int(end) - 1 <= gap {
        rows[index].until = rows[next].start
        taken.insert(next)
      }
    }
    return rows
  }

  /// The figures of [start, dayAfter) for the stays that a test picks.
  func figures(_ start: CivilDate, _ dayAfter: CivilDate, of picked: (Stay) -> Bool) -> Figures {
    var figures = Figures()
    let first = start.daysSinceEpoch
    let beyond = min(dayAfter.daysSinceEpoch, asOf.daysSinceEpoch + 1)
    let yearBefore = dayAfter.advanced(byMonths: -12).daysSinceEpoch
    for stays in customers {
      for stay in stays where picked(stay) {
        figures.opening += stay.cents(first)
        figures.closing += stay.cents(beyond)
        if stay.first < first, stay.last >= first { figures.clients[0] += 1 }
        if stay.first < beyond, stay.last >= beyond { figures.clients[5] += 1 }
        for day in first..<max(first, beyond) { add(stay, day, first, &figures) }
        if dayAfter.daysSinceEpoch <= asOf.daysSinceEpoch + 1, stay.first < yearBefore,
          stay.last >= yearBefore
        {
          let before = stay.cents(yearBefore)
          let now = stays.reduce(0) { $0 + $1.cents(dayAfter.daysSinceEpoch) }
          figures.base += before
          figures.kept += now
          figures.capped += min(before, now)
        }
      }
    }
    return figures
  }

  private func add(_ stay: Stay, _ day: Int32, _ first: Int32, _ figures: inout Figures) {
    if day == stay.first { figures.clients[stay.isReturn ? 2 : 1] += 1 }
    if day == stay.last {
      figures.clients[3] += 1
      if stay.first >= first { figures.clients[4] += 1 }
    }
    let change = stay.cents(day + 1) - stay.cents(day)
    if stay.first == stay.last, day == stay.first {
      let whole = stay.rows.reduce(0) { $0 + $1.cents }
      if stay.isReturn { figures.returned += whole } else { figures.new += whole }
      figures.lost += whole
    } else if day == stay.first {
      if stay.isReturn { figures.returned += change } else { figures.new += change }
    } else if day == stay.last {
      figures.lost -= change
    } else {
      figures.expansion += max(0, change)
      figures.contraction += max(0, -change)
    }
  }
}
