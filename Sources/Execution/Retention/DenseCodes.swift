import Columns

/// The values of a column, or of some of its rows, numbered 0, 1, 2, ... by first appearance.
struct KeyCodes {
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
      number(rows, of: column, bitsLimit: words.dictionary.count) { UInt64(words.codes[$0]) }
    case .integers(let values), .instants(let values):
      number(rows, of: column) { UInt64(bitPattern: values[$0]) }
    case .decimals(let values):
      // Adding 0 makes -0 the same value as 0.
      number(rows, of: column) { (values[$0] + 0).bitPattern }
    case .booleans(let values):
      number(rows, of: column) { values[$0] ? 1 : 0 }
    case .days(let values):
      number(rows, of: column) { UInt64(bitPattern: Int64(values[$0])) }
    }
  }

  private mutating func number(
    _ rows: some RandomAccessCollection<Int>, of column: Column, bitsLimit: Int? = nil,
    bits: (Int) -> UInt64
  ) {
    // Dictionary codes index a table, which is several times faster than hashing them.
    var table = [Int](repeating: -1, count: bitsLimit ?? 0)
    var numbers: [UInt64: Int] = [:]
    for row in rows {
      if column.isMissing(row) {
        if missingCode == nil { missingCode = new(row) }
        codes.append(missingCode ?? 0)
        continue
      }
      let pattern = bits(row)
      if bitsLimit != nil {
        if table[Int(pattern)] < 0 { table[Int(pattern)] = new(row) }
        codes.append(table[Int(pattern)])
      } else if let known = numbers[pattern] {
        codes.append(known)
      } else {
        let code = new(row)
        numbers[pattern] = code
        codes.append(code)
      }
    }
  }

  private mutating func new(_ row: Int) -> Int {
    sampleRows.append(row)
    return sampleRows.count - 1
  }
}

/// The positions of elements gathered by their code: code c has `order[offsets[c]..<offsets[c + 1]]`.
/// Elements of one code keep their order.
struct Buckets {
  let offsets: [Int]
  let order: [Int]

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
