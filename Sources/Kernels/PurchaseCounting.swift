import CKernels

/// Customers by the period of their first purchase and each period in which they bought, counted
/// without anything being sorted.
package struct PurchaseCounts: Sendable {
  /// Rows without a day, and after the last day known.
  package private(set) var withoutDate = 0
  package private(set) var late = 0
  /// `first * periods + period`.
  package private(set) var counts: [UInt32]

  private struct Part: Sendable {
    var marks: [UInt64]
    var seen = ck_purchase_tally()
  }

  /// Periods beyond which a customer's bits would fill more than a line of fast memory.
  package static let mostPeriods = 512

  /// `customers` are numbers below `customerCount`; `numbers` has the period, 0 ..< `periods`, of each
  /// day from `first` to `last`. Nil of more than `mostPeriods`, and where their bits would take much
  /// more memory than the rows.
  package init?(
    customers: [UInt32], customerCount: Int, days: DayCells, from first: Int32, asOf last: Int32,
    numbers: [Int], periods: Int
  ) {
    guard periods <= PurchaseCounts.mostPeriods else { return nil }
    let words = max(1, (periods + 63) / 64)
    guard customerCount <= max(1 << 20, 4 * customers.count) / words else { return nil }
    let table = numbers.map { UInt32($0) }
    let start = Part(marks: [UInt64](repeating: 0, count: customerCount * words))
    let parts = mapBlocks(customers.count, start: start, cells: customerCount * words / 2) {
      rows, scratch, part in
      unsafe days.read(rows, into: scratch.days)
      unsafe customers.withUnsafeBufferPointer { customers in
        guard let customers = customers.baseAddress else { return }
        unsafe ck_mark_purchases(
          customers + rows.lowerBound, scratch.days, rows.count, first, last, table, words,
          &part.marks, &part.seen)
      }
    }
    counts = [UInt32](repeating: 0, count: periods * periods)
    var marks = parts.first?.marks ?? []
    for part in parts.dropFirst() {
      for place in marks.indices { marks[place] |= part.marks[place] }
    }
    unsafe ck_count_marks(marks, customerCount, words, periods, &counts)
    withoutDate = parts.reduce(0) { $0 + $1.seen.without_date }
    late = parts.reduce(0) { $0 + $1.seen.late }
  }
}
