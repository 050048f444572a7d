import Calendars
import Columns
import Planning
import Statistics

/// Future periods of one measure of a table over time, one block of rows for each series.
///
/// Where the series are parts of a whole (groups of counts or money, or rates with one denominator) the
/// whole is forecast too and parts and whole are brought to agree.
func forecastTable(
  _ specification: ForecastSpecification, of table: Table
) throws(ExecutionError) -> Table {
  let input = ForecastInput(specification, of: table)
  guard !input.series.isEmpty else {
    throw .impossible(
      "there is no complete period to forecast from",
      help: "a forecast goes on from a table over time:  churn by month | forecast 6 months")
  }
  if specification.isBacktest { return try backtestTable(specification, input, of: table) }
  var forecasts: [SeriesForecast] = []
  for series in input.series {
    forecasts.append(try forecast(series, input.kind(of: series), specification))
  }
  let reconciled = try reconcile(forecasts, input, specification)
  var rows = ForecastRows()
  for one in reconciled.forecasts { rows.append(one, grain: specification.grain) }
  var about = table.about
  about.notes = forecastNotes(forecasts, reconciled, input: input)
  about.facts = [
    Fact("measure", .text(table.schema.fields[specification.measure].name)),
    Fact("model", .text(forecasts.map(\.forecast.modelWords).unique.joined(separator: ", "))),
  ]
  about.working = forecasts.first.map {
    forecastWorking($0, specification, unit: input.unit)
  }
  about.period = nil
  about.shape = .forecast(
    period: "period", grain: specification.grain, measure: "mean",
    history: input.history + reconciled.history,
    series: specification.keys.map { table.schema.fields[$0].name })
  let schema = specification.schema(of: table.schema)
  return Table(
    schema: schema, columns: rows.columns(schema, keyCount: specification.keys.count), about: about)
}

/// A series and what is expected of it; the curves may have been brought to agree with others.
struct SeriesForecast {
  let series: TimeSeries
  let forecast: Statistics.Forecast
  /// Mean, low80, high80, low95, high95 and the interval asked for, step by step.
  var curves: [[Double]]
  /// What the named events do, a sentence each.
  var eventNotes: [String] = []
  /// As if there were none; nil where none was told.
  var withoutEvents: Statistics.Forecast?

  init(_ series: TimeSeries, _ forecast: Statistics.Forecast) {
    self.series = series
    self.forecast = forecast
    curves = [
      forecast.mean, forecast.lower80, forecast.upper80, forecast.lower95, forecast.upper95,
    ]
    if !forecast.lowerAsked.isEmpty { curves += [forecast.lowerAsked, forecast.upperAsked] }
  }

  /// Moves the mean of a step and its intervals with it: in proportion where nothing is below 0.
  mutating func move(step: Int, to mean: Double, isBounded: Bool, isRate: Bool) {
    let old = curves[0][step]
    for index in curves.indices {
      let value = curves[index][step]
      var moved = isBounded && old > 0 ? value * (mean / old) : value + mean - old
      if isBounded { moved = max(0, moved) }
      if isRate { moved = min(1, moved) }
      curves[index][step] = index == 0 ? mean : moved
    }
    for index in curves.indices.dropFirst() {
      let isLow = index % 2 == 1
      curves[index][step] = isLow ? min(curves[index][step], mean) : max(curves[index][step], mean)
    }
  }
}

func forecast(
  _ series: TimeSeries, _ kind: SeriesKind, _ specification: ForecastSpecification
) throws(ExecutionError) -> SeriesForecast {
  let events = SeriesEvents(specification.events, series, specification)
  do {
    let found = try Statistics.eventForecast(
      series.values, kind: kind, season: specification.grain.seasonLength,
      horizon: specification.horizon, method: specification.method.statistics,
      level: specification.level, events: events.shares)
    var result = SeriesForecast(series, found.forecast)
    result.eventNotes = events.notes(found.adjustment)
    if found.adjustment != nil { result.withoutEvents = found.plain }
    return result
  } catch {
    throw .impossible(series.labelled(error.description), help: nil)
  }
}

extension ForecastSpecification.Method {
  var statistics: ForecastMethod {
    switch self {
    case .auto: .auto
    case .ets: .ets
    case .theta: .theta
    case .ces: .ces
    case .arima: .arima
    case .naive: .naive
    }
  }
}

/// The rows of the result while they are gathered.
private struct ForecastRows {
  private var keys: [[Value]] = []
  private var periods: [Value] = []
  private var figures: [[Value]] = []

  mutating func append(_ one: SeriesForecast, grain: Grain) {
    if figures.isEmpty { figures = one.curves.map { _ in [] } }
    for step in one.curves[0].indices {
      keys.append(one.series.key)
      periods.append(.text(grain.label(ofOrdinal: one.series.lastOrdinal + 1 + step)))
      for (index, curve) in one.curves.enumerated() {
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

extension [String] {
  /// Each different text once, in order of first appearance.
  var unique: [String] {
    reduce(into: []) { known, text in if !known.contains(text) { known.append(text) } }
  }
}
