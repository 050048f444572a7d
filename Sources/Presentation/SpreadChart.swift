import Columns
import Texts

extension Chart {
  /// A histogram for each column that `describe` still shows and that has a spread.
  init(spreads: [Spread], of table: Table, kind: ChartKind?) throws(ChartError) {
    guard kind == nil || kind == .histogram else {
      throw ChartError(
        message: "spreads are drawn as histograms", hint: "plot alone draws them")
    }
    var shown: Set<String> = []
    if let column = table.column("column") {
      for row in 0..<table.rowCount {
        if case .text(let name) = column[row] { shown.insert(name) }
      }
    }
    let kept = spreads.filter { shown.contains($0.column) }
    self.init(
      title: visible(table.about.title), kind: .histogram, categoryLabel: "value",
      measureLabel: "rows", unit: .count, decimals: 0,
      categories: (0..<(kept.map(\.counts.count).max() ?? 0)).map { "\($0 + 1)" }, series: [])
    series = kept.map { spread in
      let blank = [Double?](repeating: nil, count: categories.count - spread.counts.count)
      return Series(name: visible(spread.column), values: spread.counts.map { Double($0) } + blank)
    }
    ends = kept.map {
      Ends(low: visible($0.low), median: visible($0.median), high: visible($0.high))
    }
    if kept.isEmpty { remarks.append("no column of numbers or dates has more than one value") }
  }

  /// What the axis below a histogram says.
  package struct Ends: Hashable, Sendable {
    package var low: String
    package var median: String
    package var high: String
  }
}

/// Histograms below each other: the name and the middle value, bars three lines high, and an axis from
/// the smallest to the largest value.
func histogramLines(_ chart: Chart, _ options: RenderingOptions) -> [String] {
  zip(chart.series, chart.ends).flatMap { series, ends -> [String] in
    let counts = series.values.compactMap { $0 }
    let most = counts.max() ?? 0
    // Few bars are wide ones.
    let width = max(1, min(60, options.chartWidth - 4) / max(1, counts.count))
    let rows = (0..<histogramRows).reversed().map { row in
      "  "
        + counts.map {
          String(repeating: block($0, of: most, row: row, options), count: width)
        }.joined()
    }
    let length = counts.count * width
    let gap = max(1, length - displayWidth(ends.low) - displayWidth(ends.high))
    let tallest = NumberFormat(options, isGrouped: true).text(Int64(most))
    let head = truncated(
      "\(series.name): median \(ends.median), tallest bar \(tallest) \(most == 1 ? "row" : "rows")",
      toWidth: options.chartWidth, ellipsis: options.ellipsis)
    return [head] + rows.map { TextStyle.series(0).applied(to: withoutBlanksAtEnd($0), options) }
      + [
        "  "
          + TextStyle.faint.applied(
            to: String(repeating: options.usesUnicode ? "─" : "-", count: length), options),
        "  " + ends.low + String(repeating: " ", count: gap) + ends.high,
      ]
  }
}

private let histogramRows = 3

/// One line of a bar, in eighths; what is there at all shows at least one.
private func block(
  _ count: Double, of most: Double, row: Int, _ options: RenderingOptions
) -> Character {
  guard count > 0, most > 0 else { return " " }
  let eighths = max(1, Int((count / most * Double(histogramRows * 8)).rounded())) - row * 8
  guard options.usesUnicode else { return eighths >= (row == 0 ? 1 : 4) ? "#" : " " }
  return [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][max(0, min(8, eighths))]
}

private func withoutBlanksAtEnd(_ line: String) -> String {
  String(line.reversed().drop { $0 == " " }.reversed())
}

/// Histograms as SVG, two beside each other.
struct SpreadSVG {
  let document: String

  init(_ chart: Chart) {
    let (width, height, pitch) = (340.0, 84.0, 140.0)
    let rows = (chart.series.count + 1) / 2
    let end = 56 + pitch * Double(rows)
    var page = SVGPage(
      width: 760, height: end + 8 + 18 * Double(chart.remarks.count), title: chart.heading)
    for (number, (series, ends)) in zip(chart.series, chart.ends).enumerated() {
      let left = 24 + Double(number % 2) * 372
      let top = 56 + pitch * Double(number / 2)
      let counts = series.values.compactMap { $0 }
      let most = max(1, counts.max() ?? 1)
      page.text(
        truncated("\(series.name): median \(ends.median)", toWidth: 48), x: left, y: top + 12)
      let each = width / Double(max(1, counts.count))
      for (place, count) in counts.enumerated() where count > 0 {
        let tall = max(1, height * count / most)
        page.rectangle(
          x: left + each * Double(place), y: top + 20 + height - tall, width: max(0.5, each - 0.5),
          height: tall, color: SVGPage.color(0), hover: "\(chart.text(count, .canonical)) rows")
      }
      let base = top + 20 + height
      page.line(x1: left, y1: base, x2: left + width, y2: base, color: "#555555")
      page.text(ends.low, x: left, y: base + 14, size: 11)
      page.text(ends.high, x: left + width, y: base + 14, anchor: "end", size: 11)
    }
    for (number, remark) in chart.remarks.enumerated() {
      page.text(remark, x: 24, y: end + 18 * Double(number), size: 11)
    }
    document = page.document
  }
}
