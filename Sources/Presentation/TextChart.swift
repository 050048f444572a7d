import Columns
import Texts

/// A picture for a terminal: lines of text, never wider than the options allow (or 40, if they
/// allow less). `height` is the number of text lines to fill; bars take as many as they need.
package func draw(_ chart: Chart, options: RenderingOptions, height: Int? = nil) -> String {
  let width = options.chartWidth
  var lines = [
    TextStyle.heading.applied(
      to: truncated(chart.heading, toWidth: width, ellipsis: options.ellipsis), options)
  ]
  if chart.isEmpty {
    lines.append("no values to draw")
  } else if chart.kind == .bar {
    lines += barLines(chart, options)
  } else if chart.kind == .heat {
    lines += heatLines(chart, options)
  } else if chart.kind == .histogram {
    lines += histogramLines(chart, options)
  } else {
    lines += TextPlot(chart, options, height: height ?? defaultChartHeight).lines
  }
  lines += remarkLines(chart.remarks, options)
  return lines.map { withoutTrailingBlanks($0) + "\n" }.joined()
}

/// Sentences below a picture, wrapped to the width.
func remarkLines(_ remarks: [String], _ options: RenderingOptions) -> [String] {
  remarks.flatMap { wrapped($0, toWidth: options.chartWidth) }
    .map { TextStyle.faint.applied(to: $0, options) }
}

/// Leaves room for a prompt on a terminal of 24 lines.
private let defaultChartHeight = 20

/// Lines or points over categories, in text.
private struct TextPlot {
  let chart: Chart
  let options: RenderingOptions
  let axis: ValueAxis
  /// Nil where categories stand evenly.
  let horizontal: PlaceAxis?
  let references: [Chart.Reference]
  let remarks: [String]
  let tickLabels: [String]
  let labelWidth: Int
  var canvas: TextCanvas

  init(_ chart: Chart, _ options: RenderingOptions, height: Int) {
    self.chart = chart
    self.options = options
    horizontal = PlaceAxis(chart, count: max(2, min(8, options.chartWidth / 12)))
    // Heading, axis, labels, legend and the title of a numeric axis take a line each.
    let rows = max(4, height - (horizontal == nil ? 4 : 5))
    axis = chart.valueAxis(count: max(2, rows / 3))
    (references, remarks) = chart.placed(axis, options)
    let axis = axis
    tickLabels = axis.ticks.map { axis.label($0, options) }
    labelWidth = tickLabels.map { displayWidth($0) }.max() ?? 0
    let margin = references.map { displayWidth($0.name) + 3 }.max() ?? 0
    let room = options.chartWidth - labelWidth - 2 - margin
    // A few points far apart are harder to read than close together.
    let useful = horizontal == nil ? max(40, (chart.categories.count - 1) * 12) : room
    canvas = TextCanvas(width: max(4, min(room, useful)), height: rows)
    // Dots of several lines would all look alike.
    if chart.series.count > 1 { canvas.letters = markers }
    drawIntervals()
    drawReferences()
    drawForecastBoundary()
    for number in chart.series.indices { drawSeries(number) }
    drawMarks()
  }

  var lines: [String] {
    plotLines + [axisLine, categoryLine] + axisTitle
      + legendLines(legend, indent: min(labelWidth + 2, 8), options)
      + remarkLines(remarks, options)
  }

  // MARK: Places

  private func dotX(_ category: Int) -> Int {
    if let horizontal, let places = chart.places {
      return dotX(horizontal.position(places[category]))
    }
    let count = chart.categories.count
    guard count > 1 else { return canvas.dotWidth / 2 }
    return (category * (canvas.dotWidth - 1) * 2 + count - 1) / (2 * (count - 1))
  }

  private func dotX(_ share: Double) -> Int {
    Int((share * Double(canvas.dotWidth - 1)).rounded())
  }

  private func dotY(_ value: Double) -> Int {
    Int(((1 - axis.position(value)) * Double(canvas.dotHeight - 1)).rounded())
  }

  /// Shades of several lines would cover each other.
  private var intervals: [Chart.Interval] { chart.series.count == 1 ? chart.intervals : [] }

  private func style(_ number: Int) -> TextStyle { .series(number) }

  // MARK: Drawing

  private mutating func drawIntervals() {
    for (number, interval) in intervals.enumerated() {
      for column in 0..<canvas.width {
        guard let (low, high) = limits(interval, atDot: Double(column) * 2 + 0.5) else { continue }
        let height = Double(canvas.height)
        let top = Int(((1 - axis.position(high)) * height).rounded())
        let bottom = Int(((1 - axis.position(low)) * height).rounded())
        for row in top..<max(top, bottom) {
          canvas.fill(shade(number), column: column, row: row, .faint)
        }
      }
    }
  }

  /// The limits at a place between two categories, on the straight line between theirs.
  private func limits(_ interval: Chart.Interval, atDot dot: Double) -> (Double, Double)? {
    guard chart.categories.count > 1 else {
      // Of a single period the interval stands as a pillar around its point.
      guard abs(dot - Double(canvas.dotWidth) / 2) < 5, let low = interval.low[0],
        let high = interval.high[0]
      else { return nil }
      return (low, high)
    }
    let (left, share) = neighbours(atDot: dot)
    func between(_ values: [Double?]) -> Double? {
      if share < 0.01 || chart.kind == .curve { return values[left] }
      guard let first = values[left], let second = values[left + 1] else { return nil }
      return first + (second - first) * share
    }
    guard let low = between(interval.low), let high = between(interval.high) else { return nil }
    return (low, high)
  }

  /// The category to the left of a place and how far it is to the next one, 0...1.
  private func neighbours(atDot dot: Double) -> (left: Int, share: Double) {
    let count = chart.categories.count
    let along = dot / Double(canvas.dotWidth - 1)
    guard let horizontal, let places = chart.places else {
      let place = along * Double(count - 1)
      let left = min(count - 2, Int(place))
      return (left, min(1, max(0, place - Double(left))))
    }
    let place = horizontal.low + along * (horizontal.high - horizontal.low)
    let left = min(count - 2, max(0, (places.firstIndex { $0 > place } ?? count) - 1))
    return (left, min(1, max(0, (place - places[left]) / (places[left + 1] - places[left]))))
  }

  private mutating func drawReferences() {
    for reference in references {
      for column in 0..<canvas.width {
        canvas.fill(
          options.usesUnicode ? "┄" : "-", column: column, row: dotY(reference.value) / 4,
          .series(1))
      }
    }
  }

  private mutating func drawForecastBoundary() {
    guard let start = chart.forecastStart, start > 0, start < chart.categories.count else { return }
    let column = (dotX(start - 1) + dotX(start)) / 4
    for row in 0..<canvas.height {
      canvas.fill(options.usesUnicode ? "┊" : "|", column: column, row: row, .faint)
    }
  }

  private mutating func drawSeries(_ number: Int) {
    let values = chart.series[number].values
    if chart.kind.isLine { drawLine(values, style(number)) }
    let pitch = Double(canvas.width) / Double(max(1, chart.categories.count - 1))
    let every = chart.kind == .points ? 1 : max(1, Int((8 / pitch).rounded(.up)))
    let evenly = Set(placesOfMarkers(number, values))
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      let isAlone =
        (index == 0 || values[index - 1] == nil)
        && (index + 1 == values.count || values[index + 1] == nil)
      let isMarked =
        chart.series.count > 1
        && (horizontal == nil ? (index + number) % every == 0 : evenly.contains(index))
      guard chart.kind == .points || isAlone || isMarked else { continue }
      canvas.mark(
        marker(number), column: dotX(index) / 2, row: dotY(value) / 4, style(number))
    }
  }

  /// On a numeric axis, the categories of a line that stand about eight columns apart; those of
  /// each line begin at another column.
  private func placesOfMarkers(_ number: Int, _ values: [Double?]) -> [Int] {
    guard horizontal != nil, chart.series.count > 1 else { return [] }
    var next = number * 3 + 1
    return values.indices.filter { index in
      let column = dotX(index) / 2
      guard values[index] != nil, column >= next else { return false }
      next = column + 8
      return true
    }
  }

  private mutating func drawMarks() {
    for mark in chart.marks {
      guard let value = chart.series.first?.values[mark.category] else { continue }
      canvas.mark(
        markSign(isSignal: mark.isSignal), column: dotX(mark.category) / 2,
        row: dotY(value) / 4, markStyle(isSignal: mark.isSignal))
    }
  }

  private func markSign(isSignal: Bool) -> Character {
    isSignal ? (options.usesUnicode ? "◆" : "!") : options.usesUnicode ? "◇" : "+"
  }

  /// Vermilion for signals.
  private func markStyle(isSignal: Bool) -> TextStyle { .series(isSignal ? 3 : 1) }

  private mutating func drawLine(_ values: [Double?], _ style: TextStyle) {
    for index in values.indices.dropFirst() {
      guard let from = values[index - 1], let to = values[index] else { continue }
      let isDashed = chart.forecastStart.map { index >= $0 } ?? false
      let (start, end) = ((dotX(index - 1), dotY(from)), (dotX(index), dotY(to)))
      guard chart.kind == .curve else {
        canvas.line(from: start, to: end, isDashed: isDashed, style)
        continue
      }
      canvas.line(from: start, to: (end.0, start.1), isDashed: isDashed, style)
      canvas.line(from: (end.0, start.1), to: end, isDashed: isDashed, style)
    }
  }

  private var markers: [Character] {
    options.usesUnicode ? ["●", "○", "▲", "△", "■", "□"] : ["o", "x", "+", "#", "@", "%"]
  }

  private func marker(_ number: Int) -> Character { markers[number % markers.count] }

  // MARK: Around the canvas

  private var plotLines: [String] {
    var labels = [Int: String]()
    for (tick, label) in zip(axis.ticks, tickLabels) { labels[dotY(tick) / 4] = label }
    let margins = referenceLabels
    return canvas.lines(options).enumerated().map { row, line in
      let stroke = labels[row] == nil ? verticalStroke : tickStroke
      let label = padded(labels[row] ?? "", toWidth: labelWidth, .right)
      return "\(label) \(TextStyle.faint.applied(to: stroke, options))\(line)\(margins[row] ?? "")"
    }
  }

  private var verticalStroke: String { options.usesUnicode ? "│" : "|" }
  private var tickStroke: String { options.usesUnicode ? "┤" : "+" }

  /// The names of the references, by the row they stand beside; each finds a free row.
  private var referenceLabels: [Int: String] {
    var labels: [Int: String] = [:]
    for reference in references {
      let home = dotY(reference.value) / 4
      let rows = (0..<canvas.height).sorted { (abs($0 - home), $0) < (abs($1 - home), $1) }
      guard let row = rows.first(where: { labels[$0] == nil }), abs(row - home) < 2 else {
        continue
      }
      labels[row] = TextStyle.series(1).applied(to: " " + reference.name, options)
    }
    return labels
  }

  private var labelled: [Int] {
    let widest = categoryLabels.map { displayWidth($0) }.max() ?? 0
    let pitch = Double(canvas.width) / Double(max(1, chart.categories.count - 1))
    return chart.labelledCategories(pitch: pitch, widest: Double(widest + 2))
  }

  private var categoryLabels: [String] {
    chart.categories.map { truncated($0, toWidth: 12, ellipsis: options.ellipsis) }
  }

  /// Where the marks of the horizontal axis stand, and what they say.
  private var ticks: [(dot: Int, label: String)] {
    if let horizontal {
      return horizontal.ticks.map {
        (dotX(horizontal.position($0)), horizontal.label($0, options))
      }
    }
    let labels = categoryLabels
    return labelled.map { (dotX($0), labels[$0]) }
  }

  /// A numeric axis says what it measures.
  private var axisTitle: [String] {
    guard let horizontal else { return [] }
    let title = truncated(horizontal.title, toWidth: canvas.width, ellipsis: options.ellipsis)
    let indent = labelWidth + 2 + (canvas.width - displayWidth(title)) / 2
    return [String(repeating: " ", count: indent) + title]
  }

  private var axisLine: String {
    var strokes = [String](
      repeating: options.usesUnicode ? "─" : "-", count: canvas.width)
    for tick in ticks { strokes[tick.dot / 2] = options.usesUnicode ? "┬" : "+" }
    let corner = options.usesUnicode ? "└" : "+"
    let line = TextStyle.faint.applied(to: corner + strokes.joined(), options)
    return String(repeating: " ", count: labelWidth + 1) + line
  }

  private var categoryLine: String {
    var line = ""
    for (dot, label) in ticks {
      let center = labelWidth + 2 + dot / 2
      let width = displayWidth(label)
      let start = max(0, min(center - (width - 1) / 2, options.chartWidth - width))
      let used = displayWidth(line)
      // A label that was moved in from the edge may meet its neighbour.
      guard start > used || used == 0 else { continue }
      line += String(repeating: " ", count: max(0, start - used)) + label
    }
    return line
  }

  private var legend: [LegendItem] {
    var items: [LegendItem] = []
    let isSeveral = chart.series.count > 1
    if isSeveral || !intervals.isEmpty || chart.forecastStart != nil {
      for (number, series) in chart.series.enumerated() {
        let isMarked = isSeveral || chart.kind == .points
        let sample = isMarked ? String(marker(number)) : options.usesUnicode ? "──" : "**"
        items.append(LegendItem(sample: sample, style: style(number), text: series.name))
      }
    }
    if chart.forecastStart != nil, chart.kind == .line {
      let sample = options.usesUnicode ? "╌╌" : "* *"
      items.append(LegendItem(sample: sample, style: style(0), text: "forecast"))
    }
    for (number, interval) in intervals.enumerated() {
      let sample = String(repeating: shade(number), count: 2)
      items.append(LegendItem(sample: sample, style: .faint, text: interval.name))
    }
    for isSignal in [true, false] {
      let reasons = chart.markReasons(ofSignals: isSignal)
      guard !reasons.isEmpty else { continue }
      items.append(
        LegendItem(
          sample: String(markSign(isSignal: isSignal)), style: markStyle(isSignal: isSignal),
          text: reasons))
    }
    return items + referenceLegend
  }

  /// References of one name share an item: the two ends of a band.
  private var referenceLegend: [LegendItem] {
    var seen: Set<String> = []
    return references.map(\.name).filter { seen.insert($0).inserted }.map { name in
      let values = references.filter { $0.name == name }.map { chart.text($0.value, options) }
      return LegendItem(
        sample: options.usesUnicode ? "┄┄" : "--", style: .series(1),
        text: "\(name) \(values.joined(separator: " to "))")
    }
  }

  private func shade(_ number: Int) -> Character {
    let shades: [Character] = options.usesUnicode ? ["░", "▒"] : [".", ":"]
    return shades[number % shades.count]
  }
}
