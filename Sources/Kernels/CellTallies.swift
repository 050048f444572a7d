import CKernels

/// What the cells of a column of numbers look like, words left out.
package struct PackedNumberTally: Sendable {
  package var numbers = 0
  /// Digits behind the mark that can be nothing but a fraction.
  package var fractions = 0
  /// Three digits behind the mark, which may be thousands.
  package var ambiguous = 0
  /// Whole numbers of four digits and more.
  package var long = 0
  /// Whole numbers of eight digits that make a day from 1900 on.
  package var compactDates = 0
  /// Whole numbers of six digits that make a month from 1900 on.
  package var compactMonths = 0
  /// Exactly `0` or `1`.
  package var zerosAndOnes = 0
  package var firstNumber: Int?
  package var firstAmbiguous: Int?
}

/// A text that does not have its column's shape.
package struct WordTally: Sendable {
  package var text: [UInt8]
  package var count: Int
  package var firstRow: Int
}

/// What a packed cell holds.
enum PackedCell {
  case empty
  case word(Int)
  case value(Int64)
}

extension CellColumn {
  func packedCell(_ row: Int) -> PackedCell {
    switch shape {
    case .words, .keys: preconditionFailure("words are not packed")
    case .numbers:
      let cell = unsafe packed(from: row, buffer: buffer(of: row)).pointee
      if PackedNumber.isNumber(cell) { return .value(cell) }
      return cell == PackedNumber.empty ? .empty : .word(Int(PackedNumber.digits(cell)))
    case .dates:
      let cell = unsafe days.place(of: row, buffer: buffer(of: row)).pointee
      if cell >= 0 { return .value(Int64(cell)) }
      return cell == PackedDate.empty ? .empty : .word(PackedDate.word(cell))
    case .instants:
      let cell = unsafe packed(from: row, buffer: buffer(of: row)).pointee
      if cell >= 0 { return .value(cell) }
      return cell == PackedInstant.empty ? .empty : .word(PackedInstant.word(cell))
    }
  }

  /// The text of a packed value, as it stood in the file.
  func text(of cell: Int64) -> [UInt8] {
    switch shape {
    case .words, .keys: []
    case .numbers(let mark, _): PackedNumber.text(cell, mark: mark)
    case .dates(let style): PackedDate(code: Int(cell)).text(style)
    case .instants(let style): PackedInstant.text(cell, style)
    }
  }

  /// The text of a cell that is not stored as a word.
  package func text(row: Int) -> [UInt8]? {
    guard case .value(let cell) = packedCell(row) else { return nil }
    return text(of: cell)
  }

  /// The rows without any text, and every word with how often it stands and where first. The words
  /// get numbers of their own: `wordNumbers` gives them by thread.
  package func tallyWords() -> (words: [WordTally], wordNumbers: [[UInt32]], empty: Int) {
    let maps = mergedWords()
    var tallies = (0...words[0].count).map { code in
      words[0].withWord(code) { text in
        WordTally(text: (0..<text.count).map { text[$0] }, count: 0, firstRow: -1)
      }
    }
    var empty = 0
    for piece in pieces {
      let map = maps[piece.worker]
      func take(_ word: Int, _ row: Int) {
        let number = Int(map[word])
        tallies[number].count += 1
        if tallies[number].firstRow < 0 { tallies[number].firstRow = piece.first + row }
      }
      let buffer = buffer(of: piece.first)
      switch shape {
      case .words, .keys: break
      case .numbers:
        let place = unsafe packed(from: piece.first, buffer: buffer)
        for row in 0..<piece.count where unsafe place[row] & 3 != 0 {
          if unsafe place[row] == PackedNumber.empty {
            empty += 1
          } else {
            unsafe take(Int(PackedNumber.digits(place[row])), row)
          }
        }
      case .dates:
        let place = unsafe days.place(of: piece.first, buffer: buffer)
        for row in 0..<piece.count {
          unsafe empty += place[row] == PackedDate.empty ? 1 : 0
          if unsafe place[row] < PackedDate.empty { unsafe take(PackedDate.word(place[row]), row) }
        }
      case .instants:
        let place = unsafe packed(from: piece.first, buffer: buffer)
        for row in 0..<piece.count {
          unsafe empty += place[row] == PackedInstant.empty ? 1 : 0
          if unsafe place[row] < PackedInstant.empty {
            unsafe take(PackedInstant.word(place[row]), row)
          }
        }
      }
    }
    return (tallies, maps, empty)
  }

  /// Counts how numbers are written.
  package func tallyNumbers() -> PackedNumberTally {
    var tally = PackedNumberTally()
    var eights = 0
    for piece in pieces {
      let place = unsafe packed(from: piece.first, buffer: buffer(of: piece.first))
      var found = ck_number_tally()
      unsafe ck_tally_numbers(place, piece.count, &found)
      tally.numbers += found.numbers
      tally.fractions += found.numbers - found.whole
      tally.long += found.long_ones
      tally.zerosAndOnes += found.zeros_and_ones
      eights += found.of_eight_digits
      if found.of_three_places > 0 { unsafe tallyTriples(piece, place, &tally) }
    }
    tally.fractions -= tally.ambiguous
    if eights > 0 { tally.compactDates = countWhole(where: isCompactDate) }
    if tally.numbers > 0 {
      tally.firstNumber = (0..<rowCount).first {
        if case .value = packedCell($0) { true } else { false }
      }
    }
    // Where the first is none, hardly any is.
    if let first = tally.firstNumber, case .value(let cell) = packedCell(first), cell & 63 == 0,
      isCompactMonth(PackedNumber.digits(cell))
    {
      tally.compactMonths = countWhole(where: isCompactMonth)
    }
    return tally
  }

  /// Whether a packed number is below zero.
  package func hasNegatives() -> Bool {
    guard case .numbers = shape else { return false }
    return pieces.contains { piece in
      let place = unsafe packed(from: piece.first, buffer: buffer(of: piece.first))
      return (0..<piece.count).contains { row in
        unsafe PackedNumber.isNumber(place[row]) && place[row] < 0
      }
    }
  }

  private func tallyTriples(
    _ piece: PieceRows, _ place: UnsafeMutablePointer<Int64>, _ tally: inout PackedNumberTally
  ) {
    for row in 0..<piece.count where unsafe PackedNumber.isAmbiguous(place[row]) {
      tally.ambiguous += 1
      if tally.firstAmbiguous == nil { tally.firstAmbiguous = piece.first + row }
    }
  }

  private func countWhole(where isCounted: (_ digits: Int64) -> Bool) -> Int {
    var count = 0
    for piece in pieces {
      let place = unsafe packed(from: piece.first, buffer: buffer(of: piece.first))
      for row in 0..<piece.count where unsafe place[row] & 63 == 0 {
        if unsafe isCounted(PackedNumber.digits(place[row])) { count += 1 }
      }
    }
    return count
  }

  /// Every packed date that occurs, with how often.
  package func tallyDates() -> [(date: PackedDate, count: Int)] {
    var dates: [(date: PackedDate, count: Int)] = []
    for year in 0..<(PackedDate.limit >> 9)
    where dateCounts.contains(where: { unsafe $0.years[year] }) {
      for code in (year << 9)..<((year + 1) << 9) {
        var count = 0
        for counts in dateCounts { unsafe count += Int(counts.counts[code]) }
        if count > 0 { dates.append((PackedDate(code: code), count)) }
      }
    }
    return dates
  }

  /// How many instants are not at midnight.
  package func countAwayFromMidnight() -> Int {
    guard case .instants = shape else { return 0 }
    var count = 0
    for piece in pieces {
      let place = unsafe packed(from: piece.first, buffer: buffer(of: piece.first))
      for row in 0..<piece.count {
        unsafe count &+= place[row] >= 0 && PackedInstant.seconds(place[row]) != 0 ? 1 : 0
      }
    }
    return count
  }

  /// The first row whose date is one that `matches`.
  package func firstRow(where matches: (PackedDate) -> Bool) -> Int? {
    (0..<rowCount).first { row in
      guard case .value(let cell) = packedCell(row) else { return false }
      if case .instants = shape { return matches(PackedDate(code: PackedInstant.date(cell))) }
      return matches(PackedDate(code: Int(cell)))
    }
  }
}

extension PackedNumber {
  /// Whether the three digits behind the mark may be thousands: one to three stand before it, no zero.
  @inline(__always)
  static func isAmbiguous(_ cell: Int64) -> Bool {
    guard cell & 63 == 3 << 2 else { return false }
    let digits = digits(cell).magnitude
    return digits >= 1000 && digits < 1_000_000
  }
}

/// Whether six digits make a month from 1900 to 2099: `202403`.
package func isCompactMonth(_ digits: Int64) -> Bool {
  (190_000..<210_000).contains(digits) && (1...12).contains(digits % 100)
}

/// Whether eight digits make a day from 1900 on.
private func isCompactDate(_ digits: Int64) -> Bool {
  guard digits >= 19_000_000, digits < 100_000_000 else { return false }
  let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100)
  guard (1...12).contains(month), day >= 1 else { return false }
  switch month {
  case 2: return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
  case 4, 6, 9, 11: return day <= 30
  default: return day <= 31
  }
}
