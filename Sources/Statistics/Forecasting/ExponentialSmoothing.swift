import Glibc

/// A fitted form of exponential smoothing.
package struct ExponentialSmoothing: FittedMethod {
  package let form: ExponentialSmoothingForm
  /// Periods in a cycle; 1 for a form without a season.
  package let season: Int
  /// Without the constant, as R's `ets` prints it.
  package let logLikelihood: Double
  /// Akaike's criterion corrected for a short series; lower is better.
  package let criterion: Double
  let states: ExponentialSmoothingParameters
  private let series: [Double]

  package var name: String { form.name }
  package var end: Int { series.count }
  package var longestSeason: Int { season }

  package var parameters: [ForecastParameter] {
    var result = [ForecastParameter(name: "alpha", value: states.alpha)]
    if form.hasTrend { result.append(.init(name: "beta", value: states.beta)) }
    if form.hasSeason { result.append(.init(name: "gamma", value: states.gamma)) }
    if form.trend == .damped { result.append(.init(name: "phi", value: states.phi)) }
    return result
  }

  init(
    form: ExponentialSmoothingForm, season: Int, value: Double,
    states: ExponentialSmoothingParameters, series: [Double], size: Double
  ) {
    self.form = form
    self.season = form.hasSeason ? season : 1
    self.series = series
    let count = Double(series.count)
    // Relative errors already carry the scale in the logarithms of the forecasts; so does the sum of squares.
    let unscaled = value + 2 * count * log(size)
    logLikelihood = -unscaled / 2
    let parameters = Double(form.parameterCount(season: season) + 1)
    criterion =
      unscaled + 2 * parameters + 2 * parameters * (parameters + 1) / (count - parameters - 1)
    var scaled = states
    scaled.level *= size
    scaled.trend *= size
    if form.season == .additive { scaled.seasons = states.seasons.map { $0 * size } }
    self.states = scaled
  }

  package func paths(from firstOrigin: Int, horizon: Int) -> ForecastPaths {
    var paths = ForecastPaths(firstOrigin: firstOrigin, lastOrigin: series.count, horizon: horizon)
    let multiplicative = form.season == .multiplicative
    var level = states.level
    var trend = states.trend
    var ring = form.hasSeason ? states.seasons : [0]
    for time in 0...series.count {
      if time >= firstOrigin {
        var future = level
        var step = states.phi * trend
        for ahead in 0..<horizon {
          future += step
          step *= states.phi
          let index = ring[(time + ahead) % season]
          paths[time, ahead] = multiplicative ? future * index : future + index
        }
      }
      guard time < series.count else { break }
      let place = time % season
      let q = level + states.phi * trend
      let old = ring[place]
      let error = series[time] - (multiplicative ? q * old : q + old)
      let toLevel = multiplicative ? error / old : error
      level = q + states.alpha * toLevel
      trend = states.phi * trend + states.beta * toLevel
      ring[place] = old + states.gamma * (multiplicative ? error / q : error)
    }
    return paths
  }

  /// The variance of a forecast error divided by that of a one-step error, for horizons 1...`horizon`:
  /// 1 + sum of squared (alpha + beta phi(j) + gamma in the same season), Hyndman et al. 2008, table 6.1;
  /// for relative forms the same, relative to the forecast.
  package func varianceFactors(horizon: Int) -> [Double] {
    var factors: [Double] = []
    var sum = 1.0
    var damping = 0.0
    var power = 1.0
    for step in 0..<horizon {
      factors.append(sum)
      power *= states.phi
      damping += power
      var weight = states.alpha + states.beta * damping
      if form.hasSeason, (step + 1) % season == 0 { weight += states.gamma }
      sum += weight * weight
    }
    return factors
  }
}

/// Fits the forms of exponential smoothing and keeps the one with the lowest AICc.
///
/// The series must be without gaps and finite. Starting states are those of Hyndman et al. 2008, 2.6.1:
/// classical decomposition, then a line through the first two seasons (at least ten values). Starting
/// weights are the best of a few, then weights and states are found together by maximum likelihood.
/// Forms with relative errors are tried only where all values are above 0, seasonal ones from two full
/// seasons on. Nil where the series is too short for any of the forms.
package func exponentialSmoothing(
  _ series: [Double], season: Int, forms: [ExponentialSmoothingForm]? = nil
) -> ExponentialSmoothing? {
  let size = series.reduce(0) { $0 + abs($1) } / Double(max(1, series.count))
  guard series.count >= 3 else { return nil }
  guard size > 0 else { return flat(series) }
  let scaled = series.map { $0 / size }
  let mean = scaled.reduce(0, +) / Double(scaled.count)
  let variance = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scaled.count)
  guard variance > 1e-20 else { return flat(series) }
  let positive = scaled.allSatisfy { $0 > 1e-6 }
  let seasonal = season > 1 && scaled.count >= 2 * season
  var best: ExponentialSmoothing?
  for form in forms ?? ExponentialSmoothingForm.admissible(positive: positive, seasonal: seasonal) {
    guard let fit = fit(scaled, form: form, season: season, spread: variance.squareRoot()) else {
      continue
    }
    let candidate = ExponentialSmoothing(
      form: form, season: season, value: fit.value, states: fit.states, series: series, size: size)
    if candidate.criterion < best?.criterion ?? .infinity { best = candidate }
  }
  return best
}

/// A series that never moves.
private func flat(_ series: [Double]) -> ExponentialSmoothing {
  var states = ExponentialSmoothingParameters()
  states.level = series.first ?? 0
  return ExponentialSmoothing(
    form: .init(multiplicativeError: false, trend: .none, season: .none), season: 1,
    value: -1e3, states: states, series: series, size: 1)
}

private func fit(
  _ series: [Double], form: ExponentialSmoothingForm, season: Int, spread: Double
) -> (value: Double, states: ExponentialSmoothingParameters)? {
  guard form.parameterCount(season: season) < series.count - 1,
    let start = startingStates(series, form: form, season: season)
  else { return nil }
  var likelihood = ExponentialSmoothingLikelihood(
    series, form: form, season: season, spread: spread)
  var starts: [(value: Double, parameters: ExponentialSmoothingParameters)] = []
  for alpha in [0.05, 0.3, 0.7] {
    for gamma in form.hasSeason ? [0.02, 0.3, 0.7] : [0] {
      var trial = start
      trial.alpha = alpha
      trial.beta = form.hasTrend ? 0.1 * alpha : 0
      trial.gamma = gamma * (1 - alpha)
      trial.phi = form.trend == .damped ? 0.95 : 1
      starts.append((likelihood.value(of: trial), trial))
    }
  }
  starts.sort { $0.value < $1.value }
  var best: SearchEnd?
  // Where the season is added, a level that moves fast and a season that moves fast are two valleys.
  var chosen = Array(starts.prefix(2))
  if form.season == .additive,
    let other = starts.dropFirst(2).first(where: { $0.parameters.gamma > 0.2 })
  {
    chosen.append(other)
  }
  for start in chosen where start.value.isFinite {
    let end = quasiNewtonMinimum(
      of: &likelihood, from: likelihood.point(of: start.parameters), iterations: 100,
      tolerance: 1e-3)
    if end.value < best?.value ?? .infinity { best = end }
  }
  return best.map { ($0.value, likelihood.parameters(at: $0.x)) }
}

/// Level, trend and season before the first value.
private func startingStates(
  _ series: [Double], form: ExponentialSmoothingForm, season: Int
) -> ExponentialSmoothingParameters? {
  var states = ExponentialSmoothingParameters()
  var adjusted = series
  if form.hasSeason {
    guard
      var indices = classicalDecomposition(
        series, season: season, multiplicative: form.season == .multiplicative)
    else { return nil }
    if indices.isMultiplicative {
      let lifted = indices.values.map { max($0, 0.01) }
      let sum = lifted.reduce(0, +)
      indices.values = lifted.map { $0 * Double(season) / sum }
    }
    for place in series.indices { adjusted[place] = indices.without(series[place], at: place) }
    states.seasons = indices.values
  }
  let first = adjusted.prefix(max(10, form.hasSeason ? 2 * season : 2))
  let line = straightLine(first)
  if form.hasTrend {
    states.level = line.start
    states.trend = line.slope
    if form.hasMultiplicativeError, line.start <= 0.01 {
      states.level = max(0.01, adjusted[0])
      states.trend = 0
    }
  } else {
    states.level = first.reduce(0, +) / Double(first.count)
  }
  return states
}

/// The least-squares line, its value one step before the first place.
func straightLine(_ values: some Collection<Double>) -> (start: Double, slope: Double) {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let middle = (count + 1) / 2
  var product = 0.0
  var square = 0.0
  for (place, value) in values.enumerated() {
    let distance = Double(place + 1) - middle
    product += distance * (value - mean)
    square += distance * distance
  }
  let slope = square > 0 ? product / square : 0
  return (mean - slope * middle, slope)
}
