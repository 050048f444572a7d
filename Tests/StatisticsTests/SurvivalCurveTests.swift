import Statistics
import Testing

@Suite("Kaplan and Meier's curve, published and by other programs")
struct SurvivalCurveTests {
  struct Reference: Sendable {
    let name: String
    let rows: [[Double]]
    let count: (rows: Int, exits: Int)
    let median: (time: Double?, low: Double, high: Double)
    let at: Double
    /// S and its log-log interval of 95 %.
    let survival: (share: Double, low: Double, high: Double)
  }

  /// lifelines 0.30.3 `KaplanMeierFitter().fit(t, e)` and R survival 3.5
  /// `survfit(Surv(t, e) ~ 1, conf.type = "log-log")`, the digits both print.
  private static let references = [
    Reference(
      name: "treated", rows: SurvivalData.leukaemia.filter { $0[2] == 0 }, count: (21, 9),
      median: (23, 13, .infinity), at: 10, survival: (0.752941, 0.503200, 0.889362)),
    Reference(
      name: "placebo", rows: SurvivalData.leukaemia.filter { $0[2] == 1 }, count: (21, 21),
      median: (8, 4, 11), at: 10, survival: (0.380952, 0.183067, 0.577789)),
    Reference(
      name: "flies", rows: SurvivalData.flies, count: (163, 156),
      median: (56, 53, 58), at: 50, survival: (0.616817, 0.537239, 0.686765)),
    Reference(
      name: "men", rows: SurvivalData.lung.filter { $0[2] == 1 }, count: (138, 112),
      median: (270, 210, 306), at: 365, survival: (0.336088, 0.252729, 0.421302)),
    Reference(
      name: "women", rows: SurvivalData.lung.filter { $0[2] == 2 }, count: (90, 53),
      median: (426, 345, 524), at: 365, survival: (0.526463, 0.403580, 0.635316)),
    Reference(
      name: "released", rows: SurvivalData.rossi, count: (432, 114),
      median: (nil, .infinity, .infinity), at: 52, survival: (0.736111, 0.691860, 0.775063)),
  ]

  @Test("agrees with lifelines and R on six curves", arguments: 0..<6)
  func reference(index: Int) throws {
    let expected = SurvivalCurveTests.references[index]
    let curve = try SurvivalCurve(times: expected.rows.times, events: expected.rows.exits)
    #expect(curve.table.count == expected.count.rows, "\(expected.name)")
    #expect(curve.events.reduce(0, +) == expected.count.exits)
    let median = try #require(curve.median)
    #expect(median.time == expected.median.time)
    #expect(median.interval == Interval(low: expected.median.low, high: expected.median.high))
    let survival = try #require(curve.survival(at: expected.at))
    let interval = try #require(curve.interval(at: expected.at))
    #expect(abs(survival - expected.survival.share) < 5.1e-7)
    #expect(abs(interval.low - expected.survival.low) < 5.1e-7)
    #expect(abs(interval.high - expected.survival.high) < 5.1e-7)
  }

  /// R survival 3.5: se of S(10), and `print(survfit(...), rmean = 20)`.
  @Test(
    "has Greenwood's standard error and the mean with its own",
    arguments: [
      (0.0, 0.096350, 16.1165266, 1.2515602), (1, 0.105971, 8.4285714, 1.2680827),
    ])
  func standardErrors(group: Double, error: Double, mean: Double, meanError: Double) throws {
    let rows = SurvivalData.leukaemia.filter { $0[2] == group }
    let curve = try SurvivalCurve(times: rows.times, events: rows.exits)
    let place = try #require(curve.times.lastIndex { $0 <= 10 })
    #expect(abs(curve.variance[place].squareRoot() - error) < 5.1e-7)
    let restricted = try #require(curve.restrictedMean(horizon: 20))
    #expect(abs(restricted.value - mean) < 5.1e-8)
    #expect(abs(restricted.standardError - meanError) < 5.1e-8)
    let interval = try #require(restricted.interval())
    #expect(abs(interval.high - min(20, mean + 1.959964 * meanError)) < 1e-6)
  }

  /// Acute myelogenous leukaemia, maintained (Miller 1997), as R survival prints it:
  /// `summary(survfit(Surv(time, status) ~ x, data = aml))`, intervals on the log scale.
  @Test("gives the printed table of the maintained group with intervals on the log scale")
  func maintained() throws {
    let times: [Double] = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    let censored: Set = [2, 5, 8, 10]
    let curve = try SurvivalCurve(
      times: times, events: times.indices.map { !censored.contains($0) })
    let printed: [(time: Double, share: Double, error: Double, low: Double, high: Double)] = [
      (9, 0.909, 0.0867, 0.7541, 1), (13, 0.818, 0.1163, 0.6192, 1), (18, 0.716, 0.1397, 0.4884, 1),
      (23, 0.614, 0.1526, 0.3769, 0.999), (31, 0.491, 0.1642, 0.2549, 0.946),
      (34, 0.368, 0.1627, 0.1549, 0.875), (48, 0.184, 0.1535, 0.0359, 0.944),
    ]
    for row in printed {
      let place = try #require(curve.times.firstIndex(of: row.time))
      let interval = try #require(curve.interval(at: row.time, kind: .log))
      #expect(abs(curve.survival[place] - row.share) < 5.1e-4)
      #expect(abs(curve.variance[place].squareRoot() - row.error) < 5.1e-5)
      #expect(abs(interval.low - row.low) < 5.1e-5)
      #expect(abs(interval.high - row.high) < 5.1e-4)
    }
    let median = try #require(curve.quantile(0.5, kind: .log))
    #expect(median.time == 31)
    #expect(median.interval == Interval(low: 18, high: .infinity))
  }

  @Test("takes the first time at which exactly half are left as the median")
  func exactHalf() throws {
    let curve = try SurvivalCurve(
      times: [1, 2, 3, 4, 5, 6], events: [true, true, true, true, false, false])
    #expect(curve.median?.time == 3)
    // 5/6 x 4/5 x ... rounds; a quantile must not depend on it.
    for count in 2...200 {
      let lives = try SurvivalCurve(
        times: (1...2 * count).map { Double($0) }, events: Array(repeating: true, count: 2 * count))
      #expect(lives.median?.time == Double(count))
    }
  }

  /// lifelines 0.30.3 `NelsonAalenFitter().fit(t, e)` on times without ties, where its smoothing
  /// changes nothing: `cumulative_hazard_` and `_cumulative_sq`.
  @Test("the cumulative hazard and its variance agree with lifelines")
  func nelsonAalen() throws {
    let times = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8]
    let exits = [true, true, false, true, true, false, true, true, false]
    let hazard = CumulativeHazard(try RiskTable(times: times, events: exits))
    let expected = [
      0.11111111111111116, 0.23611111111111116, 0.23611111111111116, 0.4027777777777777,
      0.6027777777777779, 0.6027777777777779, 0.9361111111111111, 0.9361111111111111,
      1.9361111111111111,
    ]
    let variance = [
      0.012345679012345734, 0.027970679012345734, 0.027970679012345734, 0.05574845679012341,
      0.09574845679012345, 0.09574845679012345, 0.2068595679012346, 0.2068595679012346,
      1.2068595679012346,
    ]
    #expect(zip(hazard.hazard, expected).allSatisfy { close($0, $1, 1e-14) })
    #expect(zip(hazard.variance, variance).allSatisfy { close($0, $1, 1e-14) })
    #expect(hazard.hazard.count == 9)
  }

  /// lifelines 0.30.3 `NelsonAalenFitter(nelson_aalen_smoothing=False).fit(t, e)` at 6, 10, 22, 23.
  @Test("the cumulative hazard of the treated agrees with lifelines at tied times")
  func tiedHazard() throws {
    let rows = SurvivalData.leukaemia.filter { $0[2] == 0 }
    let hazard = CumulativeHazard(try RiskTable(times: rows.times, events: rows.exits))
    let expected = [
      6: 0.14285714285714285, 10: 0.2683473389355742, 22: 0.5854469060351413,
      23: 0.7521135727018079,
    ]
    for (time, value) in expected {
      let place = try #require(hazard.table.times.firstIndex(of: Double(time)))
      #expect(close(hazard.hazard[place], value, 1e-14), "t \(time)")
    }
  }
}
