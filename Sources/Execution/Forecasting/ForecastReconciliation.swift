import Calendars
import Columns
import Planning
import Statistics

/// Forecasts after they were brought to agree, and what was added to the history for it.
struct ReconciledForecasts {
  /// The parts, and the whole after them where there is one.
  var forecasts: [SeriesForecast]
  var history: [HistoryPoint] = []
  var note: String?
}

/// Adds the whole where the series are its parts, and makes the parts add up to it.
///
/// They are parts where one text key tells them apart, all end in the same period, and either what they
/// measure adds up (counts, money) or their rates have one denominator in every period.
func reconcile(
  _ forecasts: [SeriesForecast], _ input: ForecastInput, _ specification: ForecastSpecification
) throws(ExecutionError) -> ReconciledForecasts {
  guard let whole = TimeSeries(wholeOf: input.series, unit: input.unit) else {
    return ReconciledForecasts(forecasts: forecasts)
  }
  let kind = input.kind(of: whole)
  var total = try forecast(whole, kind, specification)
  var parts = forecasts
  let reconciliation = Reconciliation(
    errors: [total.forecast.errors] + parts.map { $0.aligned(with: whole) })
  let isBounded = kind != .amount
  let isRate = input.unit == .rate
  for step in 0..<specification.horizon {
    let figures = reconciliation.reconciled(
      total: total.curves[0][step], parts: parts.map { $0.curves[0][step] }, bounded: isBounded)
    total.move(step: step, to: figures.total, isBounded: isBounded, isRate: isRate)
    for (index, value) in figures.parts.enumerated() {
      parts[index].move(step: step, to: value, isBounded: isBounded, isRate: isRate)
    }
  }
  return ReconciledForecasts(
    forecasts: parts + [total], history: whole.points(specification.grain),
    note:
      "the groups and their total, (all), were forecast each on its own and then brought to agree"
      + (reconciliation.usesCovariance
        ? " (minimum trace, shrunk covariance of their errors)"
        : " (minimum trace, variances of their errors alone: more groups than periods)"))
}

extension SeriesForecast {
  /// Its errors at the places of another series.
  fileprivate func aligned(with whole: TimeSeries) -> [Double?] {
    whole.values.indices.map { place in
      let own = place + whole.firstOrdinal - series.firstOrdinal
      return forecast.errors.indices.contains(own) ? forecast.errors[own] : nil
    }
  }
}

extension TimeSeries {
  /// The sum of series that are parts; nil where they are none.
  fileprivate init?(wholeOf parts: [TimeSeries], unit: Unit) {
    guard parts.count > 1, let first = parts.first, first.key.count == 1,
      parts.allSatisfy({ $0.lastOrdinal == first.lastOrdinal && $0.key[0].isText })
    else { return nil }
    let start = parts.map(\.firstOrdinal).min() ?? first.firstOrdinal
    let count = first.lastOrdinal - start + 1
    var values = [Double?](repeating: nil, count: count)
    var exposures = [Double](repeating: 0, count: count)
    for place in 0..<count {
      let here = parts.compactMap { part -> (value: Double, exposure: Double?)? in
        let own = place + start - part.firstOrdinal
        guard own >= 0, let value = part.values[own] else { return nil }
        return (value, part.exposures?[own])
      }
      switch unit {
      case .count, .money: break
      case .rate:
        guard let exposure = here.first?.exposure ?? nil,
          here.allSatisfy({ $0.exposure == exposure })
        else {
          if here.isEmpty { continue }
          return nil
        }
        exposures[place] = exposure
      default: return nil
      }
      if !here.isEmpty { values[place] = here.reduce(0) { $0 + $1.value } }
    }
    self.init(
      key: [.text("(all)")], firstOrdinal: start, values: values,
      exposures: unit == .rate ? exposures : nil)
  }
}

extension Value {
  fileprivate var isText: Bool {
    switch self {
    case .text, .missing: true
    default: false
    }
  }
}
