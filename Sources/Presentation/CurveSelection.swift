import Columns
import Texts

extension Chart {
  /// More places than this are drawn at so many evenly spaced ones: finer than any screen.
  private static let maximumPlaces = 720

  /// The curves of a table, as steps or as lines.
  static func curves(
    of table: Table, _ shape: CurveShape, kind: ChartKind?
  ) throws(ChartError) -> Chart {
    let kind = kind ?? (shape.isStepped ? .curve : .line)
    guard kind != .bar, kind != .heat else {
      throw ChartError(
        message: "a curve over \(visible(shape.x.name)) cannot be drawn as "
          + (kind == .bar ? "bars" : "a heat map"),
        hint: "plot alone draws its \(shape.isStepped ? "steps" : "lines"); "
          + "plot line and plot points work too")
    }
    let source = try CurveSource(table, shape)
    var chart = Chart(
      title: visible(table.about.title), kind: kind, categoryLabel: visible(shape.x.name),
      measureLabel: visible(shape.measure.name), unit: shape.measure.unit,
      decimals: shape.measure.unit == .rate ? 1 : nil, categories: [], series: [])
    chart.references = shape.levels.map { Reference(name: visible($0.name), value: $0.value) }
    chart.placeUnit = shape.x.unit
    let lines = source.lines()
    if lines.count > maximumSeries {
      chart.remarks.append(
        "\(lines.count - maximumSeries) of \(lines.count) lines are left out: those of the last rows"
      )
    }
    chart.draw(Array(lines.prefix(maximumSeries)), shape, source)
    return chart
  }

  private mutating func draw(_ lines: [CurveLine], _ shape: CurveShape, _ source: CurveSource) {
    var all = Set(lines.flatMap { $0.points.map(\.x) }).sorted()
    if all.count > Chart.maximumPlaces { all = Chart.evenly(all) }
    places = all
    categories = all.map { source.placeText($0) }
    for (number, line) in lines.enumerated() {
      let spread = line.spread(over: all, isStepped: shape.isStepped)
      let name = source.name(of: line)
      series.append(Series(name: name, values: spread.map { $0?.value }))
      guard let band = shape.band else { continue }
      intervals.append(
        Interval(
          name: "\(visible(band.low)) to \(visible(band.high))", low: spread.map { $0?.low },
          high: spread.map { $0?.high }, series: number))
    }
  }
}

extension Chart {
  /// Places from the first to the last at equal steps: whole ones where all are whole.
  fileprivate static func evenly(_ places: [Double]) -> [Double] {
    guard let first = places.first, let last = places.last else { return [] }
    var step = (last - first) / Double(maximumPlaces)
    if places.allSatisfy({ $0 == $0.rounded() }) { step = step.rounded(.up) }
    let steps = Int(((last - first) / step).rounded(.up))
    return (0..<steps).map { first + Double($0) * step } + [last]
  }
}

/// The lines of a table of curves, from its rows or given beside them.
private struct CurveSource {
  let table: Table
  let shape: CurveShape
  private let keys: [Int]

  init(_ table: Table, _ shape: CurveShape) throws(ChartError) {
    for name in shape.neededColumns where table.schema.index(of: name) == nil {
      throw ChartError(
        message: "'\(name)', which is to be drawn, is no column any more",
        hint: "keep it in the table, which now has: "
          + table.schema.fields.map(\.name).joined(separator: ", "))
    }
    self.table = table
    self.shape = shape
    keys = shape.series.compactMap { table.schema.index(of: $0) }
  }

  /// In the order of the rows, each with its start.
  func lines() -> [CurveLine] {
    let rowKeys = (0..<table.rowCount).map { row in keys.map { table.columns[$0][row] } }
    let found: [CurveLine]
    if let given = shape.lines {
      let known = Set(rowKeys)
      found = keys.isEmpty ? given : given.filter { known.contains($0.key) }
    } else {
      found = rowLines(rowKeys)
    }
    return found.filter { !$0.points.isEmpty }.map { line in
      guard let start = shape.start, let first = line.points.first, first.x > 0 else { return line }
      let origin = CurvePoint(
        x: 0, value: start, low: first.low.map { _ in start }, high: first.high.map { _ in start })
      return CurveLine(key: line.key, points: [origin] + line.points)
    }
  }

  private func rowLines(_ rowKeys: [[Value]]) -> [CurveLine] {
    var positions: [[Value]: Int] = [:]
    var lines: [CurveLine] = []
    for (row, key) in rowKeys.enumerated() {
      guard let point = point(row) else { continue }
      if let position = positions[key] {
        lines[position].points.append(point)
      } else {
        positions[key] = lines.count
        lines.append(CurveLine(key: key, points: [point]))
      }
    }
    for index in lines.indices { lines[index].points.sort { $0.x < $1.x } }
    return lines
  }

  private func point(_ row: Int) -> CurvePoint? {
    guard let x = number(row, shape.x.name), let value = number(row, shape.measure.name) else {
      return nil
    }
    return CurvePoint(
      x: x, value: value, low: shape.band.flatMap { number(row, $0.low) },
      high: shape.band.flatMap { number(row, $0.high) })
  }

  /// Numbers too large for a scale count as missing.
  private func number(_ row: Int, _ name: String) -> Double? {
    table.column(name)?[row].number.flatMap { abs($0) < 1e300 ? $0 : nil }
  }

  func name(of line: CurveLine) -> String {
    guard !keys.isEmpty else {
      // Lines of a table that has a column for each.
      let names = line.key.map { text($0, unit: .none) }
      return names.isEmpty ? visible(shape.measure.name) : names.joined(separator: ", ")
    }
    return zip(keys, line.key).map { column, value in
      value == .missing
        ? "(missing)" : text(value, unit: table.schema.fields[column].unit)
    }.joined(separator: ", ")
  }

  /// `365 days`
  func placeText(_ place: Double) -> String {
    let number = text(.decimal(place), unit: shape.x.unit)
    return shape.x.unit.plural.isEmpty ? number : "\(number) \(shape.x.unit.plural)"
  }
}

extension CurveLine {
  /// The point at each place: of steps the last one that is not beyond it, of lines the one
  /// between its neighbours; nil outside the line.
  func spread(over places: [Double], isStepped: Bool) -> [CurvePoint?] {
    guard let first = points.first, let last = points.last else { return places.map { _ in nil } }
    var next = 0
    return places.map { place in
      guard place >= first.x, place <= last.x else { return nil }
      while next < points.count, points[next].x <= place { next += 1 }
      let before = points[next - 1]
      guard !isStepped, next < points.count, place > before.x else { return before }
      return before.towards(points[next], at: place)
    }
  }
}

extension CurvePoint {
  /// The point on the straight line to another one.
  fileprivate func towards(_ other: CurvePoint, at place: Double) -> CurvePoint {
    let share = (place - x) / (other.x - x)
    func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
    return CurvePoint(
      x: place, value: between(value, other.value),
      low: low.flatMap { low in other.low.map { between(low, $0) } },
      high: high.flatMap { high in other.high.map { between(high, $0) } })
  }
}
