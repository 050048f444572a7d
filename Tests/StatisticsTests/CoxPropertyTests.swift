import Glibc
import Statistics
import Testing

@Suite("A proportional hazards model")
struct CoxPropertyTests {
  /// Hazard 0.02 exp(0.7 a - 0.4 b + 0.1 c) a day, a of 0 and 1, b normal, c in steps; whole days,
  /// so there are many ties; followed for up to 90 days.
  struct Book: Sendable {
    var times: [Double] = []
    var events: [Bool] = []
    var covariates: [[Double]] = [[], [], []]

    init(seed: UInt64, count: Int) {
      var random = SplitMix64(seed: seed)
      for _ in 0..<count {
        let row = [
          random.uniform() < 0.4 ? 1.0 : 0, random.normal(), (4 * random.uniform()).rounded(.down),
        ]
        let rate = 0.02 * exp(0.7 * row[0] - 0.4 * row[1] + 0.1 * row[2])
        let exit = (-log(random.uniform()) / rate).rounded(.up)
        let followed = (90 * random.uniform()).rounded(.up)
        times.append(min(exit, followed))
        events.append(exit <= followed)
        for (index, value) in row.enumerated() { covariates[index].append(value) }
      }
    }

    func fit() throws -> CoxModel {
      try CoxModel(times: times, events: events, covariates: covariates)
    }

    /// Efron's log likelihood as it is written.
    func logLikelihood(_ coefficients: [Double]) -> Double {
      let predictors = times.indices.map { row in
        zip(coefficients, covariates).reduce(0) { $0 + $1.0 * $1.1[row] }
      }
      let exits = times.indices.filter { events[$0] }
      return Set(exits.map { times[$0] }).sorted().reduce(0) { sum, time in
        let leaving = exits.filter { times[$0] == time }
        let risk = times.indices.reduce(0) { $0 + (times[$1] >= time ? exp(predictors[$1]) : 0) }
        let tied = leaving.reduce(0) { $0 + exp(predictors[$1]) }
        let denominators = leaving.indices.reduce(0) {
          $0 + log(risk - Double($1) / Double(leaving.count) * tied)
        }
        return sum + leaving.reduce(0) { $0 + predictors[$1] } - denominators
      }
    }
  }

  @Test(
    "has Efron's likelihood, a maximum no neighbour exceeds",
    arguments: 1...4 as ClosedRange<UInt64>)
  func optimum(seed: UInt64) throws {
    let book = Book(seed: seed, count: 120)
    let model = try book.fit()
    let best = model.effects.map(\.coefficient)
    #expect(near(model.logLikelihood, book.logLikelihood(best), relative: 1e-12), "seed \(seed)")
    #expect(near(model.nullLogLikelihood, book.logLikelihood([0, 0, 0]), relative: 1e-12))
    var random = SplitMix64(seed: seed + 100)
    for _ in 0..<250 {
      let size = exp(-8 * random.uniform())
      let neighbour = best.map { $0 + size * random.normal() }
      #expect(book.logLikelihood(neighbour) <= model.logLikelihood + 1e-9, "seed \(seed)")
    }
  }

  @Test("has the inverse of the curvature as covariance", arguments: 1...3 as ClosedRange<UInt64>)
  func curvature(seed: UInt64) throws {
    let book = Book(seed: seed, count: 150)
    let model = try book.fit()
    let best = model.effects.map(\.coefficient)
    let step = 1e-3
    func shifted(_ i: Int, _ j: Int, _ a: Double, _ b: Double) -> Double {
      var point = best
      point[i] += a * step
      point[j] += b * step
      return book.logLikelihood(point)
    }
    // Information times covariance is the identity.
    let information = (0..<3).map { i in
      (0..<3).map { j in
        -(shifted(i, j, 1, 1) - shifted(i, j, 1, -1) - shifted(i, j, -1, 1) + shifted(i, j, -1, -1))
          / (4 * step * step)
      }
    }
    for i in 0..<3 {
      for j in 0..<3 {
        let product = (0..<3).reduce(0) { $0 + information[i][$1] * model.covariance[$1 * 3 + j] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-4, "seed \(seed), \(i) \(j)")
      }
      let error = model.effects[i].standardError
      #expect(near(error * error, model.covariance[4 * i], relative: 1e-12))
    }
  }

  @Test(
    "does not depend on order, origin, units or the pace of time",
    arguments: 1...5 as ClosedRange<UInt64>)
  func invariance(seed: UInt64) throws {
    let book = Book(seed: seed, count: 400)
    let model = try book.fit()
    var changed = book
    changed.times = book.times.reversed().map { $0 * $0 / 7 }
    changed.events.reverse()
    changed.covariates = [
      book.covariates[0].reversed(), book.covariates[1].reversed().map { 1e6 + 1e3 * $0 },
      book.covariates[2].reversed().map { 1e-5 * $0 },
    ]
    let other = try changed.fit()
    #expect(near(model.logLikelihood, other.logLikelihood, relative: 1e-10), "seed \(seed)")
    for (index, unit) in [1, 1e3, 1e-5].enumerated() {
      let (effect, scaled) = (model.effects[index], other.effects[index])
      #expect(near(scaled.coefficient * unit, effect.coefficient, relative: 1e-7), "seed \(seed)")
      #expect(near(scaled.standardError * unit, effect.standardError, relative: 1e-7))
    }
    let drift = try #require(model.proportionalityTest())
    let otherDrift = try #require(other.proportionalityTest())
    #expect(near(drift.statistic, otherDrift.statistic, relative: 1e-6), "seed \(seed)")
  }

  /// Of 100 one is marked; first another one leaves, then the marked one. L = u / ((99 + u)(98 + u))
  /// with u = exp(b) is largest at u^2 = 99 * 98. Newton's first step is to b = 49, where log L has
  /// fallen from -9 to -49.
  @Test("is found where a whole Newton step would overshoot")
  func overshoot() throws {
    let model = try CoxModel(
      times: [1, 2] + Array(repeating: 3, count: 98),
      events: [true, true] + Array(repeating: false, count: 98),
      covariates: [[0, 1] + Array(repeating: 0, count: 98)])
    let u = 9702.0.squareRoot()
    let information = u * 99 / ((99 + u) * (99 + u)) + u * 98 / ((98 + u) * (98 + u))
    #expect(near(model.effects[0].coefficient, log(u), relative: 1e-10))
    #expect(near(model.effects[0].standardError, 1 / information.squareRoot(), relative: 1e-10))
  }

  @Test("gives back known effects", arguments: [1, 2, 3] as [UInt64])
  func simulation(seed: UInt64) throws {
    let model = try Book(seed: seed, count: 20_000).fit()
    // Whole days coarsen a hazard of 2 % a day: a bias of about 1 % of the effect.
    for (effect, truth) in zip(model.effects, [0.7, -0.4, 0.1]) {
      let tolerance = 4 * effect.standardError + 0.02 * abs(truth)
      #expect(abs(effect.coefficient - truth) < tolerance, "seed \(seed), \(effect)")
    }
    #expect(model.steps < 8)
  }

  @Test("rejects proportional hazards as often as it says, and finds an effect that turns")
  func proportionality() throws {
    var rejections = 0
    for seed in 1...200 as ClosedRange<UInt64> {
      let test = try #require(Book(seed: seed, count: 150).fit().proportionalityTest())
      if test.p < 0.05 { rejections += 1 }
    }
    #expect((2...22).contains(rejections), "\(rejections) of 200")
    var book = Book(seed: 1, count: 2000)
    for row in book.times.indices where book.covariates[0][row] == 1 && book.times[row] > 20 {
      book.events[row] = book.events[row] && row.isMultiple(of: 4)
    }
    let test = try #require(book.fit().proportionalityTest())
    #expect(test.drifts[0].p < 1e-4 && test.drifts[0].slope < 0)
    #expect(test.drifts[1].p > 1e-4 && test.drifts[2].p > 1e-4)
  }

  @Test("with one covariate the test of all drifts is the test of its drift")
  func single() throws {
    var book = Book(seed: 5, count: 200)
    book.covariates = [book.covariates[1]]
    let test = try #require(book.fit().proportionalityTest())
    #expect(near(test.statistic, test.drifts[0].statistic, relative: 1e-9))
  }

  @Test("with all exits at one time nothing can drift, with one at 0 there is no log of time")
  func noDrift() throws {
    let atOnce = try CoxModel(
      times: [5, 5, 5, 6, 6], events: [true, true, true, false, false],
      covariates: [[1, 2, 3, 0, 2]])
    for scale in ProportionalityScale.allCases {
      #expect(atOnce.proportionalityTest(scale: scale) == nil)
    }
    let atZero = try CoxModel(
      times: [0, 1, 2, 3], events: [true, true, true, false], covariates: [[1, 3, 2, 1]])
    #expect(atZero.proportionalityTest(scale: .logarithm) == nil)
    #expect(atZero.proportionalityTest() != nil)
  }
}
