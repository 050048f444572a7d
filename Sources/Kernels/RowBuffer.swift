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
  private var buffers: [RowBuffer<Element>] = []
  private var firstRows: [Int] = []

  /// Rows from `row` on stand in a buffer of their own. No thread may be writing.
  func startBuffer(at row: Int, capacity: Int) {
    buffers.append(RowBuffer(capacity: capacity))
    firstRows.append(row)
  }

  /// Where the cells from a row on are written; the buffer that was current when the row was given out.
  @inline(__always)
  func place(of row: Int, buffer: Int) -> UnsafeMutablePointer<Element> {
    unsafe buffers[buffer].rows + (row - firstRows[buffer])
  }

  var bufferCount: Int { buffers.count }

  /// Which buffer holds a row.
  func buffer(of row: Int) -> Int { (firstRows.lastIndex { $0 <= row }) ?? 0 }

  /// All rows in one array, which is that of the only buffer if there is one.
  func take(_ count: Int) -> [Element] {
    if buffers.count == 1 {
      let only = buffers[0].take(count)
      buffers = []
      return only
    }
    var all: [Element] = []
    all.reserveCapacity(count)
    for (index, buffer) in buffers.enumerated() {
      let end = index + 1 < firstRows.count ? firstRows[index + 1] : count
      all += buffer.take(end - firstRows[index])
    }
    buffers = []
    return all
  }
}
