import Glibc

/// A column of text whose words are numbered in the order of their first appearance.
package struct WordColumn: Sendable {
  package var codes: PackedCodes
  package var words: PackedWords
  /// How many rows hold each word; nil where each has one.
  package var counts: [UInt32]?
  /// Nil where every row has a text.
  package var validity: Bitmap?

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
      validity: validity.bitmap)
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
    for table in words.dropFirst() {
      maps.append(
        (0...table.count).map { code in
          let (start, count) = unsafe table.word(code)
          return unsafe code == 0 ? 0 : words[0].code(of: start, count)
        })
    }
    return maps
  }

  private func takeHashed(isNarrow: Bool) -> WordColumn {
    let maps = mergedWords()
    var numbering = WordNumbering(mergedCount: words[0].count, rows: rowCount)
    var tooMany = false
    var positions = [Int](repeating: 0, count: words.count)
    var spill: [UInt32] = []
    for piece in pieces {
      let map = maps[piece.worker]
      if isNarrow {
        let place = unsafe narrow.place(of: piece.first, buffer: buffer(of: piece.first))
        for row in 0..<piece.count {
          var code = unsafe UInt32(place[row])
          if code == 255 {
            code = overflow[piece.worker].codes[positions[piece.worker]]
            positions[piece.worker] += 1
          }
          let number = numbering.number(of: map[Int(code)], row: piece.first + row)
          if number > 255 || tooMany {
            if !tooMany { spill = firstNumbers(before: piece.first + row) }
            tooMany = true
            spill.append(number)
          } else {
            unsafe place[row] = UInt8(truncatingIfNeeded: number)
          }
        }
      } else {
        let place = unsafe wide.place(of: piece.first, buffer: buffer(of: piece.first))
        for row in 0..<piece.count {
          unsafe place[row] = unsafe numbering.number(
            of: map[Int(place[row])], row: piece.first + row)
        }
      }
    }
    var packed = PackedWords(reservingBytes: words[0].byteCount)
    for code in numbering.order {
      let (start, count) = unsafe words[0].word(Int(code))
      unsafe packed.append(start, count)
    }
    let codes: PackedCodes
    if tooMany {
      codes = PackedCodes(spill)
    } else if isNarrow {
      codes = PackedCodes(narrow: narrow.take(rowCount))
    } else {
      codes = PackedCodes(wide.take(rowCount))
    }
    return WordColumn(
      codes: codes, words: packed, counts: numbering.counts, validity: numbering.validity.bitmap)
  }

  /// Which buffer holds a row.
  func buffer(of row: Int) -> Int {
    switch shape {
    case .words(isNarrow: true, _): narrow.buffer(of: row)
    case .words: wide.buffer(of: row)
    case .dates: days.buffer(of: row)
    case .numbers, .instants: large.buffer(of: row)
    }
  }

  /// The numbers given so far, once a byte does not hold them any more.
  private func firstNumbers(before end: Int) -> [UInt32] {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(rowCount)
    for piece in pieces where piece.first < end {
      let place = unsafe narrow.place(of: piece.first, buffer: narrow.buffer(of: piece.first))
      for row in 0..<min(piece.count, end - piece.first) {
        unsafe numbers.append(UInt32(place[row]))
      }
    }
    return numbers
  }

  // MARK: Values as texts

  private func takeRewritten() -> WordColumn {
    let maps = mergedWords()
    let texts = words[0]
    var numbering = WordNumbering(mergedCount: texts.count, rows: rowCount)
    var codes: [UInt32] = []
    codes.reserveCapacity(rowCount)
    for piece in pieces {
      for row in piece.first..<(piece.first + piece.count) {
        let code: UInt32 =
          switch packedCell(row) {
          case .empty: 0
          case .word(let word): maps[piece.worker][word]
          case .value(let cell): texts.code(of: text(of: cell).span)
          }
        codes.append(numbering.number(of: code, row: row))
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

/// Which rows have a value, told by those that have none.
struct ValidityBuilder {
  private var bits: Bitmap?
  private let count: Int
  private(set) var missing = 0

  init(count: Int) { self.count = count }

  @inline(__always)
  mutating func setMissing(_ row: Int) {
    if bits == nil { bits = Bitmap(repeating: true, count: count) }
    bits?.setBit(row, to: false)
    missing += 1
  }

  /// Nil where every row has a value.
  var bitmap: Bitmap? { bits }
}
