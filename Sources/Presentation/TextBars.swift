import Columns
import Texts

/// The bars of a picture that are drawn, and what to say of the rest.
struct ChosenBars {
  var labels: [String] = []
  var values: [Double?] = []
  /// As of the chart.
  var details: [String] = []
  var remarks: [String] = []

  /// Bars for people to read one by one.
  private static let maximumCount = 20
  private static let maximumPeriods = 40

  /// The largest ones, or the latest ones of a series over time.
  init(_ chart: Chart, isOverTime: Bool, _ options: RenderingOptions) {
    let several = chart.series.count > 1
    for (index, category) in chart.categories.enumerated() {
      for series in chart.series {
        labels.append(several ? "\(category) \(series.name)" : category)
        values.append(series.values[index])
        if !chart.details.isEmpty { details.append(chart.details[index]) }
      }
    }
    let limit = isOverTime ? ChosenBars.maximumPeriods : ChosenBars.maximumCount
    guard labels.count > limit else { return }
    let left = labels.count - limit
    let count = NumberFormat(options, isGrouped: true).text(Int64(left))
    if isOverTime {
      remarks = ["\(count) earlier bars are left out"]
      keep(Array(left..<labels.count))
      return
    }
    func size(_ index: Int) -> Double { values[index] ?? -.infinity }
    let ranked = values.indices.sorted { (size($0), $1) > (size($1), $0) }
    let rest = ranked.dropFirst(limit).compactMap { values[$0] }
    let isSummable = chart.unit == .count || chart.unit == .money
    let told =
      isSummable
      ? "together \(chart.text(rest.reduce(0, +), options))"
      : "none above \(chart.text(rest.max() ?? 0, options))"
    remarks = ["\(count) more bars are left out, \(told)"]
    keep(Array(ranked.prefix(limit)))
  }

  private mutating func keep(_ indices: [Int]) {
    labels = indices.map { labels[$0] }
    values = indices.map { values[$0] }
    if !details.isEmpty { details = indices.map { details[$0] } }
  }
}

extension ChosenBars {
  /// The values as printed, each with its detail.
  func texts(_ chart: Chart, _ options: RenderingOptions) -> [String] {
    let texts = values.map { $0.map { chart.text($0, options) } ?? "missing" }
    guard !details.isEmpty else { return texts }
    let width = details.map { displayWidth($0) }.max() ?? 0
    return zip(texts, details).map { $0 + "  " + padded($1, toWidth: width, .right) }
  }
}

/// Horizontal bars with their labels on the left and their values on the right.
func barLines(_ chart: Chart, _ options: RenderingOptions) -> [String] {
  let bars = ChosenBars(chart, isOverTime: chart.isOverTime, options)
  let texts = bars.texts(chart, options)
  let textWidth = texts.map { displayWidth($0) }.max() ?? 0
  // The bars themselves need some room, whatever stands beside them.
  let labelRoom = max(6, min(options.chartWidth / 3, options.chartWidth - textWidth - 9))
  let labels = bars.labels.map {
    truncated($0, toWidth: labelRoom, ellipsis: options.ellipsis)
  }
  let labelWidth = labels.map { displayWidth($0) }.max() ?? 0
  let room = max(4, options.chartWidth - labelWidth - textWidth - 3)
  let scale = BarScale(bars.values.compactMap { $0 }, width: room)
  let lines = bars.values.indices.map { index in
    let bar = bars.values[index].map { scale.bar($0, options) } ?? scale.blank(options)
    let text = padded(texts[index], toWidth: textWidth, .right)
    let styled = TextStyle.series(0).applied(to: bar, options)
    let gap = String(repeating: " ", count: max(0, room - displayWidth(bar)))
    return padded(labels[index], toWidth: labelWidth) + " " + styled + gap + "  " + text
  }
  return lines + remarkLines(bars.remarks, options)
}

/// Turns values into bars that begin at a common zero.
private struct BarScale {
  /// Columns on either side of zero.
  private let left: Int
  private let right: Int
  private let perColumn: Double

  init(_ values: [Double], width: Int) {
    let low = min(0, values.min() ?? 0)
    let high = max(0, values.max() ?? 0)
    let span = high - low
    left = low == 0 ? 0 : max(1, Int((Double(width - 1) * (-low / span)).rounded()))
    right = max(0, width - left - (low == 0 ? 0 : 1))
    let perLeft = left == 0 ? 0 : -low / Double(left)
    let perRight = right == 0 ? 0 : high / Double(right)
    perColumn = max(perLeft, perRight)
  }

  func bar(_ value: Double, _ options: RenderingOptions) -> String {
    guard perColumn > 1e-290 else { return "" }
    if value < 0 {
      let count = min(left, max(1, Int((-value / perColumn).rounded())))
      return padded(full(count, options), toWidth: left, .right) + zero(options)
    }
    return String(repeating: " ", count: left) + zero(options) + positive(value, options)
  }

  func blank(_ options: RenderingOptions) -> String {
    String(repeating: " ", count: left) + zero(options)
  }

  private func zero(_ options: RenderingOptions) -> String {
    left == 0 ? "" : options.usesUnicode ? "│" : "|"
  }

  private func full(_ count: Int, _ options: RenderingOptions) -> String {
    String(repeating: options.usesUnicode ? "█" : "#", count: count)
  }

  /// Whole blocks and a last one in eighths; what is above zero shows at least one eighth.
  private func positive(_ value: Double, _ options: RenderingOptions) -> String {
    guard value > 0 else { return "" }
    guard options.usesUnicode else {
      return full(min(right, max(1, Int((value / perColumn).rounded()))), options)
    }
    let eighths = min(right * 8, max(1, Int((value / perColumn * 8).rounded())))
    let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return full(eighths / 8, options) + last
  }
}
