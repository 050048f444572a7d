import Glibc
import Texts

/// Horizontal bars with labels and values, and lines across their ends where values have limits.
struct BarSVG {
  let document: String

  init(_ chart: Chart) {
    let chosen = ChosenBars(chart, isOverTime: chart.isOverTime, .canonical)
    let bars = chosen.bars
    var remarks = chart.remarks + chosen.remarks
    if chosen.hasLimits { remarks.insert("lines: \(chart.limitsName)", at: 0) }
    let pitch = 24.0
    let height = 56 + pitch * Double(bars.count) + 18 * Double(remarks.count) + 16
    var page = SVGPage(width: 760, height: height, title: chart.heading)
    let labels = bars.map { truncated($0.label, toWidth: 28) }
    let texts = chosen.texts(chart, .canonical, between: " \u{B7} ")
    let left = 32 + (labels.map { svgTextWidth($0) }.max() ?? 0)
    let textLeft = 736 - (texts.map { svgTextWidth($0) }.max() ?? 0)
    let scale = Scale(bars, isRatio: chart.isRatio, from: left, to: textLeft - 12)
    for (index, label) in labels.enumerated() {
      let top = 56 + pitch * Double(index)
      page.text(label, x: left - 8, y: top + 14, anchor: "end")
      // Beside limits the values stand in a column of their own.
      let end = bars[index].value.map { max(scale.place($0), scale.zero) } ?? scale.zero
      page.text(texts[index], x: chosen.hasLimits ? textLeft : end + 6, y: top + 14)
      guard let value = bars[index].value else { continue }
      let (first, last) = (min(scale.zero, scale.place(value)), max(scale.zero, scale.place(value)))
      page.rectangle(
        x: first, y: top + 2, width: last - first, height: pitch - 6, color: SVGPage.color(0),
        hover: "\(bars[index].label): \(texts[index])")
      guard let limits = bars[index].limits else { continue }
      let (low, high) = (scale.place(limits.lowerBound), scale.place(limits.upperBound))
      page.line(x1: low, y1: top + 11, x2: high, y2: top + 11, color: "#222222", width: 1.5)
      for end in [low, high] {
        page.line(x1: end, y1: top + 6, x2: end, y2: top + 16, color: "#222222", width: 1.5)
      }
    }
    let end = 56 + pitch * Double(labels.count)
    page.line(x1: scale.zero, y1: 52, x2: scale.zero, y2: end, color: "#555555")
    for (number, remark) in remarks.enumerated() {
      page.text(remark, x: 24, y: end + 18 * Double(number + 1), size: 11)
    }
    document = page.document
  }

  /// Places of values from left to right; of ratios half stands as far from 1 as double.
  private struct Scale {
    let zero: Double
    private let isRatio: Bool
    private let perUnit: Double
    private let ends: ClosedRange<Double>

    init(_ bars: [ChosenBars.Bar], isRatio: Bool, from left: Double, to right: Double) {
      self.isRatio = isRatio
      ends = left...max(left, right)
      let values = bars.compactMap { $0.value.map { Scale.size($0, isRatio) } }
      let most = isRatio ? 2 * (values.map { abs($0) }.max() ?? 0) : .infinity
      let limits = bars.compactMap(\.limits).flatMap { [$0.lowerBound, $0.upperBound] }
        .map { max(-most, min(most, Scale.size($0, isRatio))) }
      let all = values + limits
      let (low, high) = (min(0, all.min() ?? 0), max(0, all.max() ?? 0))
      perUnit = high - low > 1e-290 ? (right - left) / (high - low) : 0
      zero = left - low * perUnit
    }

    /// Held between the ends.
    func place(_ value: Double) -> Double {
      min(ends.upperBound, max(ends.lowerBound, zero + Scale.size(value, isRatio) * perUnit))
    }

    private static func size(_ value: Double, _ isRatio: Bool) -> Double {
      isRatio ? (value > 0 ? log(value) : -700) : value
    }
  }
}
