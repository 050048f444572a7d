import Calendars
import Columns
import Planning
import Statistics

/// Future periods of one measure of a table over time, one block of rows for each series.
func forecastTable(
  _ specification: ForecastSpecification, of table: Table
) throws(ExecutionError) -> Table {
  let input = ForecastInput(specification, of: table)
  guard !input.series.isEmpty else {
    throw .impossible(
      "there is no complete period to forecast from",
      help: "a forecast goes on from a table over time:  churn by month | forecast 6 months")
  }
  var rows = ForecastRows()
  var forecasts: [(series: TimeSeries, forecast: Statistics.Forecast)] = []
  for series in input.series {
    let forecast = try forecast(series, input.kind(of: series), specification)
    rows.append(forecast, after: series, grain: specification.grain)
    forecasts.append((series, forecast))
  }
  var about = table.about
  about.notes = forecastNotes(forecasts, input: input)
  about.facts = [
    Fact("measure", .text(table.schema.fields[specification.measure].name)),
    Fact("model", .text(forecasts.map(\.forecast.method.words).unique.joined(separator: ", "))),
  ]
  about.working = forecasts.first.map {
    forecastWorking($0.series, $0.forecast, specification, unit: input.unit)
  }
  about.period = nil
  about.shape = .forecast(
    period: "period", grain: specification.grain, measure: "mean", history: input.history,
    series: specification.keys.map { table.schema.fields[$0].name })
  let schema = specification.schema(of: table.schema)
  return Table(
    schema: schema, columns: rows.columns(schema, keyCount: specification.keys.count), about: about)
}

private func forecast(
  _ series: TimeSeries, _ kind: SeriesKind, _ specification: ForecastSpecification
) throws(ExecutionError) -> Statistics.Forecast {
  let method: ForecastMethod? =
    switch specification.method {
    case .auto: nil
    case .naive: .seasonalNaive
    case .ses: .exponentialSmoothing
    }
  do {
    return try Statistics.forecast(
      series.values, kind: kind, season: specification.grain.seasonLength,
      horizon: specification.horizon, method: method)
  } catch {
    throw .impossible(series.labelled(error.description), help: nil)
  }
}

/// The rows of the result while they are gathered.
private struct ForecastRows {
  private var keys: [[Value]] = []
  private var periods: [Value] = []
  private var figures: [[Value]] = Array(repeating: [], count: 5)

  mutating func append(_ forecast: Statistics.Forecast, after series: TimeSeries, grain: Grain) {
    let curves = [
      forecast.mean, forecast.lower80, forecast.upper80, forecast.lower95, forecast.upper95,
    ]
    for step in forecast.mean.indices {
      keys.append(series.key)
      periods.append(.text(grain.label(ofOrdinal: series.lastOrdinal + 1 + step)))
      for (index, curve) in curves.enumerated() {
        figures[index].append(curve[step].isFinite ? .decimal(curve[step]) : .missing)
      }
    }
  }

  func columns(_ schema: Schema, keyCount: Int) -> [Column] {
    let keyColumns = (0..<keyCount).map { index in
      Column(schema.fields[index].type, keys.map { $0[index] })
    }
    return keyColumns + [Column(.text, periods)] + figures.map { Column(.decimal, $0) }
  }
}

extension ForecastMethod {
  /// Its name in a sentence.
  var words: String {
    switch self {
    case .seasonalNaive: "seasonal naive"
    case .exponentialSmoothing: "simple exponential smoothing"
    case .mean: "mean"
    }
  }
}

extension [String] {
  /// Each different text once, in order of first appearance.
  fileprivate var unique: [String] {
    reduce(into: []) { known, text in if !known.contains(text) { known.append(text) } }
  }
}
