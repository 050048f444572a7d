import Kernels
import TestSupport
import Testing

@Suite("Stays and purchases counted without being kept")
struct StayCountingTests {
  private static let calendar: ClosedRange<Int32> = -100_000...100_000

  private struct Row {
    var start: Int32?
    var end: Int32?
    var group: Int
    var exit: Int

    var isUsable: Bool { start.map { start in end.map { $0 >= start } ?? true } ?? false }
  }

  private struct Book {
    var rows: [Row]
    var cells: StayCells
    var groups: RowKeys
    var both: RowKeys

    init(seed: UInt64) throws {
      var random = SeededGenerator(seed: seed)
      let count = [0, 1, 2, 70, 300, 5000].randomElement(using: &random) ?? 0
      let width = [3, 40, 400].randomElement(using: &random) ?? 3
      rows = (0..<count).map { _ in
        let start = Int32.random(in: 0...Int32(width), using: &random) - 20
        let end = start + Int32.random(in: -2...Int32(width), using: &random)
        return Row(
          start: Int.random(in: 0..<20, using: &random) == 0 ? nil : start,
          end: Bool.random(using: &random) ? nil : end,
          group: Int.random(in: 0..<3, using: &random),
          exit: Int.random(in: 0..<2, using: &random))
      }
      func cells(_ days: [Int32?]) -> DayCells {
        // A missing day can hold anything.
        DayCells(
          days: days.map { $0 ?? 77 }, validity: Bitmap(days.map { $0 != nil }),
          calendar: StayCountingTests.calendar)
      }
      self.cells = StayCells(starts: cells(rows.map(\.start)), ends: cells(rows.map(\.end)))
      let group = RowKeys.Key(bytes: rows.map { UInt8($0.group) }, validity: nil, count: 3)
      let exit = RowKeys.Key(bytes: rows.map { UInt8($0.exit) }, validity: nil, count: 2)
      groups = try #require(RowKeys([group], rowCount: count, most: 100))
      both = try #require(RowKeys([group, exit], rowCount: count, most: 100))
    }

    /// Stays that count by a day, ends after it forgotten.
    func settled(_ last: Int32) -> [(start: Int32, end: Int32?, group: Int, exit: Int)] {
      rows.compactMap { row in
        guard row.isUsable, let start = row.start, start <= last else { return nil }
        return (start, row.end.flatMap { $0 > last ? nil : $0 }, row.group, row.exit)
      }
    }
  }

  @Test("the survey and what is known on a day", arguments: 0..<120)
  func survey(seed: Int) throws {
    let book = try Book(seed: UInt64(seed))
    let survey = book.cells.survey
    let usable = book.rows.filter(\.isUsable)
    #expect(survey.withoutStart == book.rows.count { $0.start == nil })
    #expect(survey.endBeforeStart == book.rows.count { $0.start != nil && !$0.isUsable })
    #expect(survey.firstStart == usable.compactMap(\.start).min())
    #expect(survey.lastStart == usable.compactMap(\.start).max())
    #expect(survey.lastEnd == usable.compactMap(\.end).max())
    #expect(book.cells.ends(after: 5) == usable.count { $0.end ?? .min > 5 })
  }

  @Test("starts and ends by day, in groups and cells", arguments: 0..<120)
  func calendar(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) + 1000)
    let book = try Book(seed: UInt64(seed))
    let last = Int32.random(in: -10...300, using: &random)
    let first = Int32.random(in: -30...last, using: &random)
    let known = Int32.random(in: first + 1...last + 1, using: &random)
    let days = Int(known - first)
    // Periods of seven days.
    let periodOfDay = (0..<days).map { $0 / 7 }
    let periods = (days + 6) / 7
    let stretch = StayCells.Stretch(
      first: first, known: known, periodOfDay: periodOfDay,
      starts: (0..<periods).map { first + Int32(7 * $0) })
    let found = book.cells.calendar(stretch, asOf: last, groups: book.groups, cells: book.both)
    var started = [UInt32](repeating: 0, count: book.groups.count * days)
    var before = [UInt32](repeating: 0, count: book.groups.count)
    var everyone = before
    var ended = [UInt32](repeating: 0, count: book.both.count * days)
    var early = [UInt32](repeating: 0, count: book.both.count * periods)
    let stays = book.settled(last)
    for stay in stays {
      everyone[stay.group] += 1
      guard stay.start < known, stay.end ?? first >= first else { continue }
      started[stay.group * days + Int(max(stay.start, first) - first)] += 1
      if stay.start < first { before[stay.group] += 1 }
      guard let end = stay.end, end < known else { continue }
      let cell = stay.group * 3 + stay.exit
      ended[cell * days + Int(end - first)] += 1
      let period = periodOfDay[Int(end - first)]
      if stay.start >= first + Int32(7 * period) { early[cell * periods + period] += 1 }
    }
    #expect(found.settled.counted == stays.count)
    let usable = book.rows.filter(\.isUsable)
    #expect(found.settled.startAfter == usable.count - stays.count)
    #expect(
      found.settled.endAfter
        == usable.count { $0.start ?? .max <= last && $0.end ?? .min > last })
    #expect(found.started.dropLast() == started[...])
    #expect(found.before == before)
    #expect(found.everyone == everyone)
    for cell in 0..<book.both.count {
      let row = cell * (days + 4)
      #expect(Array(found.ended[row..<row + days]) == Array(ended[cell * days..<(cell + 1) * days]))
      let period = cell * (periods + 1)
      #expect(
        Array(found.early[period..<period + periods])
          == Array(early[cell * periods..<(cell + 1) * periods]))
    }
    // Without keys all are one group.
    let none = try #require(RowKeys([], rowCount: book.rows.count, most: 1))
    let whole = book.cells.calendar(stretch, asOf: last, groups: none, cells: nil)
    for day in 0..<days {
      #expect(whole.started[day] == (0..<3).reduce(0) { $0 + started[$1 * days + day] })
      let cells = 0..<book.both.count
      #expect(whole.ended[day] == cells.reduce(0) { $0 + ended[$1 * days + day] })
    }
    #expect(whole.before == [before.reduce(0, +)])
    for period in 0..<periods {
      let cells = 0..<book.both.count
      #expect(whole.early[period] == cells.reduce(0) { $0 + early[$1 * periods + period] })
    }
  }

  @Test("cohorts and lengths", arguments: 0..<120)
  func cohorts(seed: Int) throws {
    let book = try Book(seed: UInt64(seed))
    guard let first = book.cells.survey.firstStart else { return }
    let last = first + Int32(seed * 3)
    let days = Int(last - first) + 1
    let periods = (days + 9) / 10
    let found = book.cells.cohorts(
      from: first, asOf: last, numbers: (0..<days).map { $0 / 10 }, periods: periods,
      groups: book.groups)
    var counts = [UInt32](repeating: 0, count: book.groups.count * periods * (periods + 1))
    let lengths = book.cells.lengths(asOf: last, span: days, groups: book.groups)
    var byLength = [UInt32](repeating: 0, count: book.groups.count * days * 2)
    for stay in book.settled(last) {
      let start = Int(stay.start - first) / 10
      let end = stay.end.map { Int($0 - first) / 10 } ?? periods
      counts[(stay.group * periods + start) * (periods + 1) + end] += 1
      let length = Int((stay.end ?? last) - stay.start)
      byLength[(stay.group * days + length) * 2 + (stay.end == nil ? 0 : 1)] += 1
    }
    #expect(found.counts == counts)
    #expect(lengths.counts == byLength)
  }

  @Test("instants count on their day, also before 1970")
  func instants() {
    let cells = DayCells(
      instants: [-1, 0, 99, 100, -100, -101], unit: 100, validity: nil,
      calendar: StayCountingTests.calendar)
    #expect(cells.limits == -2...1)
  }
}
