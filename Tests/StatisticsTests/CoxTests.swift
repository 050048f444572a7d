import Statistics
import Testing

@Suite("The proportional hazards model of the released men")
struct CoxReferenceTests {
  private let model: CoxModel

  init() throws {
    let rows = SurvivalData.rossi
    model = try CoxModel(
      times: rows.times, events: rows.exits, covariates: (2...8).map { rows.column($0) })
  }

  /// lifelines 0.30.3, rossi.csv, Efron ties: `CoxPHFitter().fit(rossi, "week", "arrest",
  /// fit_options=dict(precision=1e-14)).summary`, columns coef, se(coef), exp(coef) lower and upper
  /// 95%, p. statsmodels 0.15 `PHReg(..., ties="efron")` gives the same coefficients and errors to
  /// 13 digits.
  private static let rows = [
    (
      -0.379422166871208, 0.1913794807128092, 0.4702367176719446, 0.9956840632460501,
      0.047416094639833636
    ),
    (
      -0.05743774301376122, 0.021999470627953786, 0.9043345468299439, 0.9857824645551398,
      0.009031239594139664
    ),
    (
      0.31389978594929346, 0.3079927763929371, 0.7484469420951655, 2.503161505599298,
      0.30811796963662463
    ),
    (
      -0.1497956972227854, 0.21222429615816354, 0.567935357283435, 1.3049389784743026,
      0.4802896951223792
    ),
    (
      -0.43370387669025245, 0.3818680574649219, 0.306618334117233, 1.369908244510499,
      0.25606424449392984
    ),
    (
      -0.08487108299083594, 0.1957566719209232, 0.6259109879976578, 1.348246613837162,
      0.6646123638825793
    ),
    (
      0.09149707935112093, 0.028648550073470606, 1.0359790825014856, 1.159103898977695,
      0.0014042456183277399
    ),
  ]

  @Test("agrees with lifelines and statsmodels", arguments: 0..<7)
  func effects(index: Int) throws {
    let (coefficient, error, low, high, p) = CoxReferenceTests.rows[index]
    let effect = model.effects[index]
    let interval = try #require(effect.hazardRatioInterval())
    #expect(near(effect.coefficient, coefficient, relative: 1e-10))
    #expect(near(effect.standardError, error, relative: 1e-10))
    #expect(near(effect.hazardRatio, exponential(coefficient), relative: 1e-10))
    #expect(near(interval.low, low, relative: 1e-10) && near(interval.high, high, relative: 1e-10))
    #expect(near(effect.p, p, relative: 1e-9))
  }

  @Test("has their likelihood and likelihood ratio")
  func likelihood() {
    #expect(near(model.logLikelihood, -658.7476594460859, relative: 1e-12))
    // lifelines prints 33.27 on 7 degrees of freedom.
    #expect((model.likelihoodRatio.statistic * 100).rounded() == 3327)
    #expect(model.likelihoodRatio.p < 0.005)
    #expect(model.rowCount == 432 && model.eventCount == 114)
  }

  /// lifelines 0.30.3 `proportional_hazard_test(model, rossi, time_transform=...)`: "km",
  /// "identity", "log", and for the ranks a function giving `scipy.stats.rankdata` of the times of
  /// the arrests (its own "rank" numbers equal times in the order of the rows).
  @Test(
    "drifts over time as lifelines says",
    arguments: [
      (
        ProportionalityScale.kaplanMeier,
        [
          0.019130027461325905, 11.030294039721202, 1.4374561534808872, 7.475471403854691,
          0.600874202255191, 0.11572097154230906, 0.022545545506517075,
        ]
      ),
      (
        .rank,
        [
          0.0109806520515737, 11.157280556324912, 1.4275029532744907, 7.31025781099491,
          0.6428350755991128, 0.13455810315334166, 0.02279835630799455,
        ]
      ),
      (
        .identity,
        [
          0.056170784802223706, 12.061382877300359, 1.4860878644333346, 6.934835170046998,
          0.7544014443967523, 0.12204158302120531, 0.010891715117951208,
        ]
      ),
      (
        .logarithm,
        [
          0.4913645303976162, 13.07381140981178, 1.0311240355944633, 5.539753846728646,
          1.0292742184749213, 0.010496109937667388, 0.3840188079320719,
        ]
      ),
    ])
  func proportionality(scale: ProportionalityScale, statistics: [Double]) throws {
    let test = try #require(model.proportionalityTest(scale: scale))
    for (drift, statistic) in zip(test.drifts, statistics) {
      #expect(near(drift.statistic, statistic, relative: 1e-7))
      #expect(near(drift.p, chiSquaredSurvival(statistic, degrees: 1), relative: 1e-6))
    }
    #expect(test.drifts.count == 7)
  }

  @Test("the default scale is that of Kaplan and Meier, and age and work experience drift")
  func verdict() throws {
    let test = try #require(model.proportionalityTest())
    #expect(test == model.proportionalityTest(scale: .kaplanMeier))
    #expect(test.drifts.indices.filter { test.drifts[$0].p < 0.05 } == [1, 3])
    #expect(near(test.drifts[1].p, 0.0008963492908313252, relative: 1e-6))
    #expect(test.p < 0.05 && test.statistic > 11.03)
  }
}
