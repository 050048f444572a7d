import Statistics
import Testing

@Suite("Intervals of a proportion")
struct ProportionTests {
  /// statsmodels `proportion_confint(x, n, method="wilson")`, and R `binom.test` for the exact ones.
  @Test(
    "agree with other programs",
    arguments: [
      (5, 100, 0.0215436792, 0.1117504692, 0.0164318792, 0.1128349111),
      (0, 40, 0, 0.0876216012, 0, 0.0880973029),
      (12, 48, 0.1492063367, 0.3878437281, 0.1363722774, 0.3959593100),
    ])
  func reference(
    successes: Int, trials: Int, low: Double, high: Double, exactLow: Double, exactHigh: Double
  ) throws {
    let wilson = try #require(wilsonInterval(successes: successes, trials: trials))
    #expect(abs(wilson.low - low) < 5e-11)
    #expect(abs(wilson.high - high) < 5e-11)
    let exact = try #require(clopperPearsonInterval(successes: successes, trials: trials))
    #expect(abs(exact.low - exactLow) < 5.1e-11)
    #expect(abs(exact.high - exactHigh) < 5.1e-11)
  }

  @Test("do not exist without trials or for figures that are no binomial outcome")
  func undefined() {
    for (successes, trials) in [(0, 0), (-1, 5), (6, 5), (0, -3)] {
      #expect(wilsonInterval(successes: successes, trials: trials) == nil)
      #expect(clopperPearsonInterval(successes: successes, trials: trials) == nil)
    }
    #expect(wilsonInterval(successes: 1, trials: 2, level: 1) == nil)
    #expect(clopperPearsonInterval(successes: 1, trials: 2, level: .nan) == nil)
  }

  @Test("hold the share, mirror when leavers and stayers change places, and widen with the level")
  func properties() throws {
    let intervals = [
      { wilsonInterval(successes: $0, trials: $1, level: $2) },
      { clopperPearsonInterval(successes: $0, trials: $1, level: $2) },
    ]
    for interval in intervals {
      for trials in [1, 2, 7, 40, 1000] {
        for successes in stride(from: 0, through: trials, by: max(1, trials / 7)) {
          let plain = try #require(interval(successes, trials, 0.95))
          let mirrored = try #require(interval(trials - successes, trials, 0.95))
          let wider = try #require(interval(successes, trials, 0.99))
          #expect(plain.contains(Double(successes) / Double(trials)))
          #expect(plain.low >= 0 && plain.high <= 1)
          #expect(abs(plain.low - (1 - mirrored.high)) < 1e-12)
          #expect(wider.low <= plain.low && wider.high >= plain.high)
        }
      }
    }
  }

  /// The exact interval's defining property: each tail beyond an end holds (1 - level)/2.
  @Test("the exact one leaves 2.5 % in each tail", arguments: [(3, 20), (1, 9), (40, 50)])
  func exactTails(successes: Int, trials: Int) throws {
    let interval = try #require(clopperPearsonInterval(successes: successes, trials: trials))
    let above = (successes...trials).reduce(0) {
      $0 + binomialProbability($1, trials, interval.low)
    }
    let below = (0...successes).reduce(0) { $0 + binomialProbability($1, trials, interval.high) }
    #expect(abs(above - 0.025) < 1e-12)
    #expect(abs(below - 0.025) < 1e-12)
  }

  private func binomialProbability(_ k: Int, _ n: Int, _ p: Double) -> Double {
    var probability = 1.0
    for i in 0..<k { probability *= Double(n - i) / Double(i + 1) * p }
    for _ in k..<n { probability *= 1 - p }
    return probability
  }
}
