import Columns
import Glibc
import Texts

/// The bars of a picture that are drawn, and what to say of the rest.
struct ChosenBars {
  struct Bar {
    var label: String
    var value: Double?
    /// The limits of the value, where it has them.
    var limits: ClosedRange<Double>?
    /// As of the chart.
    var detail: String?
  }

  private(set) var bars: [Bar] = []
  private(set) var remarks: [String] = []

  /// Bars for people to read one by one.
  private static let maximumCount = 20
  private static let maximumPeriods = 40

  /// The largest ones, or the latest ones of a series over time.
  init(_ chart: Chart, isOverTime: Bool, _ options: RenderingOptions) {
    let several = chart.series.count > 1
    for (index, category) in chart.categories.enumerated() {
      for (number, series) in chart.series.enumerated() {
        bars.append(
          Bar(
            label: several ? "\(category) \(series.name)" : category, value: series.values[index],
            limits: chart.limits(ofSeries: number, at: index),
            detail: chart.details.isEmpty ? nil : chart.details[index]))
      }
    }
    let limit = isOverTime ? ChosenBars.maximumPeriods : ChosenBars.maximumCount
    guard bars.count > limit else { return }
    let left = bars.count - limit
    let count = NumberFormat(options, isGrouped: true).text(Int64(left))
    if isOverTime {
      remarks = ["\(count) earlier bars are left out"]
      bars.removeFirst(left)
      return
    }
    func size(_ index: Int) -> Double { bars[index].value ?? -.infinity }
    let ranked = bars.indices.sorted { (size($0), $1) > (size($1), $0) }
    let rest = ranked.dropFirst(limit).compactMap { bars[$0].value }
    let isSummable = chart.unit == .count || chart.unit == .money
    let told =
      isSummable
      ? "together \(chart.text(rest.reduce(0, +), options))"
      : "none above \(chart.text(rest.max() ?? 0, options))"
    remarks = ["\(count) more bars are left out, \(told)"]
    bars = ranked.prefix(limit).map { bars[$0] }
  }

  var hasLimits: Bool { bars.contains { $0.limits != nil } }

  /// The values as printed, each with its detail or its limits: in columns, or with a mark between.
  func texts(_ chart: Chart, _ options: RenderingOptions, between mark: String? = nil) -> [String] {
    let texts = bars.map { $0.value.map { chart.text($0, options) } ?? "missing" }
    let width = texts.map { displayWidth($0) }.max() ?? 0
    let details = bars.map { bar in
      bar.detail
        ?? bar.limits.map {
          "\(chart.text($0.lowerBound, options)) to \(chart.text($0.upperBound, options))"
        } ?? ""
    }
    let detailWidth = details.map { displayWidth($0) }.max() ?? 0
    guard detailWidth > 0 else { return texts }
    if let mark { return zip(texts, details).map { $1.isEmpty ? $0 : $0 + mark + $1 } }
    return zip(texts, details).map {
      padded($0, toWidth: width, .right) + "  " + padded($1, toWidth: detailWidth, .right)
    }
  }
}

extension Chart {
  /// The limits of a bar, the narrowest where there are several.
  func limits(ofSeries number: Int, at category: Int) -> ClosedRange<Double>? {
    guard let interval = intervals.last(where: { $0.series == number }),
      let low = interval.low[category], let high = interval.high[category], low <= high
    else { return nil }
    return low...high
  }

  /// What stands for the limits of bars in a legend.
  var limitsName: String { intervals.first?.name ?? "" }
}

/// Horizontal bars with their labels on the left and their values on the right. Where values have limits,
/// a bar is solid as far as is sure.
func barLines(_ chart: Chart, _ options: RenderingOptions) -> [String] {
  let chosen = ChosenBars(chart, isOverTime: chart.isOverTime, options)
  let bars = chosen.bars
  var texts = chosen.texts(chart, options)
  var textWidth = texts.map { displayWidth($0) }.max() ?? 0
  if textWidth > options.chartWidth / 2 {
    texts = bars.map { $0.value.map { chart.text($0, options) } ?? "missing" }
    textWidth = texts.map { displayWidth($0) }.max() ?? 0
  }
  // The bars themselves need some room, whatever stands beside them.
  let labelRoom = max(6, min(options.chartWidth / 3, options.chartWidth - textWidth - 9))
  let labels = bars.map { truncated($0.label, toWidth: labelRoom, ellipsis: options.ellipsis) }
  let labelWidth = labels.map { displayWidth($0) }.max() ?? 0
  let room = max(4, options.chartWidth - labelWidth - textWidth - 3)
  let scale = BarScale(bars, isRatio: chart.isRatio, width: room)
  let lines = bars.indices.map { index in
    let bar = scale.text(bars[index], options)
    let text = padded(texts[index], toWidth: textWidth, .right)
    let styled = TextStyle.series(0).applied(to: bar, options)
    let gap = String(repeating: " ", count: max(0, room - displayWidth(bar)))
    return padded(labels[index], toWidth: labelWidth) + " " + styled + gap + "  " + text
  }
  return lines + legend(chart, chosen, indent: min(labelWidth + 1, 8), options)
    + remarkLines(chosen.remarks, options)
}

private func legend(
  _ chart: Chart, _ chosen: ChosenBars, indent: Int, _ options: RenderingOptions
) -> [String] {
  guard chosen.hasLimits else { return [] }
  let sample = options.usesUnicode ? "▓░" : "=-"
  return legendLines(
    [LegendItem(sample: sample, style: .series(0), text: chart.limitsName)], indent: indent, options
  )
}

/// Turns values into bars that begin at a common zero, or at 1 on a scale of ratios.
private struct BarScale {
  /// Columns on either side of where bars begin.
  private let left: Int
  private let right: Int
  private let perColumn: Double
  private let isRatio: Bool

  init(_ bars: [ChosenBars.Bar], isRatio: Bool, width: Int) {
    self.isRatio = isRatio
    let values = bars.compactMap { $0.value.map { BarScale.size($0, isRatio) } }
    let limits = bars.compactMap(\.limits).flatMap {
      [BarScale.size($0.lowerBound, isRatio), BarScale.size($0.upperBound, isRatio)]
    }
    // Limits of a ratio may lie anywhere: what is beyond twice the largest bar ends at the edge.
    let most = isRatio ? 2 * (values.map { abs($0) }.max() ?? 0) : .infinity
    let all = values + limits.map { max(-most, min(most, $0)) }
    let low = min(0, all.min() ?? 0)
    let high = max(0, all.max() ?? 0)
    let span = high - low
    left = low == 0 ? 0 : max(1, Int((Double(width - 1) * (-low / span)).rounded()))
    right = max(0, width - left - (low == 0 ? 0 : 1))
    let perLeft = left == 0 ? 0 : -low / Double(left)
    let perRight = right == 0 ? 0 : high / Double(right)
    perColumn = max(perLeft, perRight)
  }

  /// How far a value stands from where bars begin.
  private static func size(_ value: Double, _ isRatio: Bool) -> Double {
    isRatio ? (value > 0 ? log(value) : -700) : value
  }

  func text(_ bar: ChosenBars.Bar, _ options: RenderingOptions) -> String {
    guard perColumn > 1e-290, let value = bar.value else { return blank(options) }
    let size = BarScale.size(value, isRatio)
    guard let limits = bar.limits else { return plain(size, options) }
    return shaded(
      size, BarScale.size(limits.lowerBound, isRatio), BarScale.size(limits.upperBound, isRatio),
      options)
  }

  private func plain(_ value: Double, _ options: RenderingOptions) -> String {
    if value < 0 {
      let count = min(left, max(1, Int((-value / perColumn).rounded())))
      return padded(full(count, options), toWidth: left, .right) + zero(options)
    }
    return String(repeating: " ", count: left) + zero(options) + positive(value, options)
  }

  /// Solid up to the nearer limit, two shades from there to the value and to the farther limit.
  private func shaded(
    _ value: Double, _ low: Double, _ high: Double, _ options: RenderingOptions
  ) -> String {
    let shades: [Character] = options.usesUnicode ? ["█", "▓", "░"] : ["#", "=", "-"]
    let cells = (-left..<right).map { column -> Character in
      let place = (Double(column) + 0.5) * perColumn
      let isOnBar = value < 0 ? place < 0 && place > value : place > 0 && place < value
      let isBetween = place > low && place < high
      return isOnBar ? (isBetween ? shades[1] : shades[0]) : isBetween ? shades[2] : " "
    }
    let end = (cells.lastIndex { $0 != " " } ?? -1) + 1
    return String(cells[..<left]) + zero(options) + String(cells[left..<max(left, end)])
  }

  private func blank(_ options: RenderingOptions) -> String {
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
