import Statistics
import Testing

@Suite("Log beta and digamma")
struct LogBetaTests {
  /// mpmath 1.3, 30 digits: log(beta(a, b)).
  @Test("log beta beside mpmath")
  func logBetas() {
    for (a, b, value) in [
      (1.0, 1.0, 0.0), (0.5, 0.5, 1.14472988584940017), (3, 20, -8.43814998407578454),
      (1e-5, 2, 11.5129154650202280), (100, 200, -192.134192274978952),
      (1e6, 2.5, -34.2540953994365161),
    ] {
      #expect(abs(logBeta(a, b) - value) < 2e-13 * max(1, abs(value)))
    }
    #expect(logBeta(0, 1).isNaN && logBeta(1, -1).isNaN)
  }

  @Test("log beta keeps B(a, b + 1) = B(a, b) b / (a + b) for arguments of all sizes")
  func recurrence() {
    for a in [0.01, 0.7, 5, 14.9, 15.1, 300, 1e6] {
      for b in [0.02, 1, 14.2, 15, 40, 1e4, 1e7] {
        let step = logBeta(a, b + 1) - logBeta(a, b)
        #expect(abs(exponential(step) - b / (a + b)) < 2e-9)
        #expect(logBeta(a, b) == logBeta(b, a))
      }
    }
  }

  /// DLMF 5.4.12-5.4.15: psi(1) = -gamma, psi(1/2) = -gamma - 2 log 2, psi(n + 1) = H_n - gamma.
  @Test("digamma at whole and half numbers")
  func digammas() {
    let gamma = 0.5772156649015329
    #expect(abs(digamma(1) + gamma) < 1e-14)
    #expect(abs(digamma(0.5) + gamma + 1.3862943611198906) < 1e-14)
    var harmonic = 0.0
    for n in 1...200 {
      harmonic += 1 / Double(n)
      #expect(near(digamma(Double(n) + 1), harmonic - gamma, relative: 1e-13))
    }
    #expect(near(digamma(1e-6), -1_000_000.57721401996867, relative: 1e-13))
    #expect(digamma(0).isNaN && digamma(-1).isNaN)
  }

  @Test("digamma is the slope of log gamma")
  func slope() {
    for x in [0.1, 0.9, 3, 11.9, 12.1, 80, 4_000] {
      let h = 1e-5 * x
      let difference = (logGamma(x + h) - logGamma(x - h)) / (2 * h)
      #expect(abs(digamma(x) - difference) < 1e-7 * max(1, abs(difference)))
    }
  }
}
