import Testing

@testable import Statistics

/// Customers drawn from a model step by step, without any of its formulas.
private func drawn(
  _ count: Int, seed: UInt64, isModified: Bool = false, isPareto: Bool = false,
  _ parameters: [Double], length: Double = 52
) -> [PurchaseHistory] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let observed = (generator.uniform() * length / 2 + length / 2).rounded(.up)
    let rate = generator.gamma(shape: parameters[0]) / parameters[1]
    let chance = isPareto ? 0 : generator.beta(parameters[2], parameters[3])
    let ending = isPareto ? generator.gamma(shape: parameters[2]) / parameters[3] : 0
    let end = isPareto ? min(observed, generator.exponential() / ending) : observed
    var (repeats, recency, time) = (0.0, 0.0, 0.0)
    var isAlive = !isModified || generator.uniform() >= chance
    while isAlive {
      time += generator.exponential() / rate
      guard time <= end else { break }
      (repeats, recency) = (repeats + 1, time)
      isAlive = generator.uniform() >= chance
    }
    return PurchaseHistory(repeats: repeats, recency: recency, length: observed)
  }
}

private func grouped(_ rows: [PurchaseHistory]) throws -> PurchaseHistories {
  try PurchaseHistories(
    repeats: rows.map(\.repeats), recencies: rows.map(\.recency), lengths: rows.map(\.length))
}

/// x taken out of n opportunities.
private func drawnOpportunities(
  _ count: Int, seed: UInt64, _ parameters: [Double]
) -> [PurchaseHistory] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let all = 4 + generator.index(below: 8)
    let buying = generator.beta(parameters[0], parameters[1])
    let stopping = generator.beta(parameters[2], parameters[3])
    var (taken, last) = (0.0, 0.0)
    for place in 1...all {
      if generator.uniform() < stopping { break }
      if generator.uniform() < buying { (taken, last) = (taken + 1, Double(place)) }
    }
    return PurchaseHistory(repeats: taken, recency: last, length: Double(all))
  }
}

@Suite("Models of purchases: what must always hold")
struct PurchaseModelPropertyTests {
  @Test("the slopes are those of the likelihood", arguments: 0..<12)
  func slopes(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = try grouped(drawn(30, seed: UInt64(seed), [0.8, 6, 0.7, 2]))
    let discrete = try grouped(drawnOpportunities(30, seed: UInt64(seed), [1.2, 0.7, 0.6, 3]))
    let logs = (0..<4).map { _ in 1.5 * generator.normal() }
    func check<Model: PurchaseModel>(_ model: Model.Type, _ histories: PurchaseHistories) {
      func slopes(_ logs: [Double]) -> Slopes {
        Model.slopes(histories, logs.map { exponential($0) })
      }
      let here = slopes(logs)
      let direct = Model(parameters: logs.map { exponential($0) }).logLikelihood(histories)
      #expect(near(here.value * -histories.customers, direct, relative: 1e-11))
      for index in 0..<4 {
        var (above, below) = (logs, logs)
        above[index] += 1e-5
        below[index] -= 1e-5
        let difference = (slopes(above).value - slopes(below).value) / 2e-5
        #expect(abs(here.gradient[index] - difference) < 1e-6 * (1 + abs(difference)))
      }
    }
    check(BetaGeometricModel.self, rows)
    check(ModifiedBetaGeometricModel.self, rows)
    check(ParetoModel.self, rows)
    check(BetaBernoulliModel.self, discrete)
  }

  @Test("the optimum is not below any of 1,000 neighbours")
  func neighbours() throws {
    func check<Model: PurchaseModel>(_ model: Model.Type, _ histories: PurchaseHistories) throws {
      let fit = try PurchaseModelFit<Model>(histories)
      #expect(near(fit.model.logLikelihood(histories), fit.logLikelihood, relative: 1e-11))
      var generator = SeededGenerator(seed: 11)
      for trial in 0..<1_000 {
        let reach = exponential(-Double(trial % 10))
        let moved = fit.parameters.map { $0 * exponential(reach * generator.normal()) }
        let value = -Model.slopes(histories, moved).value * histories.customers
        #expect(value <= fit.logLikelihood + 1e-9)
      }
    }
    try check(BetaGeometricModel.self, grouped(drawn(100, seed: 5, [0.8, 6, 0.7, 2])))
    try check(
      ModifiedBetaGeometricModel.self,
      grouped(drawn(100, seed: 5, isModified: true, [0.8, 6, 0.7, 2])))
    try check(ParetoModel.self, grouped(drawn(60, seed: 11, isPareto: true, [0.8, 6, 0.9, 12])))
    try check(
      BetaBernoulliModel.self, grouped(drawnOpportunities(400, seed: 3, [1.2, 0.7, 0.6, 3])))
  }

  @Test("customers drawn from known parameters give them back, within their intervals")
  func recovery() throws {
    func check<Model: PurchaseModel>(
      _ model: Model.Type, _ truth: [Double], _ histories: PurchaseHistories
    ) throws {
      let fit = try PurchaseModelFit<Model>(histories)
      let intervals = try #require(fit.parameterIntervals(level: 0.9999))
      for (interval, value) in zip(intervals, truth) { #expect(interval.contains(value)) }
      // Far better determined than the parameters: what is to be expected of a newcomer.
      let expected = Model(parameters: truth).expectedPurchases(ofNewcomerWithin: 10)
      #expect(near(fit.model.expectedPurchases(ofNewcomerWithin: 10), expected, relative: 0.1))
      let interval = try #require(
        fit.interval(level: 0.9999) { $0.expectedPurchases(ofNewcomerWithin: 10) })
      #expect(interval.contains(expected))
    }
    let (first, second) = ([0.6, 5, 0.7, 2.2], [0.7, 8, 0.8, 9])
    for seed in 1...3 as ClosedRange<UInt64> {
      try check(BetaGeometricModel.self, first, grouped(drawn(4_000, seed: seed, first)))
      try check(
        ModifiedBetaGeometricModel.self, first,
        grouped(drawn(4_000, seed: seed, isModified: true, first)))
      try check(
        BetaBernoulliModel.self, [1.2, 0.7, 0.6, 3],
        grouped(drawnOpportunities(4_000, seed: seed, [1.2, 0.7, 0.6, 3])))
    }
    try check(ParetoModel.self, second, grouped(drawn(700, seed: 1, isPareto: true, second)))
  }

  @Test("neither the order of customers nor the unit of time matters", arguments: 1...4)
  func invariances(seed: UInt64) throws {
    var rows = drawn(200, seed: seed, [0.8, 6, 0.7, 2])
    let fit = try PurchaseModelFit<BetaGeometricModel>(grouped(rows))
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&rows)
    let shuffled = try PurchaseModelFit<BetaGeometricModel>(grouped(rows))
    #expect(shuffled.parameters == fit.parameters && shuffled.logLikelihood == fit.logLikelihood)
    let inDays = rows.map {
      PurchaseHistory(repeats: $0.repeats, recency: 7 * $0.recency, length: 7 * $0.length)
    }
    let other = try PurchaseModelFit<BetaGeometricModel>(grouped(inDays))
    for (index, factor) in [1.0, 7, 1, 1].enumerated() {
      #expect(near(other.parameters[index], factor * fit.parameters[index], relative: 1e-6))
    }
    let repeats = rows.reduce(0) { $0 + $1.repeats }
    #expect(near(other.logLikelihood, fit.logLikelihood - repeats * log7, relative: 1e-10))
    let (weeks, days) = (rows[0], inDays[0])
    #expect(
      near(
        other.model.expectedPurchases(days, within: 70),
        fit.model.expectedPurchases(weeks, within: 10), relative: 1e-6))
  }

  private let log7 = 1.9459101490553132

  @Test("what is expected rises with time and being alive falls with silence")
  func monotone() {
    let models: [any PurchaseModel] = [
      BetaGeometricModel(parameters: [0.3, 5, 0.8, 2.5]),
      ModifiedBetaGeometricModel(parameters: [0.3, 5, 0.8, 2.5]),
      ParetoModel(parameters: [0.3, 5, 0.8, 12]),
      BetaBernoulliModel(parameters: [1.2, 0.7, 0.6, 3]),
    ]
    for model in models {
      let customer = PurchaseHistory(repeats: 4, recency: 20, length: 30)
      let expected = (0...60).map { model.expectedPurchases(customer, within: Double($0)) }
      #expect(expected[0] == 0 && zip(expected, expected.dropFirst()).allSatisfy { $0 < $1 })
      let newcomer = (0...60).map { model.expectedPurchases(ofNewcomerWithin: Double($0)) }
      #expect(newcomer[0] == 0 && zip(newcomer, newcomer.dropFirst()).allSatisfy { $0 < $1 })
      let alive = (20...90).map {
        model.probabilityAlive(PurchaseHistory(repeats: 4, recency: 20, length: Double($0)))
      }
      #expect(zip(alive, alive.dropFirst()).allSatisfy { $0 > $1 && $1 >= 0 && $0 <= 1 })
    }
  }

  @Test("purchases drawn for the future have the mean that is expected")
  func draws() {
    let models: [any PurchaseModel] = [
      BetaGeometricModel(parameters: [0.8, 5, 0.8, 2.5]),
      ModifiedBetaGeometricModel(parameters: [0.8, 5, 0.8, 2.5]),
      ParetoModel(parameters: [0.8, 5, 0.8, 12]),
      BetaBernoulliModel(parameters: [1.2, 0.7, 0.6, 3]),
    ]
    let customer = PurchaseHistory(repeats: 4, recency: 20, length: 24)
    for (index, model) in models.enumerated() {
      let counts = replicates(0..<3_000, seed: UInt64(index)) {
        Double(model.drawPurchases(after: customer, until: 20, &$0).count)
      }
      let mean = counts.reduce(0, +) / 3_000
      let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3_000
      let expected = model.expectedPurchases(customer, within: 20)
      #expect(abs(mean - expected) < 4 * (variance / 3_000).squareRoot())
    }
  }
}
