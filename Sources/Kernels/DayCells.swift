import CKernels
import Synchronization

/// The days of a column of dates or instants, read some rows at a time. Missing are those without a
/// value and those outside a calendar.
package struct DayCells: Sendable {
  private enum Storage: Sendable {
    case days([Int32])
    case instants([Int64], unit: Int64)
  }

  private let storage: Storage
  private let validity: Bitmap?
  private let calendar: ClosedRange<Int32>

  package init(days: [Int32], validity: Bitmap?, calendar: ClosedRange<Int32>) {
    storage = .days(days)
    self.validity = validity
    self.calendar = calendar
  }

  /// Instants, of which a day has `unit`.
  package init(
    instants: [Int64], unit: Int64, validity: Bitmap?, calendar: ClosedRange<Int32>
  ) {
    storage = .instants(instants, unit: unit)
    self.validity = validity
    self.calendar = calendar
  }

  package var count: Int {
    switch storage {
    case .days(let days): days.count
    case .instants(let instants, _): instants.count
    }
  }

  /// Writes the day of each of some rows, `CK_NO_DAY` where there is none.
  func read(_ rows: Range<Int>, into result: UnsafeMutablePointer<Int32>) {
    let (low, span) = (calendar.lowerBound, UInt32(calendar.count - 1))
    unsafe withWords(of: validity) { present in
      switch storage {
      case .days(let days):
        unsafe days.withUnsafeBufferPointer { days in
          guard let days = days.baseAddress else { return }
          unsafe ck_read_days(days, present, rows.lowerBound, rows.count, low, span, result)
        }
      case .instants(let instants, let unit):
        unsafe instants.withUnsafeBufferPointer { instants in
          guard let instants = instants.baseAddress else { return }
          unsafe ck_read_instants(
            instants, present, rows.lowerBound, rows.count, unit, low, span, result)
        }
      }
    }
  }

  /// The first and the last day; nil where no row has one.
  package var limits: ClosedRange<Int32>? {
    let parts = mapBlocks(count, start: (low: Int32.max, high: Int32.min)) {
      rows, scratch, limits in
      unsafe read(rows, into: scratch.days)
      unsafe ck_day_limits(scratch.days, rows.count, &limits.low, &limits.high)
    }
    let low = parts.reduce(Int32.max) { min($0, $1.low) }
    let high = parts.reduce(Int32.min) { max($0, $1.high) }
    return low <= high ? low...high : nil
  }
}

/// The words of a bitmap; null where every row has a value.
func withWords<Result>(
  of bitmap: Bitmap?, _ body: (UnsafePointer<UInt64>?) -> Result
) -> Result {
  guard let bitmap else { return body(nil) }
  return unsafe bitmap.words.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}

/// Counts how often rows are gone over, for tests that gate the work and not the time.
package final class PassCounter: Sendable {
  @TaskLocal package static var current: PassCounter?

  private let total = Atomic(0)

  package init() {}

  /// Rows gone over so far, each as often as it was.
  package var rows: Int { total.load(ordering: .relaxed) }

  func count(_ rows: Int) { total.add(rows, ordering: .relaxed) }
}

/// What one thread writes for the rows that it works on, few enough that it stays in fast memory.
@safe final class BlockScratch {
  static let rows = 4096
  let days: UnsafeMutablePointer<Int32>
  let otherDays: UnsafeMutablePointer<Int32>
  let slots: UnsafeMutablePointer<UInt32>
  let otherSlots: UnsafeMutablePointer<UInt32>

  init() {
    unsafe days = .allocate(capacity: BlockScratch.rows)
    unsafe otherDays = .allocate(capacity: BlockScratch.rows)
    unsafe slots = .allocate(capacity: BlockScratch.rows)
    unsafe otherSlots = .allocate(capacity: BlockScratch.rows)
  }

  deinit {
    unsafe days.deallocate()
    unsafe otherDays.deallocate()
    unsafe slots.deallocate()
    unsafe otherSlots.deallocate()
  }
}

/// Goes over rows in blocks, by several threads, and gives what each made of `start` from the blocks
/// that it took, in no certain order. `cells` is the size of that: where it is large, one thread is
/// faster.
///
/// A thread takes some blocks at a time: one that starts late, as on a machine with other work, leaves
/// more to the others.
func mapBlocks<Part: Sendable>(
  _ rowCount: Int, start: Part, cells: Int = 0,
  _ work: (Range<Int>, BlockScratch, inout Part) -> Void
) -> [Part] {
  PassCounter.current?.count(rowCount)
  let workers = rowCount >= 1 << 18 && cells < rowCount / 8 ? min(8, processorCount) : 1
  let next = Atomic(0)
  let parts = Guarded<[Part]>([])
  runWorkers(workers) { _ in
    var part = start
    let scratch = BlockScratch()
    var hasWorked = false
    while true {
      let taken = next.wrappingAdd(rowsAtATime, ordering: .relaxed).oldValue
      guard taken < rowCount else { break }
      hasWorked = true
      let end = min(taken + rowsAtATime, rowCount)
      for first in stride(from: taken, to: end, by: BlockScratch.rows) {
        work(first..<min(first + BlockScratch.rows, end), scratch, &part)
      }
    }
    if hasWorked || workers == 1 { parts.withLock { $0.append(part) } }
  }
  return parts.withLock { $0 }
}

private let rowsAtATime = 16 * BlockScratch.rows
