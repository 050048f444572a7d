import Testing

@testable import Statistics

@Suite("Forecasts of purchases")
struct PurchaseForecastTests {
  private static let truth = BetaGeometricModel(parameters: [0.8, 6, 0.7, 2.5])

  /// Customers who have been watched for a year, drawn from the model.
  private static func histories(_ seed: UInt64, _ count: Int) -> [PurchaseHistory] {
    (0..<count).map { customer in
      var generator = SeededGenerator(seed: seed, stream: UInt64(customer))
      let newcomer = PurchaseHistory(repeats: 0, recency: 0, length: 0)
      let times = truth.drawPurchases(after: newcomer, until: 52, &generator)
      return PurchaseHistory(
        repeats: Double(times.count), recency: times.last ?? 0, length: 52)
    }
  }

  private static func fit(_ rows: [PurchaseHistory]) throws -> PurchaseModelFit<BetaGeometricModel>
  {
    try PurchaseModelFit(
      PurchaseHistories(
        repeats: rows.map(\.repeats), recencies: rows.map(\.recency), lengths: rows.map(\.length)))
  }

  @Test("80 and 95 of 100 future totals fall within the intervals")
  func coverage() throws {
    let ends = [8.0, 16, 24]
    var (inside80, inside95, all) = (0, 0, 0)
    for seed in 1...30 as ClosedRange<UInt64> {
      let rows = PurchaseForecastTests.histories(seed, 150)
      let forecast = try PurchaseForecastTests.fit(rows).forecast(
        rows.map { ProspectiveCustomer(history: $0) }, ends: ends, spending: nil, seed: 1,
        draws: 600)
      var seen = [0.0, 0, 0]
      for (customer, history) in rows.enumerated() {
        var generator = SeededGenerator(seed: 1_000 + seed, stream: UInt64(customer))
        let times = PurchaseForecastTests.truth.drawPurchases(after: history, until: 24, &generator)
        for time in times { seen[min(2, Int(time / 8))] += 1 }
      }
      for step in 0..<3 {
        let near = forecast.interval(step, level: 0.8, spread: 0)
        let far = forecast.interval(step, level: 0.95, spread: 0)
        if seen[step] >= near.low, seen[step] <= near.high { inside80 += 1 }
        if seen[step] >= far.low, seen[step] <= far.high { inside95 += 1 }
        all += 1
      }
    }
    let (share80, share95) = (Double(inside80) / Double(all), Double(inside95) / Double(all))
    #expect((0.68...0.92).contains(share80), "\(share80)")
    #expect(share95 >= 0.87, "\(share95)")
  }

  @Test("the sum of the stretches is that of the single customers, in any order")
  func sums() throws {
    var rows = PurchaseForecastTests.histories(5, 120)
    let fit = try PurchaseForecastTests.fit(rows)
    func means() -> [Double] {
      fit.forecast(
        rows.map { ProspectiveCustomer(history: $0) }, ends: [3, 10, 40], spending: nil, seed: 1,
        draws: 120
      ).mean
    }
    let first = means()
    let total = rows.reduce(0) { $0 + fit.model.expectedPurchases($1, within: 40) }
    #expect(near(first.reduce(0, +), total, relative: 1e-12))
    var generator = SeededGenerator(seed: 9)
    generator.shuffle(&rows)
    #expect(zip(means(), first).allSatisfy { near($0, $1, relative: 1e-12) })
    #expect(zip(first, [3.0, 7, 30]).allSatisfy { $0 > 0 && $0 < Double(rows.count) * $1 })
  }

  @Test("money is purchases times what a purchase of each is to bring, and its drawn mean is that")
  func money() throws {
    var generator = SeededGenerator(seed: 3)
    let rows = PurchaseForecastTests.histories(6, 150)
    let means = rows.map { _ in
      20 * generator.gamma(shape: 6) / 6 / generator.gamma(shape: 4) * 3
    }
    let spending = try GammaGammaFit(
      purchases: rows.map { max(1, $0.repeats) }, means: means)
    let customers = zip(rows, means).map {
      ProspectiveCustomer(history: $0, purchases: max(1, $0.repeats), mean: $1)
    }
    let fit = try PurchaseForecastTests.fit(rows)
    let forecast = fit.forecast(customers, ends: [10], spending: spending, seed: 1, draws: 150)
    let naive = customers.reduce(0.0) { sum, customer in
      let value = spending.expectedValue(purchases: customer.purchases, mean: customer.mean) ?? 0
      return sum + value * fit.model.expectedPurchases(customer.history, within: 10)
    }
    #expect(near(forecast.mean[0], naive, relative: 1e-12))
    let drawn = replicates(0..<4_000, seed: 8) {
      spending.drawnMoney([3], purchases: 4, mean: 25, &$0)[0]
    }
    let mean = drawn.reduce(0, +) / 4_000
    let expected = 3 * (spending.expectedValue(purchases: 4, mean: 25) ?? 0)
    #expect(abs(mean - expected) < 0.05 * expected)
  }

  @Test("the slopes of what a customer spends are those of its logarithm")
  func slopes() throws {
    let spending = try GammaGammaFit(
      purchases: CDNOWData.spending.map(\.purchases), means: CDNOWData.spending.map(\.mean))
    func logMean(_ p: Double, _ q: Double, _ gamma: Double) -> Double {
      p * (gamma + 3 * 40) / (p * 3 + q - 1)
    }
    let slopes = spending.logSlopes(purchases: 3, mean: 40)
    let (p, q, gamma) = (spending.p, spending.q, spending.gamma)
    let base = logMean(p, q, gamma)
    let moved = [
      logMean(p * 1.0001, q, gamma), logMean(p, q * 1.0001, gamma), logMean(p, q, gamma * 1.0001),
    ]
    #expect(zip(slopes, moved).allSatisfy { abs($0 - ($1 / base - 1) / 1e-4) < 1e-4 })
    #expect(!spending.isMisleading)
  }
}
