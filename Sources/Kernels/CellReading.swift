/// How each shape of column reads its cells. What is written in an unusual way goes through functions of
/// its own, which stay out of the loops.
extension CellColumn {
  /// Reads the cells of a piece into the rows from `row` on.
  package func read(
    _ piece: TextPiece, column: Int, at row: Int, buffer: Int, worker: Int
  ) {
    piece.withCells(inColumn: column) { cells in
      // Few words are looked up with their quotes.
      if case .words(isNarrow: true, _) = shape {
        return read(cells, at: row, buffer: buffer, worker: worker)
      }
      cells.withoutQuotes(quoting.quote) {
        read($0, at: row, buffer: buffer, worker: worker)
      }
    }
  }

  private func read(_ cells: CellRun, at row: Int, buffer: Int, worker: Int) {
    switch shape {
    case .words(isNarrow: true, _):
      unsafe readFewWords(cells, at: row, worker, narrow.place(of: row, buffer: buffer))
    case .words:
      unsafe readManyWords(cells, at: row, worker, wide.place(of: row, buffer: buffer))
    case .keys(let length):
      unsafe readKeys(
        cells, length, worker, keys.place(of: row * length, buffer: buffer))
    case .numbers(let mark, _):
      unsafe readNumbers(cells, mark, worker, packed(from: row, buffer: buffer))
    case .dates(let style):
      let place = unsafe days.place(of: row, buffer: buffer)
      if style.isYearFirst {
        unsafe readDates(cells, style, isYearFirst: true, worker, place)
      } else {
        unsafe readDates(cells, style, isYearFirst: false, worker, place)
      }
    case .instants(let style):
      let place = unsafe packed(from: row, buffer: buffer)
      if style.isYearFirst {
        unsafe readInstants(cells, style, isYearFirst: true, worker, place)
      } else {
        unsafe readInstants(cells, style, isYearFirst: false, worker, place)
      }
    }
  }

  // MARK: Words

  private func readFewWords(
    _ cells: CellRun, at row: Int, _ worker: Int, _ place: UnsafeMutablePointer<UInt8>
  ) {
    words[worker].startPiece(at: row)
    unsafe fewWords[worker].read(
      cells, quote: quoting.quote, into: place, usesSIMD: usesSIMD
    ) { rareWord(cells, $0, worker) }
  }

  /// What the fast search did not find: a new word, one written in an unusual way, or one of many.
  private func rareWord(_ cells: CellRun, _ index: Int, _ worker: Int) -> UInt8 {
    let (table, few) = (words[worker], fewWords[worker])
    let known = table.count
    var scratch: [UInt8] = []
    let code = unsafe quoting.withText(
      cells.text, cells.start(index), cells.end(index), &scratch
    ) { text, count in
      let code = unsafe table.code(of: text, count)
      let isNew = table.count > known || count == 0 && !few.hasEmpty
      if isNew { unsafe few.keep(code, of: text, count) }
      return code
    }
    if code >= 255 { overflow[worker].codes.append(code) }
    return UInt8(truncatingIfNeeded: min(code, 255))
  }

  /// For columns with so many different words that looking one up waits for memory: it is asked for
  /// sixteen cells before.
  private func readManyWords(
    _ cells: CellRun, at row: Int, _ worker: Int, _ place: UnsafeMutablePointer<UInt32>
  ) {
    let table = words[worker]
    table.startPiece(at: row)
    let (text, quote) = unsafe (cells.text, quoting.quote)
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16) { keys in
      for ahead in 0..<cells.count &+ 16 {
        if ahead >= 16 {
          let index = ahead &- 16
          let (start, end) = (cells.start(index), cells.end(index))
          if start == end {
            unsafe place[index] = 0
          } else if unsafe text[start] <= 32 || text[start] == quote || text[end &- 1] <= 32 {
            unsafe place[index] = oddWord(cells, start, end, table)
          } else {
            unsafe place[index] = table.code(of: text + start, end &- start, key: keys[index & 15])
          }
        }
        if ahead < cells.count {
          let (start, end) = (cells.start(ahead), cells.end(ahead))
          unsafe keys[ahead & 15] = start == end ? 0 : table.prepare(text + start, end &- start)
        }
      }
    }
  }

  @inline(never)
  func oddWord(
    _ cells: CellRun, _ start: Int, _ end: Int, _ table: WordTable
  ) -> UInt32 {
    var scratch: [UInt8] = []
    return unsafe quoting.withText(cells.text, start, end, &scratch) {
      unsafe table.code(of: $0, $1)
    }
  }

  // MARK: Numbers

  private func readNumbers(
    _ cells: CellRun, _ mark: UInt8, _ worker: Int, _ place: UnsafeMutablePointer<Int64>
  ) {
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      if start == end {
        unsafe place[index] = PackedNumber.empty
      } else if let number = unsafe PackedNumber.read(cells.text + start, end &- start, mark: mark)
      {
        unsafe place[index] = number
      } else {
        unsafe place[index] = oddNumber(cells, start, end, mark, worker)
      }
    }
  }

  @inline(never)
  private func oddNumber(
    _ cells: CellRun, _ start: Int, _ end: Int, _ mark: UInt8, _ worker: Int
  ) -> Int64 {
    var scratch: [UInt8] = []
    return unsafe quoting.withText(cells.text, start, end, &scratch) { text, count in
      if count == 0 { return PackedNumber.empty }
      return unsafe PackedNumber.read(text, count, mark: mark)
        ?? PackedNumber.make(word: words[worker].code(of: text, count))
    }
  }

  // MARK: Dates

  @inline(__always)
  private func readDates(
    _ cells: CellRun, _ style: DateStyle, isYearFirst: Bool, _ worker: Int,
    _ place: UnsafeMutablePointer<Int32>
  ) {
    let separator = style.separator
    let counts = dateCounts[worker]
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      // Of an empty cell these are bytes behind it: whether there is a date is not asked by a branch of
      // its own, since that would often be guessed wrong where days are missing.
      let date = unsafe PackedDate.read(
        cells.text + start, isYearFirst: isYearFirst, separator: separator)
      let isDate = end &- start == 10 ? date >= 0 : false
      if (isDate ? 1 : 0) | (start == end ? 1 : 0) != 0 {
        counts.add(isDate ? Int(date) : PackedDate.limit)
        unsafe place[index] = isDate ? date : PackedDate.empty
      } else {
        unsafe place[index] = oddDate(cells, start, end, style, worker)
      }
    }
  }

  @inline(never)
  private func oddDate(
    _ cells: CellRun, _ start: Int, _ end: Int, _ style: DateStyle, _ worker: Int
  ) -> Int32 {
    var scratch: [UInt8] = []
    return unsafe quoting.withText(cells.text, start, end, &scratch) { text, count in
      if count == 0 { return PackedDate.empty }
      if count == 10 {
        let date = unsafe PackedDate.read(
          text, isYearFirst: style.isYearFirst, separator: style.separator)
        if date >= 0 {
          dateCounts[worker].add(Int(date))
          return date
        }
      }
      return unsafe PackedDate.make(word: words[worker].code(of: text, count))
    }
  }

  @inline(__always)
  private func readInstants(
    _ cells: CellRun, _ style: DateStyle, isYearFirst: Bool, _ worker: Int,
    _ place: UnsafeMutablePointer<Int64>
  ) {
    let counts = dateCounts[worker]
    let (separator, timeSeparator) = (style.separator, style.timeSeparator ?? 0)
    for index in 0..<cells.count {
      let (start, end) = (cells.start(index), cells.end(index))
      if end &- start == 19 {
        let instant = unsafe instant(
          cells.text + start, isYearFirst: isYearFirst, separator, timeSeparator)
        if instant >= 0 {
          counts.add(PackedInstant.date(instant))
          unsafe place[index] = instant
          continue
        }
      } else if start == end {
        unsafe place[index] = PackedInstant.empty
        continue
      }
      unsafe place[index] = oddInstant(cells, start, end, style, worker)
    }
  }

  @inline(never)
  private func oddInstant(
    _ cells: CellRun, _ start: Int, _ end: Int, _ style: DateStyle, _ worker: Int
  ) -> Int64 {
    var scratch: [UInt8] = []
    return unsafe quoting.withText(cells.text, start, end, &scratch) { text, count in
      if count == 0 { return PackedInstant.empty }
      if count == 19 {
        let instant = unsafe instant(
          text, isYearFirst: style.isYearFirst, style.separator, style.timeSeparator ?? 0)
        if instant >= 0 {
          dateCounts[worker].add(PackedInstant.date(instant))
          return instant
        }
      }
      return unsafe PackedInstant.make(word: words[worker].code(of: text, count))
    }
  }

  /// Nineteen bytes; -1 where they are no date with a time of day.
  @inline(__always)
  private func instant(
    _ text: UnsafePointer<UInt8>, isYearFirst: Bool, _ separator: UInt8, _ timeSeparator: UInt8
  ) -> Int64 {
    let date = unsafe PackedDate.read(text, isYearFirst: isYearFirst, separator: separator)
    let time = unsafe PackedInstant.time(text + 11)
    guard date >= 0, time >= 0, unsafe text[10] == timeSeparator else { return -1 }
    return PackedInstant.make(date, seconds: time)
  }
}
