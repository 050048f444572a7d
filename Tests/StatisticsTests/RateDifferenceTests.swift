import Statistics
import Testing

@Suite("Differences of rates and families of tests")
struct RateDifferenceTests {
  /// statsmodels 0.15 `confint_proportions_2indep(x1, n1, x2, n2, method="newcomb",
  /// compare="diff")`; the first is Newcombe's own example (0.0524, 0.3339).
  @Test(
    "have the interval of statsmodels",
    arguments: [
      ((56, 70), (48, 80), 0.05243147240236498, 0.33387265403690614),
      ((9, 10), (3, 10), 0.1705227239345029, 0.809017973535488),
      ((10, 10), (0, 20), 0.6790860371419145, 1.0),
      ((5, 100), (12, 90), -0.17335523174471262, -0.00038282842518798377),
      ((0, 10), (0, 10), -0.27753279986288926, 0.27753279986288926),
    ])
  func newcombe(first: (Int, Int), second: (Int, Int), low: Double, high: Double) throws {
    let difference = try #require(
      RateDifference(
        successes: first.0, trials: first.1, otherSuccesses: second.0, otherTrials: second.1))
    #expect(close(difference.interval.low, low, 1e-13))
    #expect(close(difference.interval.high, high, 1e-13))
    let value = Double(first.0) / Double(first.1) - Double(second.0) / Double(second.1)
    #expect(close(difference.value, value, 1e-15))
    let turned = try #require(
      RateDifference(
        successes: second.0, trials: second.1, otherSuccesses: first.0, otherTrials: first.1))
    #expect(close(turned.interval.low, -difference.interval.high, 1e-14))
  }

  @Test("do not exist without trials")
  func undefined() {
    #expect(RateDifference(successes: 0, trials: 0, otherSuccesses: 1, otherTrials: 2) == nil)
    #expect(RateDifference(successes: 1, trials: 2, otherSuccesses: 3, otherTrials: 2) == nil)
  }

  /// scipy 1.17.1 `scipy.stats.false_discovery_control(p)`.
  @Test("adjusted p-values agree with scipy")
  func benjamini() throws {
    let adjusted = try #require(
      benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.05, 0.9, 0.0001, 0.04]))
    let expected = [
      0.04, 0.05333333333333333, 0.05333333333333333, 0.05333333333333333, 0.05714285714285714, 0.9,
      0.0008, 0.05333333333333333,
    ]
    #expect(zip(adjusted, expected).allSatisfy { close($0, $1, 1e-15) })
    #expect(adjusted.count == 8)
  }

  @Test("adjusted p-values are no smaller, keep the order, and are p itself for one test")
  func adjustedProperties() throws {
    var random = SplitMix64(seed: 4)
    for count in 1...40 {
      let values = (0..<count).map { _ in random.uniform() }
      let adjusted = try #require(benjaminiHochberg(values))
      #expect(zip(values, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
      let order = values.indices.sorted { values[$0] < values[$1] }
      #expect(zip(order, order.dropFirst()).allSatisfy { adjusted[$0] <= adjusted[$1] })
      if count == 1 { #expect(adjusted == values) }
    }
    #expect(benjaminiHochberg([]) == [])
    #expect(benjaminiHochberg([0.5, 1.5]) == nil)
    #expect(benjaminiHochberg([.nan]) == nil)
  }
}
