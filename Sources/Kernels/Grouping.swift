/// Rows numbered by their value: equal values have equal numbers, 0 ..< `firstRows.count`.
package struct DenseCodes: Sendable {
  /// The number of each row's value.
  package var codes: [Int]
  /// For each number the first row that has it.
  package var firstRows: [Int]

  /// The number of different values.
  package var count: Int { firstRows.count }
}

extension DenseCodes {
  /// Rows numbered by both, in order of first appearance, through a table of all pairs; nil where there
  /// are more pairs than rows.
  package func combined(with other: DenseCodes) -> DenseCodes? {
    let (pairs, overflow) = count.multipliedReportingOverflow(by: other.count)
    guard !overflow, pairs <= max(1024, codes.count) else { return nil }
    var numbers = [Int](repeating: -1, count: pairs)
    var result = DenseCodes(codes: [], firstRows: [])
    result.codes.reserveCapacity(codes.count)
    for row in codes.indices {
      let pair = codes[row] &* other.count &+ other.codes[row]
      if numbers[pair] < 0 {
        numbers[pair] = result.firstRows.count
        result.firstRows.append(row)
      }
      result.codes.append(numbers[pair])
    }
    return result
  }
}

/// Numbers the different values in order of first appearance; missing is a value of its own.
/// `poll` is called about every 64 K rows and may end the work by throwing.
package func denseCodes<Failure: Error>(
  of cells: Cells<Int64>, poll: () throws(Failure) -> Void
) throws(Failure) -> DenseCodes {
  var numbering = Numbering(of: cells)
  var codes: [Int] = []
  codes.reserveCapacity(cells.values.count)
  var firstRows: [Int] = []
  for row in cells.values.indices {
    if row & 0xFFFF == 0xFFFF { try poll() }
    let value = cells.isPresent(row) ? cells.values[row] : nil
    let code = numbering.number(of: value, next: firstRows.count)
    if code == firstRows.count { firstRows.append(row) }
    codes.append(code)
  }
  return DenseCodes(codes: codes, firstRows: firstRows)
}

/// Numbers given so far: a plain array where the values lie close together, else a dictionary.
private struct Numbering {
  private var smallest: Int64 = 0
  private var direct: [Int]
  private var hashed: [Int64: Int] = [:]
  private var missing = -1

  init(of cells: Cells<Int64>) {
    var smallest = Int64.max
    var largest = Int64.min
    for row in cells.values.indices where cells.isPresent(row) {
      smallest = min(smallest, cells.values[row])
      largest = max(largest, cells.values[row])
    }
    direct = []
    guard smallest <= largest else { return }
    let (span, overflow) = largest.subtractingReportingOverflow(smallest)
    guard !overflow, span < Int64(max(1024, 2 * cells.values.count)) else { return }
    self.smallest = smallest
    direct = [Int](repeating: -1, count: Int(span) + 1)
  }

  mutating func number(of value: Int64?, next: Int) -> Int {
    guard let value else {
      if missing < 0 { missing = next }
      return missing
    }
    if direct.isEmpty {
      if let known = hashed[value] { return known }
      hashed[value] = next
      return next
    }
    let slot = Int(value - smallest)
    if direct[slot] < 0 { direct[slot] = next }
    return direct[slot]
  }
}

/// How often each number 0 ..< `count` occurs.
package func counts(of codes: [Int], count: Int) -> [Int] {
  var counts = [Int](repeating: 0, count: count)
  for code in codes { counts[code] += 1 }
  return counts
}

/// The values of each number side by side: those of number n lie in `bounds[n] ..< bounds[n + 1]`,
/// in row order. Missing values are left out.
package func bucketed(
  _ cells: Cells<Double>, by codes: [Int], count: Int
) -> (values: [Double], bounds: [Int]) {
  var bounds = [Int](repeating: 0, count: count + 1)
  for row in codes.indices where cells.isPresent(row) { bounds[codes[row] + 1] += 1 }
  for number in 0..<count { bounds[number + 1] += bounds[number] }
  var next = bounds
  var values = [Double](repeating: 0, count: bounds[count])
  for row in codes.indices where cells.isPresent(row) {
    values[next[codes[row]]] = cells.values[row]
    next[codes[row]] += 1
  }
  return (values, bounds)
}
