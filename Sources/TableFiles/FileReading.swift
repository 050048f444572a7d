import Glibc
import Kernels
import Synchronization

/// How far the reading of a file has come.
package struct LoadProgress: Sendable {
  package var bytes: Int
  /// Nil where it is not known beforehand.
  package var expectedBytes: Int?
  package var rows: Int
}

/// A record that is no row of the table.
struct RejectedRecord: Sendable {
  var line: Int
  var cells: Int
  var bytes: [UInt8]
}

/// What was read besides the cells.
struct ReadRows: Sendable {
  var rowCount = 0
  var pieces: [PieceRows] = []
  var lines = LineMap()
  var records = 0
  var cellCounts: [Int: Int] = [:]
  var misfits = 0
  var firstMisfitLine: Int?
  var ragged = Tally()
  var rejects: [RejectedRecord] = []
  var strayQuotes = Tally()
  /// How the letters beyond ASCII are written, where that is not told.
  var letters = UTF8Tally()
  /// Bytes that are no UTF-8.
  var damaged = Tally()

  /// Takes in what bytes beyond ASCII come to, the first that are no UTF-8 on these lines.
  mutating func add(_ tally: UTF8Tally, lines: [Int]) {
    letters.multibyte += tally.multibyte
    letters.invalid += tally.invalid
    letters.invalidA4 += tally.invalidA4
    letters.invalidControls += tally.invalidControls
    if tally.invalid > 0 { damaged.add(tally.invalid, lines: lines) }
  }
}

/// Reads the pieces of a file by several threads: one at a time takes the next bytes, finds the
/// records in them and gives their rows numbers; then each reads its own cells into the columns.
final class FileReading: Sendable {
  private let head: FileHead
  private let writtenAs: String
  private let sizes: ReadingSizes
  private let memory: MemoryRoom
  /// The columns that are kept, with their places in a row.
  private let columns: [(place: Int, column: CellColumn)]
  private let rowsPerByte: Double
  private let bytesPerRow: Int
  private let serial: Guarded<SerialState>
  private let stop = Atomic(false)
  private let readBytes = Atomic(0)
  private let readRows = Atomic(0)

  private struct SerialState {
    var carried: [UInt8]
    var isEnd: Bool
    var nextLine: Int
    var bufferEnd = 0
    var buffer = -1
    var failure: FileError?
    var rows = ReadRows()
    var rejectedBytes = 0
  }

  /// What a thread has to do with its piece.
  private struct Assignment {
    var firstRow: Int
    var firstLine: Int
    var buffer: Int
  }

  init(
    _ head: FileHead, writtenAs: String, options: LoadOptions, from start: Int, line: Int,
    plan: ReadingPlan
  ) {
    self.head = head
    self.writtenAs = writtenAs
    sizes = options.sizes
    memory = options.memory
    columns = plan.columns
    rowsPerByte = plan.rowsPerByte
    bytesPerRow = plan.bytesPerRow
    serial = Guarded(
      SerialState(carried: Array(head.bytes[start...]), isEnd: head.isWhole, nextLine: line))
  }

  func run(
    isCancelled: () -> Bool, progress: (LoadProgress) -> Void
  ) throws(FileError) -> ReadRows {
    withoutActuallyEscaping(isCancelled) { isCancelled in
      withoutActuallyEscaping(progress) { progress in
        runWorkers(head.isWhole ? 1 : sizes.workers) { worker in
          work(worker) {
            // Only the calling thread may ask.
            guard worker == 0 else { return false }
            progress(
              LoadProgress(
                bytes: readBytes.load(ordering: .relaxed),
                expectedBytes: head.source.expectedCount, rows: readRows.load(ordering: .relaxed)))
            return isCancelled()
          }
        }
      }
    }
    let (rows, failure) = serial.withLock { ($0.rows, $0.failure) }
    if let failure { throw failure }
    if stop.load(ordering: .relaxed) { throw .cancelled }
    for (_, column) in columns {
      if column.isFull {
        throw FileError("'\(writtenAs)' has too many different texts in one column")
      }
      column.rowCount = rows.rowCount
      column.pieces = rows.pieces
    }
    return rows
  }

  private func work(_ worker: Int, isCancelled: () -> Bool) {
    let piece = TextPiece(capacity: sizes.piece)
    while !stop.load(ordering: .relaxed) {
      if isCancelled() { return stop.store(true, ordering: .relaxed) }
      guard let assignment = takeNext(into: piece, worker) else { return }
      guard repair(piece, assignment) else { return }
      for (place, column) in columns {
        column.read(
          piece, column: place, at: assignment.firstRow, buffer: assignment.buffer, worker: worker)
      }
      readRows.add(piece.rowCount, ordering: .relaxed)
    }
  }

  // MARK: One thread at a time

  private func takeNext(into piece: TextPiece, _ worker: Int) -> Assignment? {
    serial.withLock { state in
      if state.failure != nil { return nil }
      do throws(FileError) {
        return try read(into: piece, worker, &state)
      } catch {
        state.failure = error
        return nil
      }
    }
  }

  private func read(
    into piece: TextPiece, _ worker: Int, _ state: inout SerialState
  ) throws(FileError) -> Assignment? {
    piece.clear()
    piece.reserve(state.carried.count + 64)
    piece.append(state.carried[...])
    let carried = state.carried.count
    state.carried = []
    while true {
      while piece.room > 0, !state.isEnd, piece.count < piece.capacity {
        if try head.source.fill(piece) == 0 { state.isEnd = true }
      }
      let read = piece.count
      if read == 0 { return nil }
      if state.isEnd { piece.endLastLine() }
      let (report, end) = try layOut(piece, &state)
      if end == 0, !state.isEnd {
        try memory.require(piece.capacity * 20, writtenAs: writtenAs)
        if piece.capacity > 1 << 30 {
          throw FileError("a row is longer than \(piece.capacity) bytes", line: state.nextLine)
        }
        piece.reserve(piece.capacity * 2)
        continue
      }
      if end < read { state.carried = state.isEnd ? [] : piece.bytes(end..<read) }
      piece.truncate(to: end)
      return try assign(piece, report, worker, read - carried, &state)
    }
  }

  private func layOut(
    _ piece: TextPiece, _ state: inout SerialState
  ) throws(FileError) -> (report: RowLayoutReport, end: Int) {
    piece.findMarks(
      separator: head.dialect.separator, quote: head.dialect.quote, isEnd: state.isEnd)
    if piece.hasNUL {
      let place = piece.withText { text in text.indices.first { text[$0] == 0 } ?? 0 }
      throw nulError(
        writtenAs: writtenAs, line: state.nextLine + piece.lineEnds(before: place))
    }
    if head.rules.mergesBlanks || piece.hasOddQuotes || state.isEnd && piece.endsInQuotes {
      let slow = piece.layOutSlowly(head.rules, isEnd: state.isEnd)
      if let opening = slow.report.unclosedQuote {
        throw piece.unclosedQuote(opening, state.nextLine - 1)
      }
      return slow
    }
    let end = piece.endOfLastRecord
    if end == 0 { return (RowLayoutReport(), 0) }
    piece.dropMarks(from: end)
    return (piece.layOut(head.rules), end)
  }

  private func assign(
    _ piece: TextPiece, _ report: RowLayoutReport, _ worker: Int, _ newBytes: Int,
    _ state: inout SerialState
  ) throws(FileError) -> Assignment {
    let first = state.rows.rowCount
    if state.buffer < 0 || first + piece.rowCount > state.bufferEnd {
      try startBuffer(at: first, piece, &state)
    }
    let line = state.nextLine
    state.rows.rowCount += piece.rowCount
    state.nextLine += report.lines
    if piece.rowCount > 0 {
      state.rows.pieces.append(PieceRows(first: first, count: piece.rowCount, worker: worker))
    }
    state.rows.lines.add(row: first, line: line, jumps: report.jumps)
    add(report, piece, line, &state)
    readBytes.add(newBytes, ordering: .relaxed)
    return Assignment(firstRow: first, firstLine: line, buffer: state.buffer)
  }

  /// Memory for as many rows as the rest of the file is likely to have.
  private func startBuffer(
    at row: Int, _ piece: TextPiece, _ state: inout SerialState
  ) throws(FileError) {
    var expected = piece.rowCount
    if head.isWhole {
      expected = piece.rowCount
    } else if let bytes = head.source.expectedCount {
      let rest = max(0, bytes - readBytes.load(ordering: .relaxed))
      expected = Int(Double(rest) * rowsPerByte * 1.04) + 2 * piece.rowCount + 1024
    } else {
      expected = max(1 << 20, row)
    }
    // How many there are is a guess where a packed file is read: then the limit is met on the way.
    try memory.require(expected * bytesPerRow, writtenAs: writtenAs)
    state.buffer += 1
    state.bufferEnd = row + max(min(expected, sizes.rows ?? expected), piece.rowCount)
    for (_, column) in columns { column.startBuffer(at: row, capacity: state.bufferEnd - row) }
  }

  private func add(
    _ report: RowLayoutReport, _ piece: TextPiece, _ line: Int, _ state: inout SerialState
  ) {
    state.rows.records += report.records
    state.rows.misfits += report.misfits
    state.rows.cellCounts.merge(report.cellCounts, uniquingKeysWith: +)
    if state.rows.firstMisfitLine == nil, let first = report.firstMisfitLine {
      state.rows.firstMisfitLine = line + first
    }
    for stray in report.strayQuoteLines { state.rows.strayQuotes.add(line: line + stray) }
    for record in report.ragged {
      state.rows.ragged.add(line: line + record.line)
      // Enough to look at: a file of which half is ragged is refused.
      guard state.rejectedBytes < 64 << 20, state.rows.rejects.count < 1_000_000 else { continue }
      state.rejectedBytes += record.bytes.count
      state.rows.rejects.append(
        RejectedRecord(
          line: line + record.line, cells: record.cells, bytes: piece.bytes(record.bytes)))
    }
  }

  // MARK: Side by side

  /// Turns letters beyond ASCII into UTF-8; the rows stay where they are.
  private func repair(_ piece: TextPiece, _ assignment: Assignment) -> Bool {
    guard piece.isBeyondASCII, head.encoding == .utf8 || head.encoding.isSingleByte else {
      return true
    }
    if head.encoding == .utf8 || !head.encodingIsSure {
      let tally = piece.tallyUTF8()
      let lines = tally.firstInvalid.map { assignment.firstLine + piece.lineEnds(before: $0) }
      serial.withLock { $0.rows.add(tally, lines: lines) }
      if head.encoding == .utf8, tally.invalid == 0 { return true }
    }
    let rows = piece.rowCount
    head.encoding.decode(piece)
    piece.findMarks(separator: head.dialect.separator, quote: head.dialect.quote, isEnd: true)
    if head.rules.mergesBlanks || piece.hasOddQuotes {
      _ = piece.layOutSlowly(head.rules, isEnd: true)
    } else {
      _ = piece.layOut(head.rules)
    }
    if piece.rowCount == rows { return true }
    serial.withLock { $0.failure = FileError("'\(writtenAs)' changed while it was read") }
    return false
  }
}
