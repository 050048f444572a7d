import CKernels

/// How often, how long ago and for how much each customer bought, of purchases of which each
/// customer's lie in the order of days: gathered in one pass, without being sorted.
package struct PurchaseHistories: Sendable {
  private let gathered: Gathered
  private let customers: [UInt32]

  /// Rows without a day, and after the last day known.
  package var withoutDate: Int { gathered.seen.rows.without_date }
  package var late: Int { gathered.seen.rows.late }
  /// Rows on a day of an earlier row of the same customer, and those of them with the same amount.
  package var sameDay: Int { gathered.seen.same_day }
  package var repeated: Int { gathered.seen.repeated }
  /// Rows that count without an amount, and with one below 0.
  package var withoutAmount: Int { gathered.seen.without_amount }
  package var negative: Int { gathered.seen.negative }

  /// `customers` are numbers below `customerCount`; what lies after `last` does not count. Nil where
  /// the rows of a customer are in another order.
  ///
  /// Of many rows each half is gone through by a thread of its own. Halves do not depend on the
  /// machine, for sums do on them in their last digits.
  package init?(
    customers: [UInt32], customerCount: Int, days: DayCells, amounts: Cells<Double>?,
    asOf last: Int32?, parts partCount: Int? = nil
  ) {
    let count = customers.count
    guard count < Int(UInt32.max) else { return nil }
    let partCount = partCount ?? (count >= 1 << 18 ? 2 : 1)
    PassCounter.current?.count(count)
    var parts = mapWithWorkers(partCount, workers: partCount) { part in
      // Blocks start at a word of the bits that say which rows have a value.
      func bound(_ part: Int) -> Int { part == partCount ? count : count * part / partCount & ~63 }
      let rows = bound(part)..<bound(part + 1)
      var gathered = Gathered(customerCount, most: rows.count)
      gathered.gather(rows, customers, days, amounts, last)
      return gathered
    }
    var gathered = parts.removeFirst()
    if !parts.isEmpty { gathered.makeRoom(customerCount) }
    // In place: a copy of a part would be one of its histories.
    for part in parts.indices { gathered.join(&parts[part], customers, amounts) }
    guard gathered.isInOrder else { return nil }
    self.gathered = gathered
    self.customers = customers
  }

  /// What is gathered from a stretch of rows.
  private struct Gathered: Sendable {
    var histories: [ck_history]
    /// The row that names each customer first, and that of each one's first purchase.
    var order: [UInt32]
    var starts: [UInt32]
    var seen = ck_history_tally()
    var isInOrder = true

    init(_ customerCount: Int, most rowCount: Int) {
      histories = [ck_history](repeating: ck_history(), count: customerCount)
      order = [UInt32](repeating: 0, count: min(customerCount, rowCount))
      starts = order
    }

    mutating func makeRoom(_ customerCount: Int) {
      order += repeatElement(0, count: customerCount - order.count)
      starts += repeatElement(0, count: customerCount - starts.count)
    }

    mutating func gather(
      _ rows: Range<Int>, _ customers: [UInt32], _ days: DayCells, _ amounts: Cells<Double>?,
      _ last: Int32?
    ) {
      let scratch = BlockScratch()
      unsafe withPointers(customers, amounts) { purchases, into in
        var isInOrder = true
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: BlockScratch.rows)
        where isInOrder {
          let block = start..<min(start + BlockScratch.rows, rows.upperBound)
          unsafe days.read(block, into: scratch.days)
          isInOrder =
            unsafe ck_gather_histories(
              purchases, scratch.days, start, block.count, last ?? .max, into) != 0
        }
        return isInOrder
      }
    }

    mutating func join(
      _ later: inout Gathered, _ customers: [UInt32], _ amounts: Cells<Double>?
    ) {
      guard isInOrder, later.isInOrder else {
        isInOrder = false
        return
      }
      unsafe withPointers(customers, amounts) { purchases, into in
        var isInOrder = true
        unsafe later.withPointers(customers, amounts) { _, later in
          isInOrder = unsafe ck_join_histories(purchases, later, into) != 0
          return isInOrder
        }
        return isInOrder
      }
    }

    /// Lends all to the C functions, and keeps what they say and whether the rows were in order.
    private mutating func withPointers(
      _ customers: [UInt32], _ amounts: Cells<Double>?,
      _ body: (UnsafePointer<ck_purchases>, UnsafeMutablePointer<ck_histories>) -> Bool
    ) {
      let seen = seen
      (isInOrder, self.seen) = unsafe histories.withUnsafeMutableBufferPointer { histories in
        unsafe order.withUnsafeMutableBufferPointer { order in
          unsafe starts.withUnsafeMutableBufferPointer { starts in
            unsafe customers.withUnsafeBufferPointer { customers in
              unsafe withWords(of: amounts?.validity) { present in
                unsafe withValues(of: amounts) { amounts in
                  var purchases = unsafe ck_purchases(
                    customers: customers.baseAddress, amounts: amounts, present: present)
                  var into = unsafe ck_histories(
                    histories: histories.baseAddress, order: order.baseAddress,
                    starts: starts.baseAddress, seen: seen)
                  let isInOrder = unsafe body(&purchases, &into)
                  return unsafe (isInOrder, into.seen)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The last day of a purchase that counts; nil where none does.
  package var lastDay: Int32? {
    let last = gathered.histories.reduce(0) { max($0, $1.last) }
    return last == 0 ? nil : day(last)
  }

  private func day(_ code: UInt32) -> Int32 { Int32(bitPattern: code ^ 0x8000_0000) }

  /// Customers with a purchase that counts, in the order in which the rows name them first.
  package struct Figures: Sendable {
    /// A row of each.
    package var rows: [Int] = []
    /// Days with a purchase after the first.
    package var repeats: [Int64] = []
    /// Days from the first to the last purchase, and from the first to the last day known.
    package var recencies: [Double] = []
    package var ages: [Double] = []
    /// What the repeat days brought on average; 0 where there are none.
    package var means: [Double] = []
    /// What the repeat days of all brought.
    package var spent = CompensatedSum()
  }

  /// Times in days divided by `unit`.
  package func figures(asOf last: Int32, unit: Double) -> Figures {
    let order = gathered.order[..<gathered.seen.named]
    var figures = Figures()
    figures.rows.reserveCapacity(order.count)
    figures.repeats.reserveCapacity(order.count)
    figures.recencies.reserveCapacity(order.count)
    figures.ages.reserveCapacity(order.count)
    figures.means.reserveCapacity(order.count)
    for row in order {
      let history = gathered.histories[Int(customers[Int(row)])]
      guard history.last != 0 else { continue }
      figures.rows.append(Int(row))
      figures.repeats.append(Int64(history.repeats))
      figures.recencies.append(Double(history.last - history.first) / unit)
      figures.ages.append(Double(last - day(history.first)) / unit)
      figures.means.append(history.repeats == 0 ? 0 : history.spent / Double(history.repeats))
      figures.spent.add(history.spent)
    }
    return figures
  }
}

func withValues<Result>(
  of cells: Cells<Double>?, _ body: (UnsafePointer<Double>?) -> Result
) -> Result {
  guard let cells else { return body(nil) }
  return unsafe cells.values.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
