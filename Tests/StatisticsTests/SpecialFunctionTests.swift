import Statistics
import Testing

/// Expected values to 18 digits from mpmath 1.4.1 with mp.dps = 40: ncdf, loggamma,
/// betainc(a, b, 0, x, regularized=True), and mp.findroot on the logarithm of ncdf or betainc for
/// the quantiles. Arguments are the doubles as written, except where 1 - p is exact.
@Suite("Special functions agree with mpmath")
struct SpecialFunctionTests {
  @Test(
    "the normal distribution function",
    arguments: [
      (-30.0, 4.906713927148187e-198), (-8.0, 6.220960574271784e-16),
      (-3.0, 0.0013498980316300946), (-1.0, 0.15865525393145705), (0.0, 0.5),
      (0.5, 0.6914624612740131), (1.96, 0.9750021048517795), (5.0, 0.9999997133484281),
    ])
  func normal(z: Double, expected: Double) {
    #expect(near(normalCumulative(z), expected, relative: 2e-13))
  }

  @Test(
    "the normal quantile",
    arguments: [
      (0.5, 0.0), (0.51, 0.025068908258711058), (0.9, 1.28155156554460059),
      (0.975, 1.95996398454005386), (0.025, -1.95996398454005421),
      (0.001, -3.09023230616781354), (1e-5, -4.26489079392282461),
      (1e-12, -7.03448382530113193), (1e-100, -21.2734535609653243),
      (1e-300, -37.0470962993611992),
    ])
  func normalQuantiles(probability: Double, expected: Double) {
    #expect(near(normalQuantile(probability), expected, relative: 1e-14))
  }

  @Test("the normal quantile undoes the distribution function")
  func normalRoundTrip() {
    for step in 1..<2000 {
      let probability = Double(step) / 2000
      let back = normalCumulative(normalQuantile(probability))
      #expect(near(back, probability, relative: 1e-14), "p = \(probability)")
    }
    #expect(normalQuantile(0) == -.infinity)
    #expect(normalQuantile(1) == .infinity)
    #expect(normalQuantile(1.5).isNaN)
    #expect(normalQuantile(.nan).isNaN)
  }

  @Test(
    "log gamma",
    arguments: [
      (1e-8, 18.4206807381802089), (0.1, 2.2527126517342059), (0.5, 0.572364942924700087),
      (1.5, -0.120782237635245222), (3.0, 0.693147180559945309), (10.25, 13.3680236714760463),
      (14.999, 25.1885468705469279), (15.0, 25.1912211827386815), (100.0, 359.134205369575399),
      (1e6, 12815504.5691476117),
    ])
  func logGammas(x: Double, expected: Double) {
    #expect(near(logGamma(x), expected, relative: 1e-13))
  }

  @Test("log gamma is 0 at 1 and 2, and undefined at 0 and below")
  func logGammaEdges() {
    #expect(abs(logGamma(1)) < 1e-14)
    #expect(abs(logGamma(2)) < 1e-14)
    #expect(logGamma(0).isNaN)
    #expect(logGamma(-1.5).isNaN)
  }

  @Test(
    "the incomplete beta function",
    arguments: [
      (0.5, 2.0, 3.0, 0.6875), (0.01, 0.5, 0.5, 0.0637685608585198486),
      (0.9, 10, 0.25, 0.0664319165061440992), (0.3, 30, 70, 0.511625104558609121),
      (0.02, 1, 40, 0.554299596049048961), (0.25, 1000, 3000, 0.502427980892098976),
      (0.049, 5000, 95000, 0.072715188120677936), (0.999, 2, 2, 0.999997002),
    ])
  func incompleteBeta(x: Double, a: Double, b: Double, expected: Double) {
    #expect(near(regularizedIncompleteBeta(x, a: a, b: b), expected, relative: 1e-12))
  }

  @Test(
    "the beta quantile",
    arguments: [
      (0.025, 5.0, 96.0, 0.0164318791820521595), (0.975, 6, 95, 0.112834911105462753),
      (0.5, 2, 3, 0.385727568132389548), (0.025, 0.5, 0.5, 0.00154133313343601207),
      (0.01, 1000, 3000, 0.234261010893485992), (0.975, 0.25, 8, 0.201302606313289815),
      (1e-10, 3, 7, 0.000106000836667605582),
    ])
  func betaQuantiles(probability: Double, a: Double, b: Double, expected: Double) {
    #expect(near(betaQuantile(probability, a: a, b: b), expected, relative: 1e-12))
  }

  @Test("the beta quantile undoes the distribution function", arguments: [1, 2, 3] as [UInt64])
  func betaRoundTrip(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let a = 0.3 + 1000 * random.uniform() * random.uniform()
      let b = 0.3 + 1000 * random.uniform() * random.uniform()
      let probability = random.uniform()
      let x = betaQuantile(probability, a: a, b: b)
      let back = regularizedIncompleteBeta(x, a: a, b: b)
      #expect(
        abs(back - probability) < 1e-11, "seed \(seed), a \(a), b \(b), p \(probability)")
    }
  }

  @Test("the beta functions are undefined outside their domain and exact at its ends")
  func betaEdges() {
    #expect(regularizedIncompleteBeta(0, a: 2, b: 3) == 0)
    #expect(regularizedIncompleteBeta(1, a: 2, b: 3) == 1)
    #expect(regularizedIncompleteBeta(-0.1, a: 2, b: 3).isNaN)
    #expect(regularizedIncompleteBeta(0.5, a: 0, b: 3).isNaN)
    #expect(betaQuantile(0, a: 2, b: 3) == 0)
    #expect(betaQuantile(1, a: 2, b: 3) == 1)
    #expect(betaQuantile(0.5, a: 2, b: -1).isNaN)
    #expect(betaQuantile(.nan, a: 2, b: 1).isNaN)
  }

  @Test(
    "Student's quantile",
    arguments: [
      (0.975, 1.0, 12.70620473617469), (0.9, 2, 1.885618083164127),
      (0.975, 10, 2.228138851986274), (0.9, 200, 1.285798793994801),
    ])
  func student(probability: Double, degrees: Double, expected: Double) {
    #expect(near(studentQuantile(probability, degrees: degrees), expected, relative: 1e-12))
    #expect(studentQuantile(0.5, degrees: degrees) == 0)
    #expect(
      near(studentQuantile(1 - probability, degrees: degrees), -expected, relative: 1e-12))
  }
}
