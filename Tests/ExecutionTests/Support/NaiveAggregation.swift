import Calendars
import Columns
import Planning

/// The rows of an aggregation, made with dictionaries and arrays of `Value`s.
func naiveAggregation(_ aggregation: Aggregation, _ table: Table) -> [[Value]] {
  let rows = table.rows
  var groups: [[Value]: [Int]] = [:]
  for (index, row) in rows.enumerated() {
    groups[aggregation.keys.map { keyValue($0, row) }, default: []].append(index)
  }
  if aggregation.keys.isEmpty { groups[[], default: []] += [] }
  if aggregation.keys.count == 1, let grain = aggregation.keys[0].grain {
    fillGaps(&groups, grain)
  }
  var carriers: [[Value: Int]] = aggregation.keys.map { _ in [:] }
  for (key, members) in groups {
    for (position, value) in key.enumerated() {
      carriers[position][value, default: 0] += members.count
    }
  }
  let order = groups.keys.sorted { left, right in
    for (position, key) in aggregation.keys.enumerated() {
      let order = keyOrder(key, left[position], right[position], carriers[position])
      if order != 0 { return order < 0 }
    }
    return false
  }
  return order.map { key in
    let members = groups[key] ?? []
    return zip(aggregation.keys, key).map(shown)
      + aggregation.measures.map { naiveFigure($0, members.map { rows[$0] }, of: rows.count) }
  }
}

/// Periods are kept as their ordinal; 0 and -0 are one key.
private func keyValue(_ key: GroupKey, _ row: [Value]) -> Value {
  let value = naive(key.value, row)
  if let grain = key.grain {
    return naiveDay(value).map { .integer(Int64(grain.ordinal(of: $0))) } ?? .missing
  }
  return value == .decimal(0) ? .decimal(0) : value
}

private func shown(_ key: GroupKey, _ value: Value) -> Value {
  guard let grain = key.grain, case .integer(let ordinal) = value else { return value }
  return .text(grain.label(ofOrdinal: Int(ordinal)))
}

private func fillGaps(_ groups: inout [[Value]: [Int]], _ grain: Grain) {
  let ordinals = groups.keys.compactMap { $0[0].number.map { Int64($0) } }
  guard let first = ordinals.min(), let last = ordinals.max() else { return }
  for ordinal in first...last { groups[[.integer(ordinal)], default: []] += [] }
}

private func keyOrder(
  _ key: GroupKey, _ left: Value, _ right: Value, _ carriers: [Value: Int]
) -> Int {
  if left == right { return 0 }
  if left == .missing || right == .missing { return left == .missing ? 1 : -1 }
  guard case .text(let first) = left, case .text(let second) = right else {
    return naiveOrder(left, right)
  }
  let difference = (carriers[right] ?? 0) - (carriers[left] ?? 0)
  return difference != 0 ? difference : naiveReadingOrder(first, second)
}

/// Folded first, then by code points.
func naiveReadingOrder(_ left: String, _ right: String) -> Int {
  let plain = naiveOrder(
    .text(foldedWords[left] ?? left.lowercased()), .text(foldedWords[right] ?? right.lowercased()))
  return plain != 0 ? plain : naiveOrder(.text(left), .text(right))
}

private func naiveFigure(_ measure: AggregateColumn, _ rows: [[Value]], of total: Int) -> Value {
  if measure.function == .share {
    return total == 0 ? .missing : .decimal(Double(rows.count) / Double(total))
  }
  guard let expression = measure.value else { return .integer(Int64(rows.count)) }
  let values = rows.map { naive(expression, $0) }.filter { $0 != .missing }
  let numbers = values.compactMap(\.number)
  switch measure.function {
  case .count: return .integer(Int64(values.count))
  case .distinct: return .integer(Int64(Set(values).count))
  case .first: return values.first ?? .missing
  case .last: return values.last ?? .missing
  case .min: return values.min { naiveOrder($0, $1) < 0 } ?? .missing
  case .max: return values.max { naiveOrder($0, $1) < 0 } ?? .missing
  case .any: return values.isEmpty ? .missing : .boolean(values.contains(.boolean(true)))
  case .all: return values.isEmpty ? .missing : .boolean(!values.contains(.boolean(false)))
  case .sum where expression.type == .integer:
    return Int64(exactly: wholeSum(values)).map { .integer($0) } ?? .missing
  case .sum: return .decimal(numbers.reduce(0, +))
  case .avg:
    if numbers.isEmpty { return .missing }
    let sum = expression.type == .integer ? Double(wholeSum(values)) : numbers.reduce(0, +)
    return .decimal(sum / Double(numbers.count))
  case .sd: return naiveDeviation(numbers)
  case .median: return naiveQuantile(numbers, 0.5)
  case .quantile: return naiveQuantile(numbers, measure.parameter ?? 0.5)
  case .share: return .missing
  }
}

private func wholeSum(_ values: [Value]) -> Int128 {
  values.reduce(Int128(0)) { sum, value in
    if case .integer(let number) = value { sum + Int128(number) } else { sum }
  }
}

private func naiveDeviation(_ numbers: [Double]) -> Value {
  guard numbers.count > 1 else { return .missing }
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return .decimal((squares / Double(numbers.count - 1)).squareRoot())
}

private func naiveQuantile(_ numbers: [Double], _ share: Double) -> Value {
  guard !numbers.isEmpty else { return .missing }
  let sorted = numbers.sorted()
  let position = Double(sorted.count - 1) * share
  let below = sorted[Int(position.rounded(.down))]
  let above = sorted[Int(position.rounded(.up))]
  return .decimal(below + (above - below) * (position - position.rounded(.down)))
}
