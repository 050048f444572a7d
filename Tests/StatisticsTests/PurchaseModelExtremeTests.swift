import Glibc
import Testing

@testable import Statistics

@Suite("Models of purchases at the edges")
struct PurchaseModelExtremeTests {
  /// The difference of Fader, Hardie & Lee's eq 10, by the series of 2F1.
  private func closedForm(_ k: Double, _ s: Double, _ a: Double, _ b: Double) -> Double {
    let z = s / (1 + s)
    var (term, sum) = (1.0, 1.0)
    for j in 0..<3_000 {
      let n = Double(j)
      term *= (k + n) * (b + n) / (a + b - 1 + n) * z / (n + 1)
      sum += term
    }
    return (a + b - 1) / (a - 1) * (1 - power(1 / (1 + s), k) * sum)
  }

  @Test("purchases until stopping agree with the closed form where that can be had")
  func untilStopping() {
    for k in [0.2, 1, 3.5, 12] {
      for s in [0.01, 0.5, 3, 20] {
        for (a, b) in [(0.3, 2.0), (0.8, 0.4), (2.5, 7), (6, 1.5)] {
          let value = purchasesUntilStopping(shape: k, time: s, a: a, b: b)
          #expect(near(value, closedForm(k, s, a, b), relative: 1e-9))
        }
      }
    }
  }

  @Test("the sum and the integral agree, also at a = 1 and in the corners", arguments: 0..<200)
  func twoWays(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    func positive(_ spread: Double) -> Double { exponential(spread * generator.normal()) }
    let (k, s) = (positive(1.5), positive(1.5))
    let (a, b) = (seed % 5 == 0 ? 1 : positive(2.5), positive(2.5))
    guard k * s + 40 * (1 + s) < 1_400 else { return }
    let sum = purchasesUntilStopping(shape: k, time: s, a: a, b: b)
    let integral = betaMean(a, b, steepness: max(1, k * s)) { p in
      p * s < 1e-14 ? k * s : -expm1(-k * log1p(p * s)) / p
    }
    #expect(near(sum, integral, relative: 1e-8), "k \(k) s \(s) a \(a) b \(b)")
  }

  @Test("thousands of purchases and days overflow nowhere", arguments: 0..<40)
  func huge(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let parameters = (0..<4).map { _ in exponential(3 * generator.normal()) }
    let models: [any PurchaseModel] = [
      BetaGeometricModel(parameters: parameters),
      ModifiedBetaGeometricModel(parameters: parameters), ParetoModel(parameters: parameters),
    ]
    // Its sums are over opportunities, 20,000 of them here.
    let slow = seed < 2 ? [BetaBernoulliModel(parameters: parameters)] : []
    for (repeats, recency, length) in [
      (0.0, 0.0, 0.0), (0, 0, 20_000), (1, 1, 20_000), (5_000, 5_000, 20_000),
      (5_000, 9_999, 10_000), (9_000, 9_000, 9_000), (3, 20_000, 20_000),
    ] {
      let history = PurchaseHistory(repeats: repeats, recency: recency, length: length)
      for model in models + slow {
        let alive = model.probabilityAlive(history)
        let expected = model.expectedPurchases(history, within: 365)
        #expect(model.logLikelihood(history).isFinite)
        #expect(alive >= 0 && alive <= 1)
        #expect(expected >= 0 && expected.isFinite)
      }
    }
  }

  @Test("the slopes are finite where purchases are many")
  func hugeSlopes() throws {
    let histories = try PurchaseHistories(
      repeats: [0, 5_000, 2_000, 1], recencies: [0, 9_000, 2_000, 1],
      lengths: [9_000, 9_000, 9_000, 9_000])
    for parameters in [[0.01, 100, 0.01, 50], [40, 0.1, 30, 0.02], [1, 1, 1, 1.0]] {
      for slopes in [
        BetaGeometricModel.slopes(histories, parameters),
        ModifiedBetaGeometricModel.slopes(histories, parameters),
        ParetoModel.slopes(histories, parameters), BetaBernoulliModel.slopes(histories, parameters),
      ] {
        #expect(slopes.value.isFinite && slopes.gradient.allSatisfy(\.isFinite))
      }
    }
  }

  private func refusal<Model: PurchaseModel>(
    _ model: Model.Type, _ rows: [(Double, Double, Double)]
  ) -> PurchaseModelError? {
    do throws(PurchaseModelError) {
      let histories = try PurchaseHistories(
        repeats: rows.map(\.0), recencies: rows.map(\.1), lengths: rows.map(\.2))
      _ = try PurchaseModelFit<Model>(histories)
      return nil
    } catch { return error }
  }

  @Test("histories that cannot be are refused, with their row")
  func impossible() {
    let model = BetaGeometricModel.self
    #expect(refusal(model, []) == .noCustomers)
    #expect(refusal(model, [(1, 2, 5), (1, 6, 5)]) == .impossibleHistory(row: 1))
    #expect(refusal(model, [(1.5, 2, 5)]) == .impossibleHistory(row: 0))
    #expect(refusal(model, [(1, 0, 5)]) == .impossibleHistory(row: 0))
    #expect(refusal(model, [(0, 1, 5)]) == .impossibleHistory(row: 0))
    #expect(refusal(model, [(1, 1, .infinity)]) == .impossibleHistory(row: 0))
    #expect(refusal(model, [(.nan, 1, 4)]) == .impossibleHistory(row: 0))
  }

  @Test("what cannot be determined is refused in words")
  func refusals() {
    let model = BetaGeometricModel.self
    #expect(refusal(model, [(0, 0, 30), (0, 0, 20), (0, 0, 0)]) == .noRepeats)
    #expect(refusal(model, [(1, 5, 30), (0, 0, 20)]) == .tooFew(customers: 1, needed: 3))
    // Everybody buys every third week, to the end.
    let regular = (10..<40).map { (Double($0), 3 * Double($0), 3 * Double($0) + 1) }
    for error in [
      refusal(model, regular), refusal(ModifiedBetaGeometricModel.self, regular),
      refusal(ParetoModel.self, regular),
    ] {
      guard case .runsToInfinity(let names, let meaning) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(!names.isEmpty && !meaning.isEmpty)
    }
  }

  @Test("spending that cannot be told apart is refused in words")
  func spending() {
    func refusal(_ rows: [(Double, Double)]) -> PurchaseModelError? {
      do throws(PurchaseModelError) {
        _ = try GammaGammaFit(purchases: rows.map(\.0), means: rows.map(\.1))
        return nil
      } catch { return error }
    }
    #expect(refusal([]) == .tooFew(customers: 0, needed: 3))
    #expect(refusal([(1, 5), (2, 0), (0, 4)]) == .tooFew(customers: 1, needed: 3))
    guard case .runsToInfinity = refusal([(1, 5), (2, 5), (3, 5), (2, 5)]) else {
      Issue.record("equal values were fitted")
      return
    }
  }
}
