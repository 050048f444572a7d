import Glibc

/// What the cells of a column most likely are, and so how they are stored until that is sure.
package enum CellShape: Hashable, Sendable {
  /// Any text. `isNarrow`: there are few different ones; `isKey`: they are likely all different.
  case words(isNarrow: Bool, isKey: Bool)
  /// Texts of this length, each greater than the one before: keys of a table.
  case keys(length: Int)
  /// Numbers with this decimal mark. `hasFractions`: most likely not all are whole.
  case numbers(mark: UInt8, hasFractions: Bool)
  case dates(DateStyle)
  /// Dates with a time of day.
  case instants(DateStyle)

  /// Nil where keys of this length are not stored end to end.
  package static func keys(ofLength length: Int) -> CellShape? {
    KeyCell.lengths.contains(length) ? .keys(length: length) : nil
  }
}

/// The rows of a table that one thread read from one piece of the file.
package struct PieceRows: Sendable {
  package var first: Int
  package var count: Int
  /// Which thread: it tells whose numbers of words its cells hold.
  package var worker: Int

  package init(first: Int, count: Int, worker: Int) {
    self.first = first
    self.count = count
    self.worker = worker
  }
}

/// The cells of one column while a file is read, every text exactly as it stood in the file.
///
/// Threads read different pieces at the same time. A text that does not have the column's shape is
/// kept as a word, so that nothing is lost whatever the column turns out to be.
@safe package final class CellColumn: @unchecked Sendable {
  package let shape: CellShape
  let quoting: CellQuoting
  let usesSIMD: Bool
  let narrow = RowBuffers<UInt8>()
  let wide = RowBuffers<UInt32>()
  let days = RowBuffers<Int32>()
  /// Keys end to end.
  let keys = RowBuffers<UInt8>()
  private let large = RowBuffers<Int64>()
  /// Packed cells too, in memory that the numbers to come need not leave.
  private let fractions = RowBuffers<Double>()
  /// Words by thread.
  let words: [WordTable]
  /// What is asked before them, by thread, where there are few words.
  let fewWords: [FewWords]
  /// The numbers of 255 and above in their order, by thread, where codes are narrow.
  let overflow: [WideCodes]
  /// How often each packed date occurs, by thread.
  let dateCounts: [DateCounts]
  /// The number of rows, once all are read.
  package var rowCount = 0
  package var pieces: [PieceRows] = []

  /// `usesSIMD`: false looks words up a cell after the other, for comparison.
  package init(_ shape: CellShape, quoting: CellQuoting, workers: Int, usesSIMD: Bool = true) {
    self.shape = shape
    self.quoting = quoting
    self.usesSIMD = usesSIMD
    var (isNarrow, isKey) = (false, false)
    if case .words(let few, let likely) = shape { (isNarrow, isKey) = (few, likely) }
    words = (0..<workers).map { _ in WordTable(expectsAscending: isKey) }
    fewWords = isNarrow ? (0..<workers).map { _ in FewWords() } : []
    overflow = (0..<workers).map { _ in WideCodes() }
    switch shape {
    case .dates, .instants: dateCounts = (0..<workers).map { _ in DateCounts() }
    case .words, .keys, .numbers: dateCounts = []
    }
  }

  /// Rows from `row` on go into fresh memory. Other threads may be filling what was there before.
  package func startBuffer(at row: Int, capacity: Int) {
    switch shape {
    case .words(isNarrow: true, _): narrow.startBuffer(at: row, capacity: capacity)
    case .words: wide.startBuffer(at: row, capacity: capacity)
    // Eight bytes can be read from the start of the last.
    case .keys(let length):
      keys.startBuffer(at: row * length, capacity: capacity * length + 8)
    case .dates: days.startBuffer(at: row, capacity: capacity)
    case .numbers(_, hasFractions: true): fractions.startBuffer(at: row, capacity: capacity)
    case .numbers, .instants: large.startBuffer(at: row, capacity: capacity)
    }
  }

  /// Where the packed numbers or instants from a row on stand; the buffer that was current when the row
  /// was given out.
  func packed(from row: Int, buffer: Int) -> UnsafeMutablePointer<Int64> {
    guard case .numbers(_, hasFractions: true) = shape else {
      return unsafe large.place(of: row, buffer: buffer)
    }
    let place = unsafe fractions.place(of: row, buffer: buffer)
    return unsafe UnsafeMutableRawPointer(place).assumingMemoryBound(to: Int64.self)
  }

  /// The packed numbers or instants of all rows; the column is empty afterwards.
  func takePacked() -> [Int64] {
    guard case .numbers(_, hasFractions: true) = shape else { return large.take(rowCount) }
    return fractions.take(rowCount).map { Int64(bitPattern: $0.bitPattern) }
  }

  /// The same, each number as a fraction of the same bits.
  func takePackedFractions() -> [Double] {
    guard case .numbers(_, hasFractions: true) = shape else {
      return large.take(rowCount).map { Double(bitPattern: UInt64(bitPattern: $0)) }
    }
    return fractions.take(rowCount)
  }

  /// Which buffer holds a row.
  func buffer(of row: Int) -> Int {
    switch shape {
    case .words(isNarrow: true, _): narrow.buffer(of: row)
    case .words: wide.buffer(of: row)
    case .keys(let length): keys.buffer(of: row * length)
    case .dates: days.buffer(of: row)
    case .numbers(_, hasFractions: true): fractions.buffer(of: row)
    case .numbers, .instants: large.buffer(of: row)
    }
  }

  /// Whether some cells could not be kept, or not those of all threads in one table.
  package var isFull: Bool {
    words.contains(where: \.isFull)
      || words.reduce(0) { $0 + $1.byteCount } >= Int(UInt32.max)
      || words.reduce(0) { $0 + $1.count } >= Int(Int32.max)
  }
}

/// Numbers of words that do not fit into a byte. Used by one thread at a time.
final class WideCodes: @unchecked Sendable {
  var codes: [UInt32] = []
}

/// How often each packed date occurs, and how often none, at `PackedDate.limit`. Untouched stretches take
/// no memory.
@safe final class DateCounts: @unchecked Sendable {
  let counts: UnsafeMutablePointer<UInt32>
  /// Years of which there are dates.
  let years: UnsafeMutablePointer<Bool>

  init() {
    unsafe years = .allocate(capacity: PackedDate.limit >> 9 + 1)
    unsafe years.initialize(repeating: false, count: PackedDate.limit >> 9 + 1)
    let memory = unsafe calloc(PackedDate.limit + 1, MemoryLayout<UInt32>.stride)
    guard let memory = unsafe memory else { preconditionFailure("no memory left to count dates") }
    unsafe counts = unsafe memory.assumingMemoryBound(to: UInt32.self)
  }

  deinit {
    unsafe free(counts)
    unsafe years.deallocate()
  }

  @inline(__always)
  func add(_ date: Int) {
    unsafe counts[date] &+= 1
    unsafe years[date &>> 9] = true
  }
}
