import Calendars
import Texts

/// The cells of a heat map: a row for each series, a column for each category, shaded by value.
struct HeatCells {
  let names: [String]
  private(set) var categories: [String]
  private(set) var values: [[Double?]]
  private(set) var remarks: [String] = []
  private let low: Double
  private let high: Double

  /// How many shades are told apart.
  static let levels = 4

  /// At most so many columns: the latest over time, the first otherwise.
  init(_ chart: Chart, maximumColumns: Int) {
    names = chart.series.map(\.name)
    let left = chart.categories.count - max(1, maximumColumns)
    let kept =
      left <= 0
      ? 0..<chart.categories.count
      : chart.isOverTime
        ? left..<chart.categories.count : 0..<(chart.categories.count - left)
    categories = Array(chart.categories[kept])
    values = chart.series.map { Array($0.values[kept]) }
    if left > 0 {
      remarks = ["\(left) \(chart.isOverTime ? "earlier" : "more") columns are left out"]
    }
    let known = values.flatMap { $0 }.compactMap { $0 }
    low = known.min() ?? 0
    high = known.max() ?? 0
  }

  /// 0 for the smallest values to `levels` - 1 for the largest: equal stretches between the two.
  func level(_ value: Double) -> Int {
    guard high > low else { return 0 }
    // A value that prints as the start of a level belongs to it, whatever its last bit.
    return min(HeatCells.levels - 1, Int(share(value) * Double(HeatCells.levels) + 1e-9))
  }

  /// Where a value lies between the smallest and the largest, 0...1.
  func share(_ value: Double) -> Double { high > low ? (value - low) / (high - low) : 0 }

  /// The smallest value of a level.
  func start(ofLevel level: Int) -> Double {
    low + (high - low) * Double(level) / Double(HeatCells.levels)
  }
}

extension HeatCells {
  /// What the legend says of each level: where it starts, or the one value that all cells have. Levels
  /// that print alike are told once.
  func startTexts(_ text: (Double) -> String) -> [(level: Int, text: String)] {
    guard high > low else { return values.joined().contains { $0 != nil } ? [(0, text(low))] : [] }
    var told: [(level: Int, text: String)] = []
    for level in 0..<HeatCells.levels {
      let start = "from " + text(start(ofLevel: level))
      if told.last?.text != start { told.append((level, start)) }
    }
    return told
  }
}

extension Chart {
  /// What the columns of a heat map are, where their names do not say: `k, quarters since the first`.
  var acrossHeat: String? {
    guard !isOverTime, !categoryLabel.isEmpty else { return nil }
    let grains = Set(series.map { PartialDate($0.name.split(separator: " ").last ?? "")?.grain })
    guard grains.count == 1, let grain = grains.first ?? nil else { return categoryLabel }
    return "\(categoryLabel): \(grain.rawValue)s since the start"
  }
}

/// A heat map in text: shades, with the values in them where there is room.
func heatLines(_ chart: Chart, _ options: RenderingOptions) -> [String] {
  let labelWidth = min(
    options.chartWidth / 4, chart.series.map { displayWidth($0.name) }.max() ?? 0)
  let room = options.chartWidth - labelWidth - 1
  let cells = HeatCells(chart, maximumColumns: room / 2)
  let texts = cells.values.map { $0.map { $0.map { chart.text($0, options) } ?? "" } }
  let widest = texts.joined().map { displayWidth($0) }.max() ?? 0
  let each = room / max(1, cells.categories.count)
  let showsValues = widest + 1 <= each
  let cellWidth = showsValues ? max(widest + 1, min(each, max(widest + 2, 9))) : min(each, 4)
  let shades: [Character] = options.usesUnicode ? ["░", "▒", "▓", "█"] : [".", ":", "=", "#"]
  let rows = cells.names.indices.map { row in
    let label = truncated(cells.names[row], toWidth: labelWidth, ellipsis: options.ellipsis)
    let line = cells.values[row].indices.map { column -> String in
      guard let value = cells.values[row][column] else {
        return String(repeating: " ", count: cellWidth)
      }
      let shade = String(shades[cells.level(value)])
      guard showsValues else { return String(repeating: shade, count: cellWidth) }
      // A blank after the value only where there is room for one.
      let blank = cellWidth > widest + 1 ? " " : ""
      let room = cellWidth - 1 - blank.utf8.count
      return shade + padded(texts[row][column], toWidth: room, .right) + blank
    }
    return padded(label, toWidth: labelWidth) + " " + line.joined()
  }
  let legend = cells.startTexts { chart.text($0, options) }.map { level, text in
    LegendItem(sample: String(shades[level]), style: nil, text: text)
  }
  let across = chart.acrossHeat.map {
    String(repeating: " ", count: labelWidth + 1)
      + shortened($0, toWidth: room, ellipsis: options.ellipsis)
  }
  return rows + [headings(cells.categories, labelWidth, cellWidth)] + (across.map { [$0] } ?? [])
    + legendLines(legend, indent: labelWidth + 1, options) + remarkLines(cells.remarks, options)
}

/// The names of the columns, as many as do not touch.
private func headings(_ names: [String], _ labelWidth: Int, _ cellWidth: Int) -> String {
  var line = String(repeating: " ", count: labelWidth + 1)
  var free = 0
  for (index, name) in names.enumerated() {
    let start = index * cellWidth
    guard start >= free, start + displayWidth(name) <= names.count * cellWidth else { continue }
    line = padded(line, toWidth: labelWidth + 1 + start) + name
    free = start + displayWidth(name) + 2
  }
  return line
}
