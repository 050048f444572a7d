import Calendars
package import Columns
import Kernels
package import Planning
import Statistics

/// How long stays last, by group: the table of `specification.schema`.
///
/// `keyColumns` holds, for each key, its value in each row of `table`; a stay takes that of its latest
/// row. Curves after Kaplan & Meier 1958 with exits before censorings at equal times; variance after
/// Greenwood. A figure that the data do not reach is missing. Facts: `log_rank`, `df`, `p` of two or
/// more groups.
package func survival(
  _ specification: SurvivalSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let stays = try SurvivalStays(
    table, specification.clock, keys: specification.keys, keyColumns: keyColumns,
    isCancelled: isCancelled)
  try poll(isCancelled)
  let report = SurvivalReport(specification, stays)
  var about = table.about
  about.asOf = stays.asOf ?? about.asOf
  about.period = nil
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  about.shape = report.shape
  let schema = specification.schema
  return Table(schema: schema, columns: report.columns(schema), about: about)
}

/// All that a table of survival holds.
struct SurvivalReport {
  let specification: SurvivalSpecification
  let stays: SurvivalStays
  /// Up to where the mean counts.
  let horizon: Double
  /// Nil for one group, too many, and where nothing tells them apart.
  let test: LogRankTest?
  let means: [RestrictedMean?]
  let medians: [SurvivalQuantile?]
  /// The points of each group's curve.
  private let curves: [[SurvivalPoint]]

  /// The test compares each with each.
  static let mostTested = 50
  /// As many curves as a picture could be asked for.
  private static let mostLines = 60

  var groups: [SurvivalGroup] { stays.groups }

  init(_ specification: SurvivalSpecification, _ stays: SurvivalStays) {
    self.specification = specification
    self.stays = stays
    let groups = stays.groups
    let horizon = specification.horizon ?? groups.map(\.lastTime).min() ?? 0
    self.horizon = horizon
    means = groups.map { $0.curve.restrictedMean(horizon: horizon) }
    let kind = SurvivalIntervalKind(specification.interval)
    medians = groups.map { $0.curve.quantile(0.5, level: specification.level, kind: kind) }
    curves = groups.map { curvePoints($0, specification) }
    test =
      (2...SurvivalReport.mostTested).contains(groups.count)
      ? logRankTest(groups: groups.map(\.curve.table)) : nil
  }

  var facts: [Fact] {
    guard let test else { return [] }
    return [
      Fact("log_rank", .decimal(test.statistic)),
      Fact("df", .integer(Int64(test.degreesOfFreedom))),
      Fact("p", .decimal(test.p)),
    ]
  }

  var shape: TableShape {
    guard case .curve(var shape) = specification.shape else { return .rows }
    if shape.lines != nil {
      shape.lines = zip(groups, curves).prefix(SurvivalReport.mostLines).map { group, points in
        CurveLine(key: group.values, points: points.map(\.curvePoint))
      }
    }
    return .curve(shape)
  }

  func columns(_ schema: Schema) -> [Column] {
    switch specification.layout {
    case .summary:
      let rows = groups.indices.map { groups[$0].values + summary($0) }
      return schema.fields.enumerated().map { index, field in
        Column(field.type, rows.map { $0[index] })
      }
    case .curve: return columns(schema, curves)
    case .times(let times): return columns(schema, groups.map { points($0, at: times) })
    }
  }

  /// A row for each point of each group; columns at once, since there are thousands.
  private func columns(_ schema: Schema, _ points: [[SurvivalPoint]]) -> [Column] {
    let owners = points.enumerated().flatMap { repeatElement($0.offset, count: $0.element.count) }
    let keys = schema.fields.dropLast(SurvivalPoint.figures).enumerated().map { key, field in
      Column(field.type, groups.map { $0.values[key] }).gathered(owners)
    }
    let all = Cells(points.flatMap { $0 })
    func finite(_ figure: (SurvivalPoint) -> Double?) -> Column {
      Column(all.mapPresent(filler: Double.nan) { figure($0).flatMap { $0.isFinite ? $0 : nil } })
    }
    return keys + [
      finite(\.time), Column(.integers(all.values.map { Int64($0.atRisk) })),
      Column(.integers(all.values.map { Int64($0.lost) })), finite(\.survival),
      finite(\.interval?.low), finite(\.interval?.high),
    ]
  }

  private func summary(_ index: Int) -> [Value] {
    let group = groups[index]
    let median = medians[index]
    return [
      .integer(Int64(group.clients)), .integer(Int64(group.lost)), finite(median?.time),
      finite(median?.interval.low), finite(median?.interval.high), finite(means[index]?.value),
      finite(means[index]?.standardError), finite(means[index] == nil ? nil : horizon),
    ]
  }
}

/// A row of a curve.
private struct SurvivalPoint {
  var time: Double
  var atRisk: Int
  /// Since the point before.
  var lost: Int
  /// Nil where nobody was seen.
  var survival: Double?
  var interval: Interval?

  /// The figures of a row.
  static let figures = 6

  var curvePoint: CurvePoint {
    CurvePoint(x: time, value: survival ?? 0, low: interval?.low, high: interval?.high)
  }
}

/// The start, each time at which somebody left, and the last time seen.
private func curvePoints(
  _ group: SurvivalGroup, _ specification: SurvivalSpecification
) -> [SurvivalPoint] {
  let curve = group.curve
  let limits = curve.intervals(
    level: specification.level, kind: SurvivalIntervalKind(specification.interval))
  var points: [SurvivalPoint] = []
  if let first = curve.times.first, first > 0 {
    points.append(
      SurvivalPoint(
        time: 0, atRisk: curve.table.count, lost: 0, survival: 1,
        interval: Interval(low: 1, high: 1)))
  }
  for index in curve.times.indices {
    guard
      specification.showsEveryTime || curve.events[index] > 0
        || index + 1 == curve.times.count || curve.times[index] == 0
    else { continue }
    points.append(
      SurvivalPoint(
        time: curve.times[index], atRisk: curve.atRisk[index], lost: curve.events[index],
        survival: curve.survival[index], interval: limits[index]))
  }
  return points
}

extension SurvivalReport {

  private func points(_ group: SurvivalGroup, at times: [Double]) -> [SurvivalPoint] {
    let curve = group.curve
    let kind = SurvivalIntervalKind(specification.interval)
    var previous = -1.0
    return times.map { time in
      let lost = zip(curve.times, curve.events).reduce(0) { sum, pair in
        sum + (pair.0 > previous && pair.0 <= time ? pair.1 : 0)
      }
      previous = time
      return SurvivalPoint(
        time: time, atRisk: curve.table.atRisk(at: time), lost: lost,
        survival: curve.survival(at: time),
        interval: curve.interval(at: time, level: specification.level, kind: kind))
    }
  }
}

extension SurvivalIntervalKind {
  init(_ scale: SurvivalSpecification.Scale) {
    switch scale {
    case .logLog: self = .logLog
    case .log: self = .log
    case .plain: self = .plain
    }
  }
}

/// Missing for nil and for what has no bound.
func finite(_ number: Double?) -> Value {
  number.flatMap { $0.isFinite ? .decimal($0) : nil } ?? .missing
}
