import Glibc

/// What the cells of a column most likely are, and so how they are stored until that is sure.
package enum CellShape: Hashable, Sendable {
  /// Any text. `isNarrow`: there are few different ones; `isKey`: they are likely all different.
  case words(isNarrow: Bool, isKey: Bool)
  /// Numbers with this decimal mark.
  case numbers(mark: UInt8)
  case dates(DateStyle)
  /// Dates with a time of day.
  case instants(DateStyle)
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
  let narrow = RowBuffers<UInt8>()
  let wide = RowBuffers<UInt32>()
  let days = RowBuffers<Int32>()
  let large = RowBuffers<Int64>()
  /// Words by thread.
  let words: [WordTable]
  /// The numbers of 255 and above in their order, by thread, where codes are narrow.
  let overflow: [WideCodes]
  /// How often each packed date occurs, by thread.
  let dateCounts: [DateCounts]
  /// The number of rows, once all are read.
  package var rowCount = 0
  package var pieces: [PieceRows] = []

  package init(_ shape: CellShape, quoting: CellQuoting, workers: Int) {
    self.shape = shape
    self.quoting = quoting
    var isKey = false
    if case .words(_, let likely) = shape { isKey = likely }
    words = (0..<workers).map { _ in WordTable(expectsAscending: isKey) }
    overflow = (0..<workers).map { _ in WideCodes() }
    switch shape {
    case .dates, .instants: dateCounts = (0..<workers).map { _ in DateCounts() }
    case .words, .numbers: dateCounts = []
    }
  }

  /// Rows from `row` on go into fresh memory. Other threads may be filling what was there before.
  package func startBuffer(at row: Int, capacity: Int) {
    switch shape {
    case .words(isNarrow: true, _): narrow.startBuffer(at: row, capacity: capacity)
    case .words: wide.startBuffer(at: row, capacity: capacity)
    case .dates: days.startBuffer(at: row, capacity: capacity)
    case .numbers, .instants: large.startBuffer(at: row, capacity: capacity)
    }
  }

  /// Reads the cells of a piece into the rows from `row` on.
  package func read(
    _ piece: TextPiece, column: Int, at row: Int, buffer: Int, worker: Int
  ) {
    piece.withCells(inColumn: column) { cells in
      switch shape {
      case .words(isNarrow: true, _):
        let place = unsafe narrow.place(of: row, buffer: buffer)
        readWords(cells, at: row, worker) { index, code in
          unsafe place[index] = UInt8(truncatingIfNeeded: min(code, 255))
          if code >= 255 { overflow[worker].codes.append(code) }
        }
      case .words:
        unsafe readManyWords(cells, at: row, worker, wide.place(of: row, buffer: buffer))
      case .numbers(let mark):
        unsafe readNumbers(cells, mark, worker, large.place(of: row, buffer: buffer))
      case .dates(let style):
        unsafe readDates(cells, style, worker, days.place(of: row, buffer: buffer))
      case .instants(let style):
        unsafe readInstants(cells, style, worker, large.place(of: row, buffer: buffer))
      }
    }
  }

  /// Whether some cells could not be kept, or not those of all threads in one table.
  package var isFull: Bool {
    words.contains(where: \.isFull)
      || words.reduce(0) { $0 + $1.byteCount } >= Int(UInt32.max)
      || words.reduce(0) { $0 + $1.count } >= Int(Int32.max)
  }

  // MARK: By shape

  @inline(__always)
  private func readWords(
    _ cells: CellRun, at row: Int, _ worker: Int, _ keep: (_ index: Int, _ code: UInt32) -> Void
  ) {
    let table = words[worker]
    table.startPiece(at: row)
    let quoting = quoting
    var scratch: [UInt8] = []
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      if start == end {
        keep(index, 0)
        continue
      }
      let text = unsafe cells.text
      let first = unsafe text[start]
      if unsafe first <= 32 || first == quoting.quote || text[end &- 1] <= 32 {
        let code = unsafe quoting.withText(text, start, end, &scratch) {
          unsafe table.code(of: $0, $1)
        }
        keep(index, code)
      } else {
        unsafe keep(index, table.code(of: text + start, end &- start))
      }
    }
  }

  /// As `readWords`, for columns with so many different words that looking one up waits for memory: the
  /// next few are asked for together.
  private func readManyWords(
    _ cells: CellRun, at row: Int, _ worker: Int, _ place: UnsafeMutablePointer<UInt32>
  ) {
    let table = words[worker]
    table.startPiece(at: row)
    let (text, quote) = unsafe (cells.text, quoting.quote)
    var scratch: [UInt8] = []
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16) { keys in
      var first = 0
      while first < cells.count {
        let end = min(first + 16, cells.count)
        for index in first..<end {
          let (start, end) = (cells.start(index), cells.end(index))
          unsafe keys[index &- first] =
            start == end ? 0 : table.prepare(text + start, end &- start)
        }
        for index in first..<end {
          let (start, end) = (cells.start(index), cells.end(index))
          if start == end {
            unsafe place[index] = 0
          } else if unsafe text[start] <= 32 || text[start] == quote || text[end &- 1] <= 32 {
            unsafe place[index] = unsafe quoting.withText(text, start, end, &scratch) {
              unsafe table.code(of: $0, $1)
            }
          } else {
            unsafe place[index] = table.code(
              of: text + start, end &- start, key: keys[index &- first])
          }
        }
        first = end
      }
    }
  }

  private func readNumbers(
    _ cells: CellRun, _ mark: UInt8, _ worker: Int, _ place: UnsafeMutablePointer<Int64>
  ) {
    let table = words[worker]
    var scratch: [UInt8] = []
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      if start == end {
        unsafe place[index] = PackedNumber.empty
      } else if let number = unsafe PackedNumber.read(cells.text + start, end &- start, mark: mark)
      {
        unsafe place[index] = number
      } else {
        unsafe place[index] = unsafe quoting.withText(cells.text, start, end, &scratch) {
          text, count in
          if count == 0 { return PackedNumber.empty }
          return unsafe PackedNumber.read(text, count, mark: mark)
            ?? PackedNumber.make(word: table.code(of: text, count))
        }
      }
    }
  }

  private func readDates(
    _ cells: CellRun, _ style: DateStyle, _ worker: Int, _ place: UnsafeMutablePointer<Int32>
  ) {
    let (isYearFirst, separator) = (style.isYearFirst, style.separator)
    let counts = dateCounts[worker]
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      if end &- start == 10 {
        let date = unsafe PackedDate.read(
          cells.text + start, isYearFirst: isYearFirst, separator: separator)
        if date >= 0 {
          counts.add(Int(date))
          unsafe place[index] = date
          continue
        }
      } else if start == end {
        unsafe place[index] = PackedDate.empty
        continue
      }
      unsafe place[index] = oddDate(cells, start, end, style, worker)
    }
  }

  private func oddDate(
    _ cells: CellRun, _ start: Int, _ end: Int, _ style: DateStyle, _ worker: Int
  ) -> Int32 {
    var scratch: [UInt8] = []
    return unsafe quoting.withText(cells.text, start, end, &scratch) { text, count in
      if count == 0 { return PackedDate.empty }
      if count == 10 {
        let date = unsafe PackedDate.read(
          text, isYearFirst: style.isYearFirst, separator: style.separator)
        if date >= 0 {
          dateCounts[worker].add(Int(date))
          return date
        }
      }
      return unsafe PackedDate.make(word: words[worker].code(of: text, count))
    }
  }

  private func readInstants(
    _ cells: CellRun, _ style: DateStyle, _ worker: Int, _ place: UnsafeMutablePointer<Int64>
  ) {
    let counts = dateCounts[worker]
    var scratch: [UInt8] = []
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      if end &- start == 19, let instant = unsafe instant(cells.text + start, style) {
        counts.add(PackedInstant.date(instant))
        unsafe place[index] = instant
      } else if start == end {
        unsafe place[index] = PackedInstant.empty
      } else {
        unsafe place[index] = unsafe quoting.withText(cells.text, start, end, &scratch) {
          text, count in
          if count == 0 { return PackedInstant.empty }
          if count == 19, let instant = unsafe instant(text, style) {
            counts.add(PackedInstant.date(instant))
            return instant
          }
          return unsafe PackedInstant.make(word: words[worker].code(of: text, count))
        }
      }
    }
  }

  @inline(__always)
  private func instant(_ text: UnsafePointer<UInt8>, _ style: DateStyle) -> Int64? {
    guard unsafe text[10] == style.timeSeparator else { return nil }
    let date = unsafe PackedDate.read(
      text, isYearFirst: style.isYearFirst, separator: style.separator)
    let time = unsafe PackedInstant.time(text + 11)
    guard date >= 0, time >= 0 else { return nil }
    return PackedInstant.make(date, seconds: time)
  }
}

/// Numbers of words that do not fit into a byte. Used by one thread at a time.
final class WideCodes: @unchecked Sendable {
  var codes: [UInt32] = []
}

/// How often each packed date occurs. Untouched stretches take no memory.
@safe final class DateCounts: @unchecked Sendable {
  let counts: UnsafeMutablePointer<UInt32>
  /// Years of which there are dates.
  let years: UnsafeMutablePointer<Bool>

  init() {
    unsafe years = .allocate(capacity: PackedDate.limit >> 9)
    unsafe years.initialize(repeating: false, count: PackedDate.limit >> 9)
    let memory = unsafe calloc(PackedDate.limit, MemoryLayout<UInt32>.stride)
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
