import Testing

@testable import Statistics

@Suite("Retention curves beyond what was seen")
struct RetentionForecastTests {
  /// One who leaves after t periods, or was seen for t.
  private static func counts(
    _ stays: [(length: Double, left: Bool)], step: Double, fewest: Int = 1
  ) throws -> RetentionCounts {
    try RetentionCounts(
      SurvivalCurve(RiskTable(times: stays.map(\.length), events: stays.map(\.left))), step: step,
      fewest: fewest)
  }

  @Test("without anybody cut short the counts are those of a cohort")
  func cohort() throws {
    let survivors = RetentionCurveTests.highEnd
    var stays: [(length: Double, left: Bool)] = []
    for period in 1..<survivors.count {
      let lost = Int(survivors[period - 1] - survivors[period])
      stays += Array(repeating: (Double(period), true), count: lost)
    }
    let last = survivors.count - 1
    stays += Array(repeating: (Double(last), false), count: Int(survivors[last]))
    let found = try RetentionForecastTests.counts(stays, step: 1)
    #expect(found.periods == last)
    #expect(zip(found.atRisk, survivors).allSatisfy { near($0, $1, relative: 1e-9) })
    let lost = zip(survivors, survivors.dropFirst()).map { $0 - $1 }
    #expect(zip(found.lost, lost).allSatisfy { near($0, $1, relative: 1e-9) })
  }

  @Test("the share kept is that of Kaplan and Meier, also of random stays", arguments: 1...60)
  func productLimit(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let stays = (0..<80).map { _ in
      (length: Double(generator.index(below: 40)), left: generator.uniform() < 0.6)
    }
    let step = Double(1 + generator.index(below: 7))
    let curve = SurvivalCurve(
      try RiskTable(times: stays.map(\.length), events: stays.map(\.left)))
    let counts = try RetentionCounts(curve, step: step)
    for (period, share) in counts.survival.enumerated() {
      let expected = curve.survival(at: Double(period) * step) ?? .nan
      // What is lost on day 0 belongs to the first period.
      if period > 0 { #expect(abs((share ?? .nan) - expected) < 1e-12, "seed \(seed)") }
    }
    #expect(zip(counts.atRisk, counts.lost).allSatisfy { $0 >= $1 && $1 >= 0 })
  }

  /// Fader, Hardie, Liu, Davin & Steenburgh (2018): High End, 5 points, the 8 years that follow.
  @Test("published errors in the years not shown")
  func holdOut() throws {
    let whole = try RetentionCounts(survivors: RetentionCurveTests.highEnd)
    let forecast = RetentionForecast(whole.prefix(4))
    let weibull = try #require(forecast.meanError(.betaDiscreteWeibull, of: whole.survival))
    let geometric = try #require(forecast.meanError(.shiftedBetaGeometric, of: whole.survival))
    #expect(abs(weibull - 0.0168) < 2e-4, "\(weibull)")
    #expect(abs(geometric - 0.132) < 1e-3, "\(geometric)")
    #expect(forecast.recommended == .betaDiscreteWeibull)
    #expect(RetentionForecast(whole).holdOut?.counts.periods == 6)
    #expect(RetentionForecast(whole.prefix(3)).holdOut == nil)
  }

  @Test("80 and 95 of 100 shares kept later fall within the intervals")
  func coverage() throws {
    let truth = RetentionCurve(law: .shiftedBetaGeometric, parameters: [0.7, 3])
    var (inside80, inside95, all) = (0, 0, 0)
    for seed in 1...150 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var survivors = [400.0]
      for period in 1...11 {
        let stays = truth.retention(in: Double(period))
        let here = Int(survivors[period - 1])
        survivors.append(Double((0..<here).count { _ in generator.uniform() < stays }))
      }
      let counts = try RetentionCounts(survivors: Array(survivors.prefix(8)))
      guard let curve = try? RetentionCurve(counts, law: .shiftedBetaGeometric) else { continue }
      for period in 8...11 {
        let seen = survivors[period] / survivors[7]
        let near = curve.interval(
          at: Double(period), after: 7, atRisk: survivors[7], level: 0.8)
        let far = curve.interval(
          at: Double(period), after: 7, atRisk: survivors[7], level: 0.95)
        if (near.low...near.high).contains(seen) { inside80 += 1 }
        if (far.low...far.high).contains(seen) { inside95 += 1 }
        all += 1
      }
    }
    let (share80, share95) = (Double(inside80) / Double(all), Double(inside95) / Double(all))
    #expect((0.73...0.87).contains(share80), "\(share80)")
    #expect((0.91...0.99).contains(share95), "\(share95)")
  }
}
