import Statistics
import Testing

@Suite("Forecast methods")
struct ForecastMethodTests {
  /// statsforecast 2.1 `SeasonalNaive(12)` and `Naive()`, `.forecast(y, h, level=[95])`; the
  /// standard error is (hi-95 - mean) / 1.959964.
  @Test("seasonal naive repeats the last season and widens by the season, as statsforecast does")
  func seasonalNaiveReference() throws {
    let fit = try #require(seasonalNaive(airPassengers, season: 12, horizon: 13))
    #expect(fit.points == [417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432, 417])
    let variance = try #require(fit.variance)
    let standardErrors = fit.varianceFactors.map { (variance * $0).squareRoot() }
    for error in standardErrors.dropLast() {
      #expect(near(error, 36.315744978360755, relative: 1e-13))
    }
    #expect(near(standardErrors[12], 51.3582190760804, relative: 1e-13))
  }

  @Test("with season 1 it is the random walk of statsforecast")
  func randomWalkReference() throws {
    let fit = try #require(seasonalNaive(nile, season: 1, horizon: 3))
    #expect(fit.points == [740, 740, 740])
    let variance = try #require(fit.variance)
    let expected = [167.3246406048295, 236.63277606255375, 289.81477888576705]
    for (factor, error) in zip(fit.varianceFactors, expected) {
      #expect(near((variance * factor).squareRoot(), error, relative: 1e-13))
    }
  }

  @Test("seasonal naive goes back a further season where a value is missing")
  func seasonalNaiveGaps() throws {
    let series: [Double?] = [1, 2, 3, 4, nil, 6]
    let fit = try #require(seasonalNaive(series, season: 2, horizon: 3))
    #expect(fit.points == [3, 6, 3])
    #expect(fit.varianceFactors == [2, 1, 3])
    #expect(fit.errors == [nil, nil, 2, 2, nil, 2])
    #expect(seasonalNaive([1, nil, 2, nil], season: 2, horizon: 2) == nil)
    #expect(seasonalNaive([1, 2], season: 0, horizon: 1) == nil)
    #expect(seasonalNaive([1, 2], season: 1, horizon: 0) == nil)
    #expect(seasonalNaive([], season: 1, horizon: 1) == nil)
  }

  /// statsmodels 0.15: `SimpleExpSmoothing(y, initialization_method="estimated").fit()`, its alpha,
  /// initial level, sum of squares and forecast. Its search is rougher than ours, hence 1e-3.
  @Test(
    "exponential smoothing fits no worse than statsmodels",
    arguments: [
      (nile, 0.24572858052042754, 1110.7549328867422, 2038674.4321625163, 805.3161062481232),
      (oil, 0.8920006288824872, 447.47821851989806, 7573.426361823719, 496.4934818476385),
    ])
  func smoothingReference(
    series: [Double], alpha: Double, level: Double, squares: Double, next: Double
  ) throws {
    let fit = try #require(simpleExponentialSmoothing(series, horizon: 2))
    #expect(fit.squaredErrors <= squares * (1 + 1e-12))
    #expect(near(fit.squaredErrors, squares, relative: 1e-6))
    #expect(near(try #require(fit.smoothing), alpha, relative: 1e-3))
    #expect(near(try #require(fit.initialLevel), level, relative: 1e-3))
    #expect(near(fit.points[0], next, relative: 1e-4))
    #expect(fit.points[1] == fit.points[0])
    #expect(fit.varianceFactors[0] == 1)
    #expect(near(fit.varianceFactors[1], 1 + alpha * alpha, relative: 1e-3))
  }

  @Test("exponential smoothing finds the lowest of a dense grid", arguments: 1...12 as ClosedRange)
  func smoothingMinimum(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var level = 0.0
    let drift = random.uniform()
    let series = (0..<(5 + seed * 3)).map { _ in
      level += drift * random.normal()
      return level + random.normal()
    }
    let fit = try #require(simpleExponentialSmoothing(series, horizon: 1))
    let initial = try #require(fit.initialLevel)
    for step in 0...500 {
      let alpha = 0.0001 + 0.9998 * Double(step) / 500
      for shift in [-0.1, 0, 0.1] {
        let squares = squaredErrors(series, alpha: alpha, level: initial + shift)
        #expect(fit.squaredErrors <= squares * (1 + 1e-12), "seed \(seed), alpha \(alpha)")
      }
    }
  }

  private func squaredErrors(_ series: [Double], alpha: Double, level: Double) -> Double {
    var level = level
    var sum = 0.0
    for value in series {
      sum += (value - level) * (value - level)
      level += alpha * (value - level)
    }
    return sum
  }

  @Test("exponential smoothing stops at the ends of its range")
  func smoothingEnds() throws {
    let trend = try #require(simpleExponentialSmoothing([1, 2, 3, 4, 5, 6], horizon: 1))
    #expect(near(try #require(trend.smoothing), 0.9999, relative: 1e-6))
    let zigzag = try #require(
      simpleExponentialSmoothing([3, 9, 1, 8, 2, 7, 4, 9, 1, 6], horizon: 1))
    #expect(abs(try #require(zigzag.smoothing) - 0.0001) < 1e-6)
    #expect(abs(zigzag.points[0] - 5) < 0.01)
  }

  @Test("exponential smoothing skips missing values and counts those at the end into the horizon")
  func smoothingGaps() throws {
    let whole = try #require(simpleExponentialSmoothing(nile, horizon: 4))
    var gapped = nile.map(Optional.some)
    gapped.insert(nil, at: 40)
    gapped.append(contentsOf: [nil, nil])
    let fit = try #require(simpleExponentialSmoothing(gapped, horizon: 2))
    #expect(fit.smoothing == whole.smoothing)
    #expect(fit.points == Array(whole.points.prefix(2)))
    #expect(fit.varianceFactors == Array(whole.varianceFactors.suffix(2)))
    #expect(fit.fitted[40] != nil && fit.errors[40] == nil)
    #expect(simpleExponentialSmoothing([nil, nil], horizon: 1) == nil)
  }
}
