import Calendars
import Columns
import Planning
import Statistics

/// The series of a measure over consecutive periods, up to the last complete one, ready to be searched.
struct PeriodSeries {
  /// The values of its key columns; empty for a single series.
  var key: [Value]
  var firstOrdinal: Int
  var grain: Grain
  /// The measure in its own unit; nil where it is missing.
  var values: [Double?]
  /// How it is searched.
  var series: ShiftSeries

  func label(_ place: Int) -> String { grain.label(ofOrdinal: firstOrdinal + place) }

  /// A sentence with the series' key before it.
  func labelled(_ sentence: String) -> String {
    key.isEmpty ? sentence : key.map(\.label).joined(separator: ", ") + ": " + sentence
  }

  /// The level of the measure over some periods: all leavers over all at risk, or the mean.
  func level(_ places: some Sequence<Int>) -> Double? {
    var (sum, exposure) = (0.0, 0.0)
    for place in places where values[place] != nil {
      sum += series.counts[place]
      exposure += series.exposures[place]
    }
    return exposure > 0 ? sum / exposure : nil
  }
}

/// All series of a table over time.
struct PeriodSeriesInput {
  private(set) var series: [PeriodSeries] = []
  /// The label of a period that was left out because it is not finished.
  private(set) var unfinished: String?
  let unit: Columns.Unit

  init(_ measure: MeasureOverTime, of table: Table) {
    unit = table.schema.fields[measure.measure].unit
    var order: [[Value]] = []
    var rows: [[Value]: [(ordinal: Int, row: Int)]] = [:]
    for row in 0..<table.rowCount {
      guard case .text(let label) = table.columns[measure.period][row],
        let date = PartialDate(label), date.grain == measure.grain
      else { continue }
      if let asOf = table.about.asOf, date.dayAfter.advanced(byDays: -1) > asOf {
        unfinished = label
        continue
      }
      let key = measure.keys.map { table.columns[$0][row] }
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append((date.ordinal, row))
    }
    series = order.compactMap { key in
      PeriodSeries(key, rows[key] ?? [], measure, table, unit: unit)
    }
  }
}

extension PeriodSeries {
  /// Nil where no period has a value.
  fileprivate init?(
    _ key: [Value], _ rows: [(ordinal: Int, row: Int)], _ measure: MeasureOverTime, _ table: Table,
    unit: Columns.Unit
  ) {
    func value(_ row: Int) -> Double? {
      table.columns[measure.measure][row].number.flatMap { $0.isFinite ? $0 : nil }
    }
    let known = rows.filter { value($0.row) != nil }.map(\.ordinal)
    guard let first = known.min(), let last = known.max(), last - first < 100_000 else {
      return nil
    }
    let empty = last - first + 1
    var values = [Double?](repeating: nil, count: empty)
    var atRisk = [Double](repeating: 0, count: empty)
    for (ordinal, row) in rows where (first...last).contains(ordinal) {
      values[ordinal - first] = value(row)
      atRisk[ordinal - first] = measure.atRisk.flatMap { table.columns[$0][row].number } ?? 0
    }
    self.key = key
    firstOrdinal = first
    grain = measure.grain
    self.values = values
    let isShare =
      unit == .rate && measure.atRisk != nil && values.allSatisfy { (0...1).contains($0 ?? 0) }
    let isCount = unit == .count && values.allSatisfy { ($0 ?? 0) >= 0 }
    let exposures = values.indices.map { place in
      values[place] == nil ? 0 : isShare ? atRisk[place] : 1
    }
    let counts = values.indices.map { isShare ? (values[$0] ?? 0) * atRisk[$0] : values[$0] ?? 0 }
    series = ShiftSeries(
      measure.grain, first, counts: counts, exposures: exposures,
      family: isShare ? .share : isCount ? .count : .amount)
  }
}

extension PeriodSeries {
  /// The churn of a group from its counts by label of the period; nil where fewer left than `fewestLost`.
  init?(
    counts: [String: RateDecomposition.Counts], _ grain: Grain, fewestLost: Double
  ) {
    var known: [(ordinal: Int, counts: RateDecomposition.Counts)] = []
    for (label, count) in counts where count.atRisk > 0 {
      if let date = PartialDate(label), date.grain == grain { known.append((date.ordinal, count)) }
    }
    known.sort { $0.ordinal < $1.ordinal }
    guard let first = known.first?.ordinal, let last = known.last?.ordinal,
      known.reduce(0, { $0 + $1.counts.lost }) >= fewestLost
    else { return nil }
    key = []
    firstOrdinal = first
    self.grain = grain
    values = [Double?](repeating: nil, count: last - first + 1)
    var (lost, atRisk) = (
      [Double](repeating: 0, count: values.count), [Double](repeating: 0, count: values.count)
    )
    for (ordinal, count) in known {
      values[ordinal - first] = count.lost / count.atRisk
      (lost[ordinal - first], atRisk[ordinal - first]) = (count.lost, count.atRisk)
    }
    series = ShiftSeries(grain, first, counts: lost, exposures: atRisk, family: .share)
  }
}

extension ShiftSeries {
  /// A season that is not seen twice is not taken out: it cannot be told from a shift.
  fileprivate init(
    _ grain: Grain, _ first: Int, counts: [Double], exposures: [Double], family: Family
  ) {
    let season = grain.seasonLength ?? 1
    let isSeen = exposures.count { $0 > 0 } >= 2 * season
    self.init(
      counts: counts, exposures: exposures, family: family, season: isSeen ? season : 1,
      phase: isSeen ? grain.seasonPlace(ofOrdinal: first) : 0,
      periodsPerYear: grain.periodsPerYear)
  }
}

extension Grain {
  /// The place of a period in its season: 0 for January, the first quarter, Monday.
  func seasonPlace(ofOrdinal ordinal: Int) -> Int {
    guard let season = seasonLength else { return 0 }
    // 1970-01-01 was a Thursday.
    let shifted = self == .day ? ordinal + 3 : ordinal
    return ((shifted % season) + season) % season
  }

  /// What a place of the season is called; nil where places have no name.
  func seasonName(_ place: Int) -> String {
    switch self {
    case .day:
      ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][place]
    case .week: "\(place + 1)"
    case .month:
      [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
      ][place]
    case .quarter: "Q\(place + 1)"
    case .year: "year"
    }
  }
}
