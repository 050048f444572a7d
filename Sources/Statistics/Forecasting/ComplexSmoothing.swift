import Glibc

/// A fitted form of complex exponential smoothing.
///
/// Svetunkov, Kourentzes & Ord, "Complex exponential smoothing", Naval Research Logistics 69 (2022)
/// 1108-1123. Level l and its companion p move by l = l - (1 - a1) p + (a0 - a1) e and
/// p = l + (1 - a0) p + (a0 + a1) e, e being the one-step error; with `simple` season l and p are those
/// of the same month a season ago, with `partial` season one more state s = s + b0 e is added, with
/// `full` season two, which move as l and p do with b0 and b1.
package struct ComplexSmoothing: FittedMethod {
  package enum Season: String, Hashable, Sendable, CaseIterable { case none, simple, partial, full }

  package let form: Season
  /// Periods in a cycle; 1 for the form without a season.
  package let season: Int
  /// Without the constant: -n/2 log(sum of squared errors).
  package let logLikelihood: Double
  package let criterion: Double
  let weights: [Double]
  private let series: [Double]

  package var end: Int { series.count }
  package var longestSeason: Int { season }

  /// 1 + sum of squared responses: how a shock of one period moves the forecasts of the later ones.
  package func varianceFactors(horizon: Int) -> [Double] {
    let responses = ComplexFilter.responses(form, season: season, weights, horizon: horizon)
    var factors: [Double] = []
    var sum = 1.0
    for response in responses {
      factors.append(sum)
      sum += response * response
    }
    return factors
  }

  package var name: String {
    form == .none ? "CES without a season" : "CES with \(form.rawValue) season"
  }

  package var parameters: [ForecastParameter] {
    zip(["a0", "a1", "b0", "b1"], weights).map { ForecastParameter(name: $0, value: $1) }
  }

  init(
    form: Season, season: Int, value: Double, weights: [Double], series: [Double], scale: Double
  ) {
    self.form = form
    self.season = season
    self.weights = weights
    self.series = series
    let count = Double(series.count)
    let unscaled = value + 2 * count * log(scale)
    logLikelihood = -unscaled / 2
    let parameters = Double(form.components + 1)
    criterion =
      unscaled + 2 * parameters + 2 * parameters * (parameters + 1) / (count - parameters - 1)
  }

  package func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths {
    var paths = ForecastPaths(firstOrigin: firstOrigin, lastOrigin: series.count, horizon: horizon)
    guard var filter = ComplexFilter(series, form: form, season: season) else { return paths }
    _ = filter.squaredErrors(weights)
    for origin in firstOrigin...series.count {
      let path = filter.path(from: origin, horizon: horizon, weights)
      for ahead in 0..<horizon { paths[origin, ahead] = path[ahead] }
    }
    return paths
  }
}

extension ComplexSmoothing.Season {
  /// States of one period.
  var components: Int {
    switch self {
    case .none, .simple: 2
    case .partial: 3
    case .full: 4
    }
  }

  /// Where the search starts, and the box it stays in.
  fileprivate var start: [Double] {
    switch self {
    case .none, .simple: [1.3, 1]
    case .partial: [1.3, 1, 0.1]
    case .full: [1.3, 1, 1.3, 1]
    }
  }

  fileprivate var otherStart: [Double] {
    switch self {
    case .none, .simple: [1, 0.8]
    case .partial: [1.1, 0.9, 0.4]
    case .full: [1.1, 1, 1, 0.9]
    }
  }

  fileprivate static let upper = [1.8, 1.9, 1.5, 1.5]
}

/// Fits the four forms of complex exponential smoothing and keeps the one with the lowest AICc.
///
/// The weights minimise the sum of squared one-step errors within 0.01-1.8, 0.01-1.9 and 0.01-1.5; the
/// first states are found by going through the series forwards, backwards and forwards again. Seasonal
/// forms need two full seasons. Nil under five values.
package func complexSmoothing(
  _ series: [Double], season: Int, forms: [ComplexSmoothing.Season]? = nil
) -> ComplexSmoothing? {
  guard series.count >= 5 else { return nil }
  let size = series.reduce(0) { $0 + abs($1) } / Double(series.count)
  guard size > 0 else { return nil }
  let scaled = series.map { $0 / size }
  let seasonal = season > 1 && series.count >= 2 * season
  var best: ComplexSmoothing?
  for form in forms ?? (seasonal ? ComplexSmoothing.Season.allCases : [.none]) {
    let length = form == .none ? 1 : season
    guard form.components + 2 < series.count,
      var filter = ComplexFilter(scaled, form: form, season: length)
    else { continue }
    let end = bestWeights(&filter, form)
    guard end.value.isFinite else { continue }
    let value = Double(series.count) * log(max(end.value, 1e-28))
    let candidate = ComplexSmoothing(
      form: form, season: length, value: value, weights: end.x, series: series, scale: size)
    if candidate.criterion < best?.criterion ?? .infinity { best = candidate }
  }
  return best
}

/// The lower of two searches, gone over once more with a fresh simplex.
private func bestWeights(_ filter: inout ComplexFilter, _ form: ComplexSmoothing.Season)
  -> SearchEnd
{
  func search(_ start: [Double], _ evaluations: Int) -> SearchEnd {
    nelderMeadMinimum(
      from: start, lower: 0.01, upper: ComplexSmoothing.Season.upper, evaluations: evaluations
    ) { filter.squaredErrors($0) }
  }
  let first = search(form.start, 250)
  let second = search(form.otherStart, 250)
  return search(second.value < first.value ? second.x : first.x, 150)
}

/// The recursion over a flat array of states, the first `season` rows before the first value.
private struct ComplexFilter {
  private let series: [Double]
  private let form: ComplexSmoothing.Season
  private let season: Int
  private let first: [Double]
  private let width: Int
  private var states: [Double]

  /// Nil where the season cannot be taken out.
  init?(_ series: [Double], form: ComplexSmoothing.Season, season: Int) {
    self.series = series
    self.form = form
    self.season = season
    width = form.components
    var first = [Double](repeating: 0, count: season * width)
    let early = form == .none ? min(max(10, season), series.count) : season
    let mean = series.prefix(early).reduce(0, +) / Double(early)
    var indices: SeasonalIndices?
    if form == .partial || form == .full {
      indices = classicalDecomposition(series, season: season, multiplicative: false)
      guard indices != nil else { return nil }
    }
    for place in 0..<season {
      let level = form == .simple ? series[place] : mean
      first[place * width] = level
      first[place * width + 1] = level / 1.1
      if let indices {
        first[place * width + 2] = indices.values[place]
        if form == .full { first[place * width + 3] = indices.values[place] / 1.1 }
      }
    }
    self.first = first
    states = [Double](repeating: 0, count: (series.count + 2 * season) * width)
  }

  /// Forwards, backwards and forwards again; the states of the last way stay.
  mutating func squaredErrors(_ weights: [Double]) -> Double {
    for place in first.indices { states[place] = first[place] }
    _ = pass(weights, backwards: false)
    turn(weights)
    _ = pass(weights, backwards: true)
    turn(weights)
    let squares = pass(weights, backwards: false)
    return squares.isFinite ? squares : .infinity
  }

  /// The states after the last value, carried on one season, become the first ones of the way back.
  private mutating func turn(_ weights: [Double]) {
    let start = series.count + season
    for place in start..<(start + season) { move(place, error: 0, weights) }
    // Turned round, the last row comes first.
    for row in 0..<season {
      let from = (start + season - 1 - row) * width
      for part in 0..<width { states[row * width + part] = states[from + part] }
    }
  }

  private mutating func pass(_ weights: [Double], backwards: Bool) -> Double {
    let count = series.count
    var squares = 0.0
    for time in 0..<count {
      let place = time + season
      let error = series[backwards ? count - 1 - time : time] - forecast(place)
      squares += error * error
      move(place, error: error, weights)
    }
    return squares
  }

  @inline(__always)
  private func forecast(_ place: Int) -> Double {
    switch form {
    case .none: states[(place - 1) * 2]
    case .simple: states[(place - season) * 2]
    case .partial: states[(place - 1) * 3] + states[(place - season) * 3 + 2]
    case .full: states[(place - 1) * 4] + states[(place - season) * 4 + 2]
    }
  }

  @inline(__always)
  private mutating func move(_ place: Int, error: Double, _ weights: [Double]) {
    let before = (form == .simple ? place - season : place - 1) * width
    let here = place * width
    let (a0, a1) = (weights[0], weights[1])
    let (level, companion) = (states[before], states[before + 1])
    states[here] = level - (1 - a1) * companion + (a0 - a1) * error
    states[here + 1] = level + (1 - a0) * companion + (a0 + a1) * error
    guard width > 2 else { return }
    let cycle = (place - season) * width + 2
    let index = states[cycle]
    if width == 3 {
      states[here + 2] = index + weights[2] * error
    } else {
      let (b0, b1) = (weights[2], weights[3])
      let partner = states[cycle + 1]
      states[here + 2] = index - (1 - b1) * partner + (b0 - b1) * error
      states[here + 3] = index + (1 - b0) * partner + (b0 + b1) * error
    }
  }

  /// Goes on from the states after `origin` values.
  func path(from origin: Int, horizon: Int, _ weights: [Double]) -> [Double] {
    var future = ComplexFilter(tail: self, origin: origin, horizon: horizon)
    return (0..<horizon).map { ahead in
      let place = season + ahead
      let value = future.forecast(place)
      future.move(place, error: 0, weights)
      return value
    }
  }

  /// What an error of 1 adds to the forecasts 1...`horizon` steps ahead.
  static func responses(
    _ form: ComplexSmoothing.Season, season: Int, _ weights: [Double], horizon: Int
  ) -> [Double] {
    var filter = ComplexFilter(quiet: form, season: season, horizon: horizon + 1)
    filter.move(season, error: 1, weights)
    return (0..<horizon).map { ahead in
      let place = season + 1 + ahead
      let value = filter.forecast(place)
      filter.move(place, error: 0, weights)
      return value
    }
  }

  private init(quiet form: ComplexSmoothing.Season, season: Int, horizon: Int) {
    series = []
    self.form = form
    self.season = season
    width = form.components
    first = []
    states = [Double](repeating: 0, count: (season + horizon) * width)
  }

  private init(tail other: ComplexFilter, origin: Int, horizon: Int) {
    series = []
    form = other.form
    season = other.season
    width = other.width
    first = []
    states = Array(other.states[(origin * width)..<((origin + season) * width)])
    states += [Double](repeating: 0, count: horizon * width)
  }
}
