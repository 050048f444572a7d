import Columns
import Texts

/// A picture as a self-contained SVG: no script, nothing to fetch, all text escaped, the same
/// bytes each time. Values show when the pointer rests on them.
package func svg(_ chart: Chart) -> String {
  if chart.isEmpty { return emptySVG(chart) }
  switch chart.kind {
  case .bar: return BarSVG(chart).document
  case .heat: return HeatSVG(chart).document
  case .histogram: return SpreadSVG(chart).document
  case .line, .points, .curve: return PlotSVG(chart).document
  }
}

private func emptySVG(_ chart: Chart) -> String {
  var page = SVGPage(width: 760, height: 120, title: chart.heading)
  page.text("no values to draw", x: 24, y: 70)
  return page.document
}

/// Lines or points over categories.
private struct PlotSVG {
  private let chart: Chart
  private let axis: ValueAxis
  /// Nil where categories stand evenly.
  private let horizontal: PlaceAxis?
  private let references: [Chart.Reference]
  private let remarks: [String]
  private let left: Double
  private let right: Double
  private let top: Double = 72
  private let bottom: Double = 352
  /// Where the remarks begin.
  private let end: Double
  private var page: SVGPage

  init(_ chart: Chart) {
    self.chart = chart
    axis = chart.valueAxis(count: 6)
    let (inside, outside) = chart.placed(axis, .canonical)
    references = inside
    remarks = chart.remarks + outside
    let axis = axis
    let labels = axis.ticks.map { svgTextWidth(axis.label($0, .canonical)) }
    left = 28 + (labels.max() ?? 0)
    right = references.isEmpty ? 736 : 676
    horizontal = PlaceAxis(chart, count: 9)
    // The title of a numeric axis takes a line.
    end = horizontal == nil ? 398 : 416
    let height = end - 6 + 18 * Double(remarks.count)
    page = SVGPage(width: 760, height: height, title: chart.heading)
    drawAxes()
    for (number, interval) in chart.intervals.enumerated() { drawInterval(interval, number) }
    drawReferences()
    drawForecastBoundary()
    for number in chart.series.indices { drawSeries(number) }
    drawMarks()
    drawHovers()
    drawLegend()
    for (number, remark) in remarks.enumerated() {
      page.text(remark, x: 24, y: end + 18 * Double(number), size: 11)
    }
  }

  var document: String { page.document }

  private func x(_ category: Int) -> Double {
    if let horizontal, let places = chart.places { return x(horizontal, places[category]) }
    let count = chart.categories.count
    guard count > 1 else { return (left + right) / 2 }
    let inset = 8.0
    return left + inset + (right - left - 2 * inset) * Double(category) / Double(count - 1)
  }

  private func x(_ axis: PlaceAxis, _ place: Double) -> Double {
    left + (right - left) * axis.position(place)
  }

  private func y(_ value: Double) -> Double { bottom - axis.position(value) * (bottom - top) }

  private mutating func drawAxes() {
    for tick in axis.ticks {
      page.line(x1: left, y1: y(tick), x2: right, y2: y(tick), color: "#e3e3e3")
      page.text(axis.label(tick, .canonical), x: left - 8, y: y(tick) + 4, anchor: "end")
    }
    page.line(x1: left, y1: bottom, x2: right, y2: bottom, color: "#555555")
    if let horizontal { return drawPlaces(horizontal) }
    let labels = chart.categories.map { truncated($0, toWidth: 14) }
    let widest = labels.map { svgTextWidth($0) }.max() ?? 0
    let pitch = (right - left - 16) / Double(max(1, chart.categories.count - 1))
    for category in chart.labelledCategories(pitch: pitch, widest: widest + 16) {
      page.line(
        x1: x(category), y1: bottom, x2: x(category), y2: bottom + 5, color: "#555555")
      let half = svgTextWidth(labels[category]) / 2
      let place = min(max(x(category), half + 4), 756 - half)
      page.text(labels[category], x: place, y: bottom + 20, anchor: "middle")
    }
  }

  private mutating func drawPlaces(_ axis: PlaceAxis) {
    var free = 4.0
    for tick in axis.ticks {
      let label = axis.label(tick, .canonical)
      let half = svgTextWidth(label) / 2
      page.line(
        x1: x(axis, tick), y1: bottom, x2: x(axis, tick), y2: bottom + 5, color: "#555555")
      let place = min(max(x(axis, tick), half + 4), 756 - half)
      guard place - half >= free else { continue }
      page.text(label, x: place, y: bottom + 20, anchor: "middle")
      free = place + half + 10
    }
    page.text(
      truncated(axis.title, toWidth: 60), x: (left + right) / 2, y: bottom + 38, anchor: "middle")
  }

  private mutating func drawInterval(_ interval: Chart.Interval, _ number: Int) {
    for run in runs(zip(interval.low, interval.high).map { $0 != nil && $1 != nil }) {
      var upper = points(run, interval.high)
      var lower = points(run, interval.low)
      if run.count == 1 {
        // An area needs a width: a pillar around the point.
        upper = upper.flatMap { [($0.0 - 5, $0.1), ($0.0 + 5, $0.1)] }
        lower = lower.flatMap { [($0.0 - 5, $0.1), ($0.0 + 5, $0.1)] }
      }
      let isOuter = number == 0 || interval.series > 0
      page.polygon(
        upper + lower.reversed(), color: SVGPage.color(interval.series),
        opacity: chart.series.count > 1 ? 0.1 : isOuter ? 0.16 : 0.24, hover: interval.name)
    }
  }

  private mutating func drawReferences() {
    var taken: [Double] = []
    for reference in references {
      let place = y(reference.value)
      let value = chart.text(reference.value, .canonical)
      page.line(
        x1: left, y1: place, x2: right, y2: place, color: "#b35a00", dash: "6 4",
        hover: "\(reference.name): \(value)")
      guard !taken.contains(where: { abs($0 - place) < 11 }) else { continue }
      taken.append(place)
      page.text(reference.name, x: right + 6, y: place + 4, size: 11, color: "#b35a00")
    }
  }

  private mutating func drawForecastBoundary() {
    guard let start = chart.forecastStart, start > 0, start < chart.categories.count else { return }
    let place = (x(start - 1) + x(start)) / 2
    page.line(x1: place, y1: top, x2: place, y2: bottom, color: "#999999", dash: "2 4")
  }

  private mutating func drawSeries(_ number: Int) {
    let values = chart.series[number].values
    let color = SVGPage.color(number)
    if chart.kind.isLine {
      let start = chart.forecastStart ?? values.count
      for run in runs(values.map { $0 != nil }) {
        let known = run.filter { $0 < start }
        // The forecast goes on from the last known value.
        let future = run.filter { $0 >= start - 1 }
        page.polyline(points(known, values), color: color)
        if run.contains(where: { $0 >= start }) {
          page.polyline(points(future, values), color: color, dash: "5 4")
        }
      }
    }
    // On a numeric axis points may lie closer than a circle; the whole picture says its values.
    guard horizontal == nil || chart.kind == .points else { return }
    let radius = chart.kind == .points ? 4.0 : chart.categories.count > 80 ? 1.6 : 2.8
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      page.circle(
        x: x(index), y: y(value), radius: radius, color: color, hover: hover(number, index, value))
    }
  }

  /// On a numeric axis, invisible columns that say the values of all lines at their place.
  private mutating func drawHovers() {
    guard let horizontal, let places = chart.places, chart.kind != .points else { return }
    let count = 48
    let width = (right - left) / Double(count)
    var category = 0
    for column in 0..<count {
      let share = (Double(column) + 0.5) / Double(count)
      let place = horizontal.low + share * (horizontal.high - horizontal.low)
      while category + 1 < places.count, places[category + 1] <= place { category += 1 }
      let values = chart.series.indices.compactMap { number in
        chart.series[number].values[category].map { value in
          (chart.series.count > 1 ? chart.series[number].name + " " : "")
            + chart.text(value, .canonical)
            + (chart.series.count > 1 ? "" : limits(number, category))
        }
      }
      guard !values.isEmpty else { continue }
      page.rectangle(
        x: left + width * Double(column), y: top, width: width, height: bottom - top,
        color: "#ffffff", opacity: 0,
        hover: "\(chart.categories[category]): " + values.joined(separator: ", "))
    }
  }

  private mutating func drawMarks() {
    for mark in chart.marks {
      guard let value = chart.series.first?.values[mark.category] else { continue }
      let text = "\(hover(0, mark.category, value)), \(mark.reason)"
      page.circle(
        x: x(mark.category), y: y(value), radius: mark.isSignal ? 4.5 : 3.5,
        color: SVGPage.color(mark.isSignal ? 3 : 1), hover: text)
    }
  }

  private func points(_ indices: [Int], _ values: [Double?]) -> [(Double, Double)] {
    var points: [(Double, Double)] = []
    for index in indices {
      guard let value = values[index] else { continue }
      // A step keeps its height up to the next value.
      if chart.kind == .curve, let last = points.last { points.append((x(index), last.1)) }
      points.append((x(index), y(value)))
    }
    return points
  }

  private func hover(_ number: Int, _ index: Int, _ value: Double) -> String {
    let name = chart.series.count > 1 ? chart.series[number].name + ", " : ""
    let text = "\(name)\(chart.categories[index]): \(chart.text(value, .canonical))"
    return text + limits(number, index)
  }

  private func limits(_ number: Int, _ index: Int) -> String {
    var text = ""
    for interval in chart.intervals where interval.series == number {
      guard let low = interval.low[index], let high = interval.high[index] else { continue }
      text +=
        ", \(interval.name): "
        + "\(chart.text(low, .canonical)) to \(chart.text(high, .canonical))"
    }
    return text
  }

  private mutating func drawLegend() {
    var place = left
    if chart.series.count > 1 || !chart.intervals.isEmpty || chart.forecastStart != nil {
      let room = (736 - left) / Double(chart.series.count) - 48
      for (number, series) in chart.series.enumerated() {
        let label = truncated(series.name, toWidth: max(6, min(24, Int(room / 7))))
        page.line(
          x1: place, y1: 54, x2: place + 22, y2: 54, color: SVGPage.color(number), width: 2)
        place = legendText(label, at: place)
      }
    }
    if chart.forecastStart != nil, chart.series.count == 1 {
      page.line(
        x1: place, y1: 54, x2: place + 22, y2: 54, color: SVGPage.color(0), width: 2, dash: "5 4")
      place = legendText("forecast", at: place)
    }
    for (number, interval) in chart.intervals.enumerated() where interval.series == 0 {
      page.rectangle(
        x: place, y: 48, width: 22, height: 12, color: SVGPage.color(0),
        opacity: number == 0 ? 0.16 : 0.4)
      place = legendText(interval.name, at: place)
    }
    for isSignal in [true, false] {
      let reasons = chart.markReasons(ofSignals: isSignal)
      guard !reasons.isEmpty else { continue }
      page.circle(
        x: place + 14, y: 54, radius: isSignal ? 4.5 : 3.5,
        color: SVGPage.color(isSignal ? 3 : 1))
      place = legendText(truncated(reasons, toWidth: 40), at: place)
    }
  }

  /// Writes the name of a sample that begins at a place; gives the place of the next one.
  private mutating func legendText(_ label: String, at place: Double) -> Double {
    page.text(label, x: place + 28, y: 58)
    return place + 48 + svgTextWidth(label)
  }
}

/// Stretches of consecutive positions that hold true.
private func runs(_ isPresent: [Bool]) -> [[Int]] {
  var runs: [[Int]] = []
  for index in isPresent.indices where isPresent[index] {
    if index > 0, isPresent[index - 1] {
      runs[runs.count - 1].append(index)
    } else {
      runs.append([index])
    }
  }
  return runs
}
