import Calendars
import Columns
import Planning
import Statistics

/// How the method did on each series, from earlier origins, beside seasonal naive.
func backtestTable(
  _ specification: ForecastSpecification, _ input: ForecastInput, of table: Table
) throws(ExecutionError) -> Table {
  var rows: [[Value]] = []
  var notes: [String] = []
  var first: (series: TimeSeries, results: [Backtest])?
  for series in input.series {
    let results = try judged(series, input.kind(of: series), specification)
    if first == nil, !results.isEmpty { first = (series, results) }
    if results.isEmpty { notes.append(series.labelled("too short to be judged on its own past")) }
    for result in results {
      rows.append(
        series.key + [
          .text(result.method.rawValue), .integer(Int64(result.origins)),
          .integer(Int64(result.comparisons)),
          result.scaledError.map(Value.decimal) ?? .missing, .decimal(result.coverage80),
          .decimal(result.coverage95),
        ])
    }
    if let verdict = verdict(results) { notes.append(series.labelled(verdict)) }
  }
  notes.append(
    "each method was fitted anew at every origin to what was known there; mase below 1 is better than"
      + " seasonal naive one step ahead")
  if let unfinished = input.unfinished {
    notes.append("\(unfinished) is not finished: it is not used")
  }
  var about = table.about
  about.notes = notes
  about.facts = [Fact("measure", .text(table.schema.fields[specification.measure].name))]
  about.working = first.map { backtestWorking($0.series, $0.results, specification.grain) }
  about.period = nil
  about.shape = .rows
  let schema = specification.schema(of: table.schema)
  let columns = schema.fields.indices.map { index in
    Column(schema.fields[index].type, rows.map { $0[index] })
  }
  return Table(schema: schema, columns: columns, about: about)
}

private func judged(
  _ series: TimeSeries, _ kind: SeriesKind, _ specification: ForecastSpecification
) throws(ExecutionError) -> [Backtest] {
  do {
    return try backtests(
      series.values, kind: kind, season: specification.grain.seasonLength,
      horizon: specification.horizon, method: specification.method.statistics,
      events: SeriesEvents(specification.events, series, specification).shares.map(\.past))
  } catch {
    throw .impossible(series.labelled(error.description), help: nil)
  }
}

/// Says whether the method is worth its trouble.
private func verdict(_ results: [Backtest]) -> String? {
  guard results.count == 2, let own = results[0].scaledError, let naive = results[1].scaledError
  else { return nil }
  guard naive > 0 else { return "seasonal naive never missed: nothing can beat it here" }
  let ratio = rounded(own / naive)
  return own < naive
    ? "\(results[0].method.rawValue) missed by \(ratio) times what seasonal naive missed by"
    : "\(results[0].method.rawValue) cannot beat seasonal naive on this series: it missed by"
      + " \(ratio) times as much"
}

private func backtestWorking(_ series: TimeSeries, _ results: [Backtest], _ grain: Grain) -> Working
{
  Working(
    summary: series.labelled(
      "\(results[0].origins) earlier origins in the second half of \(series.values.count) periods up to"
        + " \(grain.label(ofOrdinal: series.lastOrdinal))"),
    steps: results.map { result in
      Working.Step(
        words: "mase of \(result.method.rawValue) = mean |value - forecast|"
          + " / mean |value - value one season before|",
        numbers:
          "= \(result.scaledError.map(rounded) ?? "unknown") over \(result.comparisons) forecasts;"
          + " inside the 80% interval \(percent(result.coverage80)), the 95% interval"
          + " \(percent(result.coverage95))")
    },
    source: "Hyndman & Koehler 2006",
    pitfalls: ["a dozen origins tell a clear difference from none, not a small one"])
}
