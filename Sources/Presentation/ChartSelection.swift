import Calendars
package import Columns
import Texts

extension Chart {
  /// More lines than this cannot be told apart.
  package static let maximumSeries = 6
  /// More rows of a heat map than this are no picture.
  package static let maximumRows = 30

  /// The picture that fits a table, or one of a given kind.
  package init(table: Table, kind: ChartKind? = nil) throws(ChartError) {
    if kind == .histogram {
      guard case .spreads = table.about.shape else {
        throw ChartError(
          message: "a histogram shows how often the values of columns occur",
          hint: "describe | plot")
      }
    }
    switch table.about.shape {
    case .rows:
      throw ChartError(
        message: "a list of rows has no picture",
        hint: "figures over time, breakdowns and forecasts have one: "
          + "churn by month | plot, group by reason | plot, churn by month | forecast | plot")
    case .breakdown(let category, let measure):
      let source = try ChartSource(table, measure: measure, category: category)
      self = source.breakdown(kind: kind ?? .bar)
    case .timeSeries(let period, _, let measure, let band, let series):
      let source = try ChartSource(table, measure: measure, category: period, series: series)
      self = source.timeSeries(kind: kind ?? .line, band: band)
    case .timeLines(let period, _, let measures):
      self = try ChartSource(table, measure: measures[0], category: period)
        .timeSeries(kind: kind ?? .line, band: nil)
      marks = []
      for measure in measures.dropFirst() {
        let source = try ChartSource(table, measure: measure, category: period)
        series += source.timeSeries(kind: kind ?? .line, band: nil).series
      }
      measureLabel = series.map(\.name).joined(separator: ", ")
      if measures.allSatisfy({ $0.hasSuffix("_index") }) {
        remarks.append("the first period is 100")
      }
    case .forecast(let period, _, let measure, let history, let series):
      let source = try ChartSource(table, measure: measure, category: period, series: series)
      self = source.forecast(kind: kind ?? .line, history: history)
    case .curve(let shape): self = try Chart.curves(of: table, shape, kind: kind)
    case .triangle(let shape):
      self = try Chart(triangle: Triangle(table), shape, kind: kind ?? .heat)
    case .levels(let shape): self = try Chart(levels: shape, of: table, kind: kind ?? .line)
    case .spreads(let spreads): self = try Chart(spreads: spreads, of: table, kind: kind)
    }
    if !isOverTime { period = table.stretchOfTime }
  }
}

extension Table {
  /// `2024-01..2024-12`, or `as of 2024-12-31`; nothing where the table does not say.
  fileprivate var stretchOfTime: String {
    if let column = schema.index(of: "period").map({ columns[$0] }), rowCount > 0 {
      let names = Set((0..<rowCount).map { Presentation.text(column[$0], unit: .none) })
      if names.count == 1, let name = names.first, !name.isEmpty { return visible(name) }
    }
    if let period = about.period { return visible(period.label) }
    return about.asOf.map { "as of \($0)" } ?? ""
  }
}

/// The columns of a table that a picture is made of.
private struct ChartSource {
  let table: Table
  let measure: Int
  let category: Int
  let keys: [Int]

  init(
    _ table: Table, measure: String, category: String, series: [String] = []
  ) throws(ChartError) {
    func position(_ name: String) throws(ChartError) -> Int {
      guard let index = table.schema.index(of: name) else {
        let names = table.schema.fields.map(\.name).joined(separator: ", ")
        throw ChartError(
          message: "'\(name)', which is to be drawn, is no column any more",
          hint: "keep it in the table, which now has: \(names)")
      }
      return index
    }
    self.table = table
    self.measure = try position(measure)
    self.category = try position(category)
    var keys: [Int] = []
    for name in series { keys.append(try position(name)) }
    self.keys = keys
    guard table.columns[self.measure].type.isNumeric else {
      throw ChartError(
        message: "'\(measure)' holds no numbers to draw",
        hint: "a picture needs a column of numbers, such as the rate of churn by month")
    }
  }

  func breakdown(kind: ChartKind) -> Chart {
    let names = (0..<table.rowCount).map { text($0, category) }
    var chart = base(kind: kind)
    let isTold = Set(names).count == names.count
    // Several rows of one category differ in the other key columns.
    let columns = isTold ? [category] : keyColumns
    chart.categories = (0..<table.rowCount).map { row in
      columns.map { text(row, $0) }.joined(separator: ", ")
    }
    let values = (0..<table.rowCount).map { number($0, measure) }
    chart.series = [Chart.Series(name: chart.measureLabel, values: values)]
    if kind == .bar, let (low, high) = limits {
      chart.intervals = [
        Chart.Interval(
          name: "\(visible(table.schema.fields[low].name)) to "
            + visible(table.schema.fields[high].name),
          low: (0..<table.rowCount).map { number($0, low) },
          high: (0..<table.rowCount).map { number($0, high) })
      ]
    }
    if kind == .bar, ChartSource.ratios.contains(table.schema.fields[measure].name) {
      chart.isRatio = true
      chart.remarks.append("bars begin at 1: to its left less, to its right more")
    }
    // Of a Pareto picture the share so far stands beside each bar.
    if isTold, let cumulative = table.schema.index(of: "cumulative"), cumulative != measure {
      chart.details = (0..<table.rowCount).map { text($0, cumulative) }
      chart.remarks.append("the last column is the cumulative share")
    }
    return chart
  }

  /// Measures that say how many times as much as usual something is.
  private static let ratios: Set = ["hazard_ratio", "index"]

  /// The columns with the limits of the measure: `low` and `high` behind it, or with its name.
  private var limits: (low: Int, high: Int)? {
    let name = table.schema.fields[measure].name
    for (low, high) in [("\(name)_low", "\(name)_high"), ("low", "high")] {
      guard let low = table.schema.index(of: low), let high = table.schema.index(of: high),
        low == measure + 1 || table.schema.fields[low].name != "low",
        table.columns[low].type.isNumeric, table.columns[high].type.isNumeric
      else { continue }
      return (low, high)
    }
    return nil
  }

  func timeSeries(kind: ChartKind, band: Band?) -> Chart {
    var chart = base(kind: kind)
    let groups = seriesGroups()
    let dateless = table.columns[category].missingCount
    if dateless > 0 {
      chart.remarks.append("what has no \(chart.categoryLabel) is left out of the picture")
    }
    chart.categories = categories(groups)
    let positions = Dictionary(
      uniqueKeysWithValues: chart.categories.enumerated().map { ($1, $0) })
    func spread(_ rows: [Int], _ column: Int) -> [Double?] {
      var values = [Double?](repeating: nil, count: positions.count)
      for row in rows {
        if let position = positions[text(row, category)] { values[position] = number(row, column) }
      }
      return values
    }
    chart.series = groups.map { Chart.Series(name: $0.name, values: spread($0.rows, measure)) }
    if groups.count == 1, let band, let low = table.schema.index(of: band.low),
      let high = table.schema.index(of: band.high)
    {
      let rows = groups[0].rows
      chart.intervals = [
        Chart.Interval(
          name: "\(visible(band.low)) to \(visible(band.high))", low: spread(rows, low),
          high: spread(rows, high))
      ]
    }
    // The levels are those of the whole, not of its groups.
    if groups.count == 1 {
      chart.references = references()
      chart.marks = marks(positions)
    }
    chart.keepLargestSeries(atMost: kind == .heat ? Chart.maximumRows : Chart.maximumSeries)
    return chart
  }

  func forecast(kind: ChartKind, history: [HistoryPoint]) -> Chart {
    var chart = timeSeries(kind: kind, band: nil)
    let future = chart.categories
    var past: [String] = []
    var seen = Set(future)
    for point in history where seen.insert(point.period).inserted { past.append(point.period) }
    past = past.map { visible($0) }
    let positions = Dictionary(
      past.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for index in chart.series.indices {
      var values = [Double?](repeating: nil, count: past.count)
      for point in history {
        let name = point.series.isEmpty ? chart.measureLabel : seriesName(point.series)
        guard name == chart.series[index].name || history.allSatisfy(\.series.isEmpty),
          let position = positions[visible(point.period)]
        else { continue }
        values[position] = point.value
      }
      chart.series[index].values = values + chart.series[index].values
    }
    chart.categories = past + future
    chart.forecastStart = past.count
    // The column is called by what it holds, the line by what was forecast.
    if case .text(let name)? = table.about.facts.first(where: { $0.name == "measure" })?.value {
      if chart.series.count == 1 { chart.series[0].name = visible(name) }
      chart.measureLabel = visible(name)
    }
    if chart.series.count == 1 { chart.intervals = fans(past: past.count) }
    return chart
  }

  /// The limits at 95 and 80 percent, as far as the table has them.
  private func fans(past: Int) -> [Chart.Interval] {
    ["95", "80"].compactMap { level in
      guard let low = table.schema.index(of: "low\(level)"),
        let high = table.schema.index(of: "high\(level)")
      else { return nil }
      let blank = [Double?](repeating: nil, count: past)
      let rows = 0..<table.rowCount
      return Chart.Interval(
        name: "\(level)% interval", low: blank + rows.map { number($0, low) },
        high: blank + rows.map { number($0, high) })
    }
  }

  private func base(kind: ChartKind) -> Chart {
    let field = table.schema.fields[measure]
    let format = CellFormat(table, column: measure, shown: table.rowCount, options: .canonical)
    return Chart(
      title: visible(table.about.title), kind: kind,
      categoryLabel: visible(table.schema.fields[category].name),
      measureLabel: visible(field.name), unit: field.unit,
      decimals: field.type == .integer ? 0 : format.decimals, categories: [], series: [])
  }

  /// Rows by the values of the series' key columns, in order of first appearance.
  private func seriesGroups() -> [(name: String, rows: [Int])] {
    let rows = (0..<table.rowCount).filter { !table.columns[category].isMissing($0) }
    guard !keys.isEmpty else { return [(visible(table.schema.fields[measure].name), rows)] }
    var positions: [String: Int] = [:]
    var groups: [(name: String, rows: [Int])] = []
    for row in rows {
      let name = seriesName(keys.map { text(row, $0) })
      if let position = positions[name] {
        groups[position].rows.append(row)
      } else {
        positions[name] = groups.count
        groups.append((name, [row]))
      }
    }
    return groups
  }

  private func seriesName(_ values: [String]) -> String { values.joined(separator: ", ") }

  /// The periods, each once. Labels of periods sort as text; one series keeps its own order.
  private func categories(_ groups: [(name: String, rows: [Int])]) -> [String] {
    var seen: Set<String> = []
    let names = groups.flatMap(\.rows).map { text($0, category) }
      .filter { seen.insert($0).inserted }
    return groups.count > 1 ? names.sorted() : names
  }

  /// Facts that are levels of the measure.
  private func references() -> [Chart.Reference] {
    let names = [("centre", "centre"), ("band_low", "band"), ("band_high", "band")]
    return names.compactMap { name, label in
      guard let value = table.about.facts.first(where: { $0.name == name })?.value.number,
        value.isFinite
      else { return nil }
      return Chart.Reference(name: label, value: value)
    }
  }

  /// The periods with a word in the column `flag`.
  private func marks(_ positions: [String: Int]) -> [Chart.Mark] {
    guard let flag = table.schema.index(of: "flag") else { return [] }
    return (0..<table.rowCount).compactMap { row in
      guard case .text(let reason) = table.columns[flag][row], !reason.isEmpty,
        let position = positions[text(row, category)]
      else { return nil }
      return Chart.Mark(category: position, reason: visible(reason))
    }
  }

  private var keyColumns: [Int] {
    let names = table.keyNames
    return table.schema.fields.indices.filter {
      names.contains(table.schema.fields[$0].name) && $0 != measure
    }
  }

  private func text(_ row: Int, _ column: Int) -> String {
    let value = table.columns[column][row]
    let unit = table.schema.fields[column].unit
    return value == .missing ? "(missing)" : Presentation.text(value, unit: unit)
  }

  /// Numbers too large for a scale count as missing.
  private func number(_ row: Int, _ column: Int) -> Double? {
    table.columns[column][row].number.flatMap { abs($0) < 1e300 ? $0 : nil }
  }
}

extension Chart {
  /// Keeps the lines with the largest sums and says how many are left out.
  fileprivate mutating func keepLargestSeries(atMost most: Int) {
    guard series.count > most else { return }
    let sums = series.map { $0.values.reduce(0) { $0 + abs($1 ?? 0) } }
    let ranked = series.indices.sorted { (sums[$0], $1) > (sums[$1], $0) }
    let kept = ranked.prefix(most).sorted()
    let left = series.count - kept.count
    remarks.append("\(left) of \(series.count) lines are left out: those with the lowest values")
    series = kept.map { series[$0] }
  }
}
