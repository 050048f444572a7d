import Glibc

/// A model of purchases fitted by maximum likelihood.
///
/// The fit is made in the logarithms of the parameters with analytic slopes, from several starts,
/// with times measured in units of the mean T: so that the same customers give the same fit whatever
/// their order and the unit of time. Of more than 20,000 customers a sample gives the start.
package struct PurchaseModelFit<Model: PurchaseModel>: Sendable {
  package let model: Model
  /// In the order of `Model.parameterNames`, in the unit of time of the histories.
  package let parameters: [Double]
  package let logLikelihood: Double
  package let customers: Double
  /// The covariance of the logarithms of the parameters, row-major: the inverse of the observed
  /// information.
  package let logCovariance: [Double]
  /// How often the likelihood of all customers was evaluated.
  package let evaluations: Int

  private static var sampleSize: Double { 20_000 }

  /// Throws where the data cannot determine the parameters, and says why.
  package init(_ histories: PurchaseHistories) throws(PurchaseModelError) {
    let repeats = histories.sum { $0.repeats }
    let time = histories.sum { $0.length }
    guard repeats > 0 else { throw .noRepeats }
    guard time > 0 else { throw .noTime }
    let needed = Model.parameterNames.count
    guard histories.repeaters >= 3 else {
      throw .tooFew(customers: Int(histories.repeaters), needed: 3)
    }
    // Opportunities to buy have no other unit than one.
    let hasUnit = Model.parameterDimensions.contains { $0 != 0 }
    let unit = hasUnit ? time / histories.customers : 1
    let scaled = hasUnit ? histories.scaled(by: unit) : histories
    let minimum = try PurchaseModelFit.minimum(
      scaled, rate: hasUnit ? repeats / histories.customers : repeats / time)
    let parameters = zip(minimum.point, Model.parameterDimensions).map {
      exp($0) * ($1 == 0 ? 1 : unit)
    }
    self.parameters = parameters
    model = Model(parameters: parameters)
    logLikelihood = -minimum.value * histories.customers - (hasUnit ? repeats * log(unit) : 0)
    customers = histories.customers
    logCovariance = SymmetricFactor(minimum.curvature, order: needed, tolerance: 0).inverse
      .map { $0 / histories.customers }
    evaluations = minimum.evaluations
  }

  /// Wald's intervals of the parameters, on their logarithms; nil where `level` is outside 0..<1.
  package func parameterIntervals(level: Double = 0.95) -> [Interval]? {
    guard level >= 0, level < 1 else { return nil }
    let z = normalQuantile((1 + level) / 2)
    return parameters.indices.map { index in
      let error = logCovariance[index * parameters.count + index].squareRoot()
      return Interval(
        low: parameters[index] * exp(-z * error), high: parameters[index] * exp(z * error))
    }
  }

  /// The interval of a positive figure of the model that comes from not knowing the parameters
  /// exactly, by the delta method on its logarithm; nil where `level` is outside 0..<1.
  package func interval(level: Double = 0.95, of figure: (Model) -> Double) -> Interval? {
    guard level >= 0, level < 1 else { return nil }
    let reach = 1e-4
    let value = figure(model)
    guard value > 0, value < .infinity else { return Interval(low: value, high: value) }
    let slopes = parameters.indices.map { index in
      let ends = [reach, -reach].map { shift in
        var moved = parameters
        moved[index] *= exp(shift)
        return log(figure(Model(parameters: moved)))
      }
      return (ends[0] - ends[1]) / (2 * reach)
    }
    var variance = 0.0
    for row in slopes.indices {
      for column in slopes.indices {
        variance += slopes[row] * slopes[column] * logCovariance[row * slopes.count + column]
      }
    }
    let error = normalQuantile((1 + level) / 2) * max(0, variance).squareRoot()
    return Interval(low: value * exp(-error), high: value * exp(error))
  }

  /// Parameters drawn from the normal distribution of their logarithms about the fit.
  package func drawModel(_ generator: inout SeededGenerator) -> Model {
    let order = parameters.count
    var logs = parameters.map { log($0) }
    let draws = (0..<order).map { _ in generator.normal() }
    for (row, factors) in choleskyRows(logCovariance, order: order).enumerated() {
      logs[row] += dot(factors, draws)
    }
    return Model(parameters: logs.map { exp($0) })
  }

  private static func minimum(
    _ histories: PurchaseHistories, rate: Double
  ) throws(PurchaseModelError) -> Minimum {
    func slopes(_ histories: PurchaseHistories) -> ([Double]) -> Slopes {
      { logs in Model.slopes(histories, logs.map { exp($0) }) }
    }
    do throws(MinimumError) {
      guard histories.customers > sampleSize else {
        return try Minimum.best(from: Model.starts(rate: rate), slopes(histories))
      }
      let sample = histories.sample(sampleSize)
      let first = try? Minimum.best(from: Model.starts(rate: rate), slopes(sample))
      guard let first else {
        return try Minimum.best(from: Model.starts(rate: rate), slopes(histories))
      }
      return try Minimum(near: first, slopes(histories))
    } catch {
      switch error {
      case .notConverged: throw .notConverged
      case .runsAway(let coordinates, let point):
        throw .runsToInfinity(
          parameters: coordinates.map { Model.parameterNames[$0] },
          meaning: Model.meaning(runaways: coordinates, point.map { exp($0) }))
      }
    }
  }
}

/// The rows of the lower triangular L with L L' = `matrix` (row-major, positive semidefinite).
func choleskyRows(_ matrix: [Double], order: Int) -> [[Double]] {
  var rows: [[Double]] = []
  for row in 0..<order {
    var factors = Array(repeating: 0.0, count: order)
    for column in 0...row {
      let earlier = column == row ? factors : rows[column]
      let rest = (0..<column).reduce(matrix[row * order + column]) {
        $0 - factors[$1] * earlier[$1]
      }
      if column == row {
        factors[row] = max(0, rest).squareRoot()
      } else {
        factors[column] = rows[column][column] > 0 ? rest / rows[column][column] : 0
      }
    }
    rows.append(factors)
  }
  return rows
}
