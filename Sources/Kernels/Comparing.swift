import CKernels

/// The six ways in which two values are compared.
@usableFromInline package enum Comparison: Hashable, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

  /// Whether it holds for sides of which the left is smaller (-1), equal (0) or greater (1).
  @inlinable package func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

/// Where a comparison of two arrays of the same length holds, element by element.
@inlinable package func compare<Element: Comparable>(
  _ left: [Element], _ comparison: Comparison, _ right: [Element]
) -> Bitmap {
  let count = left.count
  return switch comparison {
  case .equal: Bitmap(count: count) { left[$0] == right[$0] }
  case .notEqual: Bitmap(count: count) { left[$0] != right[$0] }
  case .less: Bitmap(count: count) { left[$0] < right[$0] }
  case .lessOrEqual: Bitmap(count: count) { left[$0] <= right[$0] }
  case .greater: Bitmap(count: count) { left[$0] > right[$0] }
  case .greaterOrEqual: Bitmap(count: count) { left[$0] >= right[$0] }
  }
}

/// Where a comparison of the elements with one value holds.
@inlinable package func compare<Element: Comparable>(
  _ left: [Element], _ comparison: Comparison, constant: Element
) -> Bitmap {
  let count = left.count
  return switch comparison {
  case .equal: Bitmap(count: count) { left[$0] == constant }
  case .notEqual: Bitmap(count: count) { left[$0] != constant }
  case .less: Bitmap(count: count) { left[$0] < constant }
  case .lessOrEqual: Bitmap(count: count) { left[$0] <= constant }
  case .greater: Bitmap(count: count) { left[$0] > constant }
  case .greaterOrEqual: Bitmap(count: count) { left[$0] >= constant }
  }
}

/// Where a comparison of integers with decimals holds, exactly also beyond 2^53.
package func compare(_ left: [Int64], _ comparison: Comparison, _ right: [Double]) -> Bitmap {
  Bitmap(count: left.count) { comparison.holds(order(left[$0], right[$0])) }
}

/// -1, 0 or 1 as the integer is smaller than, equal to or greater than the decimal, without
/// rounding either. NaN, which stands at missing rows, counts as greater.
package func order(_ integer: Int64, _ decimal: Double) -> Int {
  guard decimal < 0x1p63 else { return -1 }
  guard decimal >= -0x1p63 else { return 1 }
  let whole = decimal.rounded(.towardZero)
  let truncated = Int64(whole)
  if integer != truncated { return integer < truncated ? -1 : 1 }
  return decimal == whole ? 0 : (decimal > whole ? -1 : 1)
}

/// The same comparison of decimals, of which NaN compares as not equal only.
package func compareDecimals(
  _ left: [Double], _ comparison: Comparison, constant: Double
) -> Bitmap {
  let code: Int32 =
    switch comparison {
    case .equal: 0
    case .notEqual: 1
    case .less: 2
    case .lessOrEqual: 3
    case .greater: 4
    case .greaterOrEqual: 5
    }
  return unsafe bitmap(left.count) { rows, bits in
    unsafe left.withUnsafeBufferPointer { left in
      guard let start = left.baseAddress else { return }
      unsafe ck_compare_decimals(start + rows.lowerBound, rows.count, code, constant, bits)
    }
  }
}

/// Where the number of a row has true in `passes`; a number beyond it, as rows without a value may
/// have, does not.
package func lookUp(_ numbers: PackedCodes, _ passes: [Bool]) -> Bitmap {
  let table = passes.map { $0 ? UInt8(1) : 0 } + repeatElement(0, count: max(0, 256 - passes.count))
  guard let bytes = numbers.bytes else {
    let codes = numbers.array
    return unsafe bitmap(codes.count) { rows, bits in
      unsafe codes.withUnsafeBufferPointer { codes in
        guard let start = codes.baseAddress else { return }
        unsafe ck_look_up_codes(
          start + rows.lowerBound, rows.count, table, UInt32(table.count), bits)
      }
    }
  }
  let only =
    passes.count { $0 } == 1 ? passes.firstIndex(of: true).flatMap { UInt8(exactly: $0) } : nil
  return unsafe bitmap(bytes.count) { rows, bits in
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      if let only {
        unsafe ck_compare_bytes(start + rows.lowerBound, rows.count, only, bits)
      } else {
        unsafe ck_look_up_bytes(start + rows.lowerBound, rows.count, table, bits)
      }
    }
  }
}

/// Bits written by several threads, each for a stretch of rows that begins with a word.
private func bitmap(
  _ count: Int, _ write: (Range<Int>, UnsafeMutablePointer<UInt64>) -> Void
) -> Bitmap {
  PassCounter.current?.count(count)
  var words = [UInt64](repeating: 0, count: (count + 63) / 64)
  unsafe words.withUnsafeMutableBufferPointer { words in
    guard let start = words.baseAddress else { return }
    // Each thread writes words of its own.
    nonisolated(unsafe) let bits = unsafe start
    let workers = count >= 1 << 21 ? min(8, processorCount) : 1
    runWorkers(workers) { worker in
      let first = words.count * worker / workers
      let end = words.count * (worker + 1) / workers
      unsafe write(first * 64..<min(end * 64, count), bits + first)
    }
  }
  return Bitmap(count: count, packed: words)
}
