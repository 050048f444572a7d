import Calendars
import Columns
import Planning
import Statistics

/// One series over consecutive periods.
struct TimeSeries {
  /// The values of its key columns; empty for a single series.
  var key: [Value]
  /// The number of its first period, as the grain counts.
  var firstOrdinal: Int
  /// One a period; nil where there is none.
  var values: [Double?]
  /// Clients at risk in each period; nil where the measure is no share of clients.
  var exposures: [Double]?

  var lastOrdinal: Int { firstOrdinal + values.count - 1 }

  /// A sentence with the series' key before it.
  func labelled(_ sentence: String) -> String {
    let names = key.map(\.label)
    return names.isEmpty ? sentence : names.joined(separator: ", ") + ": " + sentence
  }
}

/// The series of a table over time, up to its last complete period.
struct ForecastInput {
  let unit: Unit
  private(set) var series: [TimeSeries] = []
  private(set) var history: [HistoryPoint] = []
  /// The label of the period that was left out because it is not finished.
  private(set) var unfinished: String?

  init(_ specification: ForecastSpecification, of table: Table) {
    unit = table.schema.fields[specification.measure].unit
    var order: [[Value]] = []
    var rows: [[Value]: [(ordinal: Int, row: Int)]] = [:]
    for row in 0..<table.rowCount {
      guard case .text(let label) = table.columns[specification.period][row],
        let date = PartialDate(label), date.grain == specification.grain
      else { continue }
      if let asOf = table.about.asOf, date.dayAfter.advanced(byDays: -1) > asOf {
        unfinished = label
        continue
      }
      let key = specification.keys.map { table.columns[$0][row] }
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append((date.ordinal, row))
    }
    for key in order {
      guard let found = rows[key], let one = TimeSeries(key, found, specification, table) else {
        continue
      }
      series.append(one)
      history += one.points(specification.grain)
    }
  }

  /// Which transformation keeps the forecast of a series within its bounds.
  func kind(of series: TimeSeries) -> SeriesKind {
    switch unit {
    case .rate where series.isShare: .rate(exposures: series.exposures)
    case .count where series.values.allSatisfy({ ($0 ?? 0) >= 0 }): .count
    default: .amount
    }
  }
}

extension TimeSeries {
  /// Periods between the first and the last that have no row have no value; trailing periods without
  /// a value are left out. Nil where no period has one.
  fileprivate init?(
    _ key: [Value], _ rows: [(ordinal: Int, row: Int)], _ specification: ForecastSpecification,
    _ table: Table
  ) {
    let measure = table.columns[specification.measure]
    let present = rows.filter { measure[$0.row].number != nil }.map(\.ordinal)
    guard let first = present.min(), let last = present.max() else { return nil }
    var values = [Double?](repeating: nil, count: last - first + 1)
    var exposures = [Double](repeating: 0, count: values.count)
    for (ordinal, row) in rows where (first...last).contains(ordinal) {
      values[ordinal - first] = measure[row].number
      if let exposure = specification.exposure {
        exposures[ordinal - first] = table.columns[exposure.atRisk][row].number ?? 0
      }
    }
    self.init(
      key: key, firstOrdinal: first, values: values,
      exposures: specification.exposure == nil ? nil : exposures)
  }

  fileprivate var isShare: Bool { values.allSatisfy { (0...1).contains($0 ?? 0) } }

  func points(_ grain: Grain) -> [HistoryPoint] {
    values.enumerated().map { index, value in
      HistoryPoint(
        series: key.map(\.label), period: grain.label(ofOrdinal: firstOrdinal + index),
        value: value)
    }
  }
}

extension Value {
  /// As a legend prints it.
  var label: String {
    switch self {
    case .missing: "(missing)"
    case .integer(let value): String(value)
    case .decimal(let value): String(value)
    case .boolean(let value): value ? "yes" : "no"
    case .date(let date): date.description
    case .timestamp(let instant): CivilDate(timestamp: instant).description
    case .text(let text): text
    }
  }
}
