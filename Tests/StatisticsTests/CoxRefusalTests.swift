import Statistics
import Testing

@Suite("A proportional hazards model is refused in words")
struct CoxRefusalTests {
  private let times: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
  private let events = [true, true, true, true, false, true, true, false]
  private let mixed: [Double] = [1, 0, 1, 1, 0, 0, 1, 0]
  private let other: [Double] = [2, 1, 5, 3, 4, 1, 2, 3]

  @Test("for rows that are no lives")
  func rows() {
    expectError(.rows(.noRows), times: [], events: [], [[]])
    expectError(.rows(.differentLengths), times: [1], events: [true, false], [[1]])
    expectError(.rows(.differentLengths), times: times, events: events, [[1, 2]])
    expectError(.rows(.invalidTime(row: 0)), times: [-1], events: [true], [[1]])
    expectError(.noCovariates, times: times, events: events, [])
    expectError(.noEvents, times: times, events: times.map { _ in false }, [mixed])
  }

  @Test("for covariates that are missing, constant or follow from others")
  func covariates() {
    var missing = mixed
    missing[3] = .nan
    expectError(
      .invalidCovariate(covariate: 1, row: 3), times: times, events: events, [other, missing])
    expectError(.constant(covariate: 0), times: [3], events: [true], [[4]])
    expectError(
      .constant(covariate: 1), times: times, events: events, [mixed, times.map { _ in 0.1 }])
    let sum = zip(mixed, other).map { 3 * $0 - 0.7 * $1 + 100 }
    expectError(.collinear(covariate: 2), times: times, events: events, [mixed, other, sum])
    // Varies only before anybody leaves.
    expectError(
      .collinear(covariate: 0), times: [1, 2, 3], events: [false, true, true], [[1, 0, 0]])
  }

  @Test("for a covariate that parts leavers from stayers", arguments: [1.0, -1, 1e4])
  func monotone(sign: Double) {
    let leaves = events.map { $0 ? sign : 0 }
    expectError(.monotoneLikelihood(covariate: 0), times: times, events: events, [leaves])
    expectError(
      .monotoneLikelihood(covariate: 1), times: times, events: events, [other, leaves])
    // The sooner, the larger: everybody who leaves has the largest value of those at risk.
    expectError(
      .monotoneLikelihood(covariate: 0), times: times, events: times.map { _ in true },
      [times.map { -sign * $0 }])
  }

  @Test("but not for a strong effect, nor for values of any size")
  func strong() throws {
    // Of 2,000 leavers only the first has not the covariate of all the others.
    let many = Array(repeating: times, count: 500).flatMap(\.self)
    let leave = many.indices.map { $0 % 8 < 4 }
    let strong = try CoxModel(
      times: many.indices.map { leave[$0] ? many[$0] : 9 }, events: leave,
      covariates: [many.indices.map { leave[$0] && $0 > 0 ? 1e8 : 0 }])
    #expect(strong.effects[0].coefficient > 0 && strong.effects[0].hazardRatio.isFinite)
    let outlier = try CoxModel(
      times: times, events: events, covariates: [[2, 1, 5, 3, 4, 1, 2, 1e5]])
    // statsmodels 0.15 `PHReg(times, x, status=events, ties="efron").fit()`.
    #expect(near(outlier.effects[0].coefficient, -0.03114954, relative: 1e-6))
    #expect(near(outlier.effects[0].standardError, 0.36266805, relative: 1e-6))
  }

  @Test("in these words")
  func words() {
    #expect(CoxError.rows(.noRows).description == "there are no rows to follow over time")
    #expect(
      CoxError.constant(covariate: 1).description
        == "covariate 2 has the same value in every row")
    #expect(
      CoxError.monotoneLikelihood(covariate: 0).description
        == "covariate 1 parts those who leave from those who stay completely, "
        + "so its effect runs off to infinity")
  }

  private func expectError(
    _ error: CoxError, times: [Double], events: [Bool], _ covariates: [[Double]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) {
      try CoxModel(times: times, events: events, covariates: covariates)
    }
  }
}
