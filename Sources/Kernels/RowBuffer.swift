/// Memory for the cells of a column, which several threads fill at the same time, each its own rows.
///
/// The memory is that of an array, so that what was filled becomes one without being copied. Nothing
/// is touched before a row is written.
@safe final class RowBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  private var array: [Element]
  /// The place of row 0.
  let rows: UnsafeMutablePointer<Element>
  let capacity: Int

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    array = unsafe Array(unsafeUninitializedCapacity: self.capacity) { memory, count in
      unsafe useHugePages(
        UnsafeMutableRawPointer(memory.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1)),
        memory.count * MemoryLayout<Element>.stride)
      count = memory.count
    }
    unsafe rows = unsafe array.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { preconditionFailure("no rows") }
      return unsafe start
    }
  }

  /// The first rows as an array; the buffer is empty afterwards.
  func take(_ count: Int) -> [Element] {
    var taken: [Element] = []
    swap(&taken, &array)
    taken.removeLast(taken.count - count)
    return taken
  }
}

/// The memory of all rows of a column: one buffer where their number was foreseen, else several.
@safe final class RowBuffers<Element: BitwiseCopyable>: @unchecked Sendable {
  private struct Stretch {
    var first: Int
    var buffer: RowBuffer<Element>
  }

  /// A thread may start a buffer while others fill the earlier ones.
  private let stretches = Guarded<[Stretch]>([])

  /// Rows from `row` on stand in a buffer of their own.
  func startBuffer(at row: Int, capacity: Int) {
    let buffer = RowBuffer<Element>(capacity: capacity)
    stretches.withLock { $0.append(Stretch(first: row, buffer: buffer)) }
  }

  /// Where the cells from a row on are written; the buffer that was current when the row was given out.
  func place(of row: Int, buffer: Int) -> UnsafeMutablePointer<Element> {
    unsafe stretches.withLock { stretches in
      unsafe stretches[buffer].buffer.rows + (row - stretches[buffer].first)
    }
  }

  var bufferCount: Int { stretches.withLock { $0.count } }

  /// Which buffer holds a row.
  func buffer(of row: Int) -> Int {
    stretches.withLock { $0.lastIndex { $0.first <= row } ?? 0 }
  }

  /// All rows in one array, which is that of the only buffer if there is one.
  func take(_ count: Int) -> [Element] {
    stretches.withLock { stretches in
      defer { stretches = [] }
      if stretches.count == 1 { return stretches[0].buffer.take(count) }
      var all: [Element] = []
      all.reserveCapacity(count)
      for (index, stretch) in stretches.enumerated() {
        let end = index + 1 < stretches.count ? stretches[index + 1].first : count
        all += stretch.buffer.take(end - stretch.first)
      }
      return all
    }
  }
}
