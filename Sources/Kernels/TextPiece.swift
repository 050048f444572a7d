import CKernels
import Glibc

/// A stretch of a file that starts with a record, and where its records and cells lie.
///
/// Filled by `append`, cut by `findMarks`, laid out by `layOut`; then columns read it. Used by one
/// thread at a time.
@safe package final class TextPiece: @unchecked Sendable {
  /// Bytes that stand behind the text, so that eight bytes can be read anywhere.
  static let padding = 64

  private(set) var text: UnsafeMutablePointer<UInt8>
  /// How many bytes a piece is to have; more only as long as a longer record needs it.
  package private(set) var capacity: Int
  private let usualCapacity: Int
  /// What there is memory for.
  private var textRoom: Int
  private var marksRoom: Int
  /// Memory for text in another encoding.
  private var spare: UnsafeMutablePointer<UInt8>?
  private var spareRoom = 0
  /// The bytes of the text.
  package private(set) var count = 0
  /// The places of separators and line ends outside quotes; one place stands before the first.
  private(set) var marks: UnsafeMutablePointer<UInt32>
  private(set) var quotedLineEnds: UnsafeMutablePointer<UInt32>
  private(set) var found = ck_marks()
  /// Where cells start and end where `marks` do not tell, row after row.
  var starts: [UInt32] = []
  var ends: [UInt32] = []
  var layout = RowPlaces.none
  package var rowCount = 0

  package init(capacity: Int) {
    self.capacity = capacity
    (usualCapacity, textRoom, marksRoom) = (capacity, capacity, capacity)
    unsafe text = .allocate(capacity: capacity + TextPiece.padding)
    unsafe marks = unsafe .allocate(capacity: capacity + TextPiece.padding + 1) + 1
    unsafe quotedLineEnds = .allocate(capacity: capacity + TextPiece.padding)
  }

  deinit {
    unsafe text.deallocate()
    unsafe (marks - 1).deallocate()
    unsafe quotedLineEnds.deallocate()
    unsafe spare?.deallocate()
  }

  /// A quote stands elsewhere than around a whole cell or doubled inside one: marks mean nothing.
  package var hasOddQuotes: Bool { found.has_odd_quotes != 0 }
  package var endsInQuotes: Bool { found.ends_in_quotes != 0 }
  package var hasNUL: Bool { found.has_nul != 0 }
  /// Whether there is a byte beyond ASCII.
  package var isBeyondASCII: Bool { found.has_high != 0 }
  var markCount: Int { Int(found.marks) }
  package var lineEndCount: Int { Int(found.line_ends) }
  var quotedLineEndCount: Int { Int(found.quoted_line_ends) }

  /// How many bytes can be appended.
  package var room: Int { capacity - count }

  /// Forgets the text; the memory stays.
  package func clear() {
    (count, rowCount, layout, capacity) = (0, 0, .none, usualCapacity)
  }

  /// Takes more bytes in: `read` fills the room and tells how much it wrote.
  package func append<Failure: Error>(
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    let added = unsafe try read(UnsafeMutableRawBufferPointer(start: text + count, count: room))
    precondition(added <= room, "more bytes than there is room for")
    count += added
    return added
  }

  package func append(_ bytes: ArraySlice<UInt8>) {
    reserve(count + bytes.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress {
        unsafe (text + count).update(from: start, count: source.count)
      }
    }
    count += bytes.count
  }

  /// Makes room for this many bytes in all.
  package func reserve(_ needed: Int) {
    if needed <= capacity { return }
    capacity = max(needed, capacity * 2)
    if capacity > textRoom {
      let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + TextPiece.padding)
      unsafe moved.update(from: text, count: count)
      unsafe text.deallocate()
      unsafe text = unsafe moved
      textRoom = capacity
    }
    makeRoomForMarks()
  }

  private func makeRoomForMarks() {
    guard capacity > marksRoom else { return }
    unsafe (marks - 1).deallocate()
    unsafe marks = unsafe .allocate(capacity: capacity + TextPiece.padding + 1) + 1
    unsafe quotedLineEnds.deallocate()
    unsafe quotedLineEnds = .allocate(capacity: capacity + TextPiece.padding)
    marksRoom = capacity
  }

  /// Puts other bytes in the place of the text: `write` is given memory for `most` of them and tells how
  /// many they are. Marks have to be found again.
  func replace(
    atMost most: Int, _ write: (Span<UInt8>, UnsafeMutablePointer<UInt8>) -> Int
  ) {
    if most > spareRoom {
      unsafe spare?.deallocate()
      unsafe spare = .allocate(capacity: most + TextPiece.padding)
      spareRoom = most
    }
    guard let target = unsafe spare else { return }
    let size = unsafe write(Span(_unsafeStart: text, count: count), target)
    unsafe (text, spare) = unsafe (target, text)
    (textRoom, spareRoom) = (spareRoom, textRoom)
    clear()
    count = size
    capacity = max(capacity, size)
    makeRoomForMarks()
  }

  /// Cuts the text to its first bytes.
  package func truncate(to kept: Int) { count = kept }

  /// The text, to be looked at.
  package func withText<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(Span(_unsafeStart: text, count: count))
  }

  /// Finds separators and line ends. `isEnd` tells that the file ends with this text; `usesSIMD`:
  /// false computes by plain arithmetic, for comparison.
  package func findMarks(separator: UInt8, quote: UInt8, isEnd: Bool, usesSIMD: Bool = true) {
    unsafe (text + count).update(repeating: 0, count: TextPiece.padding)
    found = ck_marks()
    if usesSIMD {
      unsafe ck_find_marks(
        text, count, separator, quote, isEnd ? 1 : 0, marks, quotedLineEnds, &found)
    } else {
      unsafe ck_find_marks_portably(
        text, count, separator, quote, isEnd ? 1 : 0, marks, quotedLineEnds, &found)
    }
  }

  /// The places of all marks, then those of line ends in quotes.
  package var marksFound: [UInt32] {
    (0..<markCount).map { unsafe marks[$0] }
      + (0..<quotedLineEndCount).map { unsafe quotedLineEnds[$0] }
  }

  /// Where the last whole record ends, with its line end; 0 where there is none.
  package var endOfLastRecord: Int {
    var index = found.marks - 1
    while index >= 0 {
      let place = unsafe Int(marks[index])
      if unsafe text[place] == 10 || text[place] == 13 { return place + 1 }
      index -= 1
    }
    return 0
  }

  /// Forgets marks from this place on.
  package func dropMarks(from place: Int) {
    while found.marks > 0, unsafe Int(marks[found.marks - 1]) >= place { found.marks -= 1 }
    while found.quoted_line_ends > 0,
      unsafe Int(quotedLineEnds[found.quoted_line_ends - 1]) >= place
    {
      found.quoted_line_ends -= 1
    }
  }

  /// How many lines of the file the text takes, quotes or not.
  package func lineEnds(before place: Int) -> Int {
    var lines = 0
    var index = 0
    while index < min(place, count) {
      let byte = unsafe text[index]
      if unsafe byte == 10 || byte == 13 && !(index + 1 < count && text[index + 1] == 10) {
        lines += 1
      }
      index += 1
    }
    return lines
  }

  /// A part of the text, as it stands.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: text + range.lowerBound, count: range.count))
  }
}

/// How the places of cells are stored.
enum RowPlaces {
  case none
  /// `marks` alone: every row has as many as there are columns. `firstSkip` is how far behind the
  /// last mark of a row the next one starts: 1 for LF, 2 for CR LF.
  case marks(width: Int, firstSkip: UInt32)
  /// `starts` and `ends`.
  case explicit(width: Int)
}

/// Where the cells of one column lie: cell r from `starts[r * stride] + skip` to `ends[r * stride]`.
@safe struct CellRun {
  let text: UnsafePointer<UInt8>
  let starts: UnsafePointer<UInt32>
  let ends: UnsafePointer<UInt32>
  let stride: Int
  let skip: UInt32
  let count: Int

  /// Hands over the cells without the quotes around them, if they are a column of cells in quotes, as the
  /// first that is not empty tells; a cell that is more than a text in quotes stays as it stands.
  func withoutQuotes(_ quote: UInt8, _ body: (CellRun) -> Void) {
    let first = (0..<min(count, 64)).first { start($0) < end($0) }
    guard let first, unsafe text[start(first)] == quote else { return body(self) }
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) { places in
      guard let starts = places.baseAddress else { return }
      let ends = unsafe starts + count
      var all = unsafe ck_cells(
        text: text, starts: self.starts, ends: self.ends, stride: stride, skip: skip, count: count)
      unsafe ck_strip_quotes(&all, quote, starts, ends)
      unsafe body(CellRun(text: text, starts: starts, ends: ends, stride: 1, skip: 0, count: count))
    }
  }

  @inline(__always) func start(_ row: Int) -> Int { unsafe Int(starts[row &* stride] &+ skip) }
  @inline(__always) func end(_ row: Int) -> Int { unsafe Int(ends[row &* stride]) }
}

extension TextPiece {
  /// Hands the cells of a column over; nothing where there are no rows.
  func withCells(inColumn column: Int, _ body: (CellRun) -> Void) {
    switch layout {
    case .none: return
    case .marks(let width, let firstSkip):
      unsafe body(
        CellRun(
          text: text, starts: marks - 1 + column, ends: marks + column, stride: width,
          skip: column == 0 ? firstSkip : 1, count: rowCount))
    case .explicit(let width):
      unsafe starts.withUnsafeBufferPointer { starts in
        unsafe ends.withUnsafeBufferPointer { ends in
          guard let first = starts.baseAddress, let last = ends.baseAddress else { return }
          unsafe body(
            CellRun(
              text: text, starts: first + column, ends: last + column, stride: width, skip: 0,
              count: rowCount))
        }
      }
    }
  }
}
