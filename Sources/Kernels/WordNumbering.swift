import Glibc

/// A column of text whose words are numbered in the order of their first appearance.
package struct WordColumn: Sendable {
  package var codes: PackedCodes
  package var words: PackedWords
  /// How many rows hold each word; nil where each has one.
  package var counts: [UInt32]?
  /// Nil where every row has a text.
  package var validity: Bitmap?
  /// Every word is greater than the one before.
  package var isAscending = false

  /// The number of rows without a text.
  package var empty: Int { validity.map { $0.count - $0.onesCount } ?? 0 }

  package func count(of word: Int) -> Int { counts.map { Int($0[word]) } ?? 1 }

  /// The first row that holds a word.
  package func firstRow(of word: Int) -> Int? {
    codes.indices.first { codes[$0] == word && validity?[$0] != false }
  }

  /// With other numbers: `places` gives for every word its new number, or -1 where its rows have no
  /// value any more. New numbers follow the order of first appearance.
  package func renumbered(_ places: [Int]) -> WordColumn {
    var kept: [Int] = []
    for (word, place) in places.enumerated() where place == kept.count { kept.append(word) }
    var present = validity ?? Bitmap(repeating: true, count: codes.count)
    var new = [UInt32](repeating: 0, count: codes.count)
    for row in codes.indices where validity?[row] != false {
      let place = places[Int(codes[row])]
      if place < 0 { present[row] = false } else { new[row] = UInt32(place) }
    }
    var result = self
    result.words = words.selected(kept)
    let isWhole = present.onesCount == present.count
    result.validity = isWhole ? nil : present
    result.codes =
      codes.bytes == nil ? PackedCodes(new) : PackedCodes(narrow: new.map { UInt8($0) })
    result.counts = nil
    result.isAscending = false
    return result
  }
}

extension CellColumn {
  /// The cells as numbered words, whatever their shape. The column is empty afterwards.
  package func takeWords() -> WordColumn {
    switch shape {
    case .words(let isNarrow, _):
      if !isNarrow, let column = takeAscending() { return column }
      return takeHashed(isNarrow: isNarrow)
    case .keys(let length): return takeKeys(length: length)
    case .numbers, .dates, .instants: return takeRewritten()
    }
  }

  // MARK: Keys in order

  /// Where the words of all pieces follow each other in order there is nothing to look up: numbers
  /// move by the same distance within a piece.
  private func takeAscending() -> WordColumn? {
    guard words.allSatisfy(\.isAscending), wide.bufferCount == 1 else { return nil }
    var spans: [(first: Int, last: Int)] = []
    var before: (table: WordTable, code: Int)?
    for piece in pieces {
      let place = unsafe wide.place(of: piece.first, buffer: 0)
      let first = (0..<piece.count).first { unsafe place[$0] != 0 }
      let last = (0..<piece.count).last { unsafe place[$0] != 0 }
      guard let first, let last else { return nil }
      let span = unsafe (first: Int(place[first]), last: Int(place[last]))
      let table = words[piece.worker]
      if let before, unsafe !isLess(before.table.word(before.code), table.word(span.first)) {
        return nil
      }
      spans.append(span)
      before = (table, span.last)
    }
    var packed = PackedWords(reservingBytes: words.reduce(0) { $0 + $1.byteCount })
    var next = 0
    var validity = ValidityBuilder(count: rowCount)
    for (piece, span) in zip(pieces, spans) {
      let place = unsafe wide.place(of: piece.first, buffer: 0)
      let shift = UInt32(truncatingIfNeeded: next) &- UInt32(span.first)
      for row in 0..<piece.count {
        let code = unsafe place[row]
        if code == 0 {
          validity.setMissing(piece.first + row)
        } else {
          unsafe place[row] = code &+ shift
        }
      }
      words[piece.worker].append(from: span.first, through: span.last, to: &packed)
      next += span.last - span.first + 1
    }
    let isUnique = next == rowCount - validity.missing
    let codes = wide.take(rowCount)
    return WordColumn(
      codes: PackedCodes(codes), words: packed,
      counts: isUnique ? nil : countsOf(PackedCodes(codes), validity.bitmap, next),
      validity: validity.bitmap, isAscending: true)
  }

  private func isLess(
    _ left: (start: UnsafePointer<UInt8>, count: Int),
    _ right: (start: UnsafePointer<UInt8>, count: Int)
  ) -> Bool {
    let order = unsafe memcmp(left.start, right.start, min(left.count, right.count))
    return unsafe order < 0 || order == 0 && left.count < right.count
  }

  private func countsOf(_ codes: PackedCodes, _ validity: Bitmap?, _ count: Int) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: count)
    for row in codes.indices where validity?[row] != false { counts[Int(codes[row])] += 1 }
    return counts
  }

  // MARK: Any words

  /// The words of all threads in the table of the first, and for every thread the numbers that its
  /// words have there.
  func mergedWords() -> [[UInt32]] {
    var maps: [[UInt32]] = [(0...UInt32(words[0].count)).map { $0 }]
    for table in words.dropFirst() { maps.append(words[0].codes(of: table)) }
    return maps
  }

  private func takeHashed(isNarrow: Bool) -> WordColumn {
    let maps = mergedWords()
    words[0].dropSlots()
    let order = appearances(maps)
    var places = [UInt32](repeating: 0, count: words[0].count + 1)
    for (place, word) in order.enumerated() { places[Int(word)] = UInt32(place) }
    // Code 0 leads to place 0, as no word does: the tally tells the two apart.
    let finals = maps.map { map in map.map { places[Int($0)] } }
    var tally = CodeTally(rows: rowCount, words: order.count)
    let codes: PackedCodes
    if !isNarrow {
      renumber(finals, &tally)
      codes = PackedCodes(wide.take(rowCount))
    } else if order.count <= 255 {
      renumberNarrow(finals, &tally)
      codes = PackedCodes(narrow: narrow.take(rowCount))
    } else {
      codes = PackedCodes(widened(finals, &tally))
    }
    var packed = PackedWords(reservingBytes: words[0].byteCount)
    for word in order {
      let (start, count) = unsafe words[0].word(Int(word))
      unsafe packed.append(start, count)
    }
    return WordColumn(codes: codes, words: packed, counts: tally.counts, validity: tally.validity)
  }

  /// The words of all threads in the order in which they first appear in the file. A thread numbers
  /// the words that are new to it as it meets them, and the first piece that holds a word is one where
  /// it is new.
  private func appearances(_ maps: [[UInt32]]) -> [UInt32] {
    var stretches: [(row: Int, worker: Int, codes: Range<Int>)] = []
    for (worker, table) in words.enumerated() {
      let firsts = table.firstCodes
      for (index, first) in firsts.enumerated() {
        let end = index + 1 < firsts.count ? firsts[index + 1].code : maps[worker].count
        if first.code < end { stretches.append((first.row, worker, first.code..<end)) }
      }
    }
    stretches.sort { $0.row < $1.row }
    var isKnown = [Bool](repeating: false, count: words[0].count + 1)
    var order: [UInt32] = []
    order.reserveCapacity(words[0].count)
    for stretch in stretches {
      let map = maps[stretch.worker]
      for code in stretch.codes where !isKnown[Int(map[code])] {
        isKnown[Int(map[code])] = true
        order.append(map[code])
      }
    }
    return order
  }

  private func renumberNarrow(_ finals: [[UInt32]], _ tally: inout CodeTally) {
    let finals = finals.map { map in
      (0..<256).map { $0 < map.count ? UInt8(truncatingIfNeeded: map[$0]) : 0 }
    }
    for piece in pieces {
      let place = unsafe narrow.place(of: piece.first, buffer: buffer(of: piece.first))
      unsafe tally.renumber(place, piece, finals[piece.worker])
    }
  }

  private func renumber(_ finals: [[UInt32]], _ tally: inout CodeTally) {
    for piece in pieces {
      let place = unsafe wide.place(of: piece.first, buffer: buffer(of: piece.first))
      unsafe tally.renumber(place, piece, finals[piece.worker])
    }
  }

  /// Narrow codes as wide ones, where there are more words than a byte counts.
  private func widened(_ finals: [[UInt32]], _ tally: inout CodeTally) -> [UInt32] {
    var positions = [Int](repeating: 0, count: words.count)
    var codes = [UInt32](repeating: 0, count: rowCount)
    unsafe codes.withUnsafeMutableBufferPointer { codes in
      guard let start = codes.baseAddress else { return }
      for piece in pieces {
        let place = unsafe narrow.place(of: piece.first, buffer: buffer(of: piece.first))
        let large = overflow[piece.worker].codes
        for row in 0..<piece.count {
          var code = unsafe UInt32(place[row])
          if code == 255 {
            code = large[positions[piece.worker]]
            positions[piece.worker] += 1
          }
          unsafe start[piece.first + row] = code
        }
        unsafe tally.renumber(start + piece.first, piece, finals[piece.worker])
      }
    }
    return codes
  }

  // MARK: Values as texts

  private func takeRewritten() -> WordColumn {
    let maps = mergedWords()
    return takeNumbered { piece, row in
      switch packedCell(row) {
      case .empty: 0
      case .word(let word): maps[piece.worker][word]
      case .value(let cell): words[0].code(of: text(of: cell).span)
      }
    }
  }

  /// `code` gives for each row the number of its word in the table of the first thread.
  func takeNumbered(_ code: (PieceRows, Int) -> UInt32) -> WordColumn {
    let texts = words[0]
    var numbering = WordNumbering(mergedCount: texts.count, rows: rowCount)
    var codes: [UInt32] = []
    codes.reserveCapacity(rowCount)
    for piece in pieces {
      for row in piece.first..<(piece.first + piece.count) {
        codes.append(numbering.number(of: code(piece, row), row: row))
      }
    }
    var packed = PackedWords(reservingBytes: texts.byteCount)
    for code in numbering.order {
      let (start, count) = unsafe texts.word(Int(code))
      unsafe packed.append(start, count)
    }
    return WordColumn(
      codes: PackedCodes(codes), words: packed, counts: numbering.counts,
      validity: numbering.validity.bitmap)
  }
}

/// Numbers given in the order in which words are met, row after row.
private struct WordNumbering {
  /// For every word its number plus 1, or 0.
  private var numbers: [UInt32]
  /// The words by their numbers.
  private(set) var order: [UInt32] = []
  private(set) var counts: [UInt32] = []
  var validity: ValidityBuilder

  init(mergedCount: Int, rows: Int) {
    numbers = [UInt32](repeating: 0, count: mergedCount + 1)
    validity = ValidityBuilder(count: rows)
  }

  @inline(__always)
  mutating func number(of word: UInt32, row: Int) -> UInt32 {
    if word == 0 {
      validity.setMissing(row)
      return 0
    }
    let index = Int(word)
    if index >= numbers.count {
      numbers += [UInt32](repeating: 0, count: max(index + 1 - numbers.count, numbers.count))
    }
    if numbers[index] == 0 {
      order.append(word)
      counts.append(0)
      numbers[index] = UInt32(order.count)
    }
    counts[Int(numbers[index]) - 1] += 1
    return numbers[index] - 1
  }
}

/// How often each word stands in a column, and which rows have none.
private struct CodeTally {
  private(set) var counts: [UInt32]
  private var missing: [UInt64]
  private let rows: Int

  init(rows: Int, words: Int) {
    self.rows = rows
    counts = [UInt32](repeating: 0, count: max(1, words))
    missing = [UInt64](repeating: 0, count: (rows + 63) / 64)
  }

  /// Gives the codes of a piece their final numbers: `finals` holds one for every code, 0 for code 0,
  /// which means no word.
  mutating func renumber<Code: FixedWidthInteger & UnsignedInteger>(
    _ place: UnsafeMutablePointer<Code>, _ piece: PieceRows, _ finals: [Code]
  ) {
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe missing.withUnsafeMutableBufferPointer { missing in
        unsafe finals.withUnsafeBufferPointer { finals in
          guard let counts = counts.baseAddress, let finals = finals.baseAddress else { return }
          var row = piece.first
          let end = row &+ piece.count
          while row < end {
            let word = row &>> 6
            let block = min(end, (word &+ 1) &<< 6)
            var bits: UInt64 = 0
            while row < block {
              let code = unsafe place[row &- piece.first]
              let final = unsafe finals[Int(truncatingIfNeeded: code)]
              unsafe place[row &- piece.first] = final
              unsafe counts[Int(truncatingIfNeeded: final)] &+= code == 0 ? 0 : 1
              bits |= (code == 0 ? 1 : 0) &<< UInt64(truncatingIfNeeded: row & 63)
              row &+= 1
            }
            unsafe missing[word] |= bits
          }
        }
      }
    }
  }

  /// Nil where every row has a word.
  var validity: Bitmap? {
    guard missing.contains(where: { $0 != 0 }) else { return nil }
    var present = missing.map { ~$0 }
    if rows & 63 != 0 { present[present.count - 1] &= (1 << UInt64(rows & 63)) - 1 }
    return Bitmap(count: rows, packed: present)
  }
}

/// Which rows have a value, told by those that have none.
struct ValidityBuilder {
  private var words: [UInt64] = []
  private let count: Int
  private(set) var missing = 0

  init(count: Int) { self.count = count }

  @inline(__always)
  mutating func setMissing(_ row: Int) {
    if words.isEmpty { words = [UInt64](repeating: ~0, count: (count + 63) / 64) }
    words[row &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: row & 63))
    missing += 1
  }

  /// The same of rows whose bits are 1, the first in the lowest; up to the end of a word of bits.
  @inline(__always)
  mutating func setMissing(from row: Int, _ bits: UInt64) {
    if bits == 0 { return }
    if words.isEmpty { words = [UInt64](repeating: ~0, count: (count + 63) / 64) }
    words[row &>> 6] &= ~(bits &<< UInt64(truncatingIfNeeded: row & 63))
    missing += bits.nonzeroBitCount
  }

  /// Nil where every row has a value.
  var bitmap: Bitmap? {
    if words.isEmpty { return nil }
    var words = words
    if count & 63 != 0 { words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
    return Bitmap(count: count, packed: words)
  }
}
