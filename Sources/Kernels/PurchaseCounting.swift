import CKernels

/// Purchases of which each customer's lie in the order of days, counted without being sorted.
package struct PurchaseCounts: Sendable {
  /// Rows without a day, and after the last day known.
  package private(set) var withoutDate = 0
  package private(set) var late = 0
  /// Rows on a day of an earlier row of the same customer, and those of them with the same amount.
  package private(set) var sameDay = 0
  package private(set) var repeated = 0
  /// Customers by the period of their first purchase and each period in which they bought:
  /// `first * periods + period`.
  package private(set) var counts: [UInt32]

  /// `customers` are numbers below `customerCount`; `numbers` has the period, 0 ..< `periods`, of each
  /// day from `first` to `last`. Nil where the rows of a customer are in another order.
  package init?(
    customers: [UInt32], customerCount: Int, days: DayCells, amounts: Cells<Double>?,
    from first: Int32, asOf last: Int32, numbers: [Int], periods: Int
  ) {
    guard periods <= Int(UInt16.max) else { return nil }
    counts = [UInt32](repeating: 0, count: periods * periods)
    let table = numbers.map { UInt32($0) }
    let unknown = ck_buyer(day: .min, cohort: 0, period: 0, amount: 0)
    var buyers = [ck_buyer](repeating: unknown, count: customerCount)
    var seen = ck_purchase_tally()
    let scratch = BlockScratch()
    var start = 0
    PassCounter.current?.count(customers.count)
    while start < customers.count {
      let rows = start..<min(start + BlockScratch.rows, customers.count)
      unsafe days.read(rows, into: scratch.days)
      let isInOrder = unsafe withWords(of: amounts?.validity) { present in
        unsafe withValues(of: amounts) { amounts in
          unsafe ck_count_purchases(
            customers, scratch.days, amounts, present, rows.lowerBound, rows.count, first, last,
            table, UInt32(periods), &buyers, &counts, &seen)
        }
      }
      if isInOrder == 0 { return nil }
      start = rows.upperBound
    }
    withoutDate = seen.without_date
    late = seen.late
    sameDay = seen.same_day
    repeated = seen.repeated
  }
}

private func withValues<Result>(
  of cells: Cells<Double>?, _ body: (UnsafePointer<Double>?) -> Result
) -> Result {
  guard let cells else { return body(nil) }
  return unsafe cells.values.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
