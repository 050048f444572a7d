import Columns
import Kernels

/// The sum of each group, 0 where it has no value; a sum of integers that is too large is missing.
func sums(_ input: Column, _ groups: Groups) -> Column {
  guard input.type == .integer else {
    return Column(Cells(decimalTotals(input.decimals, groups).map(\.sum)))
  }
  return Column(
    Cells(integerTotals(input.integers, groups)).mapPresent(filler: 0) {
      Int64(exactly: $0.sum)
    })
}

/// The arithmetic mean of each group.
func means(_ input: Column, _ groups: Groups) -> Column {
  if input.type == .integer {
    return Column(
      Cells(integerTotals(input.integers, groups)).mapPresent(filler: .nan) {
        $0.count == 0 ? nil : Double($0.sum) / Double($0.count)
      })
  }
  return Column(
    Cells(decimalTotals(input.decimals, groups)).mapPresent(filler: .nan) {
      $0.count == 0 ? nil : $0.sum / Double($0.count)
    })
}

/// The sample standard deviation of each group, the root of the sum of squared distances from the
/// mean divided by n - 1; missing where there are fewer than two values.
func deviations(_ input: Column, _ groups: Groups) -> Column {
  let distances = distancesFromFirst(input, groups)
  let totals = decimalTotals(distances, groups)
  var squares = [CompensatedSum](repeating: CompensatedSum(), count: groups.count)
  for row in groups.codes.indices where distances.isPresent(row) {
    let group = groups.codes[row]
    let distance = distances.values[row] - totals[group].sum / Double(totals[group].count)
    squares[group].add(distance * distance)
  }
  return Column(
    buildCells(count: groups.count, validity: nil, filler: .nan) { group in
      let count = totals[group].count
      return count < 2 ? nil : (squares[group].value / Double(count - 1)).squareRoot()
    })
}

/// Each value less the first value of its group. The deviation is the same, and large numbers that
/// lie close together keep the digits in which they differ.
private func distancesFromFirst(_ input: Column, _ groups: Groups) -> Cells<Double> {
  let firsts = firstRows(input, groups)
  func distances<Number>(
    _ cells: Cells<Number>, _ difference: (Number, Number) -> Double
  ) -> Cells<Double> {
    buildCells(count: input.count, validity: cells.validity, filler: 0) { row in
      firsts[groups.codes[row]].map { difference(cells.values[row], cells.values[$0]) }
    }
  }
  if input.type == .integer {
    return distances(input.integers) { Double(Int128($0) - Int128($1)) }
  }
  return distances(input.decimals) { $0 - $1 }
}

private func integerTotals(
  _ cells: Cells<Int64>, _ groups: Groups
) -> [(sum: Int128, count: Int)] {
  var totals = [(sum: Int128, count: Int)](repeating: (0, 0), count: groups.count)
  for row in groups.codes.indices where cells.isPresent(row) {
    totals[groups.codes[row]].sum += Int128(cells.values[row])
    totals[groups.codes[row]].count += 1
  }
  return totals
}

private func decimalTotals(
  _ cells: Cells<Double>, _ groups: Groups
) -> [(sum: Double, count: Int)] {
  var sums = [CompensatedSum](repeating: CompensatedSum(), count: groups.count)
  var counts = [Int](repeating: 0, count: groups.count)
  for row in groups.codes.indices where cells.isPresent(row) {
    sums[groups.codes[row]].add(cells.values[row])
    counts[groups.codes[row]] += 1
  }
  return zip(sums, counts).map { ($0.value, $1) }
}
