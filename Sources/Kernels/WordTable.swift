import CKernels
import Glibc

/// Different texts, numbered from 1 in the order in which they are met; 0 is the empty text.
///
/// Bytes only, no `String`. Used by one thread at a time. Seen by this room alone: so the compiler can
/// prove that accesses to its properties are exclusive, instead of checking for every cell.
@safe final class WordTable: @unchecked Sendable {
  private struct Slot {
    /// The text itself where it has at most eight bytes, else its hash.
    var key: UInt64
    var length: UInt32
    var code: UInt32
  }

  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity: Int
  private(set) var byteCount = 0
  /// Where texts end among `bytes`; nil while all have `uniformLength`.
  private var ends: UnsafeMutablePointer<UInt32>?
  private var endCapacity = 0
  private var uniformLength = -1
  /// The number of texts, the empty one left out.
  private(set) var count = 0
  private var slots: UnsafeMutablePointer<Slot>?
  private var slotMemory: FreshMemory?
  private var mask = 0
  /// More texts than this want a larger table.
  private var limit = 0
  private var shift: UInt64 = 0
  /// As long as every new text is greater than the one before, there is nothing to look up.
  private(set) var isAscending: Bool
  /// The first eight bytes of the last text, the first of them counting most.
  private var lastStart: UInt64 = 0
  /// The first number that was free when a piece of the file began, with its first row.
  private(set) var firstCodes: [(code: Int, row: Int)] = []
  /// The texts do not fit: codes mean nothing any more.
  private(set) var isFull = false

  /// `expectsAscending`: the texts are likely all different and in order, as keys of a table are.
  init(expectsAscending: Bool = false) {
    isAscending = expectsAscending
    byteCapacity = 1024
    unsafe bytes = .allocate(capacity: byteCapacity)
    if !expectsAscending { makeSlots(64) }
  }

  deinit {
    unsafe free(bytes)
    unsafe free(ends)
  }

  /// Tells that the texts of a piece follow, in whose first row the piece begins.
  func startPiece(at row: Int) {
    if firstCodes.last?.code == count + 1 { firstCodes.removeLast() }
    firstCodes.append((count + 1, row))
  }

  /// What a text is looked up by, with the memory asked for in which it is looked up.
  @inline(__always)
  func prepare(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let key = unsafe WordTable.key(text, length)
    if let slots = unsafe slots {
      unsafe ck_prefetch(slots + place(key, length))
    }
    return key
  }

  /// The number of a text; eight bytes from its start on can be read.
  @inline(__always)
  func code(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    if length == 0 { return 0 }
    return unsafe code(of: text, length, key: WordTable.key(text, length))
  }

  /// The number of a text that is not empty, with its key.
  @inline(__always)
  func code(of text: UnsafePointer<UInt8>, _ length: Int, key: UInt64) -> UInt32 {
    guard let slots = unsafe slots else { return unsafe ascendingCode(text, length) }
    var slot = place(key, length)
    while true {
      let found = unsafe slots[slot]
      if found.code == 0 { return unsafe insert(text, length, key, at: slot) }
      if found.key == key, found.length == UInt32(truncatingIfNeeded: length),
        unsafe length <= 8 || matches(Int(found.code), text, length)
      {
        return found.code
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// The number of a text, which gets one.
  func code(of text: Span<UInt8>) -> UInt32 {
    let padded = (0..<text.count).map { text[$0] } + [UInt8](repeating: 0, count: 8)
    return unsafe padded.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return unsafe code(of: start, text.count)
    }
  }

  /// The numbers that the texts of another table have here, each of which gets one, by their numbers
  /// there. The other table cannot be asked any more.
  func codes(of other: WordTable) -> [UInt32] {
    other.dropSlots()
    var codes: [UInt32] = [0]
    codes.reserveCapacity(other.count + 1)
    unsafe prepareAll(of: other) { text, length, key in
      unsafe codes.append(code(of: text, length, key: key))
    }
    return codes
  }

  /// Hands over all texts of a table, in the order of their numbers, with their keys: each is prepared
  /// sixteen texts before.
  @inline(__always)
  private func prepareAll(
    of table: WordTable,
    _ body: (_ text: UnsafePointer<UInt8>, _ length: Int, _ key: UInt64) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16) { keys in
      for next in stride(from: 1, through: table.count &+ 16, by: 1) {
        if next > 16 {
          let (text, length) = unsafe table.word(next &- 16)
          unsafe body(text, length, keys[next & 15])
        }
        if next <= table.count {
          let (text, length) = unsafe table.word(next)
          unsafe keys[next & 15] = prepare(text, length)
        }
      }
    }
  }

  /// Gives memory back when no text will be looked up any more.
  func dropSlots() {
    slotMemory = nil
    unsafe slots = nil
  }

  /// The text of a number.
  func withWord<Result>(_ code: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    let (start, end) = range(code)
    return unsafe body(Span(_unsafeStart: bytes + start, count: end - start))
  }

  func word(_ code: Int) -> (start: UnsafePointer<UInt8>, count: Int) {
    let (start, end) = range(code)
    return unsafe (UnsafePointer(bytes + start), end - start)
  }

  /// Copies the texts of consecutive numbers.
  func append(from first: Int, through last: Int, to words: inout PackedWords) {
    let (start, end) = (range(first).0, range(last).1)
    if unsafe ends == nil {
      unsafe words.appendAll(
        bytes + start, end - start, lengths: repeatElement(uniformLength, count: last - first + 1))
    } else {
      unsafe words.appendAll(
        bytes + start, end - start, lengths: (first...last).map { range($0).1 - range($0).0 })
    }
  }

  @inline(__always)
  private func range(_ code: Int) -> (Int, Int) {
    if code == 0 { return (0, 0) }
    precondition(code <= count, "no such word")
    guard let ends = unsafe ends else { return ((code - 1) * uniformLength, code * uniformLength) }
    return unsafe (code == 1 ? 0 : Int(ends[code - 2]), Int(ends[code - 1]))
  }

  // MARK: Keys

  @inline(__always)
  private static func load(_ text: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
  }

  @inline(__always)
  private static func key(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let first = unsafe load(text)
    if length <= 8 { return first & (~0 >> UInt64(64 &- 8 &* length)) }
    var hash = mixed(first ^ 0x9E37_79B9_7F4A_7C15, UInt64(truncatingIfNeeded: length))
    var offset = 8
    while offset &+ 8 < length {
      hash = unsafe mixed(hash ^ load(text + offset), 0xA076_1D64_78BD_642F)
      offset &+= 8
    }
    return unsafe mixed(hash ^ load(text + (length &- 8)), 0xE703_7ED1_A0B4_28DB)
  }

  @inline(__always)
  private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    // The full product by halves: the function of the library for it is a call.
    let product = UInt128(truncatingIfNeeded: left) &* UInt128(truncatingIfNeeded: right | 1)
    return UInt64(truncatingIfNeeded: product &>> 64) ^ UInt64(truncatingIfNeeded: product)
  }

  /// The slot where a search begins. The highest bits of the product hang on every byte of the key, the
  /// last of which tell most words apart.
  @inline(__always)
  private func place(_ key: UInt64, _ length: Int) -> Int {
    let product = (key ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product &>> shift)
  }

  @inline(__always)
  private func matches(_ code: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let (start, _) = range(code)
    let known = unsafe bytes + start
    var offset = 0
    // The last eight bytes overlap those before.
    while offset &+ 8 < length {
      if unsafe WordTable.load(known + offset) != WordTable.load(text + offset) { return false }
      offset &+= 8
    }
    return unsafe WordTable.load(known + (length &- 8)) == WordTable.load(text + (length &- 8))
  }

  // MARK: Growing

  @inline(never)
  private func insert(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ key: UInt64, at slot: Int
  ) -> UInt32 {
    unsafe append(text, length)
    guard let slots = unsafe slots else { return UInt32(count) }
    unsafe slots[slot] = Slot(
      key: key, length: UInt32(truncatingIfNeeded: length), code: UInt32(truncatingIfNeeded: count))
    if count > limit { rebuild(mask * 2 + 2) }
    return UInt32(truncatingIfNeeded: count)
  }

  @inline(__always)
  private func ascendingCode(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let bytes = unsafe WordTable.load(text)
    let mask = length >= 8 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
    let start = (bytes & mask).byteSwapped
    if start <= lastStart { return unsafe comparedCode(text, length, start) }
    lastStart = start
    let end = byteCount &+ length
    guard unsafe length <= 8 && length == uniformLength && ends == nil,
      end &+ 8 <= byteCapacity, end < Int(UInt32.max)
    else {
      unsafe append(text, length)
      return UInt32(truncatingIfNeeded: count)
    }
    unsafe UnsafeMutableRawPointer(self.bytes + byteCount).storeBytes(
      of: bytes.littleEndian, as: UInt64.self)
    byteCount = end
    count &+= 1
    return UInt32(truncatingIfNeeded: count)
  }

  private func comparedCode(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ start: UInt64
  ) -> UInt32 {
    if count > 0 {
      let last = range(count)
      let shared = min(length, last.1 - last.0)
      let order = unsafe memcmp(text, bytes + last.0, shared)
      if order == 0, length == last.1 - last.0 { return UInt32(count) }
      guard order > 0 || order == 0 && length > shared else {
        leaveAscending()
        return unsafe code(of: text, length)
      }
    }
    lastStart = start
    unsafe append(text, length)
    return UInt32(truncatingIfNeeded: count)
  }

  /// Numbers are looked up from now on.
  private func leaveAscending() {
    isAscending = false
    var size = 64
    while WordTable.limit(size) < count { size *= 2 }
    rebuild(size)
  }

  private func append(_ text: UnsafePointer<UInt8>, _ length: Int) {
    // Four bytes a text tell where it ends.
    guard byteCount + length <= Int(UInt32.max), count < Int(UInt32.max) - 1 else {
      isFull = true
      return
    }
    if byteCount + length + 8 > byteCapacity {
      byteCapacity = max(byteCapacity * 2, byteCount + length + 8)
      unsafe bytes = unsafe grown(bytes, to: byteCapacity)
    }
    unsafe memcpy(bytes + byteCount, text, length)
    byteCount += length
    if count == 0 { uniformLength = length }
    if unsafe ends == nil, length != uniformLength { startEnds() }
    if unsafe ends != nil {
      if count == endCapacity {
        endCapacity *= 2
        unsafe ends = unsafe grown(ends, to: endCapacity)
      }
      unsafe ends?[count] = UInt32(truncatingIfNeeded: byteCount)
    }
    count += 1
  }

  private func startEnds() {
    endCapacity = max(64, count * 2)
    unsafe ends = unsafe grown(nil, to: endCapacity)
    for index in 0..<count {
      unsafe ends?[index] = UInt32(truncatingIfNeeded: (index + 1) * uniformLength)
    }
  }

  /// `realloc` moves large blocks without copying them.
  private func grown<Element>(
    _ old: UnsafeMutablePointer<Element>?, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let memory = unsafe realloc(old, capacity * MemoryLayout<Element>.stride)
    guard let memory = unsafe memory else {
      preconditionFailure("no memory left for the words of a column")
    }
    unsafe useHugePages(memory, capacity * MemoryLayout<Element>.stride)
    return unsafe memory.assumingMemoryBound(to: Element.self)
  }

  /// Fuller, a table of half the size takes less time to fill and to search than what it saves in steps.
  private static func limit(_ size: Int) -> Int { size - size / 8 }

  private func makeSlots(_ size: Int) {
    mask = size - 1
    limit = WordTable.limit(size)
    shift = UInt64(64 - size.trailingZeroBitCount)
    // What was there goes first, so that both are never there at once.
    slotMemory = nil
    slotMemory = FreshMemory(byteCount: size * MemoryLayout<Slot>.stride)
    guard let memory = unsafe slotMemory?.start else {
      preconditionFailure("no memory left for the words of a column")
    }
    slotMemory?.touch(size * MemoryLayout<Slot>.stride)
    unsafe slots = unsafe memory.assumingMemoryBound(to: Slot.self)
  }

  private func rebuild(_ size: Int) {
    makeSlots(size)
    guard let slots = unsafe slots else { return }
    var code: UInt32 = 0
    unsafe prepareAll(of: self) { _, length, key in
      code &+= 1
      var slot = place(key, length)
      while unsafe slots[slot].code != 0 { slot = (slot &+ 1) & mask }
      unsafe slots[slot] = Slot(key: key, length: UInt32(truncatingIfNeeded: length), code: code)
    }
  }
}
