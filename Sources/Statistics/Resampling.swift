/// The values of `draw` for each replicate of `replicates`, in that order.
///
/// Replicate i draws from stream i of `seed` and sees no other, so the values of 0..<1000 are those
/// of 0..<400 followed by those of 400..<1000, bit for bit: work may be shared out among any number
/// of threads. Time: that of `draw`, times the replicates.
package func replicates<Value>(
  _ replicates: Range<Int>, seed: UInt64, _ draw: (inout SeededGenerator) -> Value
) -> [Value] {
  replicates.map { replicate in
    var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
    return draw(&generator)
  }
}

/// The statistic of `count` rows drawn with replacement out of `count`, once for each replicate.
///
/// `statistic` is given how often each row was drawn, an array of `count` whole numbers with the
/// sum `count`: a weight for every row, so that nothing need be copied. Efron, "Bootstrap Methods:
/// Another Look at the Jackknife", Annals of Statistics 7 (1979) 1-26. Replicates as for
/// `replicates`.
package func bootstrapReplicates<Value>(
  count: Int, replicates range: Range<Int>, seed: UInt64, _ statistic: ([Int]) -> Value
) -> [Value] {
  replicates(range, seed: seed) { generator in
    var weights = Array(repeating: 0, count: count)
    for _ in 0..<count { weights[generator.index(below: count)] += 1 }
    return statistic(weights)
  }
}

/// The percentile interval of bootstrap replicates: their (1 - level)/2 and (1 + level)/2
/// quantiles, interpolated between neighbours.
///
/// Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13. Replicates that are
/// not finite count as beyond every other, on their side. Nil for no replicates, for one that is
/// NaN, and for a level outside 0..<1.
package func percentileInterval(_ replicates: [Double], level: Double = 0.95) -> Interval? {
  guard !replicates.isEmpty, level >= 0, level < 1, !replicates.contains(where: \.isNaN) else {
    return nil
  }
  let sorted = replicates.sorted()
  return Interval(
    low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2))
}

/// The statistic of the elements in an order drawn at random, once for each replicate: its
/// distribution where the order means nothing.
///
/// Replicates as for `replicates`. Fisher & Yates; Pitman, "Significance Tests Which May Be Applied
/// to Samples from Any Populations", JRSS supplement 4 (1937) 119-130.
package func permutationReplicates<Element, Value>(
  of elements: [Element], replicates range: Range<Int>, seed: UInt64,
  _ statistic: ([Element]) -> Value
) -> [Value] {
  replicates(range, seed: seed) { generator in
    var permuted = elements
    generator.shuffle(&permuted)
    return statistic(permuted)
  }
}

/// The p of an observed statistic beside those of permutations, large ones speaking against chance:
/// (1 + how many are at least as large) / (1 + how many there are).
///
/// Never 0, because the order observed is one of those possible: Phipson & Smyth, "Permutation
/// p-Values Should Never Be Zero", Statistical Applications in Genetics and Molecular Biology 9
/// (2010). Sums in another order differ in their last digits, so what falls short of the observed
/// one by less than 1e-12 of its size counts as equal. 1 for no permutations or an observed NaN.
package func permutationP(observed: Double, permuted: [Double]) -> Double {
  guard !observed.isNaN else { return 1 }
  let threshold = observed.isFinite ? observed - 1e-12 * abs(observed) : observed
  let asLarge = permuted.count { $0 >= threshold }
  return Double(1 + asLarge) / Double(1 + permuted.count)
}

/// The quantile of sorted values, linear between the neighbours of place (n - 1) p.
private func quantile(_ sorted: [Double], _ probability: Double) -> Double {
  let place = probability * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  let share = place - Double(below)
  let step = sorted[above] - sorted[below]
  // From minus infinity to a number, or to infinity, there is no point between.
  if share == 0 || !step.isFinite { return share < 0.5 ? sorted[below] : sorted[above] }
  return sorted[below] + share * step
}
