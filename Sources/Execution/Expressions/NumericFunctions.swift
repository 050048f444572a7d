import Columns
import Kernels

/// A function of real numbers; nil and what is not finite become missing.
func realFunction(_ column: Column, _ function: (Double) -> Double?) -> Column {
  Column(
    column.decimals.mapPresent(filler: .nan) { value in
      function(value).flatMap { $0.isFinite ? $0 : nil }
    })
}

/// `x - y * floor(x / y)`: of the divisor's sign; missing where the divisor is 0.
func remainders(_ left: Column, _ right: Column) -> Column {
  if left.type == .integer, right.type == .integer {
    return Column(
      left.integers.zipPresent(right.integers, filler: 0) { value, divisor in
        guard divisor != 0 else { return nil }
        // The smallest integer divided by -1 overflows; nothing remains of it.
        if divisor == -1 { return 0 }
        let rest = value % divisor
        return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
      })
  }
  return Column(
    left.decimals.zipPresent(right.decimals, filler: .nan) { value, divisor in
      guard divisor != 0, divisor.isFinite, value.isFinite else { return nil }
      let rest = value.truncatingRemainder(dividingBy: divisor)
      return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
    })
}

/// `width * floor(x / width)`; missing where the width is not positive or the result not finite.
func buckets(_ values: Column, _ widths: Column) -> Column {
  if values.type == .integer, widths.type == .integer {
    return Column(
      values.integers.zipPresent(widths.integers, filler: 0) { value, width in
        width > 0 ? bucket(value, width) : nil
      })
  }
  return Column(values.decimals.zipPresent(widths.decimals, filler: .nan, bucket))
}

private func bucket(_ value: Int64, _ width: Int64) -> Int64? {
  let rest = value % width
  return exact(value.subtractingReportingOverflow(rest < 0 ? rest + width : rest))
}

private func bucket(_ value: Double, _ width: Double) -> Double? {
  guard width > 0, width.isFinite else { return nil }
  let perUnit = 1 / width
  // A tenth has no exact double, ten has: 0.3 lies in the bucket 0.3, not in 0.2.
  let result =
    width < 1 && perUnit.isFinite && perUnit == perUnit.rounded()
    ? (value * perUnit).rounded(.down) / perUnit : (value / width).rounded(.down) * width
  return result.isFinite ? result : nil
}

/// `buckets` of the smallest round width that needs at most `count` of them for all values.
func bins(_ values: Column, _ count: Column) -> Column {
  guard count.count > 0, case .integer(let most) = count[0] else {
    return Column(repeating: .missing, values.type, count: values.count)
  }
  let numbers = values.decimals
  let present = numbers.values.indices.lazy
    .filter { numbers.isPresent($0) && numbers.values[$0].isFinite }
    .map { numbers.values[$0] }
  // A single value is a bin of its own.
  guard let low = present.min(), let high = present.max(), low < high else { return values }
  let isInteger = values.type == .integer
  let width = roundWidth(from: low, to: high, most: Double(most), isInteger: isInteger)
  let widths: Value = isInteger ? .integer(Int64(width)) : .decimal(width)
  return buckets(values, Column(repeating: widths, values.type, count: values.count))
}

/// 1, 2 or 5 times a power of ten; integers need no width below 1.
private func roundWidth(from low: Double, to high: Double, most: Double, isInteger: Bool) -> Double
{
  // Divided first: the whole range of doubles overflows.
  let atLeast = max(high / most - low / most, .leastNormalMagnitude)
  let start = isInteger ? 0 : min(300, max(-300, exponent(of: atLeast) - 1))
  for power in start...308 {
    for factor in [1.0, 2, 5] {
      guard let width = Double("\(Int(factor))e\(power)") else { continue }
      if isInteger, width >= 0x1p62 { return 0x1p62 }
      guard let first = bucket(low, width), let last = bucket(high, width) else { continue }
      if ((last - first) / width).rounded() + 1 <= most { return width }
    }
  }
  return .greatestFiniteMagnitude
}

/// The power of ten at or below a positive number, up to rounding.
private func exponent(of number: Double) -> Int {
  var power = 0
  var rest = number
  while rest >= 10 { (rest, power) = (rest / 10, power + 1) }
  while rest < 1, power > -310 { (rest, power) = (rest * 10, power - 1) }
  return power
}
