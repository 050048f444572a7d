extension Forecast {
  /// Carries a fit back to the units of the series, with its intervals.
  init(
    fit: ForecastFit, method: ForecastMethod, transformation: SeriesTransformation,
    backtests: [BacktestError], notes: [String]
  ) {
    let spread = ForecastSpread(fit: fit, method: method, transformation: transformation)
    let standardErrors = fit.varianceFactors.map(spread.standardError)
    func quantiles(_ probability: Double) -> [Double] {
      let multiplier = spread.multiplier(probability)
      return zip(fit.points, standardErrors).map { point, error in
        transformation.inverse(error == 0 ? point : point + multiplier * error)
      }
    }
    let means = spread.means(of: fit, method, transformation)
    // A past value of another exposure can lie a little outside what its own scale gives.
    func lower(_ probability: Double) -> [Double] { zip(quantiles(probability), means).map(min) }
    func upper(_ probability: Double) -> [Double] { zip(quantiles(probability), means).map(max) }
    self.init(
      mean: means, lower80: lower(0.1), upper80: upper(0.9), lower95: lower(0.025),
      upper95: upper(0.975),
      method: method, fit: fit, standardErrors: standardErrors,
      fitted: fit.fitted.indices.map { place in
        fit.fitted[place].map { transformation.inverse($0, at: place) }
      },
      backtests: backtests, notes: notes + spread.notes)
  }
}

/// The variance of forecast errors on the transformed scale.
private struct ForecastSpread {
  /// The variance of a one-step error; nil where neither errors nor chance tell it.
  private let variance: Double?
  /// How much more chance a future period has than the average past one; negative for less.
  private let samplingDifference: Double
  /// Infinite where the variance is known from chance alone.
  private let degreesOfFreedom: Double

  init(fit: ForecastFit, method: ForecastMethod, transformation: SeriesTransformation) {
    let past = transformation.pastSamplingVariance
    // The naive forecast is itself one observation with its own chance: its errors have it twice.
    let floor = method == .seasonalNaive ? 2 * past : past
    samplingDifference = transformation.futureSamplingVariance - past
    if let estimated = fit.variance, estimated > floor {
      (variance, degreesOfFreedom) = (estimated, Double(fit.degreesOfFreedom))
    } else {
      variance = fit.variance == nil && floor == 0 ? nil : floor
      degreesOfFreedom = .infinity
    }
  }

  func standardError(factor: Double) -> Double {
    guard let variance else { return .infinity }
    return max(0, factor * variance + samplingDifference).squareRoot()
  }

  func multiplier(_ probability: Double) -> Double {
    degreesOfFreedom.isFinite
      ? studentQuantile(probability, degrees: degreesOfFreedom) : normalQuantile(probability)
  }

  /// The expected value in the units of the series: the naive value and the plain mean as they are; a
  /// smoothed level as the mean of what lies at evenly spread probabilities around it one step ahead,
  /// because a curved scale does not carry a mean to a mean.
  func means(
    of fit: ForecastFit, _ method: ForecastMethod, _ transformation: SeriesTransformation
  ) -> [Double] {
    let horizon = fit.points.count
    switch method {
    case .seasonalNaive:
      return seasonalNaive(transformation.original, season: fit.season, horizon: horizon)?.points
        ?? fit.points.map { transformation.inverse($0) }
    case .mean:
      let values = transformation.original.compactMap(\.self)
      return [Double](repeating: values.reduce(0, +) / Double(values.count), count: horizon)
    case .exponentialSmoothing:
      let error = standardError(factor: 1)
      // A series that never moves goes on as it is.
      guard !transformation.isStraight, fit.squaredErrors > 0, error.isFinite else {
        return fit.points.map { transformation.inverse($0) }
      }
      let count = 200
      let shifts = (0..<count).map { normalQuantile((Double($0) + 0.5) / Double(count)) * error }
      return fit.points.map { point in
        shifts.reduce(0) { $0 + transformation.inverse(point + $1) } / Double(count)
      }
    }
  }

  var notes: [String] {
    guard let variance else {
      return ["too few values to measure any spread: the interval is unbounded"]
    }
    return variance == 0
      ? ["the series never departs from its forecast: the interval has no width"] : []
  }
}
