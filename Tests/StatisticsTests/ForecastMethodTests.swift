import Glibc
import Statistics
import Testing

/// References: statsforecast 2.1.1, `ets_f(y, 12, model=..., damped=...)`, `auto_ces(y, 12, model=...)`,
/// `auto_theta(y, 12, model="DOTM")` on the airline passengers, their log likelihoods and forecasts. An own
/// optimum may be better, never worse by more than 0.1.
@Suite("Forecast methods")
struct ForecastMethodTests {
  private typealias Form = ExponentialSmoothingForm

  private static let forms: [(Form, Double)] = [
    (Form(multiplicativeError: false, trend: .none, season: .none), -863.8933692880798),
    (Form(multiplicativeError: true, trend: .none, season: .none), -833.9501011284405),
    (Form(multiplicativeError: false, trend: .additive, season: .none), -863.5825620800473),
    (Form(multiplicativeError: true, trend: .damped, season: .none), -832.5975865455516),
    (Form(multiplicativeError: true, trend: .none, season: .multiplicative), -712.1759036022208),
    (
      Form(multiplicativeError: true, trend: .additive, season: .multiplicative), -736.5677521494401
    ),
    (Form(multiplicativeError: true, trend: .additive, season: .additive), -715.9147607544963),
    (Form(multiplicativeError: false, trend: .additive, season: .additive), -739.9159282342416),
    (Form(multiplicativeError: false, trend: .damped, season: .additive), -754.7111878173914),
    (Form(multiplicativeError: true, trend: .damped, season: .additive), -730.0871437341459),
    (Form(multiplicativeError: true, trend: .damped, season: .multiplicative), -770.6596806004993),
    (Form(multiplicativeError: true, trend: .none, season: .additive), -734.2508201309196),
  ]

  @Test("exponential smoothing is as likely as the reference", arguments: 0..<12)
  func smoothingForms(index: Int) throws {
    let (form, reference) = Self.forms[index]
    let fit = try #require(exponentialSmoothing(airPassengers, season: 12, forms: [form]))
    #expect(fit.form == form)
    #expect(fit.logLikelihood >= reference - 0.1, "\(form.name): \(fit.logLikelihood)")
  }

  /// `AutoETS(season_length=1).fit(nile)`: MNN, alpha .150630, level after the last value 839.14651447.
  @Test("exponential smoothing of the Nile is that of the reference")
  func nileSmoothing() throws {
    let fit = try #require(exponentialSmoothing(nile, season: 1))
    #expect(fit.name == "ETS(M,N,N)")
    #expect(fit.logLikelihood >= -726.1510035464836 - 0.1)
    #expect(near(fit.paths(from: 100, horizon: 3)[100, 2], 839.14651447, relative: 0.01))
  }

  @Test("the dynamic optimised Theta model is that of the reference")
  func theta() throws {
    let fit = try #require(dynamicTheta(airPassengers, season: 12))
    let mean = airPassengers.reduce(0, +) / 144
    #expect(fit.squaredErrors <= 53.680387852516475 * mean * (1 + 1e-6))
    #expect(near(fit.alpha, 0.7248, relative: 0.01))
    let reference = [
      442.92719487073305, 432.29840081923726, 495.4824543813888, 482.5753412885674,
      487.8659933180933, 556.1215862773978, 616.2229552743743, 616.1097305371586,
    ]
    for (step, value) in reference.enumerated() {
      #expect(near(fit.paths(from: 144, horizon: 12)[144, step], value, relative: 0.01))
    }
    let flow = try #require(dynamicTheta(nile, season: 1))
    #expect(near(flow.paths(from: 100, horizon: 3)[100, 0], 798.23018873, relative: 0.01))
  }

  @Test(
    "complex smoothing is as likely as the reference",
    arguments: [
      (ComplexSmoothing.Season.none, -873.6331313030427), (.simple, -791.6730076784625),
      (.partial, -741.1781431026836), (.full, -711.4629527763502),
    ])
  func complex(form: ComplexSmoothing.Season, reference: Double) throws {
    let fit = try #require(complexSmoothing(airPassengers, season: 12, forms: [form]))
    #expect(fit.logLikelihood >= reference - 0.1, "\(form): \(fit.logLikelihood)")
  }

  @Test("complex smoothing forecasts as the reference does")
  func complexForecast() throws {
    let fit = try #require(complexSmoothing(airPassengers, season: 12))
    #expect(fit.form == .full)
    let path = fit.paths(from: 144, horizon: 6).path(from: 144)
    let reference = [453.01822, 429.322917, 488.6276696, 500.276376, 519.782827, 586.455607]
    for (own, value) in zip(path, reference) { #expect(near(own, value, relative: 0.01)) }
    let flow = try #require(complexSmoothing(nile, season: 1))
    let three = flow.paths(from: 100, horizon: 3).path(from: 100)
    for (own, value) in zip(three, [800.12775797, 797.50953089, 794.19232721]) {
      #expect(near(own, value, relative: 0.01))
    }
  }

  /// statsforecast 2.1 `SeasonalNaive(12)` and `Naive()`.
  @Test("seasonal naive repeats the last season, and with season 1 the last value")
  func seasonalNaive() {
    let air = SeasonalNaive(airPassengers, season: 12)
    #expect(
      air.paths(from: 144, horizon: 13).path(from: 144)
        == [417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432, 417])
    #expect(air.varianceFactors(horizon: 13).last == 2)
    #expect(
      SeasonalNaive(nile, season: 1).paths(from: 100, horizon: 2).path(from: 100) == [740, 740])
  }

  /// The value of AICc is n log(SSE) + 2 k + 2 k (k + 1) / (n - k - 1), redone here from the errors.
  @Test("the likelihood is that of its own one-step errors")
  func likelihood() throws {
    let form = Form(multiplicativeError: false, trend: .additive, season: .none)
    let fit = try #require(exponentialSmoothing(oil, season: 1, forms: [form]))
    let paths = fit.paths(from: 0, horizon: 1)
    let squares = oil.indices.reduce(0.0) { $0 + pow(oil[$1] - paths[$1, 0], 2) }
    #expect(near(fit.logLikelihood, -6 * log(squares), relative: 1e-9))
    #expect(near(fit.criterion, 12 * log(squares) + 10 + 60 / 6, relative: 1e-9))
  }

  @Test("a trend and a season that are known are found again", arguments: [1, 2] as [UInt64])
  func simulation(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let pattern = [20.0, -5, -25, 10]
    let values = (0..<64).map { (place: Int) -> Double in
      let line = 100 + 0.5 * Double(place)
      return line + pattern[place % 4] + random.normal()
    }
    let result = try forecast(
      Array(values.prefix(56)), kind: .amount, season: 4, horizon: 8, method: .ets)
    for step in 0..<8 {
      let truth = 100 + 0.5 * Double(56 + step) + pattern[(56 + step) % 4]
      #expect(abs(result.mean[step] - truth) < 3, "seed \(seed)")
    }
  }
}
