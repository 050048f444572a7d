import Columns
import Texts

extension Chart {
  /// A series over time, the level that it keeps and where it shifts; of several series the lines alone.
  init(levels shape: LevelShape, of table: Table, kind: ChartKind) throws(ChartError) {
    guard !shape.history.isEmpty else {
      throw ChartError(
        message: "there is no period to draw", hint: "a picture needs a series over time")
    }
    self.init(
      title: visible(table.about.title), kind: kind, categoryLabel: "period",
      measureLabel: visible(shape.measure), unit: shape.unit, categories: [], series: [])
    var seen: Set<String> = []
    let periods = shape.history.map(\.period).filter { seen.insert($0).inserted }.sorted()
    let places = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
    categories = periods.map { visible($0) }
    func spread(_ points: [HistoryPoint], of key: [String]) -> [Double?] {
      var values = [Double?](repeating: nil, count: periods.count)
      for point in points where point.series == key {
        if let place = places[point.period] { values[place] = point.value }
      }
      return values
    }
    var keys: [[String]] = []
    for point in shape.history where !keys.contains(point.series) { keys.append(point.series) }
    series = keys.prefix(Chart.maximumSeries).map { key in
      let name = key.isEmpty ? shape.measure : key.joined(separator: ", ")
      return Series(name: visible(name), values: spread(shape.history, of: key))
    }
    if keys.count > series.count {
      remarks.append("\(keys.count - series.count) of \(keys.count) lines are left out")
    }
    guard keys.count == 1 else { return }
    series.append(Series(name: "level", values: spread(shape.levels, of: keys[0])))
    marks = shape.marks.compactMap { mark in
      places[mark.period].map { Mark(category: $0, reason: visible(mark.reason)) }
    }
  }
}
