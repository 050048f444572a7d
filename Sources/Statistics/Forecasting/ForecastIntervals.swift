extension Forecast {
  /// Carries a fit back to the units of the series, with its intervals.
  init(
    fitted: CombinedForecast, method: ForecastMethod, spread: ForecastSpread,
    transformation: SeriesTransformation, bridged: BridgedSeries, horizon: Int, level: Double?,
    notes: [String]
  ) {
    let end = fitted.end
    // Places at the end without a value lengthen the way.
    let skipped = bridged.missingAtEnd
    func path(_ method: any FittedMethod) -> [Double] {
      Array(method.paths(from: end, horizon: horizon + skipped).path(from: end).dropFirst(skipped))
    }
    let points = path(fitted)
    let means = points.map { point in
      method == .naive
        ? transformation.inverse(point) : transformation.mean(around: point, error: spread.oneStep)
    }
    func ends(_ level: Double, sign: Double) -> [Double] {
      points.indices.map { step in
        let half = spread.halfWidth(level, step: step)
        let end = transformation.inverse(half == 0 ? points[step] : points[step] + sign * half)
        return sign < 0 ? min(end, means[step]) : max(end, means[step])
      }
    }
    self.init(
      mean: means, lower80: ends(0.8, sign: -1), upper80: ends(0.8, sign: 1),
      lower95: ends(0.95, sign: -1), upper95: ends(0.95, sign: 1),
      lowerAsked: level.map { ends($0, sign: -1) } ?? [],
      upperAsked: level.map { ends($0, sign: 1) } ?? [], method: method,
      members: fitted.members.map {
        ForecastMember(
          name: $0.name, parameters: $0.parameters,
          points: path($0).map { transformation.inverse($0) })
      },
      intervals: spread.source, standardErrors: spread.standardErrors,
      dispersion: spread.dispersion,
      errors: transformation.errors(of: fitted, bridged), notes: notes + spread.notes)
  }
}

extension ForecastSpread {
  fileprivate var notes: [String] {
    if source == .none { return [unboundedNote] }
    return standardErrors.allSatisfy { $0 == 0 } && halfWidth(0.95, step: 0) == 0
      ? ["the series never departs from its forecast: the interval has no width"] : []
  }
}

private let unboundedNote = "too few values to measure any spread: the interval is unbounded"

extension SeriesTransformation {
  /// Value less one-step forecast, in the units of the series, from the second season on.
  fileprivate func errors(of fitted: CombinedForecast, _ bridged: BridgedSeries) -> [Double?] {
    var errors = [Double?](repeating: nil, count: original.count)
    let first = min(max(2, fitted.longestSeason), max(1, bridged.values.count - 1))
    let paths = fitted.paths(from: first, horizon: 1)
    for place in first..<max(first, bridged.values.count) {
      let own = place + bridged.missingAtStart
      guard let value = original[own], bridged.isObserved[place] else { continue }
      errors[own] = value - inverse(paths[place, 0], at: own)
    }
    return errors
  }

  /// The mean of what lies at evenly spread probabilities around a point, because a curved scale does not
  /// carry a mean to a mean.
  fileprivate func mean(around point: Double, error: Double) -> Double {
    guard !isStraight, error > 0, error.isFinite else { return inverse(point) }
    return shifts.reduce(0) { $0 + inverse(point + $1 * error) } / Double(shifts.count)
  }
}

private let shifts = (0..<100).map { normalQuantile((Double($0) + 0.5) / 100) }

/// The mean of all values at every horizon, its variance 1 + 1/n times theirs, with Student's t.
func meanForecast(
  _ transformation: SeriesTransformation, horizon: Int, level: Double?, notes: [String]
) -> Forecast {
  let values = transformation.values.compactMap(\.self)
  let count = Double(values.count)
  let middle = values.reduce(0, +) / count
  let originals = transformation.original.compactMap(\.self)
  let mean = originals.reduce(0, +) / Double(originals.count)
  let squares = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
  let chance = transformation.futureSamplingVariance
  let measured = values.count > 1 ? squares / (count - 1) : nil
  var source = IntervalSource.none
  var variance = Double.infinity
  if let measured, measured > chance {
    (source, variance) = (.modelVariance(degreesOfFreedom: values.count - 1), measured)
  } else if measured != nil || chance > 0 {
    (source, variance) = (.sampling, chance)
  }
  let error = ((1 + 1 / count) * variance).squareRoot()
  func end(_ level: Double, sign: Double) -> [Double] {
    let probability = (1 + level) / 2
    var quantile = normalQuantile(probability)
    if case .modelVariance(let degrees) = source {
      quantile = studentQuantile(probability, degrees: Double(degrees))
    }
    let end = transformation.inverse(error == 0 ? middle : middle + sign * quantile * error)
    return Array(repeating: sign < 0 ? min(end, mean) : max(end, mean), count: horizon)
  }
  return Forecast(
    mean: Array(repeating: mean, count: horizon), lower80: end(0.8, sign: -1),
    upper80: end(0.8, sign: 1), lower95: end(0.95, sign: -1), upper95: end(0.95, sign: 1),
    lowerAsked: level.map { end($0, sign: -1) } ?? [],
    upperAsked: level.map { end($0, sign: 1) } ?? [], method: .mean,
    members: [ForecastMember(name: "the mean", parameters: [], points: [])],
    intervals: source, standardErrors: Array(repeating: error, count: horizon), dispersion: nil,
    errors: transformation.original.map { $0.map { $0 - mean } },
    notes: notes + (source == .none ? [unboundedNote] : []))
}
