import Columns
import Presentation
import Testing
import Texts

/// Leukaemia under treatment (Freireich et al. 1963): weeks, survival, log-log limits at 95 %.
private let leukaemia: [(Double, Double, Double, Double)] = [
  (6, 0.857143, 0.619718, 0.951552), (7, 0.806723, 0.563147, 0.922809),
  (10, 0.752941, 0.503200, 0.889362), (13, 0.690196, 0.431610, 0.849066),
  (16, 0.627451, 0.367511, 0.804912), (22, 0.537815, 0.267779, 0.746791),
  (23, 0.448179, 0.188052, 0.680143), (35, 0.448179, 0.188052, 0.680143),
]

/// The likes of `survival with curve = true`.
func survivorsTable() -> Table {
  Table(
    schema: Schema([
      Field("time", .decimal, unit: .days), Field("survival", .decimal, unit: .rate),
      Field("low", .decimal, unit: .rate), Field("high", .decimal, unit: .rate),
    ]),
    columns: [
      Column(.decimal, leukaemia.map { .decimal($0.0) }),
      Column(.decimal, leukaemia.map { .decimal($0.1) }),
      Column(.decimal, leukaemia.map { .decimal($0.2) }),
      Column(.decimal, leukaemia.map { .decimal($0.3) }),
    ],
    about: TableDescription(
      title: "survival",
      shape: .curve(
        CurveShape(
          x: CurveAxis("time", unit: .days), measure: CurveAxis("survival", unit: .rate),
          band: Band(low: "low", high: "high"), isStepped: true, start: 1,
          levels: [CurveLevel("half", 0.5)]))))
}

/// A row a group, with the curves beside them: the likes of `survival by plan`.
func groupedSurvivorsTable(_ names: [String] = ["annual", "monthly"]) -> Table {
  let lines = names.enumerated().map { number, name in
    CurveLine(
      key: [.text(name)],
      points: (1...900).map { day in
        let value = 1 / (1 + Double(day) * Double(number + 1) / 500)
        return CurvePoint(x: Double(day), value: value, low: value * 0.9, high: value * 1.05)
      })
  }
  return Table(
    schema: Schema([Field("plan", .text), Field("clients", .integer, unit: .count)]),
    columns: [Column(.text, names.map { .text($0) }), Column(.integers(names.map { _ in 7 }))],
    about: TableDescription(
      title: "survival by plan",
      shape: .curve(
        CurveShape(
          x: CurveAxis("time", unit: .days), measure: CurveAxis("survival", unit: .rate),
          band: Band(low: "low", high: "high"), series: ["plan"], isStepped: true, start: 1,
          lines: lines))))
}

/// Cumulated value by customers, best first: rises above the whole and comes back.
func whaleTable() -> Table {
  let shares = (1...10).map { Double($0) / 10 }
  return Table(
    schema: Schema([
      Field("customers", .decimal, unit: .rate), Field("cumulative", .decimal, unit: .rate),
    ]),
    columns: [
      Column(.decimal, shares.map { .decimal($0) }),
      Column(.decimal, shares.map { .decimal(3.4 * $0 - 2.4 * $0 * $0) }),
    ],
    about: TableDescription(
      title: "value",
      shape: .curve(
        CurveShape(
          x: CurveAxis("customers", unit: .rate), measure: CurveAxis("cumulative", unit: .rate),
          isStepped: false, start: 0, levels: [CurveLevel("the whole", 1)]))))
}

/// Pictures over a numeric axis.
@Suite("Curves over a numeric axis")
struct CurveTableTests {
  private let tables: [Table] = [
    survivorsTable(), groupedSurvivorsTable(), whaleTable(),
    groupedSurvivorsTable("abcdefghi".map { String($0) }), survivorsTable().gathered([]),
    survivorsTable().gathered([3]),
  ]

  @Test("stay within the width, in ASCII where they must, and are well-formed SVG")
  func fit() throws {
    for (index, table) in tables.enumerated() {
      for kind in index == 0 ? [nil, ChartKind.line, .points, .curve] : [nil] {
        let chart = try Chart(table: table, kind: kind)
        for (width, usesUnicode) in [(40, true), (80, true), (80, false), (200, true)] {
          let text = draw(chart, options: RenderingOptions(width: width, usesUnicode: usesUnicode))
          for line in text.split(separator: "\n") {
            #expect(displayWidth(String(line)) <= width, "\(index) at \(width): \(line)")
            #expect(usesUnicode || line.utf8.allSatisfy { $0 < 0x80 })
          }
        }
        guard kind == nil || index == 0 else { continue }
        let document = svg(chart)
        for bad in ["nan", "inf\"", ",inf", "width=\"-"] { #expect(!document.contains(bad)) }
        #expect(svg(chart) == document)
      }
    }
  }

  @Test("draw steps down from the start, with their limits and a level")
  func steps() throws {
    let chart = try Chart(table: survivorsTable())
    #expect(chart.kind == .curve)
    #expect(chart.places == [0, 6, 7, 10, 13, 16, 22, 23, 35])
    #expect(chart.series[0].values[0] == 1)
    let text = draw(chart, options: RenderingOptions(width: 60), height: 14)
    #expect(
      text == """
        survival
        100% ┤⠉⠉⠉⠉⠉⠉⠉⠉⡇░
             │        ⠓⢲⣀⣀⣀⣀░░░░░░░░
             │        ░░░░░⠘⠒⠒⠒⢲⣀⣀⣀⣀░░░░░░░░░
             │          ░░░░░░░░░░░⠘⠒⠒⠒⠒⠒⠒⠒⡆░░░░░░░░░░░░░░░░░
         50% ┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⠉⢹⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀ half
             │                      ░░░░░░░░░░░░░░░░░░░░░░░░░
             │                             ░░░░░░░░░░░░░░░░░░
             │
          0% ┤
             └┬────────┬────────┬─────────┬────────┬────────┬
              0        7        14        21       28       35
                                time (days)
              ── survival   ░░ low to high   ┄┄ half 50.0%

        """)
    let ascii = draw(chart, options: RenderingOptions(width: 60, usesUnicode: false), height: 14)
    #expect(
      ascii == """
        survival
        100% +*********.
             |        ******........
             |        .....*********.........
             |          ...........*********.................
         50% +-----------------------------****************** half
             |                      .........................
             |                             ..................
             |
          0% +
             ++--------+--------+---------+--------+--------+
              0        7        14        21       28       35
                                time (days)
              ** survival   .. low to high   -- half 50.0%

        """)
  }

  @Test("fill the height that is asked for", arguments: [12, 18, 22])
  func fillsHeight(_ height: Int) throws {
    let text = draw(try Chart(table: survivorsTable()), options: .canonical, height: height)
    #expect(text.split(separator: "\n").count == height)
  }

  @Test("draw lines between the points of a whale curve, above the whole too")
  func whale() throws {
    let chart = try Chart(table: whaleTable())
    #expect(chart.kind == .line)
    #expect(chart.places?.first == 0 && chart.series[0].values[0] == 0)
    #expect((chart.series[0].values.compactMap { $0 }.max() ?? 0) > 1.2)
    let text = draw(chart, options: RenderingOptions(width: 60), height: 14)
    #expect(
      text == """
        value: cumulative
        150% ┤
             │                           ⣀⣀⣀⣀⣀⣀⣀⡀
             │                 ⢀⣀⠤⠔⠒⠒⠉⠉⠉⠉       ⠈⠉⠑⠒⠢⢄⣀
        100% ┤┄┄┄┄┄┄┄┄┄┄┄┄┄⣀⠤⠒⠉⠁┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⠉ the whole
             │          ⡠⠔⠊
         50% ┤       ⣀⠔⠉
             │    ⢀⠤⠊
             │  ⣀⠔⠁
          0% ┤⡠⠊
             └┬───────┬───────┬────────┬───────┬───────┬
              0%     20%     40%      60%     80%     100%
                              customers
              ┄┄ the whole 100.0%

        """)
  }

  @Test("read the values of steps and lines rightly at any place")
  func places() throws {
    // 900 days are drawn at every second one; the value of a step is that of the day.
    let chart = try Chart(table: groupedSurvivorsTable())
    let places = try #require(chart.places)
    #expect(places.count == 451 && places[3] == 6 && places.last == 900)
    for (place, value) in zip(places, chart.series[1].values) where place >= 1 {
      #expect(value == 1 / (1 + place * 2 / 500))
    }
    // Lines of different points: between two points on the straight line.
    var table = whaleTable()
    table.about.shape = .curve(
      CurveShape(
        x: CurveAxis("customers", unit: .rate), measure: CurveAxis("cumulative", unit: .rate),
        isStepped: false,
        lines: [
          CurveLine(points: [CurvePoint(x: 0, value: 0), CurvePoint(x: 4, value: 8)])
        ]))
    #expect(try Chart(table: table).series[0].values == [0, 8])
  }

  @Test("draw the lines of the rows that are left, and bands of each in SVG")
  func linesOfRows() throws {
    let one = try Chart(table: groupedSurvivorsTable().gathered([1]))
    #expect(one.series.map(\.name) == ["monthly"])
    let two = try Chart(table: groupedSurvivorsTable())
    #expect(two.series.map(\.name) == ["annual", "monthly"])
    #expect(svg(two).split(separator: "<polygon").count == 3)
    #expect(svg(two).contains("<title>496 days: annual 50.2%, monthly 33.5%</title>"))
    let many = try Chart(table: groupedSurvivorsTable("abcdefghi".map { String($0) }))
    #expect(many.series.count == 6)
    #expect(many.remarks == ["3 of 9 lines are left out: those of the last rows"])
  }

  @Test("refuse bars and heat maps, and a column that is gone")
  func refuse() {
    for kind in [ChartKind.bar, .heat] {
      #expect {
        try Chart(table: survivorsTable(), kind: kind)
      } throws: { error in
        (error as? ChartError)?.message.hasPrefix("a curve over time cannot be drawn as") == true
      }
    }
    var table = survivorsTable()
    table.schema.fields[1].name = "s"
    #expect {
      try Chart(table: table)
    } throws: { error in
      (error as? ChartError)?.message == "'survival', which is to be drawn, is no column any more"
    }
  }

  @Test("have round days, months and percents on the axis")
  func ticks() throws {
    func labels(_ unit: Unit, _ last: Double) throws -> String {
      var table = whaleTable()
      table.about.shape = .curve(
        CurveShape(
          x: CurveAxis("x", unit: unit), measure: CurveAxis("y", unit: .none), isStepped: false,
          lines: [CurveLine(points: [CurvePoint(x: 0, value: 0), CurvePoint(x: last, value: 8)])]))
      let lines = draw(try Chart(table: table), options: .canonical).split(separator: "\n")
      return lines[lines.count - 2].split(separator: " ").joined(separator: " ")
    }
    #expect(try labels(.days, 1826) == "0 365 730 1,095 1,460 1,825")
    #expect(try labels(.months, 72) == "0 12 24 36 48 60 72")
    #expect(try labels(.rate, 1) == "0% 20% 40% 60% 80% 100%")
    #expect(try labels(.none, 0.07) == "0.00 0.01 0.02 0.03 0.04 0.05 0.06 0.07")
  }
}
