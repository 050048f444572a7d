import Statistics
import Testing

@Suite("Bootstrap, permutation and overdispersion")
struct ResamplingTests {
  @Test("replicates are the same bits however they are shared out", arguments: [1, 7, 400, 999])
  func shares(split: Int) {
    func mean(_ weights: [Int]) -> Double {
      weights.enumerated().reduce(0) { $0 + Double($1.offset * $1.element) } / 50
    }
    let whole = bootstrapReplicates(count: 50, replicates: 0..<1_000, seed: 5, mean)
    let parts =
      bootstrapReplicates(count: 50, replicates: 0..<split, seed: 5, mean)
      + bootstrapReplicates(count: 50, replicates: split..<1_000, seed: 5, mean)
    #expect(whole == parts)
    #expect(whole != bootstrapReplicates(count: 50, replicates: 0..<1_000, seed: 6, mean))
  }

  @Test("the bootstrap of a mean has its standard error")
  func standardError() throws {
    var generator = SplitMix64(seed: 3)
    let values = (0..<200).map { _ in generator.normal() }
    let means = bootstrapReplicates(count: values.count, replicates: 0..<2_000, seed: 1) {
      weights in
      zip(values, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / 200
    }
    let mean = values.reduce(0, +) / 200
    let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200 / 200).squareRoot()
    let spread = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2_000).squareRoot()
    #expect(near(spread, error, relative: 0.06))
    let interval = try #require(percentileInterval(means))
    #expect(near(interval.high - interval.low, 3.92 * error, relative: 0.1))
  }

  @Test("every row is drawn, and weights add up to the rows")
  func weights() {
    let draws = bootstrapReplicates(count: 9, replicates: 0..<500, seed: 2) { $0 }
    #expect(draws.allSatisfy { $0.reduce(0, +) == 9 })
    for row in 0..<9 {
      #expect(abs(draws.reduce(0) { $0 + $1[row] } - 500) < 100)
    }
    #expect(bootstrapReplicates(count: 0, replicates: 0..<2, seed: 2) { $0 } == [[], []])
  }

  @Test("p of a permutation is about that of all orders")
  func permutation() {
    // Of the 20 ways to choose 3 of 6, only one has a sum of 15: p is 1/20.
    let permuted = permutationReplicates(of: [1, 2, 3, 4, 5, 6.0], replicates: 0..<4_000, seed: 9) {
      $0[0] + $0[1] + $0[2]
    }
    #expect(abs(permutationP(observed: 15, permuted: permuted) - 0.05) < 0.012)
    #expect(permutationP(observed: 16, permuted: permuted) == 1.0 / 4_001)
    #expect(permutationP(observed: 6, permuted: permuted) == 1)
    #expect(permutationP(observed: 6, permuted: []) == 1)
    #expect(permutationP(observed: .nan, permuted: permuted) == 1)
  }

  @Test("an interval of replicates is between neighbours, and none of nothing")
  func percentiles() throws {
    let interval = try #require(percentileInterval([4, 0, 1, 2, 3], level: 0.9))
    #expect(near(interval.low, 0.2, relative: 1e-12) && near(interval.high, 3.8, relative: 1e-12))
    #expect(percentileInterval([7]) == Interval(low: 7, high: 7))
    #expect(percentileInterval([-.infinity, 0, .infinity], level: 0.5)?.contains(0) == true)
    #expect(percentileInterval([]) == nil)
    #expect(percentileInterval([1, .nan]) == nil)
    #expect(percentileInterval([1, 2], level: 1) == nil)
  }

  @Test("dispersion is Pearson's chi-squared by its degrees of freedom")
  func dispersion() throws {
    let p = 35.0 / 400
    let value = try #require(
      Overdispersion.binomial(
        successes: [2, 2, 11, 20], trials: [100, 100, 100, 100],
        probabilities: [p, p, p, p], parameters: 1))
    let squares = 2 * 6.75 * 6.75 + 2.25 * 2.25 + 11.25 * 11.25
    #expect(near(value, squares / (100 * p * (1 - p)) / 3, relative: 1e-12))
    let counts = try #require(
      Overdispersion.poisson(counts: [1, 5, 3], means: [3, 3, 3], parameters: 1))
    #expect(near(counts, 8.0 / 3 / 2, relative: 1e-12))
    #expect(Overdispersion.poisson(counts: [1], means: [1], parameters: 1) == nil)
    #expect(Overdispersion.poisson(counts: [0, 1], means: [0, 1], parameters: 1) == nil)
  }

  @Test("without overdispersion the interval is Wilson's; with it, wider")
  func quasiBinomial() throws {
    let plain = try #require(wilsonInterval(successes: 5, trials: 100))
    #expect(quasiBinomialInterval(successes: 5, trials: 100, dispersion: 1) == plain)
    #expect(quasiBinomialInterval(successes: 5, trials: 100, dispersion: 0.3) == plain)
    let wide = try #require(quasiBinomialInterval(successes: 20, trials: 400, dispersion: 4))
    #expect(near(wide.low, plain.low, relative: 1e-12))
    #expect(near(wide.high, plain.high, relative: 1e-12))
    #expect(quasiBinomialInterval(successes: 0, trials: 0, dispersion: 1) == nil)
    #expect(quasiBinomialInterval(successes: 1, trials: 2, dispersion: .nan) == nil)
  }
}
