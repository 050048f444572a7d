import Statistics
import Testing

@Suite("The incomplete gamma function")
struct IncompleteGammaTests {
  /// scipy 1.17.1 `scipy.stats.chi2.sf(x, df)`.
  @Test(
    "gives the tail of the chi-squared distribution",
    arguments: [
      (0.01, 1.0, 0.920344325445942), (3.84, 1, 0.05004352124870519),
      (16.792941, 1, 4.168809085644591e-05), (122.249126, 1, 2.035982784109697e-28),
      (1e-08, 1, 0.9999202115440526), (5.99, 2, 0.05003662708658629), (0.3, 3, 0.9600284803068776),
      (11.07, 5, 0.050009618622405425), (100, 7, 1.0787979671702833e-18),
      (20, 30, 0.9165415270653372), (900, 30, 6.105822512851014e-170),
      (1000, 1000, 0.49405285382923964), (3.2, 2.5, 0.2797151516381101),
      (1400, 1, 2.1010145162644003e-306),
    ])
  func chiSquared(x: Double, degrees: Double, expected: Double) {
    #expect(near(chiSquaredSurvival(x, degrees: degrees), expected, relative: 1e-12))
  }

  /// scipy 1.17.1 `scipy.special.gammaincc(a, x)`.
  @Test(
    "agrees with scipy",
    arguments: [
      (0.5, 0.1, 0.6547208460185768), (0.5, 10, 7.744216431044088e-06),
      (3, 2.5, 0.5438131158833297), (100, 90, 0.84177901081357), (100, 120, 0.027863739890520652),
      (1e5, 1e5, 0.4995794778896348), (0.01, 1e-5, 0.10366320173280281),
      (2500, 2400, 0.9783403121346367),
    ])
  func upper(a: Double, x: Double, expected: Double) {
    #expect(near(regularizedUpperIncompleteGamma(a: a, x: x), expected, relative: 1e-12))
  }

  @Test("is exp(-x/2) for two degrees of freedom and erfc for one, over the whole range")
  func closedForms() {
    for step in 1...400 {
      let x = 0.25 * Double(step)
      #expect(near(chiSquaredSurvival(x, degrees: 2), exponential(-x / 2), relative: 1e-12))
      let tail = 2 * normalCumulative(-x.squareRoot())
      #expect(near(chiSquaredSurvival(x, degrees: 1), tail, relative: 1e-12))
    }
  }

  @Test("is exact at the ends and undefined outside its domain")
  func edges() {
    #expect(chiSquaredSurvival(0, degrees: 3) == 1)
    #expect(chiSquaredSurvival(.infinity, degrees: 3) == 0)
    #expect(chiSquaredSurvival(-1, degrees: 3).isNaN)
    #expect(chiSquaredSurvival(1, degrees: 0).isNaN)
    #expect(chiSquaredSurvival(.nan, degrees: 1).isNaN)
  }
}
