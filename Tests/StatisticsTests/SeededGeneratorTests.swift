import Statistics
import Testing

@Suite("The seeded generator")
struct SeededGeneratorTests {
  /// Rosetta Code, "Pseudo-random numbers/Splitmix64": the first five of seed 1234567.
  @Test("gives the published numbers of a seed")
  func published() {
    var random = SeededGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test("gives each stream of a seed its own numbers, the same every time")
  func streams() {
    func draw(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var random = SeededGenerator(seed: seed, stream: stream)
      return (0..<50).map { _ in random.next() }
    }
    let draws = (0..<100).flatMap { stream in (1...3).flatMap { draw($0, stream) } }
    #expect(Set(draws).count == draws.count)
    #expect(draw(2, 7) == draw(2, 7))
  }

  @Test("picks each index equally often and every order of four", arguments: [1, 2] as [UInt64])
  func fairness(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var counts = Array(repeating: 0.0, count: 7)
    for _ in 0..<7000 { counts[random.index(below: 7)] += 1 }
    let chiSquared = counts.reduce(0) { $0 + ($1 - 1000) * ($1 - 1000) / 1000 }
    #expect(chiSquaredSurvival(chiSquared, degrees: 6) > 1e-4, "seed \(seed)")
    var orders: [[Int]: Double] = [:]
    for _ in 0..<12_000 {
      var items = [0, 1, 2, 3]
      random.shuffle(&items)
      orders[items, default: 0] += 1
    }
    let spread = orders.values.reduce(0) { $0 + ($1 - 500) * ($1 - 500) / 500 }
    #expect(orders.count == 24)
    #expect(chiSquaredSurvival(spread, degrees: 23) > 1e-4, "seed \(seed)")
  }

  @Test("draws uniforms in [0, 1) with mean one half")
  func uniforms() {
    var random = SeededGenerator(seed: 9)
    let draws = (0..<10_000).map { _ in random.uniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 10_000
    // Four standard errors, 1 / sqrt(12 * 10,000) each.
    #expect(abs(mean - 0.5) < 0.0115)
    #expect(random.index(below: 1) == 0)
  }
}
