/// The p-values of a family of tests, adjusted so that rejecting those at most q keeps the expected
/// share of false ones among the rejected at most q.
///
/// The adjusted p of the one of rank i among m is the smallest of m p(j) / j over j >= i: Benjamini
/// & Hochberg, "Controlling the False Discovery Rate", JRSS B 57 (1995) 289-300; for independent or
/// positively dependent tests. In the order given. Nil where a value is outside [0, 1].
package func benjaminiHochberg(_ pValues: [Double]) -> [Double]? {
  guard pValues.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
  let descending = pValues.indices.sorted { pValues[$0] > pValues[$1] }
  var adjusted = pValues
  var smallest = 1.0
  for (place, index) in descending.enumerated() {
    let rank = pValues.count - place
    // The factor first: it is never below 1, so rounding cannot make a p-value smaller.
    smallest = min(smallest, pValues[index] * (Double(pValues.count) / Double(rank)))
    adjusted[index] = smallest
  }
  return adjusted
}
