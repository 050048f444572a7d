import Glibc
import Statistics
import Testing

/// Simulated series whose next values are known: do the intervals hold what they promise?
@Suite("Forecast intervals cover")
struct ForecastCoverageTests {
  private struct Coverage {
    var hits80 = 0
    var hits95 = 0
    var total = 0

    mutating func add(_ forecast: Forecast, actual: [Double]) {
      for (step, value) in actual.enumerated() {
        total += 1
        if value >= forecast.lower80[step] && value <= forecast.upper80[step] { hits80 += 1 }
        if value >= forecast.lower95[step] && value <= forecast.upper95[step] { hits95 += 1 }
      }
    }

    var share80: Double { Double(hits80) / Double(total) }
    var share95: Double { Double(hits95) / Double(total) }
  }

  private static let horizon = 6

  private func measure(
    seed: UInt64, rounds: Int, season: Int? = nil, method: ForecastMethod,
    draw: (inout SplitMix64) -> (kind: SeriesKind, values: [Double])
  ) throws -> Coverage {
    var random = SplitMix64(seed: seed)
    var coverage = Coverage()
    for _ in 0..<rounds {
      let (kind, values) = draw(&random)
      let result = try forecast(
        values.dropLast(Self.horizon), kind: kind, season: season, horizon: Self.horizon,
        method: method)
      coverage.add(result, actual: values.suffix(Self.horizon))
    }
    return coverage
  }

  private func expectHonest(_ coverage: Coverage, seed: UInt64) {
    #expect((0.72...0.88).contains(coverage.share80), "80: \(coverage.share80), seed \(seed)")
    #expect((0.90...0.99).contains(coverage.share95), "95: \(coverage.share95), seed \(seed)")
  }

  /// Under 30 values the width is Student's, made wider: it errs on the safe side.
  @Test("amounts of a short series, rather more often than promised")
  func shortAmounts() throws {
    let coverage = try measure(seed: 11, rounds: 60, method: .theta) { random in
      (.amount, (0..<(10 + Self.horizon)).map { _ in 100 + random.normal() })
    }
    #expect((0.78...0.95).contains(coverage.share80), "80: \(coverage.share80)")
    #expect(coverage.share95 >= 0.95, "95: \(coverage.share95)")
  }

  @Test(
    "amounts with a drifting level",
    arguments: [(0.0, 36), (0.2, 36), (1.0, 60)])
  func amounts(drift: Double, length: Int) throws {
    let seed: UInt64 = 11
    let coverage = try measure(seed: seed, rounds: 60, method: .theta) { random in
      var level = 100.0
      let values = (0..<(length + Self.horizon)).map { _ in
        level += drift * random.normal()
        return level + random.normal()
      }
      return (.amount, values)
    }
    expectHonest(coverage, seed: seed)
  }

  /// Where few leave the intervals cover more, as a share of whole clients comes in steps.
  @Test(
    "rates of leavers among those at risk, the logit of the rate drifting",
    arguments: [(40, 0.2, 0.0), (40, 0.2, 0.15), (400, 0.02, 0.15), (2000, 0.05, 0.15)])
  func rates(atRisk: Int, rate: Double, drift: Double) throws {
    let seed: UInt64 = 12
    let coverage = try measure(seed: seed, rounds: 60, method: .theta) { random in
      var logit = log(rate / (1 - rate))
      let exposures = (0..<(36 + Self.horizon)).map { _ in
        atRisk + Int(random.next() % UInt64(atRisk / 5))
      }
      let rates = exposures.map { exposure in
        logit += drift * random.normal()
        let lost = random.binomial(trials: exposure, probability: 1 / (1 + exp(-logit)))
        return lost / Double(exposure)
      }
      return (.rate(exposures: exposures.dropLast(Self.horizon).map(Double.init)), rates)
    }
    expectHonest(coverage, seed: seed)
  }

  /// The errors of the large past months know too little of the chance of the small future ones.
  @Test("rates of a book that shrank to a tenth")
  func shrunkBook() throws {
    let seed: UInt64 = 13
    let coverage = try measure(seed: seed, rounds: 60, method: .theta) { random in
      let exposures = (0..<(36 + Self.horizon)).map { $0 < 24 ? 2000 : 200 }
      let rates = exposures.map {
        random.binomial(trials: $0, probability: 0.05) / Double($0)
      }
      return (.rate(exposures: exposures.dropLast(Self.horizon).map(Double.init)), rates)
    }
    expectHonest(coverage, seed: seed)
  }

  @Test("counts", arguments: [4.0, 40])
  func counts(mean: Double) throws {
    let seed: UInt64 = 14
    let coverage = try measure(seed: seed, rounds: 60, method: .theta) { random in
      (.count, (0..<(36 + Self.horizon)).map { _ in random.poisson(mean: mean) })
    }
    expectHonest(coverage, seed: seed)
  }
}
