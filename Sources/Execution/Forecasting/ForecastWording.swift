import Calendars
import Columns
import Planning
import Statistics

/// Which method was used and why, what was left out.
func forecastNotes(
  _ forecasts: [(series: TimeSeries, forecast: Statistics.Forecast)], input: ForecastInput
) -> [String] {
  var notes: [String] = []
  for (series, forecast) in forecasts {
    if forecast.method != .mean { notes.append(series.labelled(forecast.choice)) }
    notes += forecast.notes.map(series.labelled)
  }
  if let unfinished = input.unfinished {
    notes.append("\(unfinished) is not finished: it is not used, and the forecast starts with it")
  }
  return notes
}

extension Statistics.Forecast {
  /// The method and how it did on the series' own past.
  fileprivate var choice: String {
    guard let own = backtests.first(where: { $0.method == method }),
      let other = backtests.first(where: { $0.method != method })
    else { return method.words }
    guard own.comparisons >= 5 else {
      return "\(method.words); too few values to compare it with \(other.method.words)"
    }
    let ratio = other.meanAbsoluteError > 0 ? own.meanAbsoluteError / other.meanAbsoluteError : 1
    return
      "\(method.words), whose mean error on \(own.comparisons) earlier forecasts of this series"
      + " is \(rounded(ratio)) times that of \(other.method.words)"
  }
}

/// The working of one series: the method in words and with its numbers.
func forecastWorking(
  _ series: TimeSeries, _ forecast: Statistics.Forecast, _ specification: ForecastSpecification,
  unit: Unit
) -> Working {
  let first = specification.grain.label(ofOrdinal: series.firstOrdinal)
  let last = specification.grain.label(ofOrdinal: series.lastOrdinal)
  let known = series.values.count { $0 != nil }
  return Working(
    summary: series.labelled(
      "\(forecast.method.words) on \(known) values from \(first) to \(last)"),
    steps: forecast.steps(series, specification.grain, unit),
    source: forecast.method.source,
    pitfalls: [
      "it knows this series only: no price change, no campaign, no closing",
      "the intervals hold if the coming periods are as uneven as the past ones",
    ])
}

extension Statistics.Forecast {
  fileprivate func steps(_ series: TimeSeries, _ grain: Grain, _ unit: Unit) -> [Working.Step] {
    func figure(_ value: Double?) -> String {
      guard let value, value.isFinite else { return "unknown" }
      return unit == .rate ? percent(value) : rounded(value)
    }
    var steps = [scale(series, unit)].compactMap { $0 }
    let way = unit == .rate || unit == .count ? ", as the mean of its spread there" : ""
    switch method {
    case .seasonalNaive:
      let words =
        fit.season > 1
        ? "forecast = the value \(fit.season) periods before" : "forecast = the last value"
      steps.append(.init(words: words, numbers: "= \(figure(mean.first))"))
    case .exponentialSmoothing:
      steps.append(
        .init(
          words: "level = level before + weight x (value - level before), from period to period",
          numbers: "weight \(rounded(fit.smoothing ?? 0)), level after the last value"
            + " \(rounded(fit.level ?? 0)) on the scale of the fit"))
      steps.append(
        .init(words: "forecast = the last level\(way)", numbers: "= \(figure(mean.first))"))
    case .mean:
      steps.append(
        .init(words: "forecast = the mean of all values", numbers: "= \(figure(mean.first))"))
    }
    let next = grain.label(ofOrdinal: series.lastOrdinal + 1)
    steps.append(
      .init(
        words: "interval = forecast -+ quantile of Student's t x standard error",
        numbers: "\(next): 80% from \(figure(lower80.first)) to \(figure(upper80.first)),"
          + " 95% from \(figure(lower95.first)) to \(figure(upper95.first))"))
    return steps
  }
}

extension Statistics.Forecast {
  /// The scale of the fit, where it is not that of the series.
  fileprivate func scale(_ series: TimeSeries, _ unit: Unit) -> Working.Step? {
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

extension ForecastMethod {
  fileprivate var source: String {
    switch self {
    case .seasonalNaive:
      "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5"
    case .exponentialSmoothing: "Brown 1956; Hyndman, Koehler, Ord & Snyder 2008, ETS(A,N,N)"
    case .mean: "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2"
    }
  }
}

/// Four significant digits.
private func rounded(_ value: Double) -> String {
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
