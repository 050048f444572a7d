import Columns
import Kernels

/// `round(x)` and `round(x, digits)`: halves away from zero; negative digits round to tens,
/// hundreds and so on. An integer too large to round becomes missing.
func rounded(_ column: Column, digits: Column?, as type: ValueType) -> Column {
  let places = digits?.integers ?? Cells([Int64](repeating: 0, count: column.count))
  if column.type == .integer {
    return Column(column.integers.zipPresent(places, filler: 0, rounded)).converted(to: type)
  }
  let result = column.decimals.zipPresent(places, filler: .nan, rounded)
  guard type == .integer else { return Column(result) }
  return Column(result.mapPresent(filler: 0) { Int64(exactly: $0) })
}

private func rounded(_ value: Double, digits: Int64) -> Double? {
  if digits == 0 { return value.rounded(.toNearestOrAwayFromZero) }
  if digits > 308 { return value }
  if digits < -308 { return 0 }
  let scale = powerOfTen(Int(digits.magnitude))
  if digits < 0 { return (value / scale).rounded(.toNearestOrAwayFromZero) * scale }
  let scaled = value * scale
  // So large a number has no digits after the point.
  return scaled.isFinite ? scaled.rounded(.toNearestOrAwayFromZero) / scale : value
}

private func rounded(_ value: Int64, digits: Int64) -> Int64? {
  if digits >= 0 { return value }
  if digits < -19 { return 0 }
  let scale = (0..<(-digits)).reduce(Int128(1)) { power, _ in power * 10 }
  let half = value < 0 ? -scale / 2 : scale / 2
  return Int64(exactly: (Int128(value) + half) / scale * scale)
}

private func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .infinity }
