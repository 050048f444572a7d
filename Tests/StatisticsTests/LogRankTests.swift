import Statistics
import Testing

@Suite("The log-rank test")
struct LogRankTests {
  /// lifelines 0.30.3 `multivariate_logrank_test(t, g, e)`; R survival 3.5 `survdiff` prints the
  /// same digits for the first four. Columns: which rows, grouping column.
  @Test(
    "agrees with lifelines and R for two, four and seven groups",
    arguments: [
      (SurvivalData.leukaemia, 2, 1, 16.792940989216547, 4.168809109334511e-05),
      (SurvivalData.flies, 2, 1, 122.24912557300615, 2.0359832222855426e-28),
      (SurvivalData.lung, 2, 1, 10.326741954885637, 0.0013111645203554858),
      (SurvivalData.rossi, 2, 1, 3.837569576549052, 0.050116117409005845),
      (SurvivalData.lung, 3, 3, 21.96213168247668, 6.642535355798019e-05),
      (SurvivalData.rossi, 8, 6, 15.228805217400488, 0.018549859184474392),
    ])
  func reference(
    rows: [[Double]], column: Int, degrees: Int, statistic: Double, p: Double
  ) throws {
    // The score of ECOG is missing (-1) once; the number of convictions is cut at 6.
    let groups = try tables(rows.filter { $0[column] >= 0 }, by: { min(6, $0[column]) })
    let test = try #require(logRankTest(groups: groups))
    #expect(test.degreesOfFreedom == degrees)
    #expect(near(test.statistic, statistic, relative: 1e-12))
    #expect(near(test.p, p, relative: 1e-10))
  }

  @Test("counts the exits expected of the leukaemia patients as published")
  func expected() throws {
    // Freireich et al.: 9 observed and 19.25 expected, 21 and 10.75 (Kleinbaum & Klein 2.IV).
    let groups = try tables(SurvivalData.leukaemia, by: { $0[2] })
    let test = try #require(logRankTest(groups: groups))
    #expect(test.observed == [9, 21])
    #expect(test.expected.map { ($0 * 100).rounded() / 100 } == [19.25, 10.75])
  }

  @Test("is the definition for two groups", arguments: 1...150 as ClosedRange<UInt64>)
  func definition(seed: UInt64) throws {
    let sample = SurvivalSample(seed: seed)
    let isFirst = sample.groups.map { $0 == 0 }
    guard Set(isFirst).count == 2 else { return }
    var excess = 0.0
    var variance = 0.0
    for time in sample.exitTimes {
      let n = sample.atRisk(time)
      let d = sample.leaving(time)
      let places = sample.times.indices.filter { isFirst[$0] }
      let own = Double(places.count { sample.times[$0] >= time })
      excess += Double(places.count { sample.times[$0] == time && sample.exits[$0] }) - d * own / n
      if n > 1 { variance += d * (own / n) * (1 - own / n) * (n - d) / (n - 1) }
    }
    let groups = try [true, false].map { side in
      let places = sample.times.indices.filter { isFirst[$0] == side }
      return try RiskTable(
        times: places.map { sample.times[$0] }, events: places.map { sample.exits[$0] })
    }
    let test = logRankTest(groups: groups)
    if variance < 1e-12 {
      #expect(test == nil, "seed \(seed)")
    } else {
      #expect(close(try #require(test).statistic, excess * excess / variance), "seed \(seed)")
      #expect(test?.degreesOfFreedom == 1)
    }
  }

  @Test("does not depend on the order of groups", arguments: 1...50 as ClosedRange<UInt64>)
  func order(seed: UInt64) throws {
    let sample = SurvivalSample(seed: seed)
    let rows = sample.times.indices.map {
      [sample.times[$0], sample.exits[$0] ? 1 : 0, Double(sample.groups[$0])]
    }
    let groups = try tables(rows, by: { $0[2] })
    let test = logRankTest(groups: groups)
    let turned = logRankTest(groups: groups.reversed())
    #expect(test?.degreesOfFreedom == turned?.degreesOfFreedom, "seed \(seed)")
    #expect(close(test?.statistic ?? -1, turned?.statistic ?? -1, 1e-9), "seed \(seed)")
    #expect(turned?.observed.reversed() == test?.observed, "seed \(seed)")
    #expect(close(test?.expected.reduce(0, +) ?? 0, Double(test?.observed.reduce(0, +) ?? 0)))
  }

  @Test("loses a degree of freedom for a group that is gone before anybody leaves")
  func neverAtRisk() throws {
    let gone = try RiskTable(times: [1, 1], events: [false, false])
    let first = try RiskTable(times: [2, 4, 6], events: [true, true, false])
    let second = try RiskTable(times: [3, 5, 7], events: [true, false, true])
    let three = try #require(logRankTest(groups: [first, gone, second]))
    let two = try #require(logRankTest(groups: [first, second]))
    #expect(three.degreesOfFreedom == 1)
    #expect(close(three.statistic, two.statistic))
    #expect(three.expected[1] == 0)
  }

  @Test("does not exist where there is nothing to compare")
  func nothing() throws {
    let censored = try RiskTable(times: [1, 2], events: [false, false])
    let atOnce = try RiskTable(times: [3, 3], events: [true, true])
    #expect(logRankTest(groups: []) == nil)
    #expect(logRankTest(groups: [atOnce]) == nil)
    #expect(logRankTest(groups: [censored, censored]) == nil)
    #expect(logRankTest(groups: [atOnce, atOnce]) == nil)
    #expect(logRankTest(groups: [censored, atOnce]) == nil)
  }

  /// Under the null hypothesis p is uniform: the share below 0.05 of 1,000 is binomial.
  @Test("rejects a true null hypothesis as often as it says")
  func level() throws {
    var random = SplitMix64(seed: 11)
    var rejections = 0
    for _ in 0..<1000 {
      let groups = try (0..<3).map { _ in
        try RiskTable(
          times: (0..<60).map { _ in (-30 * logarithm(random.uniform())).rounded(.up) },
          events: (0..<60).map { _ in random.uniform() < 0.7 })
      }
      if try #require(logRankTest(groups: groups)).p < 0.05 { rejections += 1 }
    }
    #expect((29...71).contains(rejections), "\(rejections) of 1000")
  }

  private func tables(_ rows: [[Double]], by key: ([Double]) -> Double) throws -> [RiskTable] {
    try Set(rows.map(key)).sorted().map { value in
      let own = rows.filter { key($0) == value }
      return try RiskTable(times: own.times, events: own.exits)
    }
  }
}
