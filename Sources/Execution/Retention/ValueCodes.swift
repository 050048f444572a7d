import Columns

/// The values of a column, or of some of its rows, numbered 0, 1, 2, ... by first appearance.
struct ValueCodes {
  /// The number of each element's value; missing values have a number too.
  private(set) var codes: [Int] = []
  /// One of the column's rows for each number.
  private(set) var sampleRows: [Int] = []
  /// The number of the missing value, where there is one.
  private(set) var missingCode: Int?

  var count: Int { sampleRows.count }

  /// Numbers the values of `column` at `rows`.
  init(_ column: Column, rows: some RandomAccessCollection<Int>) {
    codes.reserveCapacity(rows.count)
    switch column.storage {
    case .words(let words):
      number(rows, of: column, among: 0..<words.dictionary.count) { Int(words.codes[$0]) }
    case .integers(let values), .instants(let values):
      number(rows, of: column, among: narrowRange(values)) { Int(values[$0]) }
    case .decimals(let values):
      // Adding 0 makes -0 the same value as 0.
      number(rows, of: column, among: nil) { Int(bitPattern: UInt((values[$0] + 0).bitPattern)) }
    case .booleans(let values):
      number(rows, of: column, among: 0..<2) { values[$0] ? 1 : 0 }
    case .days(let values):
      number(rows, of: column, among: nil) { Int(values[$0]) }
    }
  }

  /// `range` holds all the values, if it is given: then a table finds their numbers, several times
  /// faster than hashing.
  private mutating func number(
    _ rows: some RandomAccessCollection<Int>, of column: Column, among range: Range<Int>?,
    value: (Int) -> Int
  ) {
    var table = [Int](repeating: -1, count: range?.count ?? 0)
    var numbers: [Int: Int] = [:]
    for row in rows {
      if column.isMissing(row) {
        if missingCode == nil { missingCode = new(row) }
        codes.append(missingCode ?? 0)
        continue
      }
      let value = value(row)
      if let range {
        let place = value - range.lowerBound
        if table[place] < 0 { table[place] = new(row) }
        codes.append(table[place])
      } else if let known = numbers[value] {
        codes.append(known)
      } else {
        numbers[value] = new(row)
        codes.append(count - 1)
      }
    }
  }

  private mutating func new(_ row: Int) -> Int {
    sampleRows.append(row)
    return sampleRows.count - 1
  }
}

/// The range of the values where a table over it is no larger than a few columns; nil otherwise.
private func narrowRange(_ values: [Int64]) -> Range<Int>? {
  guard var low = values.first else { return nil }
  var high = low
  for value in values {
    low = min(low, value)
    high = max(high, value)
  }
  let (width, overflow) = high.subtractingReportingOverflow(low)
  guard !overflow, width < 4 * Int64(values.count) + 1024, high < .max else { return nil }
  return Int(low)..<Int(high) + 1
}

/// The positions of elements gathered by their code: code c has `order[offsets[c]..<offsets[c + 1]]`.
/// Elements of one code keep their order.
struct Buckets {
  let offsets: [Int]
  let order: [Int]

  init(offsets: [Int], order: [Int]) {
    self.offsets = offsets
    self.order = order
  }

  init(_ codes: [Int], count: Int) {
    var offsets = [Int](repeating: 0, count: count + 1)
    for code in codes { offsets[code + 1] += 1 }
    for code in 0..<count { offsets[code + 1] += offsets[code] }
    var next = offsets
    var order = [Int](repeating: 0, count: codes.count)
    for (position, code) in codes.enumerated() {
      order[next[code]] = position
      next[code] += 1
    }
    self.offsets = offsets
    self.order = order
  }

  subscript(code: Int) -> ArraySlice<Int> { order[offsets[code]..<offsets[code + 1]] }
}
