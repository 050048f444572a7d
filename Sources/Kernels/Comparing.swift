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
