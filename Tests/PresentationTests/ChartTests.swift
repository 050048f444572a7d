import Calendars
import Columns
import Presentation
import Testing
import Texts

let sampleTables: [@Sendable () -> Table] = [
  { churnTable() }, { reasonsTable() }, { forecastTable() },
  { timeSeriesTable(.year, from: 1900, count: 120) },
  { timeSeriesTable(.month, from: 24_264, count: 36) },
  { timeSeriesTable(.month, from: 24_264, count: 36, names: ["annual", "monthly", "trial"]) },
  { timeSeriesTable(.quarter, from: 8088, count: 9, names: "abcdefgh".map { String($0) }) },
  { timeSeriesTable(.year, from: 2020, count: 1) },
  { timeSeriesTable(.year, from: 2020, count: 2) },
  { timeSeriesTable(.day, from: 19_000, count: 800) },
  { timeSeriesTable(.month, from: 24_264, count: 5, level: 0) },
  { moneyTable([1e14, -2.5e13, 12.5, 0]) }, { moneyTable([1e299, -1e299]) },
  { moneyTable([7, 7]) },
  { moneyTable([.leastNonzeroMagnitude, 0]) }, { moneyTable([1e15, 1e15.nextUp]) },
  { moneyTable([-3, -3]) },
  { barTable(count: 0) }, { barTable(count: 500) }, { barTable(count: 12, isSigned: true) },
]

@Test("draws no chart wider than allowed, in any kind", arguments: sampleTables.indices)
func drawsWithinWidth(_ index: Int) throws {
  let table = sampleTables[index]()
  for kind in ChartKind.allCases where kind != .histogram {
    let chart = try Chart(table: table, kind: kind)
    for width in [40, 80, 100, 120, 200] {
      for usesUnicode in [true, false] {
        let options = RenderingOptions(width: width, usesUnicode: usesUnicode)
        let text = draw(chart, options: options)
        for line in text.split(separator: "\n") {
          #expect(displayWidth(String(line)) <= width, "\(kind) at \(width): \(line)")
          #expect(line.last != " ")
          #expect(usesUnicode || line.utf8.allSatisfy { $0 < 0x80 }, "\(line)")
        }
        #expect(text.hasSuffix("\n"))
      }
    }
  }
}

@Test("fills the height that is asked for", arguments: [12, 16, 22])
func fillsHeight(_ height: Int) throws {
  let chart = try Chart(table: timeSeriesTable(.month, from: 24_264, count: 36))
  #expect(draw(chart, options: .canonical, height: height).split(separator: "\n").count == height)
}

@Test("picks the picture by what the table is")
func picksPicture() throws {
  let line = try Chart(table: churnTable())
  #expect(line.kind == .line)
  #expect(line.categories == ["2021", "2022", "2023", "2024"])
  #expect(line.series.count == 1 && line.series[0].values[0] == nil)
  #expect(line.intervals.count == 1 && line.intervals[0].high[3] == 0.0526)
  #expect(line.marks == [Chart.Mark(category: 1, reason: "above the band")])
  #expect(line.references.map(\.name) == ["centre", "band", "band"])

  let bar = try Chart(table: reasonsTable())
  #expect(bar.kind == .bar)
  #expect(bar.categories == ["price", "moved", "(missing)", "other"])

  let forecast = try Chart(table: forecastTable())
  #expect(forecast.forecastStart == 36 && forecast.categories.count == 48)
  #expect(forecast.intervals.map(\.name) == ["95% interval", "80% interval"])
  #expect(forecast.series[0].values.allSatisfy { $0 != nil })

  #expect(try Chart(table: churnTable(), kind: .points).kind == .points)
}

@Test("keeps the six largest of many lines and says how many are left out")
func keepsLargestLines() throws {
  let table = timeSeriesTable(.quarter, from: 8088, count: 9, names: "abcdefgh".map { String($0) })
  let chart = try Chart(table: table)
  #expect(chart.series.map(\.name) == ["c", "d", "e", "f", "g", "h"])
  #expect(chart.remarks == ["2 of 8 lines are left out: those with the lowest values"])
}

@Test("goes on from the history of the same group in a forecast of several")
func forecastsGroups() throws {
  let rows = [("annual", 5.0), ("monthly", 9.0)]
  let table = Table(
    schema: Schema([
      Field("plan", .text), Field("period", .text), Field("mean", .decimal, unit: .count),
    ]),
    columns: [
      Column(.text, rows.map { .text($0.0) }), Column(.text, rows.map { _ in .text("2025") }),
      Column(.decimal, rows.map { .decimal($0.1) }),
    ],
    about: TableDescription(
      shape: .forecast(
        period: "period", grain: .year, measure: "mean",
        history: [
          HistoryPoint(series: ["annual"], period: "2024", value: 4),
          HistoryPoint(series: ["monthly"], period: "2024", value: 8),
        ], series: ["plan"])))
  let chart = try Chart(table: table)
  #expect(chart.categories == ["2024", "2025"])
  #expect(chart.series.map(\.name) == ["annual", "monthly"])
  #expect(chart.series.map(\.values) == [[4, 5], [8, 9]])
  #expect(chart.intervals.isEmpty)
}

@Test("refuses rows, and a measure that is gone, with a way out")
func refusesRows() {
  #expect {
    try Chart(table: longTable(rows: 3))
  } throws: { error in
    (error as? ChartError)?.hint.contains("churn by month | plot") == true
  }
  var table = reasonsTable()
  table.about.shape = .breakdown(category: "reason", measure: "amount")
  #expect {
    try Chart(table: table)
  } throws: { error in
    (error as? ChartError)?.message == "'amount', which is to be drawn, is no column any more"
  }
  table.about.shape = .breakdown(category: "clients", measure: "reason")
  #expect(throws: ChartError.self) { try Chart(table: table) }
}

@Test("draws bars in proportion, with values")
func drawsBars() throws {
  #expect(
    draw(try Chart(table: reasonsTable()), options: RenderingOptions(width: 40)) == """
      reasons: clients
      price     █████████████████████████  212
      moved     █████████████████▌         148
      (missing) ████▊                       40
      other     ▍                            3

      """)
  #expect(
    draw(
      try Chart(table: reasonsTable()), options: RenderingOptions(width: 40, usesUnicode: false))
        == """
        reasons: clients
        price     #########################  212
        moved     #################          148
        (missing) #####                       40
        other     #                            3

        """)
}

@Test("shows the largest twenty bars and sums the rest")
func sumsRest() throws {
  let text = draw(try Chart(table: barTable(count: 500)), options: .canonical)
  let lines = text.split(separator: "\n")
  #expect(lines.count == 22)
  #expect(lines[21] == "480 more bars are left out, together 23,027")
}

@Test("draws a line with its limits, levels and legend")
func drawsLine() throws {
  #expect(
    draw(try Chart(table: churnTable()), options: RenderingOptions(width: 60), height: 12) == """
      churn by year: rate
      10% ┤
          │
          │             ░░░
          │             ◆⠢⠤⠤⢄⣀⣀░░░░░                band
       5% ┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⠉⠉⠑⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀ centre
          │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ band
          │
       0% ┤
          └┬────────────┬────────────┬────────────┬
          2021         2022         2023         2024
           ── rate   ░░ low to high   ◆ above the band
           ┄┄ centre 4.7%   ┄┄ band 3.0% to 5.0%

      """)
}

@Test("colours only where asked, and never beyond the line")
func colorsChart() throws {
  for index in sampleTables.indices {
    let chart = try Chart(table: sampleTables[index]())
    #expect(!draw(chart, options: .canonical).contains("\u{1B}"))
    let colored = draw(chart, options: RenderingOptions(usesColor: true))
    var plain = ""
    for (number, part) in colored.split(separator: "\u{1B}", omittingEmptySubsequences: false)
      .enumerated()
    {
      plain += number == 0 ? part : part.drop { $0 != "m" }.dropFirst()
    }
    let lines = { (text: String) in
      text.split(separator: "\n").map { $0.reversed().drop { $0 == " " }.map(String.init) }
    }
    #expect(lines(plain) == lines(draw(chart, options: .canonical)), "sample \(index)")
  }
}
