package import Columns

/// How a curve of retention goes on: what share of clients who started together is to be here in periods
/// that nobody has reached yet.
package struct RetentionForecastSpecification: Hashable, Sendable {
  package var source: Source
  /// The law asked for; nil: the one to trust with so many periods seen.
  package var law: Law?
  /// How many periods beyond those seen.
  package var horizon: Int
  /// What a period is called: `month`.
  package var step: String
  /// The confidence of one more interval, 0.5...0.999; nil for none.
  package var level: Double?
  /// Whether the periods are the last ones seen, which the laws were not shown.
  package var isBacktest: Bool
  package var definitions: [Definition]

  package enum Source: Hashable, Sendable {
    /// The input are clients: their stays, in steps of so many units of their lengths.
    case stays(SurvivalSpecification, step: Double)
    /// The input is a table of cohorts.
    case cohorts(CohortSpecification)
  }

  /// The names are the words after `using`.
  package enum Law: String, CaseIterable, Hashable, Sendable {
    case sbg, bdw
  }

  package init(
    source: Source, law: Law?, horizon: Int, step: String, level: Double?, isBacktest: Bool,
    definitions: [Definition]
  ) {
    self.source = source
    self.law = law
    self.horizon = horizon
    self.step = step
    self.level = level
    self.isBacktest = isBacktest
    self.definitions = definitions
  }

  package var keys: [GroupKey] {
    switch source {
    case .stays(let survival, _): survival.keys
    case .cohorts(let cohorts): cohorts.keys
    }
  }

  /// The number of the period after which everybody of the start is counted: `k` of cohorts begins with 0.
  package var firstPeriod: Int {
    if case .cohorts(let cohorts) = source, cohorts.basis == .end { 0 } else { 1 }
  }

  /// The fields of the result.
  package var schema: Schema {
    var fields = keys.map(\.field)
    fields.append(Field("period", .integer))
    fields += ForecastSpecification.figureNames(level).map { Field($0, .decimal, unit: .rate) }
    fields += Law.allCases.map { Field($0.rawValue, .decimal, unit: .rate) }
    if isBacktest { fields.append(Field("seen", .decimal, unit: .rate)) }
    return Schema(fields)
  }

  /// The lines come with the data: what was seen, and how it goes on.
  package var shape: TableShape {
    .curve(
      CurveShape(
        x: CurveAxis("\(step)s since the start", unit: .none),
        measure: CurveAxis("still here", unit: .rate), band: Band(low: "low95", high: "high95"),
        series: keys.map(\.field.name), isStepped: false, lines: []))
  }
}
