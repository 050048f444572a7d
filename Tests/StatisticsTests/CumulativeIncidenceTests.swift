import Statistics
import Testing

@Suite("Cumulative incidence by cause")
struct CumulativeIncidenceTests {
  private let times: [Double] = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8]
  private let causes: [Int?] = [0, 1, nil, 0, 1, nil, 0, 0, nil]

  /// lifelines 0.30.3 `AalenJohansenFitter().fit(t, c, k)`, exact without ties:
  /// `cumulative_density_` and `variance_`.
  @Test("agrees with lifelines where no times are tied, the variance too")
  func untied() throws {
    let curves = try CumulativeIncidence(times: times, causes: causes, causeCount: 2)
    #expect(curves.times == [1, 1.5, 2.6, 3, 3.5, 4, 5, 8, 9])
    let first = [
      0, 0.11111111111111108, 0.11111111111111108, 0.24074074074074067, 0.37037037037037024,
      0.37037037037037024, 0.5432098765432096, 0.5432098765432096, 0.5432098765432096,
    ]
    let variance = [
      0, 0.010973936899862818, 0.010973936899862818, 0.022309861301630835, 0.029111415942691635,
      0.029111415942691635, 0.036105607207573345, 0.036105607207573345,
    ]
    #expect(zip(curves.incidence[0], first).allSatisfy { close($0, $1, 1e-14) })
    #expect(zip(curves.variance[0], variance).allSatisfy { close($0, $1, 1e-14) })
    #expect(close(curves.incidence[1][8], 0.45679012345678993, 1e-14))
    #expect(close(curves.variance[1][7], 0.010973936899862825, 1e-14))
  }

  @Test("is the definition with ties, and parts add up", arguments: 1...300 as ClosedRange<UInt64>)
  func definition(seed: UInt64) throws {
    let sample = SurvivalSample(seed: seed)
    let curves = try CumulativeIncidence(times: sample.times, causes: sample.causes, causeCount: 3)
    let steps = (0..<3).map { sample.steps(cause: $0) }
    for (place, time) in curves.times.enumerated() {
      let parts = curves.incidence.map { $0[place] }
      #expect(abs(parts.reduce(curves.overall.survival[place], +) - 1) < 1e-12, "seed \(seed)")
      for cause in 0..<3 {
        #expect(close(parts[cause], steps[cause].incidence(time)), "seed \(seed), t \(time)")
        #expect(
          close(curves.variance[cause][place], steps[cause].incidenceVariance(time)),
          "seed \(seed), t \(time), cause \(cause)")
      }
    }
    #expect(curves.incidence.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 } })
  }

  @Test(
    "of a single cause is 1 - S with Greenwood's variance", arguments: 1...50 as ClosedRange<UInt64>
  )
  func single(seed: UInt64) throws {
    let sample = SurvivalSample(seed: seed)
    let curves = try CumulativeIncidence(
      times: sample.times, causes: sample.exits.map { $0 ? 0 : nil }, causeCount: 1)
    let greenwood = curves.overall.variance
    for place in curves.times.indices {
      #expect(close(curves.incidence[0][place], 1 - curves.overall.survival[place], 1e-12))
      #expect(close(curves.variance[0][place], greenwood[place], 1e-12), "seed \(seed)")
    }
  }

  @Test("counts at whole times give the same bits", arguments: 1...50 as ClosedRange<UInt64>)
  func histogram(seed: UInt64) throws {
    let sample = SurvivalSample(seed: 2 * seed)
    var exits = Array(repeating: Array(repeating: 0, count: 16), count: 3)
    var censorings = Array(repeating: 0, count: 16)
    for (time, cause) in zip(sample.times, sample.causes) {
      if let cause { exits[cause][Int(time)] += 1 } else { censorings[Int(time)] += 1 }
    }
    let counted = try CumulativeIncidence(exits: exits, censorings: censorings)
    let listed = try CumulativeIncidence(
      times: sample.times, causes: sample.causes, causeCount: 3)
    #expect(counted == listed, "seed \(2 * seed)")
  }

  @Test("is read at any time up to the last, with an interval within 0 and 1")
  func reading() throws {
    let curves = try CumulativeIncidence(times: times, causes: causes, causeCount: 2)
    #expect(curves.incidence(cause: 0, at: 0.5) == 0)
    #expect(curves.interval(cause: 0, at: 1.2) == nil)
    #expect(curves.incidence(cause: 0, at: 2) == curves.incidence[0][1])
    let share = try #require(curves.incidence(cause: 0, at: 4.5))
    let interval = try #require(curves.interval(cause: 0, at: 4.5))
    #expect(interval.low > 0 && interval.low < share && share < interval.high && interval.high < 1)
    #expect(curves.interval(cause: 0, at: 4.5, level: 1) == nil)
    let open = try CumulativeIncidence(times: [1, 2], causes: [0, nil], causeCount: 1)
    #expect(open.incidence(cause: 0, at: 2.5) == nil)
  }

  @Test("refuses causes that were not declared and rows that are no lives")
  func errors() {
    for cause in [-1, 2] {
      #expect(throws: SurvivalError.invalidCause(row: 1)) {
        try CumulativeIncidence(times: [1, 2], causes: [0, cause], causeCount: 2)
      }
    }
    #expect(throws: SurvivalError.noRows) {
      try CumulativeIncidence(times: [], causes: [], causeCount: 2)
    }
    #expect(throws: SurvivalError.negativeCount(time: 1)) {
      try CumulativeIncidence(exits: [[1], [0, -1]], censorings: [0, 3])
    }
  }

  /// Causes at rates 0.06 and 0.02, censoring at 0.05.
  @Test("gives back known hazards of causes", arguments: [1, 2, 3] as [UInt64])
  func simulation(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var times: [Double] = []
    var causes: [Int?] = []
    for _ in 0..<20_000 {
      let time = -logarithm(random.uniform()) / 0.13
      let kind = random.uniform() * 0.13
      times.append(time)
      causes.append(kind < 0.06 ? 0 : kind < 0.08 ? 1 : nil)
    }
    let curves = try CumulativeIncidence(times: times, causes: causes, causeCount: 2)
    for time in [2.0, 8, 20] {
      let place = try #require(curves.times.lastIndex { $0 <= time })
      for (cause, rate) in [0.06, 0.02].enumerated() {
        let truth = rate / 0.08 * (1 - exponential(-0.08 * time))
        let error = curves.incidence[cause][place] - truth
        #expect(abs(error) < 4 * curves.variance[cause][place].squareRoot(), "seed \(seed)")
      }
    }
  }
}
