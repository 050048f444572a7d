import Columns
import Presentation
import Testing

@Suite("Bars with limits, and histograms")
struct BarLimitsTests {
  @Test("draws a bar solid as far as is sure, and its limits in two shades and in numbers")
  func limits() throws {
    let table = limitsTable("rate", [(0.5, 0.4, 0.6), (0.25, 0.2, 0.4), (0, 0, 0.1)])
    #expect(
      draw(try Chart(table: table), options: RenderingOptions(width: 60)) == """
        by plan: rate, as of 2024-12-31
        plan 0 ████████████████████▓▓▓▓▓░░░░░  50.0%  40.0% to 60.0%
        plan 1 ██████████▓▓░░░░░░░░            25.0%  20.0% to 40.0%
        plan 2 ░░░░░                            0.0%   0.0% to 10.0%
               ▓░ low to high

        """)
    let plain = draw(
      try Chart(table: table), options: RenderingOptions(width: 60, usesUnicode: false))
    #expect(plain.contains("plan 0 ####################=====-----  50.0%"))
  }

  @Test("begins bars of ratios at 1, half as far from it as double")
  func ratios() throws {
    let table = limitsTable(
      "hazard_ratio", unit: .none, [(2, 1.5, 3), (0.5, 0.25, 0.75), (1, 0.9, 1e12)])
    let text = draw(try Chart(table: table), options: RenderingOptions(width: 60))
    let lines = text.split(separator: "\n").map(String.init)
    func solid(_ line: String) -> Int { line.count { "█▓".contains($0) } }
    #expect(abs(solid(lines[1]) - solid(lines[2])) <= 1)
    func zero(_ line: String) -> Int { line.prefix { $0 != "│" }.count }
    #expect(zero(lines[1]) == zero(lines[2]))
    #expect(text.contains("bars begin at 1"))
    // A limit that nothing bounds leaves room for the others.
    #expect(solid(lines[1]) >= 4)
  }

  @Test(
    "keeps within its width whatever the limits",
    arguments: [
      [(0.5, -3, 8)], [(-0.5, -1e300, -0.1), (0.2, 0.1, 1e290)], [(0, 0, 0)],
      [(1e-300, 0, 1e-299)], [(0.1, 0.1, 0.1), (-0.1, -0.2, 0.3)],
    ] as [[(Double, Double, Double)]])
  func widths(rows: [(Double, Double, Double)]) throws {
    for (measure, unit) in [("rate", Unit.rate), ("hazard_ratio", .none)] {
      let chart = try Chart(table: limitsTable(measure, unit: unit, rows))
      for width in [40, 80, 200] {
        for line in draw(chart, options: RenderingOptions(width: width)).split(separator: "\n") {
          #expect(line.count <= width, "\(line)")
        }
      }
      let document = svg(chart)
      for bad in ["=\"nan", "=\"-nan", "=\"inf", "width=\"-"] { #expect(!document.contains(bad)) }
      #expect((try? JSONReader.read(vegaLite(chart))) != nil)
    }
  }

  @Test("draws a histogram of each column that is still there, as wide as its values need")
  func histograms() throws {
    let text = draw(
      try Chart(table: spreadsTable([[4, 0, 2, 8], Array(repeating: 1, count: 60)])),
      options: RenderingOptions(width: 80))
    #expect(
      text == """
        describe: rows
        col0: median 漢字, tallest bar 8 rows
                                                       ███████████████
          ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄                              ███████████████
          ███████████████               ▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆███████████████
          ────────────────────────────────────────────────────────────
          0                                                      1,000
        col1: median 漢字, tallest bar 1 row
          ████████████████████████████████████████████████████████████
          ████████████████████████████████████████████████████████████
          ████████████████████████████████████████████████████████████
          ────────────────────────────────────────────────────────────
          0                                                      1,000

        """)
    let one = draw(try Chart(table: spreadsTable([[1], [2]], shown: 1)), options: .canonical)
    #expect(one.contains("col0") && !one.contains("col1"))
    let none = try Chart(table: spreadsTable([]))
    #expect(draw(none, options: .canonical).contains("no values to draw"))
    for chart in [try Chart(table: spreadsTable([[4, 0, 2], [1]])), none] {
      #expect((try? JSONReader.read(vegaLite(chart))) != nil)
      #expect(svg(chart).hasSuffix("</svg>\n"))
    }
    #expect(throws: ChartError.self) { try Chart(table: spreadsTable([[1, 2]]), kind: .bar) }
    #expect(throws: ChartError.self) { try Chart(table: barTable(count: 3), kind: .histogram) }
  }
}
