import Glibc
import Statistics
import Testing

@Suite struct SeasonalIndexTests {
  /// R's `decompose(AirPassengers, "multiplicative")$figure`.
  @Test func `the classical index of the airline passengers`() throws {
    let expected = [
      0.910230, 0.883625, 1.007366, 0.975906, 0.981378, 1.112776, 1.226556, 1.219911, 1.060492,
      0.921757, 0.801178, 0.898824,
    ]
    let index = try #require(classicalSeasonalIndex(airPassengers, season: 12))
    for (one, other) in zip(index, expected) { #expect(abs(one - other) < 6e-7) }
    let later = try #require(
      classicalSeasonalIndex(Array(airPassengers[3...]), season: 12, phase: 3))
    #expect(zip(later, index).allSatisfy { abs($0 - $1) < 0.02 })
    #expect(classicalSeasonalIndex(Array(airPassengers.prefix(23)), season: 12) == nil)
    #expect(classicalSeasonalIndex([], season: 12) == nil)
  }

  @Test func `an odd season is averaged without half weights`() throws {
    let weekdays = [1.0, 2, 3]
    let values = (0..<12).map { weekdays[$0 % 3] }
    let index = try #require(classicalSeasonalIndex(values, season: 3))
    #expect(zip(index, [0.5, 1, 1.5]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  private func churn(_ seed: UInt64, atRisk: Int, years: Int, august: Double) -> ShiftSeries {
    var random = SplitMix64(seed: seed)
    let counts = (0..<12 * years).map { month in
      random.binomial(trials: atRisk, probability: 0.03 * (month % 12 == 7 ? august : 1))
    }
    return ShiftSeries(
      counts: counts, exposures: counts.map { _ in Double(atRisk) }, family: .share, season: 12)
  }

  @Test func `a doubled August has its index, and few clients pull it to 1`() throws {
    let many = try SeasonalIndex(churn(1, atRisk: 20_000, years: 5, august: 2))
    let expected = 2 * 12.0 / 13
    #expect(abs(many.index[7] - expected) < 0.08)
    #expect(many.intervals[7].contains(expected))
    #expect(many.strength > 0.8)
    #expect(abs(many.index.reduce(0, +) / 12 - 1) < 1e-12)
    let few = try SeasonalIndex(churn(1, atRisk: 60, years: 5, august: 2))
    #expect(few.shrinkage[7] < many.shrinkage[7])
    #expect(abs(few.index[7] - 1) < abs(many.index[7] - 1))
  }

  @Test func `no season is told from chance`() throws {
    var (holding, strengths) = (0, 0.0)
    for seed: UInt64 in 1...10 {
      let index = try SeasonalIndex(churn(seed, atRisk: 1_000, years: 4, august: 1))
      holding += index.intervals.count { $0.contains(1) }
      strengths += index.strength / 10
    }
    #expect(holding >= 108)
    #expect(strengths < 0.3)
  }

  @Test func `fewer than two years are refused`() {
    let short = churn(1, atRisk: 100, years: 1, august: 1)
    #expect(throws: ShiftError.tooShort(used: 12, needed: 24)) { try SeasonalIndex(short) }
  }
}
