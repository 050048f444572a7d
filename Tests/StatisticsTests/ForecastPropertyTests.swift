import Statistics
import Testing

@Suite("Every forecast")
struct ForecastPropertyTests {
  private func randomSeries(
    _ random: inout SplitMix64, kind: Int
  ) -> (kind: SeriesKind, values: [Double?]) {
    let count = 1 + Int(random.next() % 40)
    let level = random.uniform()
    var kindOfSeries = SeriesKind.amount
    var values: [Double?] = (0..<count).map { _ in 10 * random.normal() }
    switch kind {
    case 1:
      kindOfSeries = .count
      values = (0..<count).map { _ in random.poisson(mean: 8 * level) }
    case 2:
      kindOfSeries = .rate(exposures: nil)
      values = (0..<count).map { _ in random.binomial(trials: 9, probability: level) / 9 }
    case 3:
      let atRisk = (0..<count).map { _ in 1 + Int(random.next() % 50) }
      kindOfSeries = .rate(exposures: atRisk.map(Double.init))
      values = atRisk.map { random.binomial(trials: $0, probability: level) / Double($0) }
    default: break
    }
    for place in values.indices.dropFirst() where random.uniform() < 0.1 { values[place] = nil }
    return (kindOfSeries, values)
  }

  @Test(
    "keeps its quantiles in order, its bounds, and never narrows",
    arguments: 0..<4 as Range, [1, 2, 3] as [UInt64])
  func order(kind: Int, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for round in 0..<3 {
      let (kind, values) = randomSeries(&random, kind: kind)
      let season = [nil, 4, 4][Int(random.next() % 3)]
      let result = try forecast(values, kind: kind, season: season, horizon: 9)
      let label: Comment = "seed \(seed), round \(round), \(kind), \(values)"
      for step in 0..<9 {
        let quantiles = [
          result.lower95[step], result.lower80[step], result.upper80[step], result.upper95[step],
        ]
        let mean = result.mean[step]
        #expect(quantiles[1] <= mean && mean <= quantiles[2], label)
        #expect(quantiles == quantiles.sorted(), label)
        #expect(!quantiles.contains { $0.isNaN }, label)
        if kind != .amount { #expect(quantiles[0] >= 0, label) }
        if case .rate = kind { #expect(quantiles[3] <= 1 && mean <= 1, label) }
      }
      // Per season of the naive forecast a gap may make one month less sure than the next.
      if !values.contains(nil) {
        #expect(result.standardErrors == result.standardErrors.sorted(), label)
      }
    }
  }

  /// Not with a negative factor: the multiplicative forms are tried on positive values only.
  @Test("scales with an amount", arguments: [0.25, 1024, 1e-7])
  func scale(factor: Double) throws {
    for (series, season) in [(nile, nil), (airPassengers, 12), (oil, nil)] as [([Double], Int?)] {
      let plain = try forecast(series, kind: .amount, season: season, horizon: 6)
      let scaled = try forecast(
        series.map { $0 * factor }, kind: .amount, season: season, horizon: 6)
      #expect(scaled.method == plain.method)
      for step in 0..<6 {
        #expect(near(scaled.mean[step], plain.mean[step] * factor, relative: 1e-7))
        #expect(near(scaled.lower95[step], plain.lower95[step] * factor, relative: 1e-6))
        #expect(near(scaled.upper95[step], plain.upper95[step] * factor, relative: 1e-6))
      }
    }
  }

  @Test("is the same bits for the same input")
  func deterministic() throws {
    let first = try forecast(nile, kind: .count, season: 5, horizon: 10)
    let second = try forecast(nile, kind: .count, season: 5, horizon: 10)
    #expect(first == second)
  }

  /// The spread of the transformed law of one month, summed with scipy 1.17: `m = (w * f).sum();
  /// sqrt((w * (f - m)**2).sum())` with `w = poisson.pmf(k, 48.5/12)`, `f = 2 * sqrt(k + .375)`,
  /// and `w = binom.pmf(k, 40, 24.5/481)`, `f = log((k + .5)/(40 - k + .5))`.
  @Test(
    "varies at least as chance alone does",
    arguments: [
      (4.0, SeriesKind.count, 0.999519707384266),
      (0.05, .rate(exposures: Array(repeating: 40, count: 12)), 0.7053099513662139),
    ])
  func chance(value: Double, kind: SeriesKind, deviation: Double) throws {
    let series = Array(repeating: value, count: 12)
    let result = try forecast(series, kind: kind, season: nil, horizon: 1, method: .theta)
    #expect(near(result.standardErrors[0], deviation, relative: 1e-9))
  }

  @Test("reaches 0 only in rates that have touched it")
  func touching() throws {
    let apart = try forecast(
      [0.5, 0.2, 0.7, 0.4, 0.3, 0.8], kind: .rate(exposures: nil), season: nil, horizon: 1)
    #expect(apart.lower95[0] > 0 && apart.lower95[0] < 0.1 && apart.upper95[0] < 1)
    let touching = try forecast(
      [0.5, 0, 0.7, 0.4, 0.3, 0.8], kind: .rate(exposures: nil), season: nil, horizon: 1)
    #expect(touching.lower95[0] == 0 && touching.upper95[0] < 1)
  }

  @Test("has the one-step errors in the units of the series")
  func errors() throws {
    let rates = [0.1, 0.2, 0.1, 0.3, 0.2]
    let result = try forecast(
      rates, kind: .rate(exposures: [10, 20, 10, 10, 10]), season: nil, horizon: 1, method: .naive)
    #expect(result.errors[0] == nil)
    // One of ten at risk left, an empirical share of 1.5/11; the last month has ten at risk too.
    #expect(near(try #require(result.errors[4]), 0.2 - 0.3, relative: 1e-12))
  }

  @Test("has the interval of the level asked for between those of 80 and 95 %")
  func level() throws {
    let result = try forecast(
      Array(nile.prefix(50)), kind: .amount, season: nil, horizon: 3, method: .theta, level: 0.9)
    for step in 0..<3 {
      #expect(result.lower95[step] < result.lowerAsked[step])
      #expect(result.lowerAsked[step] < result.lower80[step])
      #expect(result.upper80[step] < result.upperAsked[step])
      #expect(result.upperAsked[step] < result.upper95[step])
    }
  }
}
