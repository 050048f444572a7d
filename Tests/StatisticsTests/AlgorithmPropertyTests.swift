import Glibc
import Testing

@testable import Statistics

/// What must hold of each algorithm whatever the data: order, scale, sums, the optimum, and known
/// parameters that come back.
@Suite("Properties of the algorithms")
struct AlgorithmPropertyTests {
  private static func series(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var level = 100.0
    return (0..<count).map { place in
      level += generator.normal()
      return level + 12 * sin(Double(place) * .pi / 6) + 3 * generator.normal()
    }
  }

  @Test(
    "a forecast of amounts follows the scale of the series",
    arguments: [ForecastMethod.auto, .ets, .theta, .ces, .naive, .mean])
  func scale(method: ForecastMethod) throws {
    let series = Self.series(3, 40)
    let plain = try forecast(
      series.map { Optional($0) }, kind: .amount, season: 12, horizon: 6, method: method)
    let larger = try forecast(
      series.map { Optional(1024 * $0) }, kind: .amount, season: 12, horizon: 6, method: method)
    for step in 0..<6 {
      #expect(near(larger.mean[step], 1024 * plain.mean[step], relative: 1e-6))
      #expect(near(larger.lower80[step], 1024 * plain.lower80[step], relative: 1e-5))
      #expect(near(larger.upper95[step], 1024 * plain.upper95[step], relative: 1e-5))
    }
  }

  @Test("no neighbour of a smoothing fit is likelier", arguments: 1...4)
  func smoothingOptimum(seed: Int) throws {
    let series = Self.series(UInt64(seed), 48).map { $0 / 100 }
    let form = ExponentialSmoothingForm(
      multiplicativeError: seed > 2, trend: .none, season: seed == 4 ? .additive : .none)
    let fit = try #require(exponentialSmoothing(series, season: 12, forms: [form]))
    var likelihood = ExponentialSmoothingLikelihood(series, form: form, season: 12, spread: 1)
    let best = likelihood.value(of: fit.states)
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<250 {
      let size = 0.1 * exp(-6 * generator.uniform())
      var moved = fit.states
      moved.alpha = min(0.9999, max(0.0001, moved.alpha + size * generator.normal()))
      if form.hasSeason {
        moved.gamma = min(1 - moved.alpha, max(0.0001, moved.gamma + size * generator.normal()))
      }
      moved.level += size * generator.normal()
      // The search ends where a step gains less than a thousandth.
      #expect(likelihood.value(of: moved) >= best - 0.02)
    }
  }

  /// The likelihood of note 025, term by term.
  private static func likelihood(
    _ rows: [(x: Double, z: Double)], _ p: Double, _ q: Double, _ gamma: Double
  ) -> Double {
    rows.reduce(0) { sum, row in
      let (x, z) = row
      let gammas = lgamma(p * x + q) - lgamma(p * x) - lgamma(q)
      let powers = q * log(gamma) + (p * x - 1) * log(z) + p * x * log(x)
      return sum + gammas + powers - (p * x + q) * log(gamma + x * z)
    }
  }

  @Test(
    "gamma-gamma: no neighbour is likelier, known parameters come back, order and scale do not matter"
  )
  func spending() throws {
    var generator = SeededGenerator(seed: 6)
    var rows = (0..<1_500).map { _ -> (x: Double, z: Double) in
      let x = Double(1 + generator.index(below: 6))
      let rate = generator.gamma(shape: 4) / 15
      return (x, generator.gamma(shape: 6 * x) / (x * rate))
    }
    func fit(_ factor: Double = 1) throws -> GammaGammaFit {
      try GammaGammaFit(purchases: rows.map(\.x), means: rows.map { factor * $0.z })
    }
    let found = try fit()
    #expect(abs(found.p - 6) < 1.2 && abs(found.q - 4) < 0.6 && abs(found.gamma - 15) < 4)
    let best = Self.likelihood(rows, found.p, found.q, found.gamma)
    #expect(near(best, found.logLikelihood, relative: 1e-9))
    var draws = SeededGenerator(seed: 7)
    for _ in 0..<100 {
      let size = exp(-8 * draws.uniform())
      let moved = [found.p, found.q, found.gamma].map { $0 * exp(size * draws.normal()) }
      #expect(Self.likelihood(rows, moved[0], moved[1], moved[2]) <= best + 1e-6)
    }
    let larger = try fit(1024)
    #expect(near(larger.gamma, 1024 * found.gamma, relative: 1e-6))
    #expect(near(larger.p, found.p, relative: 1e-6))
    draws.shuffle(&rows)
    #expect(try fit().p == found.p)
  }

  /// R 4: HoltWinters(AirPassengers, .3, .05, .4, "multiplicative"), SSE 22971.007419; its start values are the
  /// decomposition of the first two years and the line through their trend.
  @Test("the decomposition and the line give R's start values of Holt and Winters")
  func holtWinters() throws {
    let first = Array(airPassengers.prefix(24))
    var seasons = try #require(
      classicalDecomposition(first, season: 12, multiplicative: true)
    ).values
    var trends: [Double] = []
    for place in 6..<18 {
      let ends = (first[place - 6] + first[place + 6]) / 2
      let inner = first[(place - 5)..<(place + 6)].reduce(0, +)
      trends.append((ends + inner) / 12)
    }
    let line = straightLine(trends)
    var (level, slope) = (line.start, line.slope)
    var squares = 0.0
    for (place, value) in airPassengers.enumerated().dropFirst(12) {
      let season = seasons[place % 12]
      let error = value - (level + slope) * season
      squares += error * error
      let before = level
      level = 0.3 * value / season + 0.7 * (level + slope)
      slope = 0.05 * (level - before) + 0.95 * slope
      seasons[place % 12] = 0.4 * value / level + 0.6 * season
    }
    #expect(near(squares, 22971.007419, relative: 1e-9))
    let printed: [(Int, Double)] = [(1, 452.081434), (7, 675.354930), (12, 473.146980)]
    for (month, expected) in printed {
      let mean = (level + Double(month) * slope) * seasons[month - 1]
      #expect(near(mean, expected, relative: 1e-8))
    }
  }

  @Test("an exponential life comes back from its curve, and causes add up to all who left")
  func survival() throws {
    var generator = SeededGenerator(seed: 8)
    let lives = (0..<4_000).map { _ in
      (life: generator.exponential() * 10, seen: 20 * generator.uniform())
    }
    let curve = SurvivalCurve(
      try RiskTable(
        times: lives.map { min($0.life, $0.seen) }, events: lives.map { $0.life <= $0.seen }))
    for time in [2.0, 5, 10] {
      #expect(abs((curve.survival(at: time) ?? 0) - exp(-time / 10)) < 0.035)
    }
    let reversed = SurvivalCurve(
      try RiskTable(
        times: lives.reversed().map { 4 * min($0.life, $0.seen) },
        events: lives.reversed().map { $0.life <= $0.seen }))
    #expect(reversed.survival == curve.survival)
  }
}

@Suite("Sorting of times")
struct SortingTests {
  @Test("keys of any spread come in ascending order", arguments: 1...12)
  func ascending(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let count = [0, 1, 2, 999, 1_001, 3_000][seed % 6]
    let keys = (0..<count).map { _ -> UInt64 in
      switch seed % 4 {
      case 0: generator.next()
      case 1: (100 * generator.exponential()).bitPattern << 1
      // Nearly all in one bucket, one far away.
      case 2: generator.index(below: count) == 0 ? .max : UInt64(generator.index(below: 500))
      default: exp(200 * generator.normal()).bitPattern << 1 | UInt64(generator.index(below: 2))
      }
    }
    #expect(sortedByLeadingBits(keys) == keys.sorted())
  }

  @Test("a table of times with fractions counts as one row after the other does", arguments: 1...6)
  func table(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let times = (0..<1_500).map { _ in Double(generator.index(below: 900)) / 8 }
    let events = times.map { _ in generator.uniform() < 0.4 }
    let table = try RiskTable(times: times, events: events)
    var counts: [Double: (exits: Int, others: Int)] = [:]
    for (time, isExit) in zip(times, events) {
      counts[time, default: (0, 0)].exits += isExit ? 1 : 0
      counts[time, default: (0, 0)].others += isExit ? 0 : 1
    }
    #expect(table.times == counts.keys.sorted())
    #expect(table.events == table.times.map { counts[$0]?.exits ?? -1 })
    #expect(table.censored == table.times.map { counts[$0]?.others ?? -1 })
    #expect(table.atRisk == table.times.map { time in times.count { $0 >= time } })
  }
}
