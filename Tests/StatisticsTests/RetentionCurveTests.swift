import Statistics
import Testing

@Suite("Retention curves")
struct RetentionCurveTests {
  /// Fader & Hardie (2007), table 1: what is left of 1000 customers after 0, 1, 2, ... years.
  static let highEnd: [Double] = [
    1_000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394,
  ]
  static let regular: [Double] = [
    1_000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173,
  ]

  private static func curve(
    _ survivors: [Double], points: Int, _ law: RetentionLaw
  ) throws -> RetentionCurve {
    try RetentionCurve(
      RetentionCounts(survivors: Array(survivors.prefix(points))), law: law)
  }

  /// Fits by optimisers in Python, and with all years Fader & Hardie (2007) and Fader et al. (2018).
  private static let fits:
    [(survivors: [Double], points: Int, parameters: [Double], value: Double)] = [
      (highEnd, 5, [1.280976, 7.790383], -1225.134907),
      (highEnd, 5, [0.259336, 1.722551, 1.584362], -1222.749318),
      (highEnd, 8, [0.66808837, 3.80609538], -1611.158147),
      (highEnd, 8, [0.214253, 1.426575, 1.723565], -1605.314213),
      (regular, 5, [0.763665, 1.295830], -1401.559424),
      (regular, 5, [0.523029, 0.894283, 1.196399], -1401.383052),
      (regular, 8, [0.70407730, 1.18204303], -1680.265188),
      (regular, 8, [0.455614, 0.779325, 1.283451], -1679.602833),
    ]

  @Test("both laws on both cohorts", arguments: 0..<8)
  func published(row: Int) throws {
    let (survivors, points, parameters, value) = RetentionCurveTests.fits[row]
    let law = RetentionLaw.allCases[parameters.count - 2]
    let curve = try RetentionCurveTests.curve(survivors, points: points, law)
    #expect(zip(curve.parameters, parameters).allSatisfy { abs($0 - $1) < 2e-6 })
    #expect(abs(curve.logLikelihood - value) < 1e-6)
  }

  /// Fader & Hardie (2007; 2010), by two programs.
  @Test("what follows from the curve of the High End cohort")
  func consequences() throws {
    let curve = try RetentionCurveTests.curve(
      RetentionCurveTests.highEnd, points: 8, .shiftedBetaGeometric)
    let survival = (8...12).map { 100 * curve.survival(at: Double($0)) }
    let expected = [46.0440, 43.5780, 41.4172, 39.5055, 37.7999]
    #expect(zip(survival, expected).allSatisfy { abs($0 - $1) < 6e-5 })
    let retention = (1...4).map { curve.retention(in: Double($0)) }
    #expect(
      zip(retention, [0.850679, 0.877957, 0.896807, 0.910614]).allSatisfy { abs($0 - $1) < 1e-6 })
    let lifetime = try #require(curve.discountedLifetime(discount: 0.1))
    #expect(abs(lifetime - 5.922254) < 1e-6)
    let residual = try #require(curve.discountedResidualLifetime(renewals: 8, discount: 0.1))
    #expect(abs(residual - 7.529628) < 1e-6)
    #expect(curve.discountedLifetime(discount: 0) == nil)
    let regular = try RetentionCurveTests.curve(
      RetentionCurveTests.regular, points: 8, .shiftedBetaGeometric)
    let other = try #require(regular.discountedLifetime(discount: 0.1))
    #expect(abs(other - 3.694908) < 1e-6)
  }

  /// Fader et al. (2018): mean absolute error on the unseen years, 1.68 % against 13.2 %.
  @Test("with five points the second law is right about the years that follow")
  func holdOut() throws {
    let errors = try RetentionLaw.allCases.map { law in
      let curve = try RetentionCurveTests.curve(RetentionCurveTests.highEnd, points: 5, law)
      return (5...12).reduce(0.0) { sum, year in
        let seen = RetentionCurveTests.highEnd[year] / 1_000
        return sum + abs(curve.survival(at: Double(year)) / seen - 1) / 8
      }
    }
    #expect(abs(errors[0] - 0.132) < 5e-4)
    #expect(abs(errors[1] - 0.0168) < 5e-5)
    #expect(RetentionLaw.recommended(periods: 4) == .betaDiscreteWeibull)
    #expect(RetentionLaw.recommended(periods: 3) == .shiftedBetaGeometric)
  }

  @Test("data drawn from known parameters give them back", arguments: 1...3)
  func recovery(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let truth = RetentionCurve(law: .betaDiscreteWeibull, parameters: [0.8, 3, 1.3])
    var survivors = Array(repeating: 0.0, count: 13)
    for _ in 0..<20_000 {
      let u = generator.uniform()
      var period = 0
      while period <= 12, truth.survival(at: Double(period)) > u {
        survivors[period] += 1
        period += 1
      }
    }
    let fit = try RetentionCurve(RetentionCounts(survivors: survivors), law: .betaDiscreteWeibull)
    #expect(abs(fit.parameters[2] - 1.3) < 0.1)
    for period in 1...24 {
      #expect(
        abs(fit.survival(at: Double(period)) - truth.survival(at: Double(period))) < 0.02)
    }
  }

  @Test("the optimum is not below any of 1,000 neighbours, and the curve falls", arguments: 0..<8)
  func neighbours(row: Int) throws {
    let (survivors, points, parameters, _) = RetentionCurveTests.fits[row]
    let law = RetentionLaw.allCases[parameters.count - 2]
    let counts = try RetentionCounts(survivors: Array(survivors.prefix(points)))
    let fit = try RetentionCurve(counts, law: law)
    var generator = SeededGenerator(seed: UInt64(row))
    for trial in 0..<1_000 {
      let reach = exponential(-Double(trial % 10))
      let moved = fit.parameters.map { $0 * exponential(reach * generator.normal()) }
      #expect(
        RetentionCurve(law: law, parameters: moved).logLikelihood(counts) <= fit.logLikelihood
          + 1e-9)
    }
    let curve = (0...200).map { fit.survival(at: Double($0)) }
    #expect(curve[0] == 1 && zip(curve, curve.dropFirst()).allSatisfy { $0 > $1 && $1 > 0 })
  }

  @Test("cohorts followed for different times are pooled")
  func pooled() throws {
    // One cohort of 1000 for 4 years and one of 500 for 2, both as the High End: the same curve as
    // that of all together, because the shares of each year are the same.
    let highEnd = RetentionCurveTests.highEnd
    let counts = try RetentionCounts(
      atRisk: [1_500, 1_303.5, 743, 653], lost: [196.5, 189, 90, 60])
    let alone = try RetentionCounts(survivors: Array(highEnd.prefix(5)))
    let shares = zip(counts.survival, alone.survival)
    #expect(shares.allSatisfy { abs(($0 ?? 9) - ($1 ?? 0)) < 1e-12 })
    #expect(try RetentionCurve(counts, law: .shiftedBetaGeometric).parameters.allSatisfy { $0 > 0 })
  }

  @Test("what cannot be determined is refused in words")
  func refusals() throws {
    func refusal(_ survivors: [Double], _ law: RetentionLaw) -> PurchaseModelError? {
      do throws(PurchaseModelError) {
        _ = try RetentionCurve(RetentionCounts(survivors: survivors), law: law)
        return nil
      } catch { return error }
    }
    #expect(refusal([], .shiftedBetaGeometric) == .noCustomers)
    #expect(refusal([0, 0, 0], .shiftedBetaGeometric) == .noCustomers)
    #expect(refusal([10, 9], .shiftedBetaGeometric) == .tooFewPeriods(periods: 1, needed: 2))
    #expect(refusal([10, 10, 10, 10], .betaDiscreteWeibull) == .nobodyLeft)
    #expect(refusal([10, 0, 0], .shiftedBetaGeometric) == .tooFewPeriods(periods: 1, needed: 2))
    #expect(refusal([10, 12, 8], .shiftedBetaGeometric) == .impossibleCount(period: 0))
    // A constant and a rising rate of leaving are no mixture of constant ones.
    for survivors in [[1_024.0, 512, 256, 128, 64, 32], [1_000, 900, 700, 400, 100]] {
      guard case .runsToInfinity(let names, let meaning) = refusal(survivors, .shiftedBetaGeometric)
      else {
        Issue.record("\(survivors) were fitted")
        continue
      }
      #expect(names == ["alpha", "beta"])
      #expect(meaning.contains("as if all clients were alike"))
    }
  }
}
