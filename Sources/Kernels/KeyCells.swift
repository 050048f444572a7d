import Glibc

/// Cells of keys: their bytes end to end, so that they are the words of the column already. Any other text
/// is a zero, which no file has, and the number of its word.
enum KeyCell {
  /// Lengths at which the number of a word finds room, and a key is no long text.
  static let lengths = 5...64

  static func make(word code: UInt32, at place: UnsafeMutablePointer<UInt8>) {
    unsafe place.pointee = 0
    unsafe UnsafeMutableRawPointer(place + 1).storeBytes(of: code, as: UInt32.self)
  }

  /// Nil where a key stands there.
  static func word(at place: UnsafeMutablePointer<UInt8>) -> Int? {
    guard unsafe place.pointee == 0 else { return nil }
    return unsafe Int(UnsafeRawPointer(place + 1).loadUnaligned(as: UInt32.self))
  }
}

extension CellColumn {
  func readKeys(
    _ cells: CellRun, _ length: Int, _ worker: Int, _ place: UnsafeMutablePointer<UInt8>
  ) {
    let (text, quote) = unsafe (cells.text, quoting.quote)
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      let target = unsafe place + index &* length
      if unsafe end &- start == length && text[start] > 32 && text[start] != quote
        && text[end &- 1] > 32
      {
        unsafe copyKey(from: text + start, to: target, length)
      } else {
        unsafe KeyCell.make(word: oddWord(cells, start, end, words[worker]), at: target)
      }
    }
  }

  /// Not a byte more, for other threads write what comes behind.
  @inline(__always)
  private func copyKey(
    from text: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ length: Int
  ) {
    guard length >= 8, length <= 16 else {
      _ = unsafe memcpy(target, text, length)
      return
    }
    // The last eight bytes may overlap the first.
    let (from, to) = unsafe (UnsafeRawPointer(text), UnsafeMutableRawPointer(target))
    let (first, last) = unsafe (
      from.loadUnaligned(as: UInt64.self),
      from.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    )
    unsafe to.storeBytes(of: first, as: UInt64.self)
    unsafe to.storeBytes(of: last, toByteOffset: length &- 8, as: UInt64.self)
  }

  /// The keys as words, which they are where they are in order and nothing else stands between them.
  func takeKeys(length: Int) -> WordColumn {
    guard rowCount > 0, keys.bufferCount == 1, areInOrder(length: length) else {
      return takeKeysByNumber(length: length)
    }
    let bytes = keys.take(rowCount * length)
    return WordColumn(
      codes: PackedCodes(ownOf: rowCount),
      words: PackedWords(bytes, length: length, count: rowCount), isAscending: true)
  }

  private func areInOrder(length: Int) -> Bool {
    var before: UInt64 = 0
    let place = unsafe keys.place(of: 0, buffer: 0)
    let mask = ~0 &<< UInt64(truncatingIfNeeded: max(0, 64 &- 8 &* length))
    for row in 0..<rowCount {
      let key = unsafe place + row &* length
      let bytes = unsafe UnsafeRawPointer(key).loadUnaligned(as: UInt64.self)
      let start = UInt64(bigEndian: bytes) & mask
      // A zero in the first place stands for another text.
      if start >> 56 == 0 || start < before { return false }
      if start == before, row > 0, unsafe memcmp(key - length, key, length) >= 0 { return false }
      before = start
    }
    return true
  }

  private func takeKeysByNumber(length: Int) -> WordColumn {
    let maps = mergedWords()
    return takeNumbered { piece, row in
      let place = unsafe keys.place(of: row * length, buffer: buffer(of: row))
      guard let word = unsafe KeyCell.word(at: place) else {
        return unsafe words[0].code(of: place, length)
      }
      return maps[piece.worker][word]
    }
  }
}
