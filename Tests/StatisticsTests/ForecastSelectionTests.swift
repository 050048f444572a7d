import Statistics
import Testing

@Suite("The forecast of a series")
struct ForecastSelectionTests {
  @Test("is seasonal for the airline passengers and smooth for the Nile, by their own past")
  func choice() throws {
    let air = try forecast(airPassengers, kind: .amount, season: 12, horizon: 12)
    #expect(air.method == .seasonalNaive)
    #expect(air.fit.season == 12)
    #expect(air.mean == Array(airPassengers.suffix(12)))
    let flow = try forecast(nile, kind: .amount, season: nil, horizon: 5)
    #expect(flow.method == .exponentialSmoothing)
    // Sixty origins of five steps, the last four cut short by the end of the series.
    #expect(flow.backtests.map(\.comparisons) == [290, 290])
    for result in [air, flow] {
      #expect(result.backtests.map(\.method) == [.exponentialSmoothing, .seasonalNaive])
      let best = result.backtests.min { $0.meanAbsoluteError < $1.meanAbsoluteError }
      #expect(best?.method == result.method)
    }
  }

  @Test("reports the backtest a reader can redo by hand")
  func backtest() throws {
    // One origin, after three of four values: the naive forecast misses 7 by 3.
    let result = try forecast([1, 2, 4, 7], kind: .amount, season: nil, horizon: 3)
    let naive = try #require(result.backtests.last)
    #expect(naive.method == .seasonalNaive && naive.season == 1)
    #expect(naive.meanAbsoluteError == 3 && naive.comparisons == 1)
    // Origins after 3, 4 and 5 values, two steps where two are left: 1, 2 | 1, 2 | 1.
    let trend = try forecast([1, 2, 3, 4, 5, 6], kind: .amount, season: nil, horizon: 2)
    #expect(trend.backtests.last?.comparisons == 5)
    #expect(trend.backtests.last?.meanAbsoluteError == 7.0 / 5)
  }

  @Test("tries no seasonal form on less than two full seasons, and says so")
  func shortSeason() throws {
    let result = try forecast(
      Array(airPassengers.prefix(23)), kind: .amount, season: 12, horizon: 3,
      method: .seasonalNaive)
    #expect(result.fit.season == 1)
    #expect(result.notes.contains { $0.contains("two full seasons of 12") })
    let enough = try forecast(
      Array(airPassengers.prefix(24)), kind: .amount, season: 12, horizon: 3,
      method: .seasonalNaive)
    #expect(enough.fit.season == 12)
    #expect(try forecast(nile, kind: .amount, season: .max, horizon: 1).fit.season == 1)
    let unasked = try forecast(
      [1, 2, 3, 4], kind: .amount, season: 12, horizon: 3, method: .exponentialSmoothing)
    #expect(unasked.notes.isEmpty)
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
    for method in ForecastMethod.allCases.map(Optional.some) + [nil] {
      let result = try forecast(series, kind: kind, season: 12, horizon: 12, method: method)
      #expect(result.mean.allSatisfy { abs($0 - value) < 1e-12 })
      #expect(result.lower95.allSatisfy { $0 <= value + 1e-12 && $0 >= value - 3 })
      #expect(result.upper95.allSatisfy { $0 >= value - 1e-12 && $0 <= value + 6 })
    }
  }

  @Test("leaves missing values out and says how many")
  func gaps() throws {
    var series = airPassengers.map(Optional.some)
    series[100] = nil
    series[143] = nil
    let result = try forecast(series, kind: .amount, season: 12, horizon: 12)
    #expect(result.method == .seasonalNaive)
    #expect(result.mean[11] == 405)
    #expect(result.standardErrors[11] > result.standardErrors[10])
    #expect(result.notes == ["2 periods without a value left out, not filled in"])
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
}
