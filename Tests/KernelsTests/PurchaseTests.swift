import TestSupport
import Testing

@testable import Kernels

/// Purchases counted and gathered in one pass, beside the same said in plain loops.
@Suite("Purchases in one pass")
struct PurchaseTests {
  private static let calendar: ClosedRange<Int32> = -100...5_000

  /// Rows in the order of days.
  private struct Book {
    var days: [Int32]
    var customers: [UInt32]
    var amounts: [Double]
    var present: [Bool]
    var last: Int32

    init(seed: Int) {
      var random = SeededGenerator(seed: UInt64(seed))
      let count = [1, 2, 60, 6000].randomElement(using: &random) ?? 1
      let span = [60, 900, 3_000].randomElement(using: &random) ?? 60
      days = (0..<count).map { _ in Int32.random(in: 0...Int32(span), using: &random) }.sorted()
      customers = days.map { _ in UInt32.random(in: 0..<20, using: &random) }
      amounts = days.map { _ in [1.5, 2, -1, .nan, .infinity].randomElement(using: &random) ?? 0 }
      present = days.map { _ in Int.random(in: 0..<6, using: &random) > 0 }
      last = Int32.random(in: 20...Int32(span + 10), using: &random)
    }

    var cells: DayCells {
      DayCells(days: days, validity: Bitmap(present), calendar: PurchaseTests.calendar)
    }

    /// The rows of a customer that count.
    func rows(_ customer: Int) -> [Int] {
      days.indices.filter { customers[$0] == customer && present[$0] && days[$0] <= last }
    }

    var late: Int { days.indices.count { present[$0] && days[$0] > last } }
  }

  @Test("by first and every period", arguments: 0..<100)
  func counts(seed: Int) throws {
    let book = Book(seed: seed)
    let periods = Int(book.last) / 7 + 1
    let found = try #require(
      PurchaseCounts(
        customers: book.customers, customerCount: 20, days: book.cells, from: 0, asOf: book.last,
        numbers: (0...Int(book.last)).map { $0 / 7 }, periods: periods))
    var counts = [UInt32](repeating: 0, count: periods * periods)
    for customer in 0..<20 {
      let visited = Set(book.rows(customer).map { Int(book.days[$0]) / 7 })
      for period in visited { counts[(visited.min() ?? 0) * periods + period] += 1 }
    }
    #expect(found.counts == counts)
    #expect(found.withoutDate == book.present.count { !$0 })
    #expect(found.late == book.late)
  }

  @Test("of rows in any order, by two threads as by one, and of too many periods not at all")
  func manyRows() throws {
    let count = 1 << 18
    let customers = (0..<count).map { UInt32($0 &* 7_919 % 1_000) }
    let days = (0..<count).map { Int32($0 &* 104_729 % 900) }
    func counts(_ rows: Range<Int>, periods: Int = 100) -> [UInt32]? {
      PurchaseCounts(
        customers: Array(customers[rows]), customerCount: 1_000,
        days: DayCells(days: Array(days[rows]), validity: nil, calendar: PurchaseTests.calendar),
        from: 0, asOf: 899, numbers: (0..<900).map { $0 * periods / 900 }, periods: periods)?.counts
    }
    let found = try #require(counts(0..<count))
    var visited = [Set<Int>](repeating: [], count: 1_000)
    for row in 0..<count { visited[Int(customers[row])].insert(Int(days[row]) / 9) }
    var expected = [UInt32](repeating: 0, count: 10_000)
    for periods in visited {
      for period in periods { expected[(periods.min() ?? 0) * 100 + period] += 1 }
    }
    #expect(found == expected)
    #expect(counts(0..<10, periods: PurchaseCounts.mostPeriods) != nil)
    #expect(counts(0..<10, periods: PurchaseCounts.mostPeriods + 1) == nil)
    // Of few rows by customers of whom there may be very many.
    let few = DayCells(days: [1, 2], validity: nil, calendar: PurchaseTests.calendar)
    let counted = PurchaseCounts(
      customers: [0, 1], customerCount: 1 << 21, days: few, from: 1, asOf: 2, numbers: [0, 1],
      periods: 2)
    #expect(counted == nil)
  }

  @Test("the history of each customer", arguments: 0..<100)
  func histories(seed: Int) throws {
    let book = Book(seed: seed)
    let found = try #require(
      PurchaseHistories(
        customers: book.customers, customerCount: 20, days: book.cells,
        amounts: Cells(book.amounts), asOf: book.last, parts: seed % 3 + 1))
    var named: [Int] = []
    for customer in book.customers.map(Int.init) where !named.contains(customer) {
      named.append(customer)
    }
    var expected = PurchaseHistories.Figures()
    var (sameDay, repeated, unknown, negative) = (0, 0, 0, 0)
    for customer in named {
      let rows = book.rows(customer)
      unknown += rows.count { !book.amounts[$0].isFinite }
      negative += rows.count { book.amounts[$0].isFinite && book.amounts[$0] < 0 }
      for (one, next) in zip(rows, rows.dropFirst()) where book.days[one] == book.days[next] {
        sameDay += 1
        let (a, b) = (book.amounts[one], book.amounts[next])
        if a == b && a.isFinite || !a.isFinite && !b.isFinite { repeated += 1 }
      }
      guard let first = rows.first.map({ book.days[$0] }),
        let last = rows.last.map({ book.days[$0] })
      else { continue }
      let again = Set(rows.map { book.days[$0] }).count - 1
      let spent = rows.filter { book.days[$0] > first && book.amounts[$0].isFinite }
        .reduce(0) { $0 + book.amounts[$1] }
      expected.repeats.append(Int64(again))
      expected.recencies.append(Double(last - first) / 7)
      expected.ages.append(Double(book.last - first) / 7)
      expected.means.append(again == 0 ? 0 : spent / Double(again))
    }
    let figures = found.figures(asOf: book.last, unit: 7)
    #expect(
      figures.rows.map { Int(book.customers[$0]) } == named.filter { !book.rows($0).isEmpty })
    #expect(figures.repeats == expected.repeats)
    #expect(figures.recencies == expected.recencies)
    #expect(figures.ages == expected.ages)
    #expect(figures.means == expected.means)
    #expect(found.sameDay == sameDay && found.repeated == repeated)
    #expect(found.withoutAmount == unknown && found.negative == negative)
    #expect(found.withoutDate == book.present.count { !$0 } && found.late == book.late)
    #expect(found.lastDay == (0..<20).flatMap { book.rows($0) }.map { book.days[$0] }.max())
  }

  @Test("histories of rows out of order are told")
  func disorder() {
    func histories(
      _ customers: [UInt32], _ days: [Int32], parts: Int = 1
    ) -> PurchaseHistories? {
      PurchaseHistories(
        customers: customers, customerCount: 2,
        days: DayCells(days: days, validity: nil, calendar: 0...10), amounts: nil, asOf: nil,
        parts: parts)
    }
    #expect(histories([0, 1, 0], [5, 3, 6]) != nil)
    #expect(histories([0, 1, 0], [5, 3, 4]) == nil)
    #expect(histories([0, 1, 0], [5, 3, 4], parts: 3) == nil)
    #expect(histories([0, 0, 1, 1], [5, 4, 3, 3], parts: 2) == nil)
  }

  @Test("rows on one day have no equal amounts where there are none", arguments: 1...2)
  func withoutAmounts(parts: Int) throws {
    let rows = 128
    let found = try #require(
      PurchaseHistories(
        customers: [UInt32](repeating: 0, count: rows), customerCount: 1,
        days: DayCells(
          days: [Int32](repeating: 5, count: rows), validity: nil, calendar: 0...10),
        amounts: nil, asOf: nil, parts: parts))
    #expect(found.sameDay == rows - 1)
    #expect(found.repeated == 0)
    #expect(found.figures(asOf: 9, unit: 1).ages == [4])
  }

  @Test("days of instants, to the microsecond, at both ends of the calendar and beyond")
  func instants() {
    let unit: Int64 = 86_400_000_000
    var random = SeededGenerator(seed: 7)
    var instants: [Int64] = [.min, .max, 0, -1, 1, unit - 1, unit, -unit, -unit - 1]
    for _ in 0..<5_000 {
      let day = Int64.random(in: -800_000...3_000_000, using: &random)
      let part = [0, 1, -1, unit - 1, 8_191, 8_192, Int64.random(in: 0..<unit, using: &random)]
      instants.append(day * unit + (part.randomElement(using: &random) ?? 0))
    }
    let calendar: ClosedRange<Int32> = -719_162...2_932_896
    let cells = DayCells(instants: instants, unit: unit, validity: nil, calendar: calendar)
    let scratch = BlockScratch()
    for start in stride(from: 0, to: instants.count, by: BlockScratch.rows) {
      let rows = start..<min(start + BlockScratch.rows, instants.count)
      unsafe cells.read(rows, into: scratch.days)
      let found = rows.map { unsafe scratch.days[$0 - start] }
      let expected = rows.map { row -> Int32 in
        let (quotient, rest) = instants[row].quotientAndRemainder(dividingBy: unit)
        let day = Int32(exactly: rest < 0 ? quotient - 1 : quotient) ?? .min
        return calendar.contains(day) ? day : .min
      }
      #expect(found == expected)
    }
  }
}
