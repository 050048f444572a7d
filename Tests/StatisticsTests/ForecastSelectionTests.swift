import Statistics
import Testing

@Suite("The forecast of a series")
struct ForecastSelectionTests {
  @Test("is the median of four methods, and says where its width comes from")
  func median() throws {
    let air = try forecast(airPassengers, kind: .amount, season: 12, horizon: 3)
    #expect(air.method == .auto)
    #expect(air.members.count == 4)
    for step in 0..<3 {
      let points = air.members.map { $0.points[step] }.sorted()
      #expect(near(air.mean[step], (points[1] + points[2]) / 2, relative: 1e-12))
    }
    #expect(air.intervals == .rollingOrigins(72))
    let short = try forecast(
      Array(nile.prefix(20)), kind: .amount, season: nil, horizon: 3, method: .theta)
    #expect(short.intervals == .modelVariance(degreesOfFreedom: 16))
  }

  @Test("tries no seasonal form on less than two full seasons, and says so")
  func shortSeason() throws {
    let result = try forecast(
      Array(airPassengers.prefix(23)), kind: .amount, season: 12, horizon: 3, method: .naive)
    #expect(result.mean == [airPassengers[22], airPassengers[22], airPassengers[22]])
    #expect(result.notes.contains { $0.contains("two full seasons of 12") })
    let enough = try forecast(
      Array(airPassengers.prefix(24)), kind: .amount, season: 12, horizon: 3, method: .naive)
    #expect(enough.mean == Array(airPassengers[12..<15]))
    #expect(
      try forecast(nile, kind: .amount, season: .max, horizon: 1, method: .naive).mean == [740])
  }

  /// `6 + scipy.stats.t.ppf(.975, 2) * numpy.std([3, 5, 10], ddof=1) * sqrt(4 / 3)`.
  @Test("is the mean with Student's interval under four values, and says so")
  func three() throws {
    let result = try forecast([3, 5, 10], kind: .amount, season: nil, horizon: 2)
    #expect(result.method == .mean)
    #expect(result.mean == [6, 6])
    #expect(abs(result.upper95[0] - 23.913371790059195) < 1e-12)
    #expect(abs(result.lower95[1] + 11.913371790059195) < 1e-12)
    #expect(result.notes == ["only 3 values: the forecast is the mean"])
  }

  @Test("of one value is that value, with no end where nothing measures the spread")
  func one() throws {
    let amount = try forecast([7], kind: .amount, season: 12, horizon: 1)
    #expect(amount.mean == [7])
    #expect(amount.lower80 == [-.infinity] && amount.upper80 == [.infinity])
    #expect(amount.notes.contains { $0.contains("unbounded") })
    let rate = try forecast([0.25], kind: .rate(exposures: nil), season: nil, horizon: 1)
    #expect(near(rate.mean[0], 0.25, relative: 1e-14))
    #expect(rate.lower95 == [0] && rate.upper95 == [1])
    let book = try forecast([0.25], kind: .rate(exposures: [40]), season: nil, horizon: 1)
    #expect(near(book.mean[0], 0.25, relative: 1e-14))
    #expect(book.lower95[0] > 0.05 && book.upper95[0] < 0.6)
  }

  @Test(
    "of a constant series is that constant",
    arguments: [
      SeriesKind.amount, .count, .rate(exposures: nil),
      .rate(exposures: Array(repeating: 50, count: 30)),
    ], [0.0, 1.0])
  func constant(kind: SeriesKind, value: Double) throws {
    let series = Array(repeating: value, count: 30)
    for method in ForecastMethod.allCases {
      let result = try forecast(series, kind: kind, season: 4, horizon: 5, method: method)
      // The mean of a law that cannot fall below 0 lies a little above 0.
      #expect(result.mean.allSatisfy { abs($0 - value) < 0.2 }, "\(method) \(result.mean)")
      #expect(result.lower95.allSatisfy { $0 <= value + 1e-9 && $0 >= value - 3 }, "\(method)")
      #expect(result.upper95.allSatisfy { $0 >= value - 1e-9 && $0 <= value + 8 }, "\(method)")
    }
  }

  @Test("bridges missing values and says how many")
  func gaps() throws {
    var series = Array(airPassengers.prefix(60)).map(Optional.some)
    series[40] = nil
    series[59] = nil
    let result = try forecast(series, kind: .amount, season: 12, horizon: 12, method: .naive)
    // The last place has no value: the forecast starts after it, eleven values and then the bridge.
    #expect(result.mean[0] == airPassengers[48])
    #expect(result.notes.first?.hasPrefix("2 periods without a value") ?? false)
    let theta = try forecast(series, kind: .amount, season: 12, horizon: 12, method: .theta)
    #expect(theta.mean.allSatisfy { $0 > 100 && $0 < 400 })
  }

  @Test("is refused in words for arguments that make no sense")
  func errors() throws {
    func refuses(
      _ expected: ForecastError, _ series: [Double?], _ kind: SeriesKind = .amount,
      season: Int? = nil, horizon: Int = 1
    ) {
      #expect(throws: expected) {
        try forecast(series, kind: kind, season: season, horizon: horizon)
      }
      #expect(expected.description.count > 20)
    }
    refuses(.emptySeries, [])
    refuses(.emptySeries, [nil, nil])
    refuses(.emptySeries, [0.5], .rate(exposures: [0]))
    refuses(.horizonOutOfRange(given: 0, largest: 1000), [1, 2], horizon: 0)
    refuses(.horizonOutOfRange(given: 121, largest: 120), [1, 2], season: 12, horizon: 121)
    refuses(.horizonOutOfRange(given: .max, largest: 1000), [1], season: .max, horizon: .max)
    refuses(.seasonOutOfRange(0), [1, 2], season: 0)
    refuses(.notFinite(place: 1), [1, .nan])
    refuses(.notFinite(place: 0), [.infinity])
    refuses(.notFinite(place: 0), [-1e151])
    refuses(.negative(place: 2), [1, 2, -1], .count)
    refuses(.negative(place: 0), [-0.1], .rate(exposures: nil))
    refuses(.exposuresMismatch(series: 2, exposures: 1), [0.1, 0.2], .rate(exposures: [9]))
    refuses(.negativeExposure(place: 1), [0.1, 0.2], .rate(exposures: [9, -1]))
  }

  @Test("stays a number for enormous and for tiny values", arguments: [1e150, 1e-300])
  func extremes(size: Double) throws {
    let series = [1, -1, 0.5, 0, -0.2, 1, 1].map { $0 * size }
    let result = try forecast(series, kind: .amount, season: 2, horizon: 4)
    #expect((result.lower95 + result.mean + result.upper95).allSatisfy { $0.isFinite })
    let book = try forecast(
      [0, 1, 0.5, 0, 1], kind: .rate(exposures: Array(repeating: size, count: 5)), season: nil,
      horizon: 4)
    #expect((book.lower95 + book.upper95).allSatisfy { (0...1).contains($0) })
  }

  @Test("takes rates above 1 as 1, leaves out months with nobody at risk, and says so")
  func oddRates() throws {
    let result = try forecast(
      [0.5, 1.5, 0.4, 0, 0.6, 0.5], kind: .rate(exposures: [10, 10, 10, 0, 10, 10]), season: nil,
      horizon: 1)
    #expect(
      result.notes == [
        "rates above 1 taken as 1 in 1 period", "1 period with nobody at risk left out",
      ])
    #expect(result.upper95[0] <= 1)
  }

  @Test("can be judged on its own past, beside seasonal naive")
  func judged() throws {
    // The line 1, 2, 3, ...: the naive forecast of h steps misses by h, and the scale is 1.
    let line = (1...24).map(Double.init)
    let results = try backtests(line, kind: .amount, season: nil, horizon: 2, method: .theta)
    #expect(results.map(\.method) == [.theta, .naive])
    #expect(results.map(\.origins) == [12, 12])
    // Eleven origins of two steps and the last of one: 23 forecasts, 11 of them two steps ahead.
    #expect(results[1].comparisons == 23)
    #expect(near(try #require(results[1].scaledError), (12 + 22) / 23.0, relative: 1e-12))
    #expect(try #require(results[0].scaledError) < 1)
    #expect(try backtests([1, 2, 3], kind: .amount, season: nil, horizon: 1, method: .naive) == [])
  }
}
