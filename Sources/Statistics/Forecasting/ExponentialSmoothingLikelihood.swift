import Glibc

/// -2 log likelihood of a form of exponential smoothing, without its constant, and its gradient.
///
/// With q = l + phi b, f = q, q + s or q s, and d = y - f, the value is n log(sum d^2), or with relative
/// errors n log(sum (d/f)^2) + 2 sum log f (Hyndman, Koehler, Ord & Snyder 2008, eq. 5.3). States move by
/// l = q + alpha d, b = phi b + beta d, s = s + gamma d; with a multiplicative season d is divided by s
/// in the first two and by q in the third. The gradient is exact, by going back through the recursion.
///
/// The search runs over unbounded numbers: smoothing parameters are logistic between their bounds (alpha
/// .0001-.9999, beta below alpha and at most .2 (.02 beside a season), gamma below 1 - alpha, phi .8-.98), states are in units of the series.
struct ExponentialSmoothingLikelihood: SmoothObjective {
  let form: ExponentialSmoothingForm
  let season: Int
  private let series: [Double]
  private let stateScale: Double
  private let largestTrendWeight: Double
  private let trendScale: Double
  private let seasonScale: Double
  private var levels: [Double]
  private var errors: [Double]
  private var trends: [Double]
  private var oldSeasons: [Double]
  private var ring: [Double]

  /// `series` must be scaled to a mean size near 1.
  init(_ series: [Double], form: ExponentialSmoothingForm, season: Int, spread: Double) {
    self.form = form
    self.season = form.hasSeason ? season : 1
    self.series = series
    stateScale = spread
    // A trend that turns faster than this follows noise: the bounds took OWA on M1
    // monthly from .93 to .90.
    largestTrendWeight = form.hasSeason ? 0.02 : 0.2
    trendScale = spread / 10
    seasonScale = spread
    levels = [Double](repeating: 0, count: series.count)
    errors = levels
    trends = levels
    oldSeasons = levels
    ring = [Double](repeating: 0, count: self.season)
  }

  /// Smoothing parameters and initial states of a point of the search.
  func parameters(at x: [Double]) -> ExponentialSmoothingParameters {
    var place = 0
    func next() -> Double {
      place += 1
      return x[place - 1]
    }
    var result = ExponentialSmoothingParameters()
    result.alpha = between(smallestWeight, largestWeight, next())
    if form.hasTrend {
      result.beta = between(smallestWeight, min(result.alpha, largestTrendWeight), next())
    }
    if form.hasSeason { result.gamma = between(smallestWeight, 1 - result.alpha, next()) }
    if form.trend == .damped { result.phi = between(smallestDamping, largestDamping, next()) }
    result.level = next() * stateScale
    if form.hasTrend { result.trend = next() * trendScale }
    if form.hasSeason {
      var rest = form.season == .multiplicative ? Double(season) : 0
      for _ in 1..<season {
        let value = next() * seasonScale
        result.seasons.append(value)
        rest -= value
      }
      result.seasons.append(rest)
    }
    return result
  }

  /// The point of the search that stands for these parameters.
  func point(of parameters: ExponentialSmoothingParameters) -> [Double] {
    var x = [logistic(parameters.alpha, smallestWeight, largestWeight)]
    if form.hasTrend {
      x.append(logistic(parameters.beta, smallestWeight, min(parameters.alpha, largestTrendWeight)))
    }
    if form.hasSeason { x.append(logistic(parameters.gamma, smallestWeight, 1 - parameters.alpha)) }
    if form.trend == .damped { x.append(logistic(parameters.phi, smallestDamping, largestDamping)) }
    x.append(parameters.level / stateScale)
    if form.hasTrend { x.append(parameters.trend / trendScale) }
    if form.hasSeason { x += parameters.seasons.dropLast().map { $0 / seasonScale } }
    return x
  }

  mutating func value(at x: [Double], gradient: inout [Double]) -> Double {
    let parameters = parameters(at: x)
    guard let forward = filter(parameters) else { return .infinity }
    let adjoint = goBack(parameters, squares: forward.squares)
    carry(adjoint, parameters, x, into: &gradient)
    return forward.value
  }

  /// The value alone.
  mutating func value(of parameters: ExponentialSmoothingParameters) -> Double {
    filter(parameters)?.value ?? .infinity
  }

  /// Goes through the series; nil where a form with relative errors meets a forecast of 0 or below.
  private mutating func filter(
    _ parameters: ExponentialSmoothingParameters
  ) -> (value: Double, squares: Double)? {
    let (alpha, beta, gamma, phi) = (
      parameters.alpha, parameters.beta, parameters.gamma, parameters.phi
    )
    let count = series.count
    let multiplicativeSeason = form.season == .multiplicative
    let relative = form.hasMultiplicativeError
    var level = parameters.level
    var trend = parameters.trend
    for index in 0..<season { ring[index] = form.hasSeason ? parameters.seasons[index] : 0 }
    var place = 0
    var squares = 0.0
    var product = 1.0
    var logarithms = 0.0
    for time in 0..<count {
      let damped = phi * trend
      let q = level + damped
      let old = ring[place]
      let forecast = multiplicativeSeason ? q * old : q + old
      let error = series[time] - forecast
      levels[time] = q
      trends[time] = trend
      oldSeasons[time] = old
      errors[time] = error
      if multiplicativeSeason {
        guard old > 1e-8, q > 1e-8 else { return nil }
        let toLevel = error / old
        level = q + alpha * toLevel
        trend = damped + beta * toLevel
        ring[place] = old + gamma * error / q
      } else {
        level = q + alpha * error
        trend = damped + beta * error
        ring[place] = old + gamma * error
      }
      if relative {
        guard forecast > 1e-8 else { return nil }
        let share = error / forecast
        squares += share * share
        product *= forecast
        if product < 1e-100 || product > 1e100 {
          logarithms += log(product)
          product = 1
        }
      } else {
        squares += error * error
      }
      place += 1
      if place == season { place = 0 }
    }
    squares = max(squares, 1e-28)
    let value = Double(count) * log(squares) + 2 * (logarithms + log(product))
    guard value.isFinite else { return nil }
    return (value, squares)
  }

  /// The derivatives by every parameter and state, from the last period to the first.
  private mutating func goBack(
    _ parameters: ExponentialSmoothingParameters, squares: Double
  ) -> ExponentialSmoothingParameters {
    let (alpha, beta, gamma, phi) = (
      parameters.alpha, parameters.beta, parameters.gamma, parameters.phi
    )
    let multiplicativeSeason = form.season == .multiplicative
    let relative = form.hasMultiplicativeError
    let count = series.count
    let weight = 2 * Double(count) / squares
    var by = ExponentialSmoothingParameters()
    by.alpha = 0
    by.phi = 0
    var level = 0.0
    var trend = 0.0
    for index in 0..<season { ring[index] = 0 }
    var place = (count - 1) % season
    for time in stride(from: count - 1, through: 0, by: -1) {
      let q = levels[time]
      let old = oldSeasons[time]
      let error = errors[time]
      var byForecast: Double
      if relative {
        let forecast = series[time] - error
        byForecast = (2 - weight * (error / forecast) * series[time] / forecast) / forecast
      } else {
        byForecast = -weight * error
      }
      let bySeason = ring[place]
      let toLevel = alpha * level + beta * trend
      var byQ = level
      if multiplicativeSeason {
        let overSeason = error / old
        let overLevel = error / q
        by.alpha += overSeason * level
        by.beta += overSeason * trend
        by.gamma += overLevel * bySeason
        byForecast -= toLevel / old + gamma * bySeason / q
        byQ += byForecast * old - gamma * bySeason * overLevel / q
        ring[place] = bySeason - toLevel * overSeason / old + byForecast * q
      } else {
        by.alpha += error * level
        by.beta += error * trend
        by.gamma += error * bySeason
        byForecast -= toLevel + gamma * bySeason
        byQ += byForecast
        ring[place] = bySeason + byForecast
      }
      by.phi += trends[time] * (trend + byQ)
      trend = phi * (trend + byQ)
      level = byQ
      place -= 1
      if place < 0 { place = season - 1 }
    }
    by.level = level
    by.trend = trend
    return by
  }

  /// The chain rule from parameters to the unbounded numbers of the search.
  private func carry(
    _ by: ExponentialSmoothingParameters, _ parameters: ExponentialSmoothingParameters,
    _ x: [Double], into gradient: inout [Double]
  ) {
    var place = 1
    let alphaShare = inverseLogit(x[0])
    var byAlpha = by.alpha
    if form.hasTrend {
      let share = inverseLogit(x[place])
      if parameters.alpha < largestTrendWeight { byAlpha += by.beta * share }
      gradient[place] =
        by.beta * (min(parameters.alpha, largestTrendWeight) - smallestWeight) * share * (1 - share)
      place += 1
    }
    if form.hasSeason {
      let share = inverseLogit(x[place])
      byAlpha -= by.gamma * share
      gradient[place] =
        by.gamma * (1 - parameters.alpha - smallestWeight) * share * (1 - share)
      place += 1
    }
    if form.trend == .damped {
      let share = inverseLogit(x[place])
      gradient[place] = by.phi * (largestDamping - smallestDamping) * share * (1 - share)
      place += 1
    }
    gradient[0] = byAlpha * (largestWeight - smallestWeight) * alphaShare * (1 - alphaShare)
    gradient[place] = by.level * stateScale
    place += 1
    if form.hasTrend {
      gradient[place] = by.trend * trendScale
      place += 1
    }
    guard form.hasSeason else { return }
    for index in 0..<(season - 1) {
      gradient[place + index] = (ring[index] - ring[season - 1]) * seasonScale
    }
  }
}

/// Smoothing parameters and the states before the first value.
struct ExponentialSmoothingParameters: Sendable {
  var alpha = 0.5
  var beta = 0.0
  var gamma = 0.0
  /// 1 unless damped.
  var phi = 1.0
  var level = 0.0
  var trend = 0.0
  /// The seasonal states of the first cycle; empty without a season.
  var seasons: [Double] = []
}

private let smallestWeight = 0.0001
private let largestWeight = 0.9999
private let smallestDamping = 0.8
private let largestDamping = 0.98

private func between(_ low: Double, _ high: Double, _ x: Double) -> Double {
  low + (high - low) * inverseLogit(x)
}

/// Where in its range a number lies, on the unbounded scale; kept off the very ends.
private func logistic(_ value: Double, _ low: Double, _ high: Double) -> Double {
  logit(min(max((value - low) / (high - low), 1e-3), 1 - 1e-3))
}
