import Calendars
import Columns
import Planning
import Statistics

/// The seasonal index of every series of a table over time: the table of `specification.schema(of:)`.
func seasonTable(
  _ specification: SeasonSpecification, of table: Table
) throws(ExecutionError) -> Table {
  let input = PeriodSeriesInput(specification.input, of: table)
  let grain = specification.input.grain
  guard grain.seasonLength != nil else {
    throw .impossible(
      "a year has no season", help: "take months or quarters:  churn by month | season")
  }
  var report = SeasonReport(specification, input, table)
  for series in input.series { report.add(series) }
  guard !report.found.isEmpty else {
    throw .impossible(
      report.remarks.first ?? "there is no complete period to look at",
      help: "a season shows after two full years of periods:  churn by month | season")
  }
  var about = table.about
  about.notes = report.notes(about.notes)
  about.facts = report.facts
  about.working = report.working
  about.period = nil
  let schema = specification.schema(of: table.schema)
  return Table(schema: schema, columns: report.columns(schema), about: about)
}

/// What is said of the seasons of all series.
struct SeasonReport {
  let specification: SeasonSpecification
  let input: PeriodSeriesInput
  let table: Table
  private(set) var found: [(series: PeriodSeries, index: SeasonalIndex, classical: [Double]?)] = []
  private(set) var remarks: [String] = []

  init(_ specification: SeasonSpecification, _ input: PeriodSeriesInput, _ table: Table) {
    self.specification = specification
    self.input = input
    self.table = table
  }

  private var measureName: String { table.schema.fields[specification.input.measure].name }
  private var place: String { SeasonSpecification.placeWord(specification.input.grain) }

  mutating func add(_ series: PeriodSeries) {
    do {
      guard series.series.season > 1 else {
        throw ShiftError.tooShort(
          used: series.series.usedCount, needed: 2 * (series.grain.seasonLength ?? 1))
      }
      let index = try SeasonalIndex(series.series, level: specification.level)
      // Only an unbroken series of positive values has ratios to a moving average.
      let values = series.values.compactMap(\.self)
      let classical =
        values.count == series.values.count && values.allSatisfy { $0 > 0 }
        ? classicalSeasonalIndex(
          values, season: series.series.season, phase: series.series.phase) : nil
      found.append((series, index, classical))
    } catch let error {
      remarks.append(series.labelled(sentence(error, series)))
    }
  }

  private func sentence(_ error: any Error, _ series: PeriodSeries) -> String {
    switch error as? ShiftError {
    case .tooShort(let used, let needed):
      "\(counted(used, "complete period")) with a value; a season needs two full years, \(needed)"
    case .constant: "every period has the same value, so there is no season"
    case .notUsable(let place): "\(series.label(place)) has no usable value"
    case nil: "no season"
    }
  }

  func columns(_ schema: Schema) -> [Column] {
    let cells = specification.isSeries ? adjusted : indexes
    return schema.fields.enumerated().map { position, field in
      Column(field.type, cells.map { $0[position] })
    }
  }

  /// Each period beside the index of its place.
  private var adjusted: [[Value]] {
    found.flatMap { series, index, _ in
      series.values.indices.map { period in
        let place = index.index[series.series.seasonPlace(period)]
        let value = series.values[period]
        return series.key + [
          .text(series.label(period)), value.map(Value.decimal) ?? .missing, .decimal(place),
          finite(value.map { $0 / place }),
        ]
      }
    }
  }

  private var indexes: [[Value]] {
    var cells: [[Value]] = []
    for (series, index, classical) in found {
      for place in index.index.indices {
        cells.append(
          series.key + [
            .text(series.grain.seasonName(place)), .decimal(index.index[place]),
            .decimal(index.intervals[place].low), .decimal(index.intervals[place].high),
            classical.map { .decimal($0[place]) } ?? .missing,
            .decimal(1 - index.shrinkage[place]),
          ])
      }
    }
    return cells
  }

  var facts: [Fact] {
    var facts = [Fact("measure", .text(measureName))]
    if found.count == 1 {
      facts.append(Fact("strength", .decimal(found[0].index.strength)))
    }
    return facts
  }

  func notes(_ earlier: [String]) -> [String] {
    var notes = earlier.filter { $0.hasPrefix("as of") || $0.contains("left out") } + remarks
    for (series, index, _) in found {
      notes.append(
        series.labelled(
          "strength of the season \(brief(index.strength)) (0 none, 1 nothing else), from "
            + "\(counted(series.series.usedCount, "period")), \(series.label(0)) to "
            + series.label(series.values.count - 1)))
      if index.scan.isShift {
        notes.append(
          series.labelled(
            "a shift from \(series.label(index.scan.best.start)) on is taken out: see shifts"))
      }
      if !index.scan.outliers.isEmpty {
        let odd = index.scan.outliers.map(\.place).sorted().map(series.label)
        notes.append(
          series.labelled("\(odd.joined(separator: ", ")) stands out and is left out"))
      }
    }
    let meaning =
      "index: the rate of a \(place) over that of the mean \(place), shrunk to 1 by what is known of it"
    if specification.isSeries {
      notes.append(meaning + "; adjusted: \(measureName) / index")
    } else {
      notes.append(
        meaning + " (column shrunk: by how much); low and high: \(percent(specification.level))")
      notes.append("classical: ratios to a moving average, a check without shrinkage")
    }
    notes += found.flatMap { eventNotes($0.series) }.unique
    if let unfinished = input.unfinished {
      notes.append("\(unfinished) is not finished: left out")
    }
    return notes
  }

  /// What each named event does, apart from the season.
  private func eventNotes(_ series: PeriodSeries) -> [String] {
    let named = specification.events
    guard !named.isEmpty else {
      return ["feasts and other events are not told from their \(place):  set events  names them"]
    }
    let events = SeriesEvents(
      named, grain: series.grain, first: series.firstOrdinal, values: series.values, horizon: 0,
      label: series.labelled)
    let kind: SeriesKind =
      switch series.series.family {
      case .share: .rate(exposures: series.series.exposures)
      case .count: .count
      case .amount: .amount
      }
    let adjustment = try? EventAdjustment(
      series.values, kind: kind, season: series.grain.seasonLength, events: events.shares)
    return events.notes(adjustment)
  }

  /// Of the place that stands out most in the first series.
  var working: Working? {
    guard let (series, index, _) = found.first,
      let most = index.index.indices.max(by: {
        abs(index.index[$0] - 1) < abs(index.index[$1] - 1)
      })
    else { return nil }
    let name = series.grain.seasonName(most)
    let own = series.values.indices.filter {
      series.series.seasonPlace($0) == most && series.series.isUsed($0)
    }
    let rest = series.values.indices.filter {
      series.series.seasonPlace($0) != most && series.series.isUsed($0)
    }
    func level(_ places: [Int]) -> String {
      guard let level = series.level(places) else { return "(missing)" }
      return input.unit == .rate ? percent(level) : brief(level)
    }
    let effect = index.scan.season[most]
    return Working(
      summary: series.labelled("season of \(measureName): \(name)"),
      steps: [
        Working.Step(
          words: "the raw level of \(name), and of all others",
          numbers: "\(level(own)) and \(level(rest)), from \(counted(own.count, "year"))"),
        Working.Step(
          words: "effect = shrunk by information / (information + dispersion / variance)",
          numbers: "\(brief(effect)) on the scale of the model, "
            + "\(percent(1 - index.shrinkage[most])) shrunk away"),
        Working.Step(
          words: "index = rate with the effect / mean of the rates with each effect",
          numbers: "= \(brief(index.index[most])), \(brief(index.intervals[most].low)) to "
            + brief(index.intervals[most].high)),
        Working.Step(
          words: "strength = max(0, 1 - var(rest) / var(season + rest))",
          numbers: "= \(brief(index.strength))"),
      ],
      source: specification.definitions.map(\.source).unique.joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }
}
