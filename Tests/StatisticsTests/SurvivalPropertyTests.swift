import Statistics
import Testing

@Suite("Survival, Nelson-Aalen and their means obey their definitions")
struct SurvivalPropertyTests {
  @Test("agree with the sums and products written out", arguments: 1...300 as ClosedRange<UInt64>)
  func definitions(seed: UInt64) throws {
    let sample = SurvivalSample(seed: seed)
    let curve = try SurvivalCurve(times: sample.times, events: sample.exits)
    let hazard = CumulativeHazard(curve.table)
    let last = sample.times.max() ?? 0
    for (place, time) in curve.times.enumerated() {
      let share = sample.survival(time)
      #expect(close(curve.survival[place], share), "seed \(seed), t \(time)")
      let greenwood = sample.sum(upTo: time, of: sample.greenwoodTerm)
      #expect(close(curve.variance[place], share * share * greenwood), "seed \(seed), t \(time)")
      #expect(
        close(
          hazard.hazard[place], sample.sum(upTo: time) { sample.leaving($0) / sample.atRisk($0) }))
      #expect(
        close(
          hazard.variance[place],
          sample.sum(upTo: time) {
            sample.leaving($0) / (sample.atRisk($0) * sample.atRisk($0))
          }))
      #expect(Double(curve.atRisk[place]) == sample.atRisk(time))
    }
    for horizon in [0, 0.4 * last, last] {
      let mean = try #require(curve.restrictedMean(horizon: horizon))
      let variance = sample.sum(upTo: horizon) {
        let area = sample.area(from: $0, to: horizon)
        return area * area * sample.greenwoodTerm($0)
      }
      #expect(close(mean.value, sample.area(from: 0, to: horizon)), "seed \(seed), tau \(horizon)")
      #expect(close(mean.standardError * mean.standardError, variance), "seed \(seed)")
    }
  }

  @Test("do not depend on the order or the unit of time", arguments: 1...50 as ClosedRange<UInt64>)
  func invariance(seed: UInt64) throws {
    let sample = SurvivalSample(seed: seed)
    let curve = try SurvivalCurve(times: sample.times, events: sample.exits)
    let backwards = try SurvivalCurve(
      times: sample.times.reversed(), events: sample.exits.reversed())
    #expect(curve == backwards, "seed \(seed)")
    let scaled = try SurvivalCurve(times: sample.times.map { $0 * 0.375 }, events: sample.exits)
    #expect(scaled.survival == curve.survival, "seed \(seed)")
    #expect(scaled.times == curve.times.map { $0 * 0.375 }, "seed \(seed)")
    #expect(scaled.variance == curve.variance, "seed \(seed)")
  }

  @Test("counts at whole times give the same bits", arguments: 1...50 as ClosedRange<UInt64>)
  func histogram(seed: UInt64) throws {
    let sample = SurvivalSample(seed: 2 * seed)
    var exits = Array(repeating: 0, count: 16)
    var censorings = Array(repeating: 0, count: 20)
    for (time, isExit) in zip(sample.times, sample.exits) {
      if isExit { exits[Int(time)] += 1 } else { censorings[Int(time)] += 1 }
    }
    let counted = try SurvivalCurve(exits: exits, censorings: censorings)
    let listed = try SurvivalCurve(times: sample.times, events: sample.exits)
    #expect(counted == listed, "seed \(2 * seed)")
    // A late row keeps the other form from counting instead of sorting.
    let far = try RiskTable(times: sample.times + [1e6], events: sample.exits + [false])
    #expect(far.events.dropLast() == listed.events[...], "seed \(2 * seed)")
    #expect(far.times.dropLast() == listed.times[...], "seed \(2 * seed)")
  }

  @Test(
    "curves fall, intervals hold them and widen with the level",
    arguments: SurvivalIntervalKind.allCases)
  func intervals(kind: SurvivalIntervalKind) throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      let sample = SurvivalSample(seed: seed)
      let curve = try SurvivalCurve(times: sample.times, events: sample.exits)
      #expect(zip(curve.survival, curve.survival.dropFirst()).allSatisfy { $0 >= $1 })
      let narrow = curve.intervals(level: 0.8, kind: kind)
      let wide = curve.intervals(level: 0.99, kind: kind)
      for (place, share) in curve.survival.enumerated() {
        guard share > 0 else {
          #expect(narrow[place] == nil && wide[place] == nil)
          continue
        }
        let inner = try #require(narrow[place])
        let outer = try #require(wide[place])
        #expect(inner.low <= share && share <= inner.high, "seed \(seed)")
        #expect(outer.low <= inner.low && inner.high <= outer.high, "seed \(seed)")
        #expect(outer.low >= 0 && outer.high <= 1, "seed \(seed)")
      }
    }
  }

  @Test(
    "quantiles rise with their share and lie within their limits",
    arguments: SurvivalIntervalKind.allCases)
  func quantiles(kind: SurvivalIntervalKind) throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      let sample = SurvivalSample(seed: seed)
      let curve = try SurvivalCurve(times: sample.times, events: sample.exits)
      var previous = 0.0
      for percent in stride(from: 5, to: 100, by: 5) {
        let share = Double(percent) / 100
        let quantile = try #require(curve.quantile(share, kind: kind))
        let wider = try #require(curve.quantile(share, level: 0.99, kind: kind))
        let time = quantile.time ?? .infinity
        #expect(quantile.interval.contains(time) && wider.interval.contains(time), "seed \(seed)")
        #expect(wider.interval.low <= quantile.interval.low, "seed \(seed)")
        #expect(wider.interval.high >= quantile.interval.high, "seed \(seed)")
        #expect(time >= previous, "seed \(seed)")
        let isReached = sample.exitTimes.contains { sample.survival($0) <= 1 - share + 1e-12 }
        #expect((quantile.time != nil) == isReached, "seed \(seed)")
        previous = time
      }
      #expect(curve.quantile(0, kind: kind) == nil && curve.quantile(1, kind: kind) == nil)
      #expect(curve.quantile(0.5, level: 1, kind: kind) == nil)
    }
  }

  @Test("the three scales of intervals are their formulas")
  func scales() throws {
    // S = 0.7, sigma^2 = 3 / 70, z = 1.959963984540054; formulas evaluated with Python's math.
    let curve = try SurvivalCurve(exits: [0, 3], censorings: [0, 0, 7])
    let logLog = try #require(curve.interval(at: 1))
    let log = try #require(curve.interval(at: 1, kind: .log))
    let plain = try #require(curve.interval(at: 1, kind: .plain))
    #expect(close(logLog.low, 0.3287165932797347) && close(logLog.high, 0.8919490412248442))
    #expect(close(log.low, 0.46653322613948894) && close(log.high, 1))
    #expect(close(plain.low, 0.41597423491067465) && close(plain.high, 0.9840257650893253))
    #expect(curve.interval(at: 1, level: 1) == nil)
    #expect(curve.interval(at: 1, level: -0.1) == nil)
  }

  @Test("with everybody censored nothing falls")
  func allCensored() throws {
    let curve = try SurvivalCurve(times: [3, 1, 2], events: [false, false, false])
    #expect(curve.survival == [1, 1, 1])
    #expect(curve.variance == [0, 0, 0])
    #expect(curve.median?.time == nil)
    #expect(curve.median?.interval == Interval(low: .infinity, high: .infinity))
    #expect(curve.intervals() == Array(repeating: Interval(low: 1, high: 1), count: 3))
    let mean = try #require(curve.restrictedMean(horizon: 3))
    #expect(mean.value == 3 && mean.standardError == 0)
    #expect(curve.restrictedMean(horizon: 3.01) == nil)
    #expect(curve.survival(at: 3) == 1 && curve.survival(at: 3.01) == nil)
    #expect(CumulativeHazard(curve.table).hazard == [0, 0, 0])
  }

  @Test("with everybody leaving at one time the curve falls to 0 there")
  func allAtOnce() throws {
    for count in [1, 5] {
      let curve = try SurvivalCurve(
        times: Array(repeating: 4, count: count), events: Array(repeating: true, count: count))
      #expect(curve.survival == [0] && curve.variance == [0] && curve.intervals() == [nil])
      #expect(curve.survival(at: 3.99) == 1 && curve.survival(at: 400) == 0)
      #expect(curve.median?.time == 4)
      #expect(curve.median?.interval == Interval(low: 4, high: .infinity))
      let mean = try #require(curve.restrictedMean(horizon: 10))
      #expect(mean.value == 4 && mean.standardError == 0)
    }
  }

  @Test("exits come before censorings at the same time")
  func exitsFirst() throws {
    let curve = try SurvivalCurve(times: [5, 5, 7], events: [false, true, true])
    #expect(curve.atRisk == [3, 1])
    #expect(close(curve.survival[0], 2.0 / 3))
    #expect(curve.table.atRisk(at: 5) == 3 && curve.table.atRisk(at: 5.5) == 1)
    #expect(curve.table.atRisk(at: 7.5) == 0)
  }

  @Test("rows that are no lives are refused in words")
  func errors() {
    #expect(throws: SurvivalError.noRows) { try SurvivalCurve(times: [], events: []) }
    #expect(throws: SurvivalError.noRows) { try SurvivalCurve(exits: [0, 0], censorings: []) }
    #expect(throws: SurvivalError.differentLengths) {
      try SurvivalCurve(times: [1, 2], events: [true])
    }
    for time in [-1, .nan, .infinity] {
      #expect(throws: SurvivalError.invalidTime(row: 1)) {
        try SurvivalCurve(times: [1, time], events: [true, true])
      }
    }
    #expect(throws: SurvivalError.negativeCount(time: 2)) {
      try SurvivalCurve(exits: [1], censorings: [0, 1, -1])
    }
    #expect(
      SurvivalError.invalidTime(row: 1).description
        == "the time in row 2 is not a finite number of at least 0")
  }

  /// Exits at rate 0.1, censoring at 0.05 a unit of time.
  @Test("give back a known hazard", arguments: [1, 2, 3] as [UInt64])
  func simulation(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let lives = (0..<20_000).map { _ in
      (exit: -10 * logarithm(random.uniform()), censoring: -20 * logarithm(random.uniform()))
    }
    let table = try RiskTable(
      times: lives.map { min($0.exit, $0.censoring) }, events: lives.map { $0.exit <= $0.censoring }
    )
    let curve = SurvivalCurve(table)
    let hazard = CumulativeHazard(table)
    for time in [1.0, 5, 10, 20] {
      let place = try #require(curve.times.lastIndex { $0 <= time })
      let error = curve.survival[place] - exponential(-0.1 * time)
      #expect(abs(error) < 4 * curve.variance[place].squareRoot(), "seed \(seed), t \(time)")
      let excess = hazard.hazard[place] - 0.1 * time
      #expect(abs(excess) < 4 * hazard.variance[place].squareRoot(), "seed \(seed), t \(time)")
    }
    let median = try #require(curve.quantile(0.5, level: 0.9999))
    #expect(median.interval.contains(10 * logarithm(2)), "seed \(seed)")
    let mean = try #require(curve.restrictedMean(horizon: 15))
    #expect(
      abs(mean.value - 10 * (1 - exponential(-1.5))) < 4 * mean.standardError, "seed \(seed)")
  }
}
