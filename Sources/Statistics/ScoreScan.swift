/// The score statistics of every shape at once, for many orders of the residuals.
///
/// With the weights of the fit without shift: (x' W r)^2 / (x' W x - x' W B (B' W B + penalty)^-1 B' W x)
/// for each shape x, B being intercept, slope and season; its highest value over the shapes, divided
/// by the dispersion that is left. Rao 1948. The denominators do not depend on the order.
struct ScoreScan {
  /// Pearson residuals of the usable periods.
  let residuals: [Double]
  /// For each shape its values less what intercept, slope and season explain of them, times the
  /// root of the weight and over the root of the statistic's denominator.
  private let contrasts: [[Double]]
  private let handicaps: [Double]
  private let degrees: Double

  init(
    _ model: LevelModel, _ fit: LevelModel.Fit, _ shapes: [ShiftSearch.Shape],
    handicap: (ShiftScan.Shape) -> Double
  ) {
    let series = model.series
    let places = series.counts.indices.filter(series.isUsed)
    let moments = places.map { model.moments($0, fit.predictor[$0]) }
    let roots = moments.map { max($0.weight, 1e-12).squareRoot() }
    residuals = zip(moments, roots).map { $0.residual / $1 }
    degrees = max(
      1, Double(places.count) - model.effectiveParameters(fit, hasShape: true))
    let base = Projection(model, places, roots: roots)
    contrasts = shapes.map { shape in
      base.contrast(zip(places, roots).map { shape.values[$0] * $1 })
    }
    handicaps = shapes.map { handicap($0.kind) }
  }

  /// The highest statistic of residuals in some order.
  func highest(_ residuals: [Double]) -> Double {
    var squares = 0.0
    for residual in residuals { squares += residual * residual }
    var highest = 0.0
    for (contrast, handicap) in zip(contrasts, handicaps) {
      var product = 0.0
      for place in residuals.indices { product += contrast[place] * residuals[place] }
      highest = max(highest, product * product - handicap)
    }
    // Monotone in the share of the squares that the best shape explains.
    return highest / max((squares - highest) / degrees, 1e-12)
  }
}

/// What intercept, slope and season, shrunk, explain of a column.
private struct Projection {
  private let roots: [Double]
  private let years: [Double]
  private let months: [Int]
  private let monthWeights: [Double]
  private let monthYears: [Double]
  private let penalty: Double
  private let hasSeason: Bool
  private var a00 = 0.0
  private var a01 = 0.0
  private var a11: Double

  init(_ model: LevelModel, _ places: [Int], roots: [Double]) {
    let series = model.series
    self.roots = roots
    years = places.map { model.slopeAxis[$0] }
    months = places.map(series.seasonPlace)
    penalty = model.seasonPenalty
    hasSeason = series.season > 1
    a11 = model.slopePenalty
    var (weights, weightedYears) = (
      [Double](repeating: 0, count: series.season), [Double](repeating: 0, count: series.season)
    )
    for (index, root) in roots.enumerated() {
      let weight = root * root
      weights[months[index]] += weight
      weightedYears[months[index]] += weight * years[index]
      a00 += weight
      a01 += weight * years[index]
      a11 += weight * years[index] * years[index]
    }
    (monthWeights, monthYears) = (weights, weightedYears)
    guard hasSeason else { return }
    for (weight, year) in zip(weights, weightedYears) {
      let whole = weight + penalty
      a00 -= weight * weight / whole
      a01 -= weight * year / whole
      a11 -= year * year / whole
    }
  }

  /// A column of roots of weights times values, less its projection, scaled to the statistic.
  func contrast(_ column: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: monthWeights.count)
    var (b0, b1, squares) = (0.0, 0.0, 0.0)
    for (index, value) in column.enumerated() {
      let weighted = value * roots[index]
      sums[months[index]] += weighted
      b0 += weighted
      b1 += weighted * years[index]
      squares += value * value
    }
    if hasSeason {
      for (month, sum) in sums.enumerated() {
        let whole = monthWeights[month] + penalty
        b0 -= monthWeights[month] * sum / whole
        b1 -= monthYears[month] * sum / whole
      }
    }
    let determinant = max(a00 * a11 - a01 * a01, 1e-300)
    let intercept = (b0 * a11 - b1 * a01) / determinant
    let slope = (b1 * a00 - b0 * a01) / determinant
    var effects = [Double](repeating: 0, count: sums.count)
    if hasSeason {
      for (month, sum) in sums.enumerated() {
        effects[month] =
          (sum - monthWeights[month] * intercept - monthYears[month] * slope)
          / (monthWeights[month] + penalty)
      }
    }
    var (rest, explained) = (column, 0.0)
    for index in column.indices {
      let fitted = intercept + slope * years[index] + effects[months[index]]
      rest[index] -= roots[index] * fitted
      explained += column[index] * roots[index] * fitted
    }
    let scale = 1 / max(squares - explained, 1e-9).squareRoot()
    return rest.map { $0 * scale }
  }
}
