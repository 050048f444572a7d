import Glibc
import Statistics
import Testing

@Suite("Effects of named events")
struct EventEffectsTests {
  /// A series that anyone can rebuild: noise of a linear congruential generator on a moving level, a season,
  /// an event of effect 3 and a step of -2 from place 70 on.
  private var known: (values: [Double], events: [[Double]]) {
    var state = 12345
    let noise = (0..<240).map { _ in
      state = (1_103_515_245 * state + 12345) % (1 << 31)
      return Double(state) / Double(1 << 31) - 0.5
    }
    let season = [0, 0.5, -1, 0.2, 0.7, -0.3, 1.5, 2, -0.4, 0.1, -0.6, 0.9]
    let event = (0..<120).map { $0 * 7 % 17 == 3 ? 1.0 : 0 }
    let step = (0..<120).map { $0 >= 70 ? 1.0 : 0 }
    var level = 0.0
    let values = (0..<120).map { place in
      level += noise[place] * 0.4
      return 10 + level + noise[120 + place] * 2 + season[place % 12] + 3 * event[place]
        - 2 * step[place]
    }
    return (values, [event, step])
  }

  /// numpy 1.26 lstsq on the filtered columns; SARIMAX (0, 1, 1) of statsmodels, by the exact likelihood, says
  /// 3.10863 and -1.80596 with alpha .2012.
  @Test("are those of another program")
  func reference() throws {
    let (values, events) = known
    let found = try #require(EventEffects(values, events: events, season: 12))
    #expect(found.smoothing == 0.2)
    #expect(found.degreesOfFreedom == 105)
    let effects = found.effects.compactMap(\.self)
    let errors = found.standardErrors.compactMap(\.self)
    for (own, other) in zip(effects + errors, [3.10875616, -1.80665424, 0.24430424, 0.42374462]) {
      #expect(abs(own - other) < 5e-9)
    }
  }

  @Test("what the season or the drift holds is no event's")
  func held() throws {
    let (values, _) = known
    let everyMay = values.indices.map { $0 % 12 == 4 ? 1.0 : 0 }
    let never = values.map { _ in 0.0 }
    let always = values.map { _ in 1.0 }
    let found = try #require(
      EventEffects(values, events: [everyMay, never, always], season: 12))
    #expect(found.effects == [nil, nil, nil])
    #expect(
      EventEffects(Array(values[..<14]), events: [[Double](repeating: 0, count: 14)], season: 12)
        == nil)
  }

  /// 100 series of Poisson-like counts whose event multiplies by 1.5.
  @Test("planted effects come back, inside their intervals as often as they say")
  func recovery() throws {
    var inside = 0
    var logs = 0.0
    for seed in 0..<100 {
      var generator = SeededGenerator(seed: UInt64(seed), stream: 0)
      let event = (0..<60).map { _ in generator.uniform() < 0.15 ? 1.0 : 0 }
      let values = (0..<60).map { place -> Double? in
        let mean = 200 * (1 + 0.5 * event[place])
        return max(0, (mean + mean.squareRoot() * generator.normal()).rounded())
      }
      let adjustment = try #require(
        try EventAdjustment(
          values, kind: .count, season: 12, events: [EventShares(past: event, future: [])]))
      let effect = try #require(adjustment.effects[0])
      logs += log(try #require(effect.ratio))
      if effect.low <= 1.5, effect.high >= 1.5 { inside += 1 }
    }
    #expect(abs(exp(logs / 100) - 1.5) < 0.03)
    #expect((88...99).contains(inside))
  }

  @Test("a forecast holds the effect where the event comes again, and nowhere else")
  func forecasts() throws {
    let event = (0..<48).map { [3, 16, 27, 40].contains($0) ? 1.0 : 0 }
    let values = (0..<48).map { place -> Double? in
      (100 + Double(place % 5)) * (event[place] == 1 ? 2 : 1)
    }
    let future = [0.0, 1, 0, 0.5]
    let found = try eventForecast(
      values, kind: .amount, season: 12, horizon: 4,
      events: [EventShares(past: event, future: future)])
    let effect = try #require(found.adjustment?.effects[0]?.ratio)
    #expect(abs(effect - 2) < 0.05)
    for step in 0..<4 {
      let factor = found.forecast.mean[step] / found.plain.mean[step]
      #expect(abs(factor - pow(effect, future[step])) < 1e-9)
      let width = found.forecast.upper95[step] / found.forecast.mean[step]
      let plain = found.plain.upper95[step] / found.plain.mean[step]
      #expect(future[step] == 0 ? abs(width - plain) < 1e-12 : width > plain)
    }
    let without = try eventForecast(values, kind: .amount, season: 12, horizon: 4, events: [])
    #expect(
      without.forecast
        == (try forecast(values, kind: .amount, season: 12, horizon: 4)))
  }

  @Test("a scaled series has the same ratio, and forecasts stay within their bounds")
  func scaleAndBounds() throws {
    let event = (0..<40).map { $0 % 9 == 2 ? 1.0 : 0 }
    let shares = [EventShares(past: event, future: [1, 1, 0])]
    let amounts = (0..<40).map { place -> Double? in 20 + Double(place * 13 % 7) + 9 * event[place]
    }
    let one = try #require(
      try EventAdjustment(amounts, kind: .amount, season: nil, events: shares)?.effects[0]?.ratio)
    let thousand = try #require(
      try EventAdjustment(
        amounts.map { $0.map { $0 * 1000 } }, kind: .amount, season: nil, events: shares)?
        .effects[0]?.ratio)
    #expect(abs(one - thousand) < 1e-9)
    let rates = (0..<40).map { place -> Double? in place % 9 == 2 ? 0.98 : place % 4 == 0 ? 0 : 0.5
    }
    let counts = (0..<40).map { place -> Double? in place % 9 == 2 ? 0 : Double(place % 3) }
    for (series, kind) in [
      (rates, SeriesKind.rate(exposures: nil)), (rates, .rate(exposures: rates.map { _ in 5 })),
      (counts, .count),
    ] {
      let found = try eventForecast(series, kind: kind, season: nil, horizon: 3, events: shares)
      let all = found.forecast
      for step in 0..<3 {
        #expect(all.lower95[step] >= 0)
        #expect(all.lower95[step] <= all.lower80[step] && all.lower80[step] <= all.mean[step])
        #expect(all.mean[step] <= all.upper80[step] && all.upper80[step] <= all.upper95[step])
        if kind != .count { #expect(all.upper95[step] <= 1) }
      }
    }
  }

  @Test("a backtest tells the effects anew at every origin, so that a useful event shows")
  func backtest() throws {
    var generator = SeededGenerator(seed: 5, stream: 0)
    let event = (0..<72).map { _ in generator.uniform() < 0.2 ? 1.0 : 0 }
    let values = event.map { share -> Double? in 100 + 60 * share + 3 * generator.normal() }
    func error(_ events: [[Double]]) throws -> Double {
      try #require(
        try backtests(
          values, kind: .amount, season: 12, horizon: 3, method: .ets, events: events
        ).first?.scaledError)
    }
    #expect(try error([event]) < 0.5 * error([]))
  }
}
