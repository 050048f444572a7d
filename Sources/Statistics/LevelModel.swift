import Glibc

/// The level of a series period by period: intercept, slow slope, season, and one more shape.
///
/// Penalised quasi-likelihood: linear predictor a + b (t - middle)/year + season(t) + d x(t), season and
/// slope shrunk to 0 as normal with the variances of the prior, divided by the dispersion. The
/// maximum is found by Newton's method; season effects are eliminated first (they are orthogonal), so a
/// step costs one pass over the series. McCullagh & Nelder 1989, ch. 4 and 9; shrinkage as in a
/// mixed model, Breslow & Clayton, JASA 88 (1993) 9-25.
struct LevelModel {
  let series: ShiftSeries
  /// One over the variance of the season effects, times the dispersion.
  var seasonPenalty: Double
  var slopePenalty: Double
  /// The place of each period on the slope's axis, in years from the middle.
  private let years: [Double]
  private let seasonPlaces: [Int]
  private let hasSeason: Bool

  init(_ series: ShiftSeries, seasonPenalty: Double, slopePenalty: Double) {
    self.series = series
    self.seasonPenalty = seasonPenalty
    self.slopePenalty = slopePenalty
    let middle = Double(series.count - 1) / 2
    years = series.counts.indices.map { (Double($0) - middle) / series.periodsPerYear }
    seasonPlaces = series.counts.indices.map(series.seasonPlace)
    hasSeason = series.season > 1
  }

  struct Fit {
    var intercept: Double
    var slope = 0.0
    var season: [Double]
    /// The coefficient of the shape.
    var size = 0.0
    /// Log-likelihood less the penalties.
    var likelihood = 0.0
    /// Sum of squared residuals, each over its binomial, Poisson or unit variance.
    var pearson = 0.0
    /// The linear predictor of each period.
    var predictor: [Double] = []
  }

  /// The start of every search: the level of the whole.
  var flat: Fit {
    Fit(intercept: series.wholeLevel, season: [Double](repeating: 0, count: series.season))
  }

  /// The maximum with a shape, from a start that is near; `shape` nil for none.
  func fit(_ shape: [Double]?, from start: Fit, steps: Int = 8) -> Fit {
    var fit = start
    for _ in 0..<steps {
      let moved = newtonStep(shape, &fit)
      if moved < 1e-9 { break }
    }
    finish(shape, &fit)
    return fit
  }

  /// One step; the largest change of a coefficient.
  private func newtonStep(_ shape: [Double]?, _ fit: inout Fit) -> Double {
    var sums = Sums(season: series.season)
    for place in series.counts.indices where series.exposures[place] > 0 {
      let x = shape?[place] ?? 0
      let (weight, residual, _) = moments(place, predictor(place, x, fit))
      sums.add(weight, residual, season: seasonPlaces[place], year: years[place], shape: x)
    }
    let change = sums.solve(
      fit, seasonPenalty: hasSeason ? seasonPenalty : .infinity, slopePenalty: slopePenalty,
      hasShape: shape != nil)
    fit.intercept += change.intercept
    fit.slope += change.slope
    fit.size += change.size
    for month in fit.season.indices { fit.season[month] += change.season[month] }
    return change.largest
  }

  private func predictor(_ place: Int, _ x: Double, _ fit: Fit) -> Double {
    fit.intercept + fit.slope * years[place] + fit.season[seasonPlaces[place]] + fit.size * x
  }

  /// Weight, residual and log-likelihood of a period at a linear predictor.
  func moments(_ place: Int, _ predictor: Double) -> (
    weight: Double, residual: Double, likelihood: Double
  ) {
    let (count, exposure) = (series.counts[place], series.exposures[place])
    switch series.family {
    case .share:
      let level = min(30, max(-30, predictor))
      let odds = exp(level)
      let rate = odds / (1 + odds)
      return (
        exposure * rate * (1 - rate), count - exposure * rate,
        count * level - exposure * log1p(odds)
      )
    case .count:
      let level = min(30, max(-30, predictor))
      let mean = exposure * exp(level)
      return (mean, count - mean, count * level - mean)
    case .amount:
      let residual = count - predictor
      return (1, residual, -residual * residual / 2)
    }
  }

  private func finish(_ shape: [Double]?, _ fit: inout Fit) {
    fit.predictor = series.counts.indices.map { predictor($0, shape?[$0] ?? 0, fit) }
    var (likelihood, pearson) = (0.0, 0.0)
    for place in series.counts.indices where series.exposures[place] > 0 {
      let found = moments(place, fit.predictor[place])
      likelihood += found.likelihood
      if found.weight > 0 { pearson += found.residual * found.residual / found.weight }
    }
    var penalty = slopePenalty * fit.slope * fit.slope
    if hasSeason { for effect in fit.season { penalty += seasonPenalty * effect * effect } }
    fit.likelihood = likelihood - penalty / 2
    fit.pearson = pearson
  }

  /// The information about each season effect, without its prior.
  func seasonInformation(_ fit: Fit) -> [Double] {
    var information = [Double](repeating: 0, count: series.season)
    for place in series.counts.indices where series.exposures[place] > 0 {
      information[seasonPlaces[place]] += moments(place, fit.predictor[place]).weight
    }
    return information
  }

  /// How many coefficients the fit spends, shrunk ones counting less than 1.
  func effectiveParameters(_ fit: Fit, hasShape: Bool) -> Double {
    let information = seasonInformation(fit)
    var total = 1.0
    if hasShape { total += 1 }
    if hasSeason {
      let shares = information.map { $0 / ($0 + seasonPenalty) }
      // The intercept takes one of them.
      total += shares.reduce(0, +) * Double(series.season - 1) / Double(series.season)
    }
    let slope = series.counts.indices.reduce(0.0) { sum, place in
      guard series.exposures[place] > 0 else { return sum }
      return sum + moments(place, fit.predictor[place]).weight * years[place] * years[place]
    }
    return total + slope / (slope + slopePenalty)
  }

  /// The slope's axis, which permutation projects out too.
  var slopeAxis: [Double] { years }
}

/// The normal equations of one Newton step.
private struct Sums {
  private var weights: [Double]
  private var residuals: [Double]
  private var weightedYears: [Double]
  private var weightedShapes: [Double]
  private var yearYear = 0.0
  private var yearShape = 0.0
  private var shapeShape = 0.0
  private var yearResidual = 0.0
  private var shapeResidual = 0.0

  init(season: Int) {
    let zeros = [Double](repeating: 0, count: season)
    (weights, residuals, weightedYears, weightedShapes) = (zeros, zeros, zeros, zeros)
  }

  mutating func add(_ weight: Double, _ residual: Double, season: Int, year: Double, shape: Double)
  {
    weights[season] += weight
    residuals[season] += residual
    weightedYears[season] += weight * year
    weightedShapes[season] += weight * shape
    yearYear += weight * year * year
    yearShape += weight * year * shape
    shapeShape += weight * shape * shape
    yearResidual += residual * year
    shapeResidual += residual * shape
  }

  struct Change {
    var intercept = 0.0
    var slope = 0.0
    var size = 0.0
    var season: [Double]
    var largest: Double {
      season.reduce(max(abs(intercept), abs(slope), abs(size))) { max($0, abs($1)) }
    }
  }

  /// Season effects eliminated, a system of three is left. An infinite season penalty: no season.
  func solve(
    _ fit: LevelModel.Fit, seasonPenalty: Double, slopePenalty: Double, hasShape: Bool
  ) -> Change {
    let hasSeason = seasonPenalty.isFinite
    var (a00, a01, a02) = (0.0, 0.0, 0.0)
    var (a11, a12, a22) = (yearYear + slopePenalty, yearShape, shapeShape)
    var (b0, b1, b2) = (0.0, yearResidual - slopePenalty * fit.slope, shapeResidual)
    for month in weights.indices {
      let (w, y, x) = (weights[month], weightedYears[month], weightedShapes[month])
      guard hasSeason else {
        (a00, a01, a02, b0) = (a00 + w, a01 + y, a02 + x, b0 + residuals[month])
        continue
      }
      let whole = w + seasonPenalty
      let gradient = residuals[month] - seasonPenalty * fit.season[month]
      a00 += w - w * w / whole
      a01 += y - w * y / whole
      a02 += x - w * x / whole
      a11 -= y * y / whole
      a12 -= y * x / whole
      a22 -= x * x / whole
      b0 += residuals[month] - w * gradient / whole
      b1 -= y * gradient / whole
      b2 -= x * gradient / whole
    }
    // A shape that no client tells from the level keeps its size; a faint pull keeps it finite.
    a22 += 1e-3
    b2 -= 1e-3 * fit.size
    a00 += 1e-9
    var change = Change(season: [Double](repeating: 0, count: weights.count))
    let l10 = a01 / a00
    let d1 = max(a11 - l10 * a01, 1e-12)
    if hasShape {
      let l20 = a02 / a00
      let rest = a12 - l20 * a01
      let l21 = rest / d1
      let d2 = max(a22 - l20 * a02 - l21 * rest, 1e-12)
      change.size = (b2 - l20 * b0 - l21 * (b1 - l10 * b0)) / d2
      change.size = min(2, max(-2, change.size))
    }
    change.slope = (b1 - l10 * b0 - (a12 - a02 * l10) * change.size) / d1
    change.intercept = (b0 - a01 * change.slope - a02 * change.size) / a00
    if hasSeason {
      for month in weights.indices {
        let gradient =
          residuals[month] - seasonPenalty * fit.season[month]
          - weights[month] * change.intercept - weightedYears[month] * change.slope
          - weightedShapes[month] * change.size
        change.season[month] = gradient / (weights[month] + seasonPenalty)
      }
    }
    return change
  }
}
