import Glibc

/// How much of each period an event fills, 0 to 1.
package struct EventShares: Hashable, Sendable {
  /// Beside the series.
  package var past: [Double]
  /// Beside the periods forecast.
  package var future: [Double]

  package init(past: [Double], future: [Double]) {
    self.past = past
    self.future = future
  }
}

/// What an event does to a period that it fills.
package struct EventEffect: Hashable, Sendable {
  /// The value with the event over that without, at the mean of the series; nil for amounts that are not all
  /// above 0, whose effect is `difference`.
  package let ratio: Double?
  /// Value with the event less value without.
  package let difference: Double
  /// The limits of the ratio, or of the difference, at 95 %.
  package let low: Double
  package let high: Double
}

/// A forecast of a series on which events known in advance act.
package struct EventForecast: Hashable, Sendable {
  /// With the events of the coming periods.
  package let forecast: Forecast
  /// As if there were no event, before or after.
  package let plain: Forecast
  /// Nil without events, and where the series is too short to tell their effects.
  package let adjustment: EventAdjustment?
}

/// `forecast` of a series without the effects of its events, which are put back where they come again.
package func eventForecast(
  _ series: [Double?], kind: SeriesKind, season: Int?, horizon: Int, method: ForecastMethod = .auto,
  level: Double? = nil, events: [EventShares]
) throws(ForecastError) -> EventForecast {
  let adjustment =
    events.isEmpty
    ? nil : try EventAdjustment(series, kind: kind, season: season, events: events)
  let plain = try Statistics.forecast(
    adjustment?.cleaned ?? series, kind: kind, season: season, horizon: horizon, method: method,
    level: level)
  return EventForecast(
    forecast: adjustment?.applied(to: plain, level: level) ?? plain, plain: plain,
    adjustment: adjustment)
}

/// A series without the effects of its events, and the way to put them back.
///
/// The effects add up on the scale on which the kind is forecast: square roots of counts, log-odds of rates,
/// logarithms of amounts above 0, other amounts as they are.
package struct EventAdjustment: Hashable, Sendable {
  /// The series as it would have been.
  package let cleaned: [Double?]
  /// One an event; nil where nothing tells it from the season, the drift, or where it never was.
  package let effects: [EventEffect?]
  private let shifts: [Double]
  private let variances: [Double]
  private let scale: EventScale

  /// Nil where the series is too short to tell anything. `season` as in `forecast`.
  package init?(
    _ series: [Double?], kind: SeriesKind, season: Int?, events: [EventShares]
  ) throws(ForecastError) {
    let scale = try EventScale(series, kind: kind, recent: season ?? 12)
    guard
      let found = EventEffects(
        scale.values, events: events.map(\.past), season: season ?? 1)
    else { return nil }
    let sizes = found.effects.map { $0 ?? 0 }
    func shift(_ shares: (EventShares) -> Double) -> Double {
      zip(sizes, events).reduce(0) { $0 + $1.0 * shares($1.1) }
    }
    cleaned = series.indices.map { place in
      let effect = shift { $0.past[place] }
      guard effect != 0, let value = scale.values[place] else { return series[place] }
      return scale.inverse(value - effect, at: place)
    }
    let steps = events.first?.future.indices ?? 0..<0
    shifts = steps.map { step in shift { $0.future[step] } }
    variances = steps.map { step in
      zip(found.standardErrors, events).reduce(0) {
        let error = ($1.0 ?? 0) * $1.1.future[step]
        return $0 + error * error
      }
    }
    self.scale = scale
    let known = cleaned.compactMap(\.self)
    let middle = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    let quantile = studentQuantile(0.975, degrees: Double(found.degreesOfFreedom))
    effects = zip(found.effects, found.standardErrors).map { effect, error in
      guard let effect, let error else { return nil }
      return scale.effect(effect, error * quantile, at: middle)
    }
  }

  /// The forecast of the cleaned series with the effects of the coming periods in it, its intervals wider
  /// where an effect is not exactly known.
  package func applied(to forecast: Forecast, level: Double?) -> Forecast {
    func limits(_ side: [Double], _ confidence: Double) -> [Double] {
      let quantile = normalQuantile(0.5 + confidence / 2)
      return side.indices.map { moved(side[$0], around: forecast.mean[$0], quantile, step: $0) }
    }
    return Forecast(
      mean: forecast.mean.indices.map { moved(forecast.mean[$0], around: nil, 0, step: $0) },
      lower80: limits(forecast.lower80, 0.8), upper80: limits(forecast.upper80, 0.8),
      lower95: limits(forecast.lower95, 0.95), upper95: limits(forecast.upper95, 0.95),
      lowerAsked: limits(forecast.lowerAsked, level ?? 0.95),
      upperAsked: limits(forecast.upperAsked, level ?? 0.95),
      method: forecast.method, members: forecast.members, intervals: forecast.intervals,
      standardErrors: forecast.standardErrors, dispersion: forecast.dispersion,
      errors: forecast.errors, notes: forecast.notes)
  }

  private func moved(
    _ value: Double, around mean: Double?, _ quantile: Double, step: Int
  ) -> Double {
    guard shifts[step] != 0 || variances[step] > 0, value.isFinite else { return value }
    var place = scale.transformed(value)
    if let mean {
      let middle = scale.transformed(mean)
      let width = place - middle
      // Both ends of a bounded scale may be its bound.
      guard width.isFinite else { return scale.inverse(place + shifts[step]) }
      let wider = (width * width + quantile * quantile * variances[step]).squareRoot()
      place = middle + (width < 0 ? -wider : wider)
    }
    return scale.inverse(place + shifts[step])
  }
}

/// The scale on which effects add up.
private struct EventScale: Hashable {
  let values: [Double?]
  private let transformation: SeriesTransformation
  private let isLogarithm: Bool
  private let hasRatio: Bool

  init(_ series: [Double?], kind: SeriesKind, recent: Int) throws(ForecastError) {
    isLogarithm = kind == .amount && series.allSatisfy { ($0 ?? 1) > 0 }
    hasRatio = isLogarithm || kind != .amount
    transformation = try SeriesTransformation(
      isLogarithm ? series.map { $0.map { log($0) } } : series, kind: kind, recent: recent)
    values = transformation.values
  }

  func transformed(_ value: Double) -> Double {
    isLogarithm
      ? log(max(value, .leastNormalMagnitude)) : transformation.transformed(value)
  }

  func inverse(_ value: Double) -> Double {
    isLogarithm ? exp(value) : transformation.inverse(value)
  }

  func inverse(_ value: Double, at place: Int) -> Double {
    isLogarithm ? exp(value) : transformation.inverse(value, at: place)
  }

  func effect(_ size: Double, _ margin: Double, at middle: Double) -> EventEffect {
    let start = transformed(middle)
    func change(_ size: Double) -> Double {
      let value = inverse(start + size)
      return hasRatio && middle > 0 ? value / middle : value - middle
    }
    return EventEffect(
      ratio: hasRatio && middle > 0 ? change(size) : nil,
      difference: inverse(start + size) - middle, low: change(size - margin),
      high: change(size + margin))
  }
}
