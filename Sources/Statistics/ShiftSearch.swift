import Glibc

/// The work of `ShiftScan` on one set of usable periods.
struct ShiftSearch {
  let series: ShiftSeries
  private let minimum: Int
  private(set) var model: LevelModel
  private(set) var shapes: [Shape] = []
  private(set) var nullFit: LevelModel.Fit
  private(set) var bestFit: LevelModel.Fit
  private(set) var bestIndex = 0
  private(set) var best = ShiftScan.Candidate(shape: .step, start: 0, statistic: 0, size: 0)
  /// The single period that explains the series better than any shift; nil where none does.
  private(set) var outlier: ShiftScan.Outlier?
  private(set) var dispersion = 1.0
  private(set) var seasonVariance: Double
  /// Twice the gain of log-likelihood of each shape.
  private var gains: [Double] = []
  private let prior: ShiftPrior

  struct Shape {
    var kind: ShiftScan.Shape
    var start: Int
    var values: [Double]
  }

  init(_ series: ShiftSeries, _ options: ShiftScan.Options) {
    self.series = series
    minimum = max(1, options.minimum)
    prior = ShiftPrior.usual(series.family, spread: 1)
    seasonVariance = prior.seasonVariance
    model = LevelModel(series, seasonPenalty: 0, slopePenalty: 0)
    nullFit = model.flat
    bestFit = nullFit
    for kind in [ShiftScan.Shape.step, .ramp] {
      for start in starts {
        let length = kind == .step ? 1 : options.rampLength
        shapes.append(
          Shape(kind: kind, start: start, values: rise(from: start, over: length)))
      }
    }
  }

  /// The places at which a shift may begin: enough usable periods lie on both sides.
  private var starts: [Int] {
    var before = 0
    let used = series.usedCount
    return series.counts.indices.filter { place in
      defer { if series.isUsed(place) { before += 1 } }
      return series.isUsed(place) && before >= minimum && used - before >= minimum
    }
  }

  private func rise(from start: Int, over length: Int) -> [Double] {
    series.counts.indices.map {
      $0 < start ? 0 : min(1, Double($0 - start + 1) / Double(length))
    }
  }

  mutating func run() {
    dispersion = series.family == .amount ? series.spreadVariance : 1.5
    for _ in 0..<2 {
      setPenalties()
      nullFit = model.fit(nil, from: model.flat)
      learnSeason()
      scan()
      let spent = model.effectiveParameters(bestFit, hasShape: true)
      let degrees = max(1, Double(series.usedCount) - spent)
      let found = bestFit.pearson / degrees
      dispersion = series.family == .amount ? max(found, 1e-9) : max(1, found)
    }
    let statistic = gains[bestIndex] / dispersion
    let shape = shapes[bestIndex]
    best = ShiftScan.Candidate(
      shape: shape.kind, start: likeliestStart, statistic: statistic, size: bestFit.size)
    findOutlier()
  }

  private mutating func setPenalties() {
    model.seasonPenalty = dispersion / seasonVariance
    model.slopePenalty = dispersion / (prior.slope * prior.slope)
  }

  /// The variance of the season effects from the effects themselves (EM), the prior counting as some
  /// more of them.
  private mutating func learnSeason() {
    guard series.season > 1 else { return }
    for _ in 0..<6 {
      let information = model.seasonInformation(nullFit)
      var sum = prior.seasonWeight * prior.seasonVariance
      for (effect, known) in zip(nullFit.season, information) {
        sum += effect * effect + dispersion / (known + model.seasonPenalty)
      }
      seasonVariance = sum / (prior.seasonWeight + Double(series.season))
      setPenalties()
      nullFit = model.fit(nil, from: nullFit)
    }
  }

  private mutating func scan() {
    gains = []
    gains.reserveCapacity(shapes.count)
    var highest = -Double.infinity
    for (index, shape) in shapes.enumerated() {
      let fit = model.fit(shape.values, from: nullFit)
      let gain = 2 * (fit.likelihood - nullFit.likelihood)
      gains.append(gain)
      let handicapped = gain - handicap(shape.kind)
      if handicapped > highest { (highest, bestIndex, bestFit) = (handicapped, index, fit) }
    }
  }

  /// Gains are in units of the dispersion, and so is what a ramp has to gain more.
  private func handicap(_ kind: ShiftScan.Shape) -> Double {
    kind == .ramp ? ShiftScan.rampHandicap * dispersion : 0
  }

  /// The start with the most likelihood within one period of it.
  private var likeliestStart: Int {
    var mass = [Double](repeating: 0, count: series.count + 2)
    let top = gains.max() ?? 0
    for (shape, gain) in zip(shapes, gains) {
      mass[shape.start + 1] += exp((gain - handicap(shape.kind) - top) / (2 * dispersion))
    }
    var place = shapes[bestIndex].start
    var most = 0.0
    for candidate in 0..<series.count {
      let near = mass[candidate] + mass[candidate + 1] + mass[candidate + 2]
      if near > most * (1 + 1e-9) { (most, place) = (near, candidate) }
    }
    return place
  }

  /// The starts within the chi-squared quantile of the best one.
  func startInterval(_ level: Double) -> ClosedRange<Int> {
    let z = normalQuantile((1 + level) / 2)
    let top = gains.max() ?? 0
    let inside = zip(shapes, gains).filter { (top - $1) / dispersion <= z * z }.map(\.0.start)
    return min(inside.min() ?? best.start, best.start)...max(inside.max() ?? best.start, best.start)
  }

  private mutating func findOutlier() {
    var odd: (place: Int, gain: Double, fit: LevelModel.Fit)?
    for place in series.counts.indices where series.isUsed(place) {
      var values = [Double](repeating: 0, count: series.count)
      values[place] = 1
      let fit = model.fit(values, from: nullFit)
      let gain = 2 * (fit.likelihood - nullFit.likelihood)
      if gain > odd?.gain ?? -.infinity { odd = (place, gain, fit) }
    }
    guard let odd, odd.gain > gains[bestIndex] else { return }
    let degrees = max(
      1, Double(series.usedCount) - model.effectiveParameters(odd.fit, hasShape: true))
    let found = odd.fit.pearson / degrees
    let scale = series.family == .amount ? max(found, 1e-9) : max(1, found)
    outlier = ShiftScan.Outlier(
      place: odd.place, statistic: odd.gain / scale, size: odd.fit.size)
  }

  /// The share of orders of the residuals that reach the statistic of the series.
  func chanceP(_ options: ShiftScan.Options) -> Double {
    guard options.permutations > 0 else { return 1 }
    let scan = ScoreScan(model, nullFit, shapes, handicap: handicap)
    let permuted = permutationReplicates(
      of: scan.residuals, replicates: 0..<options.permutations, seed: options.seed, scan.highest)
    return permutationP(observed: scan.highest(scan.residuals), permuted: permuted)
  }
}
