import Statistics
import Testing

@Suite("Models of purchases beside published figures and other programs")
struct PurchaseModelReferenceTests {
  private static let customers = [
    PurchaseHistory(repeats: 2, recency: 30.43, length: 38.86),
    PurchaseHistory(repeats: 0, recency: 0, length: 38.86),
    PurchaseHistory(repeats: 26, recency: 30.86, length: 31),
  ]

  /// Two programs agree (lifetimes 0.11.3 and an own one); published: Fader, Hardie & Lee (2005),
  /// .243 4.414 .793 2.426, LL -9582.4.
  @Test("BG/NBD on CDNOW")
  func betaGeometric() throws {
    let fit = try PurchaseModelFit<BetaGeometricModel>(CDNOWData.histories)
    let expected = [0.24259291, 4.41353156, 0.79288615, 2.42575344]
    #expect(zip(fit.parameters, expected).allSatisfy { abs($0 - $1) < 1e-8 })
    #expect(abs(fit.logLikelihood - -9582.4255606) < 1e-7)
    let histories = try CDNOWData.histories
    #expect(histories.customers == 2_357)
    let other = BetaGeometricModel(parameters: [1, 3, 1, 3])
    #expect(abs(other.logLikelihood(histories) - -11839.711074) < 1e-6)
  }

  /// lifetimes 0.11.3, at the values of the paper and at the optimum.
  @Test("BG/NBD of single customers")
  func betaGeometricCustomers() {
    let published = BetaGeometricModel(parameters: [0.243, 4.414, 0.793, 2.426])
    let fitted = BetaGeometricModel(parameters: [0.24259291, 4.41353156, 0.79288615, 2.42575344])
    let customers = PurchaseModelReferenceTests.customers
    let once = PurchaseHistory(repeats: 1, recency: 1.71, length: 38.86)
    let likelihoods = [-9.45860631, -0.55471328, -37.72657947]
    #expect(abs(published.logLikelihood(once) - -4.46909328) < 1e-8)
    for (customer, value) in zip(customers, likelihoods) {
      #expect(abs(published.logLikelihood(customer) - value) < 1e-8)
    }
    for (customer, value) in zip(customers, [1.225910, 0.194781, 20.750569]) {
      #expect(abs(fitted.expectedPurchases(customer, within: 39) - value) < 1e-6)
    }
    for (customer, value) in zip(customers, [0.726609, 1, 0.968920]) {
      #expect(abs(fitted.probabilityAlive(customer) - value) < 5e-7)
    }
    let curve = [0.1429, 1, 3, 31.8571, 32, 78].map {
      fitted.expectedPurchases(ofNewcomerWithin: $0)
    }
    let expected = [0.007816, 0.053185, 0.150632, 1.040494, 1.043737, 1.857972]
    #expect(zip(curve, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Two programs agree on the fit; the rest lifetimes 0.11.3.
  @Test("MBG/NBD on CDNOW")
  func modifiedBetaGeometric() throws {
    let fit = try PurchaseModelFit<ModifiedBetaGeometricModel>(CDNOWData.histories)
    let expected = [0.52483798, 6.18299202, 0.89135616, 1.61399933]
    #expect(zip(fit.parameters, expected).allSatisfy { abs($0 - $1) < 1e-8 })
    #expect(abs(fit.logLikelihood - -9582.1326849) < 1e-7)
    let model = ModifiedBetaGeometricModel(parameters: expected)
    let figures = [
      (1.2626707840761129, 0.70612625), (0.15395365247360918, 0.38971631),
      (19.448036624284583, 0.96555287),
    ]
    for (customer, (purchases, alive)) in zip(PurchaseModelReferenceTests.customers, figures) {
      #expect(near(model.expectedPurchases(customer, within: 39), purchases, relative: 1e-9))
      #expect(abs(model.probabilityAlive(customer) - alive) < 1e-8)
    }
    let curve = [1.0, 32, 78].map { model.expectedPurchases(ofNewcomerWithin: $0) }
    let tracking = [0.05306061967856179, 1.036609266976507, 1.8036360705205172]
    #expect(zip(curve, tracking).allSatisfy { near($0, $1, relative: 1e-9) })
  }

  /// lifetimes 0.11.3 and the worked example of the BTYD vignette.
  @Test("Pareto/NBD on CDNOW")
  func pareto() throws {
    let fit = try PurchaseModelFit<ParetoModel>(CDNOWData.histories)
    let expected = [0.553276, 10.577612, 0.606214, 11.667910]
    #expect(zip(fit.parameters, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(abs(fit.logLikelihood - -9594.973930) < 1e-6)
    let model = ParetoModel(parameters: [0.553, 10.578, 0.606, 11.669])
    #expect(abs(model.expectedPurchases(ofNewcomerWithin: 52) - 1.47299680) < 1e-8)
    let figures = [
      (1.85082672, 0.86916756), (0.13620101, 0.2952866), (25.45847295, 0.99791873),
    ]
    for (customer, (purchases, alive)) in zip(PurchaseModelReferenceTests.customers, figures) {
      #expect(abs(model.expectedPurchases(customer, within: 52) - purchases) < 1e-8)
      #expect(abs(model.probabilityAlive(customer) - alive) < 1e-8)
    }
  }

  /// Fader, Hardie & Shang (2010), 11,104 donors of 1995 by their gifts of 1996-2001: t_x, x and how
  /// many. Fit by lifetimes 0.11.3; the published one is 1.204 .750 .657 2.783, LL -33,225.6.
  static let donors: [(x: Double, last: Double, count: Double)] = [
    (0, 0, 3_464), (1, 1, 1_091), (1, 2, 277), (1, 3, 129), (1, 4, 78), (1, 5, 119), (1, 6, 129),
    (2, 2, 613), (2, 3, 255), (2, 4, 155), (2, 5, 173), (2, 6, 234), (3, 3, 322), (3, 4, 181),
    (3, 5, 225), (3, 6, 357), (4, 4, 240), (4, 5, 284), (4, 6, 512), (5, 5, 335), (5, 6, 728),
    (6, 6, 1_203),
  ]

  @Test("BG/BB on the donors")
  func betaBernoulli() throws {
    let donors = PurchaseModelReferenceTests.donors
    let histories = try PurchaseHistories(
      donors.map { PurchaseHistory(repeats: $0.x, recency: $0.last, length: 6) },
      counts: donors.map(\.count))
    #expect(histories.customers == 11_104)
    let fit = try PurchaseModelFit<BetaBernoulliModel>(histories)
    let expected = [1.203522, 0.749716, 0.656718, 2.783442]
    #expect(zip(fit.parameters, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(fit.logLikelihood - -33225.581274) < 1e-6)
  }

  /// The paper's eqs 11 and 13 by log gammas in Python; published for 2002-2006: 0.07 and 3.75.
  @Test("BG/BB of single donors")
  func betaBernoulliDonors() {
    let model = BetaBernoulliModel(parameters: [1.203522, 0.749716, 0.656718, 2.783442])
    let figures: [(x: Double, last: Double, alive: [Double], purchases: Double)] = [
      (0, 0, [0.11621821496, 0.10813333148, 0.09551452316], 0.07286336204855054),
      (1, 2, [0.27375409241, 0.25471000416, 0.22498617457], 0.3142382036929694),
      (2, 6, [1, 0.93043359435, 0.82185501809], 1.668816877122107),
      (6, 6, [1, 0.93043359435, 0.82185501809], 3.7525445707319496),
    ]
    for row in figures {
      let donor = PurchaseHistory(repeats: row.x, recency: row.last, length: 6)
      for (later, alive) in zip([0, 1, 3], row.alive) {
        #expect(abs(model.probabilityAlive(donor, after: later) - alive) < 1e-10)
      }
      #expect(near(model.expectedPurchases(donor, within: 5), row.purchases, relative: 1e-9))
    }
  }

  /// Two programs agree: lifetimes 0.11.3 and an own one.
  @Test("gamma-gamma on the repeat purchases of CDNOW")
  func gammaGamma() throws {
    let spending = CDNOWData.spending
    let fit = try GammaGammaFit(purchases: spending.map(\.purchases), means: spending.map(\.mean))
    #expect(fit.customers == 946)
    #expect(abs(fit.p - 6.24880249) < 1e-7)
    #expect(abs(fit.q - 3.74458845) < 1e-7)
    #expect(abs(fit.gamma - 15.44774801) < 1e-6)
    #expect(abs(fit.logLikelihood - -4055.923244) < 1e-6)
    let mean = try #require(fit.populationMean)
    #expect(abs(mean - 35.171002) < 1e-6)
    let often = try #require(fit.expectedValue(purchases: 2, mean: 22.35))
    #expect(abs(often - 24.658616) < 1e-6)
    let once = try #require(fit.expectedValue(purchases: 1, mean: 11.77))
    #expect(abs(once - 18.911480) < 1e-6)
    #expect(fit.expectedValue(purchases: 0, mean: 0) == mean)
    // pandas: r[['frequency', 'monetary_value']].corr()
    #expect(abs((fit.correlation ?? 0) - 0.113884) < 1e-6)
  }
}
