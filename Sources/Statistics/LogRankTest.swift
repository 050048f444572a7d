/// The log-rank test that k groups leave at the same rate at every time.
///
/// Over the times with exits, O_g is the sum of the exits of group g and E_g that of d n_g / n;
/// with V the sum of the hypergeometric covariances d (n - d) / (n - 1) (n_g / n)(delta_gh - n_h /
/// n), the statistic (O - E)' V^- (O - E) is chi-squared under the null hypothesis: Mantel, Cancer
/// Chemotherapy Reports 50 (1966) 163-170; Peto & Peto, JRSS A 135 (1972) 185-207.
package struct LogRankTest: Hashable, Sendable {
  /// Exits of each group, in the order given.
  package let observed: [Int]
  /// The exits each group would have had at the common rate.
  package let expected: [Double]
  package let statistic: Double
  /// The rank of V: k - 1, less one for each group that is never at risk beside another at an exit.
  package let degreesOfFreedom: Int
  package let p: Double
}

/// Tests whether the groups have the same survival. Nil where there is nothing to compare: fewer
/// than two groups, or no time at which one of several groups at risk loses somebody and somebody
/// stays.
package func logRankTest(groups: [RiskTable]) -> LogRankTest? {
  var sums = LogRankSums(groupCount: groups.count)
  var cursors = groups.map { _ in 0 }
  func time(_ group: Int) -> Double {
    let times = groups[group].times
    return cursors[group] < times.count ? times[cursors[group]] : .infinity
  }
  while let now = groups.indices.map(time).min(), now < .infinity {
    let atRisk = groups.indices.map {
      cursors[$0] < groups[$0].times.count ? groups[$0].atRisk[cursors[$0]] : 0
    }
    let events = groups.indices.map { time($0) == now ? groups[$0].events[cursors[$0]] : 0 }
    sums.add(events: events, atRisk: atRisk)
    for group in groups.indices where time(group) == now { cursors[group] += 1 }
  }
  return sums.test
}

private struct LogRankSums {
  private var observed: [Int]
  private var expected: [Double]
  private var covariance: [Double]

  init(groupCount: Int) {
    observed = Array(repeating: 0, count: groupCount)
    expected = Array(repeating: 0, count: groupCount)
    covariance = Array(repeating: 0, count: groupCount * groupCount)
  }

  mutating func add(events: [Int], atRisk: [Int]) {
    let exits = events.reduce(0, +)
    guard exits > 0 else { return }
    let d = Double(exits)
    let n = Double(atRisk.reduce(0, +))
    let shares = atRisk.map { Double($0) / n }
    let scale = n > 1 ? d * (n - d) / (n - 1) : 0
    for (group, share) in shares.enumerated() {
      observed[group] += events[group]
      expected[group] += d * share
      for (other, otherShare) in shares.enumerated() {
        let place = group * shares.count + other
        covariance[place] += scale * share * ((group == other ? 1 : 0) - otherShare)
      }
    }
  }

  var test: LogRankTest? {
    let factor = SymmetricFactor(covariance, order: observed.count)
    guard factor.rank > 0 else { return nil }
    let excess = zip(observed, expected).map { Double($0) - $1 }
    let statistic = max(0, dot(excess, factor.solve(excess)))
    return LogRankTest(
      observed: observed, expected: expected, statistic: statistic,
      degreesOfFreedom: factor.rank,
      p: chiSquaredSurvival(statistic, degrees: Double(factor.rank)))
  }
}
