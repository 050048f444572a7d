import Calendars
import Columns
import Planning
import Statistics

/// Which method was used, where the intervals come from, what was left out.
func forecastNotes(
  _ forecasts: [SeriesForecast], _ reconciled: ReconciledForecasts, input: ForecastInput
) -> [String] {
  var notes: [String] = []
  for one in forecasts {
    let forecast = one.forecast
    if forecast.method != .mean { notes.append(one.series.labelled(forecast.modelWords)) }
    notes += forecast.notes.map(one.series.labelled) + one.eventNotes
  }
  notes += forecasts.map(\.forecast.intervalWords).unique
  let spread = forecasts.compactMap(\.forecast.dispersion).max() ?? 0
  if spread > 1.3 {
    notes.append(
      "the series varies \(rounded(spread)) times as much as chance alone makes it: the intervals are"
        + " those of the wider law")
  }
  if let note = reconciled.note { notes.append(note) }
  if let unfinished = input.unfinished {
    notes.append("\(unfinished) is not finished: it is not used, and the forecast starts with it")
  }
  return notes
}

extension Statistics.Forecast {
  /// The method with the forms chosen.
  var modelWords: String {
    switch method {
    case .auto: "median of " + members.map(\.name).joined(separator: ", ")
    case .ets, .theta, .ces, .arima, .naive, .mean: members.map(\.name).joined(separator: ", ")
    }
  }

  /// Where the width comes from.
  var intervalWords: String {
    switch intervals {
    case .rollingOrigins(let count):
      "intervals from the errors of forecasts made at \(count) earlier periods of the series"
    case .modelVariance:
      "intervals from the variance of one-step errors: the series is too short for more"
    case .sampling: "intervals from the chance alone that single clients leave or stay"
    case .none: "no interval"
    }
  }
}

/// The working of one series: the methods in words and with their numbers.
func forecastWorking(
  _ one: SeriesForecast, _ specification: ForecastSpecification, unit: Unit
) -> Working {
  let (series, forecast) = (one.series, one.withoutEvents ?? one.forecast)
  let first = specification.grain.label(ofOrdinal: series.firstOrdinal)
  let last = specification.grain.label(ofOrdinal: series.lastOrdinal)
  let known = series.values.count { $0 != nil }
  return Working(
    summary: series.labelled(
      "\(forecast.modelWords), on \(known) value\(known == 1 ? "" : "s") from \(first) to \(last)"),
    steps: forecast.steps(series, specification.grain, unit)
      + (one.withoutEvents == nil
        ? [] : [one.forecast.eventStep(series, specification.grain, unit)]),
    source: forecast.method.source,
    pitfalls: [
      "it knows this series and the events that were set: no other price, campaign or closing",
      "the intervals hold if the coming periods are as uneven as the past ones",
    ])
}

extension Statistics.Forecast {
  fileprivate func eventStep(_ series: TimeSeries, _ grain: Grain, _ unit: Unit) -> Working.Step {
    .init(
      words: "all this without the events; with the effects of those of the coming period put back",
      numbers: grain.label(ofOrdinal: series.lastOrdinal + 1)
        + ": \(figure(mean.first, unit)), " + ends(unit))
  }

  private func figure(_ value: Double?, _ unit: Unit) -> String {
    guard let value, value.isFinite else { return "unknown" }
    return unit == .rate ? percent(value) : rounded(value)
  }

  private func ends(_ unit: Unit) -> String {
    "80% from \(figure(lower80.first, unit)) to \(figure(upper80.first, unit)),"
      + " 95% from \(figure(lower95.first, unit)) to \(figure(upper95.first, unit))"
  }

  fileprivate func steps(_ series: TimeSeries, _ grain: Grain, _ unit: Unit) -> [Working.Step] {
    let next = grain.label(ofOrdinal: series.lastOrdinal + 1)
    var steps = [scale(series, unit)].compactMap { $0 }
    for member in members where method != .mean {
      let parameters = member.parameters.map { "\($0.name) \(rounded($0.value))" }
      steps.append(
        .init(
          words: member.formula,
          numbers: "\(member.name): "
            + (parameters + ["\(next) \(figure(member.points.first, unit))"])
            .joined(separator: ", ")))
    }
    let lifted = (unit == .rate || unit == .count) && method != .naive && method != .mean
    let law = lifted ? ", as the mean of its spread on that scale" : ""
    let words =
      switch method {
      case .auto: "forecast = the median of these\(law)"
      case .mean: "forecast = the mean of all values"
      case .ets, .theta, .ces, .arima, .naive: "forecast = that value\(law)"
      }
    steps.append(.init(words: words, numbers: "\(next): \(figure(mean.first, unit))"))
    steps.append(
      .init(
        words: interval,
        numbers: "\(next): " + ends(unit)))
    return steps
  }

  private var interval: String {
    switch intervals {
    case .rollingOrigins:
      "interval = forecast -+ factor x root mean square of the errors made that far ahead"
    case .modelVariance: "interval = forecast -+ quantile of Student's t x standard error, widened"
    case .sampling, .none: "interval = forecast -+ quantile x standard error"
    }
  }

  /// The scale of the fit, where it is not that of the series.
  private func scale(_ series: TimeSeries, _ unit: Unit) -> Working.Step? {
    switch unit {
    case .rate:
      Working.Step(
        words: series.exposures == nil
          ? "scale: the log-odds of the rate"
          : "scale: the log-odds of (lost + 1/2) / (here at the start + 1)",
        numbers: "so every forecast lies between 0 and 1")
    case .count:
      Working.Step(
        words: "scale: 2 x the square root of (count + 3/8)", numbers: "so no forecast is below 0")
    default: nil
    }
  }
}

extension ForecastMember {
  /// What it computes, in words.
  fileprivate var formula: String {
    if name.hasPrefix("ETS") {
      return "exponential smoothing: level, trend and season move by a share of each error"
    }
    if name.hasPrefix("CES") {
      return "complex smoothing: level and its unseen companion move by a share of each error"
    }
    if name.hasPrefix("ARIMA") {
      return "ARIMA: each value, or difference, is a weighted sum of earlier ones and of errors"
    }
    if name.hasPrefix("dynamic") {
      return "Theta: a smoothed level plus a part of the line through all values"
    }
    return name.hasPrefix("seasonal")
      ? "seasonal naive: the value one season before" : "naive: the last value"
  }
}

extension ForecastMethod {
  fileprivate var source: String {
    switch self {
    case .auto:
      "Petropoulos & Svetunkov 2020 (the median); Hyndman, Koehler, Ord & Snyder 2008 (ETS);"
        + " Fiorucci et al. 2016 (Theta); Svetunkov, Kourentzes & Ord 2022 (CES)"
    case .ets: "Hyndman, Koehler, Ord & Snyder 2008"
    case .theta: "Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016"
    case .ces: "Svetunkov, Kourentzes & Ord 2022"
    case .arima: "Box & Jenkins 1970; the search: Hyndman & Khandakar 2008"
    case .naive, .mean:
      "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5"
    }
  }
}

/// Four significant digits.
func rounded(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
  var scale = 1.0
  var magnitude = abs(value)
  while magnitude < 1000 {
    magnitude *= 10
    scale *= 10
  }
  while magnitude >= 10_000 {
    magnitude /= 10
    scale /= 10
  }
  let result = (value * scale).rounded() / scale
  return result == result.rounded() && abs(result) < 1e15 ? String(Int64(result)) : "\(result)"
}
