import Glibc

/// Memory of zeros that is not touched before it is used: in large pages where there is much of it,
/// since their first touch costs a fraction, and places far apart are found without a detour.
@safe struct FreshMemory: ~Copyable {
  let start: UnsafeMutableRawPointer
  /// Of pages of their own; 0 where the memory is that of the allocator.
  private let mappedCount: Int

  private static let largePage = 1 << 21

  /// Nil where there is no memory left.
  init?(byteCount: Int) {
    let page = FreshMemory.largePage
    guard byteCount >= page / 2 else {
      guard let memory = unsafe calloc(max(1, byteCount), 1) else { return nil }
      unsafe start = unsafe memory
      mappedCount = 0
      return
    }
    let needed = (byteCount + page - 1) & ~(page - 1)
    let protection = PROT_READ | PROT_WRITE
    let all = unsafe mmap(nil, needed + page, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let all = unsafe all, unsafe all != MAP_FAILED else { return nil }
    // What lies before the first large page and behind the last goes back.
    let before = (page - Int(bitPattern: all) & (page - 1)) & (page - 1)
    if before > 0 { _ = unsafe munmap(all, before) }
    if before < page { _ = unsafe munmap(all + before + needed, page - before) }
    _ = unsafe madvise(all + before, needed, MADV_HUGEPAGE)
    unsafe start = unsafe all + before
    mappedCount = needed
  }

  /// Writes to every page, for memory that is read before it is written: what is read first is a page of
  /// zeros that the system shares, and has to be replaced at the first write.
  func touch(_ byteCount: Int) {
    for place in stride(from: 0, to: byteCount, by: 4096) {
      unsafe start.storeBytes(of: 0, toByteOffset: place, as: UInt8.self)
    }
  }

  deinit {
    if mappedCount > 0 { _ = unsafe munmap(start, mappedCount) } else { unsafe free(start) }
  }
}

/// Asks for large pages for a large stretch of fresh memory: their first touch costs a fraction.
func useHugePages(_ memory: UnsafeMutableRawPointer, _ count: Int) {
  guard count >= 1 << 20 else { return }
  let start = (Int(bitPattern: memory) + 4095) & ~4095
  guard let first = unsafe UnsafeMutableRawPointer(bitPattern: start) else { return }
  _ = unsafe madvise(first, count - 4096, MADV_HUGEPAGE)
}
