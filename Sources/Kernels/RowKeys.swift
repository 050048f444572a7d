import CKernels

/// The values that rows have in some keys, as one number a row, 0 ..< `count`.
///
/// Numbers are not kept: they are made again, a few thousand rows at a time, by whoever counts or adds
/// up by them, which costs less than to write and read them.
package struct RowKeys: Sendable {
  /// One key. Its values have the numbers 0 ..< `size - 1`, a missing one `size - 1`.
  package struct Key: Sendable {
    fileprivate enum Values: Sendable {
      case bytes([UInt8])
      case codes([UInt32])
      case integers([Int64], first: Int64)
      case days(DayCells, first: Int32, numbers: [UInt32])
    }

    fileprivate let values: Values
    fileprivate let validity: Bitmap?
    package let size: Int

    /// Numbers as they are, below `count`.
    package init(bytes: [UInt8], validity: Bitmap?, count: Int) {
      self.init(.bytes(bytes), validity, count)
    }

    /// Numbers as they are, below `count`.
    package init(codes: [UInt32], validity: Bitmap?, count: Int) {
      self.init(.codes(codes), validity, count)
    }

    /// What values exceed `range` by.
    package init(integers: [Int64], validity: Bitmap?, range: ClosedRange<Int64>) {
      self.init(
        .integers(integers, first: range.lowerBound), validity,
        Int(range.upperBound - range.lowerBound) + 1)
    }

    /// Days by a table that gives the number of each from `first` on, all below `count`; other days
    /// are missing.
    package init(days: DayCells, first: Int32, numbers: [Int], count: Int) {
      self.init(
        .days(days, first: first, numbers: numbers.map { UInt32($0) } + [UInt32(count)]), nil, count
      )
    }

    private init(_ values: Values, _ validity: Bitmap?, _ count: Int) {
      self.values = values
      self.validity = validity
      size = count + 1
    }
  }

  package let keys: [Key]
  package let rowCount: Int
  package let count: Int

  /// Nil where there are more numbers than `most`.
  package init?(_ keys: [Key], rowCount: Int, most: Int) {
    self.keys = keys
    self.rowCount = rowCount
    var count = 1
    for key in keys {
      let (product, overflow) = count.multipliedReportingOverflow(by: key.size)
      guard !overflow, product <= most else { return nil }
      count = product
    }
    self.count = count
  }

  /// The number of a row taken apart into those of its keys.
  package func numbers(_ number: Int) -> [Int] {
    var rest = number
    var numbers: [Int] = []
    for key in keys.reversed() {
      numbers.append(rest % key.size)
      rest /= key.size
    }
    return numbers.reversed()
  }

  /// Writes the number of each of some rows. `days` has room for as many days.
  func read(
    _ rows: Range<Int>, into slots: UnsafeMutablePointer<UInt32>,
    days scratch: UnsafeMutablePointer<Int32>
  ) {
    if keys.isEmpty { unsafe slots.update(repeating: 0, count: rows.count) }
    for (place, key) in keys.enumerated() {
      let size = UInt32(key.size)
      let factor = place == 0 ? 0 : size
      unsafe withWords(of: key.validity) { present in
        switch key.values {
        case .bytes(let bytes):
          unsafe ck_add_bytes(bytes, present, rows.lowerBound, rows.count, size, factor, slots)
        case .codes(let codes):
          unsafe ck_add_codes(codes, present, rows.lowerBound, rows.count, size, factor, slots)
        case .integers(let values, let first):
          unsafe ck_add_integers(
            values, present, rows.lowerBound, rows.count, first, size, factor, slots)
        case .days(let days, let first, let numbers):
          unsafe days.read(rows, into: scratch)
          unsafe ck_add_days(
            scratch, rows.count, first, UInt32(numbers.count - 1), numbers, factor, slots)
        }
      }
    }
  }
}

extension RowKeys {
  /// How many rows have each number.
  package var rowCounts: [Int] {
    guard !keys.isEmpty else { return [rowCount] }
    let start = [UInt32](repeating: 0, count: 4 * count)
    let parts = mapBlocks(rowCount, start: start, cells: start.count) { rows, scratch, counts in
      unsafe read(rows, into: scratch.slots, days: scratch.days)
      unsafe ck_count_slots(scratch.slots, rows.count, UInt32(count), &counts)
    }
    var sums = [Int](repeating: 0, count: count)
    for part in parts {
      for place in part.indices { sums[place % count] += Int(part[place]) }
    }
    return sums
  }

  /// The first row of each number that occurs, -1 for the others. `counts` are those of the rows.
  package func firstRows(_ counts: [Int]) -> [Int] {
    var firsts = [Int](repeating: -1, count: count)
    var open = counts.count { $0 > 0 }
    let scratch = BlockScratch()
    var start = 0
    while open > 0, start < rowCount {
      let rows = start..<min(start + BlockScratch.rows, rowCount)
      PassCounter.current?.count(rows.count)
      unsafe read(rows, into: scratch.slots, days: scratch.days)
      for row in rows {
        let number = unsafe Int(scratch.slots[row - start])
        if firsts[number] < 0 {
          firsts[number] = row
          open -= 1
        }
      }
      start = rows.upperBound
    }
    return firsts
  }

  /// The number of every row replaced by what `places` has for it.
  package func codes(_ places: [Int]) -> [Int] {
    var codes = [Int](repeating: 0, count: rowCount)
    let scratch = BlockScratch()
    var start = 0
    PassCounter.current?.count(rowCount)
    while start < rowCount {
      let rows = start..<min(start + BlockScratch.rows, rowCount)
      unsafe read(rows, into: scratch.slots, days: scratch.days)
      for row in rows { codes[row] = places[unsafe Int(scratch.slots[row - start])] }
      start = rows.upperBound
    }
    return codes
  }

  /// The sum of each number's values and how many there are. Sums are exact and rounded once, so
  /// their order does not matter; nil where a value is too large or too small for that.
  /// `exponents`, if given, are those of the values.
  package func totals(
    _ cells: Cells<Double>, exponents: DecimalExponents? = nil
  ) -> [(sum: Double, count: Int)]? {
    // Where nothing is known, exponents so far apart that each block looks for its own.
    let known = exponents?.found ?? ck_exponents(least: 0, largest: 0x7FF)
    let parts = mapBlocks(rowCount, start: ExactTotals(count), cells: 4 * count) {
      rows, scratch, totals in
      unsafe read(rows, into: scratch.slots, days: scratch.days)
      unsafe withWords(of: cells.validity) { present in
        var known = known
        let fits = unsafe ck_sum_decimals(
          scratch.slots, UInt32(count), cells.values, present, rows.lowerBound, rows.count, &known,
          &totals.halves, &totals.counts)
        if fits == 0 { totals.areExact = false }
      }
    }
    guard parts.allSatisfy(\.areExact) else { return nil }
    return ExactTotals.added(parts).map { (Double($0.sum) * 0x1p-62, $0.count) }
  }

  /// The same of integers.
  package func totals(_ cells: Cells<Int64>) -> [(sum: Int128, count: Int)] {
    let parts = mapBlocks(rowCount, start: ExactTotals(count), cells: 4 * count) {
      rows, scratch, totals in
      unsafe read(rows, into: scratch.slots, days: scratch.days)
      unsafe withWords(of: cells.validity) { present in
        unsafe ck_sum_integers(
          scratch.slots, cells.values, present, rows.lowerBound, rows.count, &totals.halves,
          &totals.counts)
      }
    }
    return ExactTotals.added(parts)
  }
}

/// Between which powers of two the values of a column lie.
package struct DecimalExponents: Sendable {
  fileprivate var found: ck_exponents

  /// Of all values, those of missing rows included.
  package init(of values: [Double]) {
    found = ck_exponents(least: 0x7FF, largest: 0)
    let parts = mapBlocks(values.count, start: found) { rows, _, found in
      unsafe values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        unsafe ck_survey_exponents(start + rows.lowerBound, rows.count, &found)
      }
    }
    for part in parts {
      found.least = min(found.least, part.least)
      found.largest = max(found.largest, part.largest)
    }
  }
}

/// Sums of 128 bits, the low half first, with how many terms each has.
private struct ExactTotals: Sendable {
  var halves: [UInt64]
  var counts: [Int64]
  var areExact = true

  init(_ count: Int) {
    halves = [UInt64](repeating: 0, count: 2 * count)
    counts = [Int64](repeating: 0, count: count)
  }

  static func added(_ parts: [ExactTotals]) -> [(sum: Int128, count: Int)] {
    guard let first = parts.first else { return [] }
    return first.counts.indices.map { place in
      var total: (sum: Int128, count: Int) = (0, 0)
      for part in parts {
        let high = Int128(Int64(bitPattern: part.halves[2 * place + 1]))
        total.sum += high << 64 | Int128(part.halves[2 * place])
        total.count += Int(part.counts[place])
      }
      return total
    }
  }
}
