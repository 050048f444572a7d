import Columns
import Kernels

/// The quantile at a share 0...1 of each group: linear between the order statistics around
/// (n - 1) q. The median is the quantile at 0.5.
///
/// Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
/// Statistician 50, 1996, type 7.
func quantiles(_ share: Double, _ input: Column, _ groups: Groups) -> Column {
  let (values, bounds) = bucketed(input.decimals, by: groups.codes, count: groups.count)
  return Column(
    buildCells(count: groups.count, validity: nil, filler: .nan) { group in
      quantile(share, ofSorted: values[bounds[group]..<bounds[group + 1]].sorted())
    })
}

/// Nil of no value.
func quantile(_ share: Double, ofSorted values: [Double]) -> Double? {
  guard !values.isEmpty, (0...1).contains(share) else { return nil }
  let position = Double(values.count - 1) * share
  let lower = Int(position.rounded(.down))
  let fraction = position - Double(lower)
  let low = values[lower]
  let high = values[min(lower + 1, values.count - 1)]
  if fraction == 0 || low == high { return low }
  return low * (1 - fraction) + high * fraction
}
