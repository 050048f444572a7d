/// What a text comes to in a column of values.
package enum CellOutcome<Value: Sendable>: Sendable {
  case value(Value)
  /// No value, and none was meant.
  case missing
  /// No value, because of a text that is none.
  case unreadable
  /// A day that stands for "none".
  case sentinel
  case notFinite

  package func map<Other>(_ change: (Value) -> Other) -> CellOutcome<Other> {
    switch self {
    case .value(let value): .value(change(value))
    case .missing: .missing
    case .unreadable: .unreadable
    case .sentinel: .sentinel
    case .notFinite: .notFinite
    }
  }
}

/// The values of a column, and the rows that have none although a text stands there.
package struct CellValues<Value: Sendable>: Sendable {
  package var values: [Value]
  package var validity: Bitmap?
  package var unreadable: [(row: Int, text: [UInt8])] = []
  package var unreadableCount = 0
  /// The first few.
  package var sentinels: [(row: Int, text: [UInt8])] = []
  package var sentinelCount = 0
  package var notFinite = 0

  /// The most cells whose text is kept.
  static var limit: Int { 10_000 }

  mutating func note(_ outcome: CellOutcome<Value>, row: Int, text: () -> [UInt8]) {
    switch outcome {
    case .value, .missing: break
    case .unreadable:
      unreadableCount += 1
      if unreadable.count < CellValues.limit { unreadable.append((row, text())) }
    case .sentinel:
      sentinelCount += 1
      if sentinels.count < 5 { sentinels.append((row, text())) }
    case .notFinite: notFinite += 1
    }
  }
}

extension WordColumn {
  /// The values that the words stand for.
  package func values<Value: BitwiseCopyable & Sendable>(
    _ filler: Value, _ outcomes: [CellOutcome<Value>]
  ) -> CellValues<Value> {
    var result = CellValues<Value>(values: [])
    // The storage that all empty arrays share would be written to.
    if codes.isEmpty { return result }
    var builder = ValidityBuilder(count: codes.count)
    let values = outcomes.map { if case .value(let value) = $0 { value } else { filler } }
    let isValue = outcomes.map { if case .value = $0 { true } else { false } }
    result.values = unsafe Array(unsafeUninitializedCapacity: codes.count) { memory, count in
      for row in codes.indices {
        let code = Int(codes[row])
        if let validity, !validity[row] {
          unsafe memory.initializeElement(at: row, to: filler)
          builder.setMissing(row)
          continue
        }
        unsafe memory.initializeElement(at: row, to: values[code])
        if isValue[code] { continue }
        builder.setMissing(row)
        result.note(outcomes[code], row: row) {
          words.withWord(code) { text in (0..<text.count).map { text[$0] } }
        }
      }
      count = codes.count
    }
    result.validity = builder.bitmap
    return result
  }
}

extension CellColumn {
  /// The numbers of a column of numbers as whole ones. `isOwnMark`: the mark in the cells is the
  /// decimal one; otherwise it sets thousands apart.
  package func takeIntegers(
    isOwnMark: Bool, words: [WordTally], numbers: [[UInt32]], outcomes: [CellOutcome<Int64>]
  ) -> CellValues<Int64> {
    var result = CellValues<Int64>(values: takePacked())
    unsafe fill(&result, filler: 0, words, numbers, outcomes) { cells, count in
      // Of a number without a fraction the lowest six bits are 0, of an empty cell they are 2.
      if unsafe any(cells, count, { $0 & 63 }) & ~PackedNumber.empty != 0 { return nil }
      return unsafe replaceAll(cells, count) { cell in
        (cell & PackedNumber.empty != 0, cell >> 6)
      }
    } word: {
      PackedNumber.wordOrEmpty($0)
    } read: { cell in
      if cell & 63 == 0 { return .value(cell >> 6) }
      return !isOwnMark && PackedNumber.isAmbiguous(cell)
        ? .value(PackedNumber.digits(cell)) : .unreadable
    } text: {
      self.text(of: $0)
    }
    return result
  }

  /// The same with fractions.
  package func takeDecimals(
    isOwnMark: Bool, words: [WordTally], numbers: [[UInt32]], outcomes: [CellOutcome<Double>]
  ) -> CellValues<Double> {
    let powers: [Double] = [
      1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
    var result = CellValues<Double>(values: takePackedFractions())
    unsafe powers.withUnsafeBufferPointer { powers in
      unsafe fill(&result, filler: .nan, words, numbers, outcomes) { cells, count in
        let limit: Int64 = 1 << 53
        // Neither a word nor more digits than a double holds.
        let odd = unsafe any(cells, count) { value in
          let cell = Int64(bitPattern: value.bitPattern)
          return cell & PackedNumber.isWord | (PackedNumber.digits(cell) &+ limit) &>> 54
        }
        if !isOwnMark || odd != 0 { return nil }
        return unsafe replaceAll(cells, count) { value in
          let cell = Int64(bitPattern: value.bitPattern)
          let number = unsafe Double(cell >> 6) / powers[PackedNumber.fraction(cell)]
          return cell & PackedNumber.empty != 0 ? (true, .nan) : (false, number)
        }
      } word: {
        PackedNumber.wordOrEmpty(Int64(bitPattern: $0.bitPattern))
      } read: { value in
        let cell = Int64(bitPattern: value.bitPattern)
        let digits = PackedNumber.digits(cell)
        let fraction = PackedNumber.fraction(cell)
        if isOwnMark || fraction == 0 {
          // Both are exact up to 2^53, so that one rounding gives the nearest number (Clinger 1990).
          if digits.magnitude <= 1 << 53 { return unsafe .value(Double(digits) / powers[fraction]) }
          return .value(Double("\(digits)e-\(fraction)") ?? .nan)
        }
        return PackedNumber.isAmbiguous(cell) ? .value(Double(digits)) : .unreadable
      } text: {
        self.text(of: Int64(bitPattern: $0.bitPattern))
      }
    }
    return result
  }

  /// Something else that numbers stand for.
  package func takeNumbers<Value: BitwiseCopyable & Sendable>(
    _ filler: Value, words: [WordTally], numbers: [[UInt32]], outcomes: [CellOutcome<Value>],
    _ read: (_ digits: Int64, _ fraction: Int) -> CellOutcome<Value>
  ) -> CellValues<Value> {
    take(takePacked(), filler: filler, words, numbers, outcomes) { cell in
      read(PackedNumber.digits(cell), PackedNumber.fraction(cell))
    }
  }

  /// The dates as days since 1970-01-01. `days` tells for each date of `tallyDates` what it comes to.
  package func takeDays(
    _ readings: [(date: PackedDate, day: CellOutcome<Int32>)], words: [WordTally],
    numbers: [[UInt32]], outcomes: [CellOutcome<Int32>]
  ) -> CellValues<Int32> {
    let table = DayTable(readings)
    if case .instants = shape {
      return take(takePacked(), filler: 0, words, numbers, outcomes) { cell in
        table.outcome(PackedInstant.date(cell))
      }
    }
    var result = CellValues<Int32>(values: days.take(rowCount))
    unsafe fill(&result, filler: 0, words, numbers, outcomes) { cells, count in
      let least = unsafe any(cells, count) { $0 < PackedDate.empty ? 1 : 0 }
      if !table.areAllDays || least != 0 { return nil }
      return unsafe replaceAll(cells, count) { cell in
        let isEmpty = cell < 0
        return (isEmpty, unsafe table.days[isEmpty ? PackedDate.limit : Int(cell)])
      }
    } word: { cell in
      cell >= 0 ? nil : cell == PackedDate.empty ? -1 : PackedDate.word(cell)
    } read: { cell in
      table.outcome(Int(cell))
    } text: {
      PackedDate(code: Int($0)).text(self.style)
    }
    return result
  }

  /// The instants in microseconds since 1970-01-01 00:00:00.
  package func takeInstants(
    _ readings: [(date: PackedDate, day: CellOutcome<Int32>)], words: [WordTally],
    numbers: [[UInt32]], outcomes: [CellOutcome<Int64>]
  ) -> CellValues<Int64> {
    let table = DayTable(readings)
    var result = CellValues<Int64>(values: takePacked())
    unsafe fill(&result, filler: 0, words, numbers, outcomes) { cells, count in
      let least = unsafe any(cells, count) { $0 < PackedInstant.empty ? 1 : 0 }
      if !table.areAllDays || least != 0 { return nil }
      return unsafe replaceAll(cells, count) { cell in
        let isEmpty = cell < 0
        let day = unsafe table.days[isEmpty ? PackedDate.limit : PackedInstant.date(cell)]
        let seconds = isEmpty ? 0 : PackedInstant.seconds(cell)
        return (isEmpty, Int64(day) &* 86_400_000_000 &+ seconds &* 1_000_000)
      }
    } word: {
      PackedInstant.wordOrEmpty($0)
    } read: { cell in
      let day = unsafe table.days[PackedInstant.date(cell)]
      guard day > DayTable.limit else {
        return table.outcome(PackedInstant.date(cell)).map(Int64.init)
      }
      return .value(Int64(day) &* 86_400_000_000 &+ PackedInstant.seconds(cell) &* 1_000_000)
    } text: {
      self.text(of: $0)
    }
    return result
  }

  private var style: DateStyle {
    switch shape {
    case .dates(let style), .instants(let style): style
    case .words, .keys, .numbers: DateStyle(isYearFirst: true, separator: 0x2D)
    }
  }

  /// Values of another type than packed cells of eight bytes have.
  @inline(__always)
  private func take<Value: BitwiseCopyable & Sendable>(
    _ cells: [Int64], filler: Value, _ words: [WordTally], _ numbers: [[UInt32]],
    _ outcomes: [CellOutcome<Value>], _ read: (Int64) -> CellOutcome<Value>
  ) -> CellValues<Value> {
    var isInstants = false
    if case .instants = shape { isInstants = true }
    var result = CellValues<Value>(values: [])
    if rowCount == 0 { return result }
    var builder = ValidityBuilder(count: rowCount)
    result.values = unsafe Array(unsafeUninitializedCapacity: rowCount) { memory, count in
      unsafe useHugePages(memory)
      for piece in pieces {
        let map = numbers[piece.worker]
        for row in piece.first..<(piece.first + piece.count) {
          let cell = cells[row]
          let word = isInstants ? PackedInstant.wordOrEmpty(cell) : PackedNumber.wordOrEmpty(cell)
          let outcome: CellOutcome<Value> =
            word.map { $0 < 0 ? .missing : outcomes[Int(map[$0])] } ?? read(cell)
          if case .value(let value) = outcome {
            unsafe memory.initializeElement(at: row, to: value)
            continue
          }
          unsafe memory.initializeElement(at: row, to: filler)
          builder.setMissing(row)
          result.note(outcome, row: row) {
            word.map { words[Int(map[$0])].text } ?? self.text(of: cell)
          }
        }
      }
      count = rowCount
    }
    result.validity = builder.bitmap
    return result
  }

  /// Values written over packed cells of the same type. `usual` does so with up to 64 cells and tells
  /// which of them are missing, the first in the lowest bit; nil where there is anything among them that
  /// is not just read or missing: then `word` tells of a cell: nil for a value, -1 for nothing, else the
  /// number of its word.
  @inline(__always)
  private func fill<Value: BitwiseCopyable & Sendable>(
    _ result: inout CellValues<Value>, filler: Value, _ words: [WordTally], _ numbers: [[UInt32]],
    _ outcomes: [CellOutcome<Value>],
    usual: (_ cells: UnsafeMutablePointer<Value>, _ count: Int) -> UInt64?,
    word: (Value) -> Int?, read: (Value) -> CellOutcome<Value>, text: (Value) -> [UInt8]
  ) {
    var builder = ValidityBuilder(count: rowCount)
    var notes = CellValues<Value>(values: [])
    unsafe result.values.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      for piece in pieces {
        let map = numbers[piece.worker]
        var next = piece.first
        let end = piece.first + piece.count
        while next < end {
          // Up to the end of a word of bits.
          let rows = next..<min(end, (next | 63) + 1)
          next = rows.upperBound
          if let missing = unsafe usual(start + rows.lowerBound, rows.count) {
            builder.setMissing(from: rows.lowerBound, missing)
            continue
          }
          for row in rows {
            let cell = unsafe memory[row]
            let word = word(cell)
            let outcome: CellOutcome<Value> =
              word.map { $0 < 0 ? .missing : outcomes[Int(map[$0])] } ?? read(cell)
            if case .value(let value) = outcome {
              unsafe memory[row] = value
              continue
            }
            unsafe memory[row] = filler
            builder.setMissing(row)
            notes.note(outcome, row: row) { word.map { words[Int(map[$0])].text } ?? text(cell) }
          }
        }
      }
    }
    notes.values = result.values
    notes.validity = builder.bitmap
    result = notes
  }
}

/// All that a function finds in some cells.
@inline(__always)
private func any<Cell, Bits: FixedWidthInteger>(
  _ cells: UnsafeMutablePointer<Cell>, _ count: Int, _ find: (Cell) -> Bits
) -> Bits {
  var found: Bits = 0
  for place in 0..<count { found |= unsafe find(cells[place]) }
  return found
}

/// Writes what a function makes of up to 64 cells, and tells which are missing, without a branch that
/// would be guessed wrong where some are.
@inline(__always)
private func replaceAll<Cell>(
  _ cells: UnsafeMutablePointer<Cell>, _ count: Int,
  _ read: (Cell) -> (isMissing: Bool, value: Cell)
) -> UInt64 {
  var missing: UInt64 = 0
  for place in 0..<count {
    let (isMissing, value) = unsafe read(cells[place])
    unsafe cells[place] = value
    missing |= (isMissing ? 1 : 0) &<< UInt64(truncatingIfNeeded: place)
  }
  return missing
}

/// What every packed date comes to, to be looked up.
@safe private final class DayTable {
  /// Below it stand the three ways of having no value.
  static let limit = Int32.min + 3
  /// Behind the last date stands 0, for none.
  let days: UnsafeMutablePointer<Int32>
  /// Every date that occurs is a day.
  private(set) var areAllDays = true

  init(_ readings: [(date: PackedDate, day: CellOutcome<Int32>)]) {
    unsafe days = .allocate(capacity: PackedDate.limit + 1)
    unsafe days[PackedDate.limit] = 0
    for (date, outcome) in readings {
      if case .value = outcome {} else { areAllDays = false }
      unsafe days[date.code] =
        switch outcome {
        case .value(let day): day
        case .sentinel: Int32.min
        case .missing: Int32.min + 1
        case .unreadable, .notFinite: Int32.min + 2
        }
    }
  }

  deinit { unsafe days.deallocate() }

  @inline(__always)
  func outcome(_ code: Int) -> CellOutcome<Int32> {
    let day = unsafe days[code]
    if day > DayTable.limit { return .value(day) }
    return day == Int32.min ? .sentinel : day == Int32.min + 1 ? .missing : .unreadable
  }
}

private func useHugePages<Element>(_ memory: UnsafeMutableBufferPointer<Element>) {
  guard let start = memory.baseAddress else { return }
  unsafe useHugePages(UnsafeMutableRawPointer(start), memory.count * MemoryLayout<Element>.stride)
}
