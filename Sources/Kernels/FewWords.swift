import CKernels
import Glibc

/// The numbers of the words of a column with few different ones, found without a branch that depends
/// on a word's length: such branches, guessed wrong at every other cell, cost more than all the rest.
///
/// It stands before a `WordTable`, which knows every word and is asked for those that are not here.
/// Used by one thread at a time.
@safe final class FewWords: @unchecked Sendable {
  private let slots: UnsafeMutablePointer<ck_word_slot>
  private var used = 0
  /// The empty text is known here.
  private(set) var hasEmpty = false

  init() {
    let memory = unsafe calloc(Int(CK_WORD_SLOTS), MemoryLayout<ck_word_slot>.stride)
    guard let memory = unsafe memory else { preconditionFailure("no memory left for words") }
    unsafe slots = unsafe memory.assumingMemoryBound(to: ck_word_slot.self)
  }

  deinit { unsafe free(slots) }

  /// Gives the cells of a column the numbers of their words; `ask` gives that of a cell where it is not
  /// known here, or not to be found at once. `usesSIMD`: false computes a cell after the other.
  func read(
    _ cells: CellRun, quote: UInt8, into codes: UnsafeMutablePointer<UInt8>, usesSIMD: Bool,
    _ ask: (_ index: Int) -> UInt8
  ) {
    var all = unsafe ck_cells(
      text: cells.text, starts: cells.starts, ends: cells.ends, stride: cells.stride,
      skip: cells.skip, count: cells.count)
    var next = 0
    while true {
      next =
        unsafe usesSIMD
        ? ck_find_words(&all, next, quote, slots, codes)
        : ck_find_words_portably(&all, next, quote, slots, codes)
      if next >= cells.count { return }
      unsafe codes[next] = ask(next)
      next += 1
    }
  }

  /// Keeps the number of a text that is not known here, as long as there is room.
  func keep(_ code: UInt32, of text: UnsafePointer<UInt8>, _ length: Int) {
    // Half full, so that the way to a free slot stays short.
    if length > 32 || used >= Int(CK_WORD_SLOTS) / 2 { return }
    unsafe ck_keep_word(slots, text, length, code)
    used += 1
    if length == 0 { hasEmpty = true }
  }
}
