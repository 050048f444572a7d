import Statistics
import Testing

/// Tables of Das Gupta, Standardization and Decomposition of Rates: A User's Manual, U.S. Bureau of the
/// Census, Current Population Reports P23-186, 1993 (a publication of the U.S. government): examples 5.1
/// and 5.3, the effects as printed by the R package DasGuptR 2.1.0.
@Suite struct CrossedDecompositionTests {
  private typealias Counts = RateDecomposition.Counts
  private typealias Cell = CrossedDecomposition.Cell

  /// Household headship rates per 100 by age, 15-19 to 75 and over, and the shares of the ages in %.
  private let headship = (
    sizes: [
      [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
      [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
    ],
    rates: [
      [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
      [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
    ]
  )

  @Test func `household headship 1970 to 1985 by age`() throws {
    let periods = zip(headship.sizes, headship.rates).map { sizes, rates in
      zip(sizes, rates).map { Counts(lost: $0 * $1, atRisk: $0) }
    }
    let split = try #require(RateDecomposition(before: periods[0], after: periods[1]))
    #expect(abs(split.before - 44.7268) < 5e-5)
    #expect(abs(split.after - 47.6940) < 5e-5)
    #expect(abs(split.mix - 1.2269) < 5e-5)
    #expect(abs(split.rate - 1.7403) < 5e-5)
    // One key alone is the same split.
    let alone = try #require(
      CrossedDecomposition(
        zip(periods[0], periods[1]).enumerated().map {
          Cell(groups: [$0.offset], before: $0.element.0, after: $0.element.1)
        }))
    #expect(abs(alone.mixes[0] - split.mix) < 1e-12)
    #expect(abs(alone.rate - split.rate) < 1e-12)
  }

  /// Deaths per 1000 by race (2) and age (11): people in thousands and rates, 1970 then 1985.
  private let deaths = (
    sizes: [
      [
        2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315, 535, 2162, 6120,
        4781, 3096, 2718, 2363, 1767, 1149, 448, 117,
      ],
      [
        3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472, 707, 2692, 6473,
        6841, 6547, 4352, 3034, 2540, 1749, 804, 236,
      ],
    ],
    rates: [
      [
        18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837, 36.993,
        1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205,
      ],
      [
        9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570, 17.208,
        0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161,
      ],
    ]
  )

  @Test func `deaths 1970 to 1985 by age and race`() throws {
    let periods = zip(deaths.sizes, deaths.rates).map { sizes, rates in
      zip(sizes, rates).map { Counts(lost: Double($0) * $1, atRisk: Double($0)) }
    }
    let split = try #require(
      CrossedDecomposition(
        zip(periods[0], periods[1]).enumerated().map {
          Cell(
            groups: [$0.offset % 11, $0.offset / 11], before: $0.element.0, after: $0.element.1)
        }))
    #expect(abs(split.mixes[0] - 1.5217347) < 5e-8)
    #expect(abs(split.mixes[1] - 0.0197749) < 5e-8)
    #expect(abs(split.rate - -2.2277254) < 5e-8)
    let sum = split.mixes.reduce(split.rate, +)
    #expect(abs(sum - -0.6862158) < 5e-8)
  }

  /// Random tables of up to four keys with empty cells: the parts add up, and every order of the keys
  /// gives the same parts.
  @Test(arguments: 0..<200) func `the parts add up and do not depend on the order of keys`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let sizes = (0..<1 + Int(random.next() % 4)).map { _ in 1 + Int(random.next() % 3) }
    var places: [[Int]] = [[]]
    for size in sizes { places = places.flatMap { place in (0..<size).map { place + [$0] } } }
    func counts() -> Counts {
      let atRisk = random.next() % 4 == 0 ? 0 : random.next() % 300
      return Counts(
        lost: atRisk == 0 ? 0 : Double(random.next() % (atRisk + 1)), atRisk: Double(atRisk))
    }
    let cells = places.map { Cell(groups: $0, before: counts(), after: counts()) }
    let (before, after) = (cells.map(\.before), cells.map(\.after))
    guard let whole = RateDecomposition(before: before, after: after) else {
      #expect(CrossedDecomposition(cells) == nil, "seed \(seed)")
      return
    }
    let split = try #require(CrossedDecomposition(cells), "seed \(seed)")
    #expect(
      abs(split.mixes.reduce(split.rate, +) - whole.change) < 1e-13, "seed \(seed)")
    let turned = cells.reversed().map {
      Cell(groups: $0.groups.reversed(), before: $0.before, after: $0.after)
    }
    let again = try #require(CrossedDecomposition(turned))
    for (one, other) in zip(split.mixes, again.mixes.reversed()) {
      #expect(abs(one - other) < 1e-13, "seed \(seed)")
    }
  }

  @Test func `no cells and nobody give no parts`() {
    #expect(CrossedDecomposition([]) == nil)
    let nobody = Counts(lost: 0, atRisk: 0)
    #expect(CrossedDecomposition([Cell(groups: [0], before: nobody, after: nobody)]) == nil)
  }
}
