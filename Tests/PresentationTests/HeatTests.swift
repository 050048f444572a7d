import Columns
import Presentation
import Testing

/// Rows of shaded cells.
@Suite("Heat maps")
struct HeatTests {
  private func chart(_ rows: [(String, [Double?])], kind: ChartKind = .heat) -> Chart {
    Chart(
      title: "churn by plan, year", kind: kind, categoryLabel: "period", measureLabel: "rate",
      unit: .rate, decimals: 1, categories: ["2022", "2023", "2024"],
      series: rows.map { Chart.Series(name: $0.0, values: $0.1) })
  }

  @Test("shade equal stretches between the smallest and the largest value, and leave gaps blank")
  func shades() {
    let text = draw(
      chart([("annual", [0.10, 0.20, 0.30]), ("monthly", [nil, 0.40, 0.50])]),
      options: .canonical)
    #expect(
      text == """
        churn by plan, year: rate
        annual  ░  10.0% ▒  20.0% ▓  30.0%
        monthly          █  40.0% █  50.0%
                2022     2023     2024
                ░ from 10.0%   ▒ from 20.0%   ▓ from 30.0%   █ from 40.0%

        """)
  }

  @Test("leave the values out where cells are narrow, and keep the latest columns")
  func narrow() {
    var wide = chart([("a", [])])
    wide.categories = (0..<120).map { "\(1900 + $0)" }
    wide.series = [Chart.Series(name: "a", values: (0..<120).map { Double($0) / 120 })]
    let lines = draw(wide, options: .canonical).split(separator: "\n")
    #expect(lines[1].hasPrefix("a ░░"))
    #expect(lines[1].hasSuffix("██"))
    #expect(lines[1].count <= 100)
    #expect(lines.contains("71 earlier columns are left out"))
  }

  @Test("draw one shade where all values are the same, and stay in ASCII where they must")
  func equalValues() {
    var options = RenderingOptions.canonical
    options.usesUnicode = false
    let text = draw(chart([("a", [0.2, 0.2, 0.2])]), options: options)
    #expect(text.contains("a .  20.0% .  20.0% .  20.0%"))
    // One value, told once.
    #expect(text.hasSuffix("  . 20.0%\n"))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("have a rectangle for every value in SVG")
  func picture() {
    let text = svg(chart([("annual", [0.1, nil, 0.3]), ("monthly", [0.2, 0.4, 0.5])]))
    #expect(text.split(separator: "<rect").count - 1 >= 5)
    #expect(text.contains("<title>annual, 2024: 30.0%</title>"))
    #expect(!text.contains("annual, 2023"))
  }
}

/// Lines that keep their value up to the next one.
@Suite("Curves")
struct CurveTests {
  @Test("go level to the next category and then up or down")
  func steps() {
    let chart = Chart(
      title: "t", kind: .curve, categoryLabel: "period", measureLabel: "rate", unit: .none,
      categories: ["1", "2"], series: [Chart.Series(name: "v", values: [0, 10])])
    let points = svg(chart).split(separator: "points=\"").dropFirst().first ?? ""
    let pairs = points.prefix { $0 != "\"" }.split(separator: " ").map {
      $0.split(separator: ",").map(String.init)
    }
    #expect(pairs.count == 3)
    #expect(pairs[0][1] == pairs[1][1])
    #expect(pairs[1][0] == pairs[2][0])
  }
}
