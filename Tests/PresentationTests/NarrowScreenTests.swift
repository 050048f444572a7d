import Columns
import Presentation
import Testing

/// Results of many columns on 80 columns of the terminal, and what is said of their figures.
@Suite("Results on a narrow screen")
struct NarrowScreenTests {
  /// The likes of what `drivers` gives.
  private func effects(p: [Double]) -> Table {
    let schema = Schema([
      Field("factor", .text), Field("level", .text), Field("hazard_ratio", .decimal),
      Field("low", .decimal), Field("high", .decimal), Field("p", .decimal, isDetail: true),
      Field("reads", .text), Field("reference", .text, isDetail: true),
    ])
    func numbers(_ start: Double) -> Column {
      Column(.decimal, p.indices.map { .decimal(start + Double($0) / 10_000) })
    }
    func words(_ text: String) -> Column { Column(.text, p.map { _ in .text(text) }) }
    return Table(
      schema: schema,
      columns: [
        words("piano"), words("aziendale"), numbers(0.5452), numbers(0.4962), numbers(0.599),
        Column(.decimal, p.map { .decimal($0) }), words("no clear difference"), words("mensile"),
      ],
      about: TableDescription(
        title: "drivers", shape: .breakdown(category: "factor", measure: "hazard_ratio")))
  }

  @Test("keep both limits and the verdict at 80 columns: headings in lines, fewer blanks")
  func keepsLimits() {
    let text = render(
      effects(p: [0.5, 0.1]), as: .box, options: RenderingOptions(width: 80))
    #expect(
      text == """
        ┌───────┬──────────┬────────┬───────┬───────┬────────────────────┬──────────┐
        │       │          │ hazard_│       │       ┊                    │          │
        │ factor│ level    │   ratio│    low│   high┊ reads              │ reference│
        ├───────┼──────────┼────────┼───────┼───────┼────────────────────┼──────────┤
        │ piano │ aziendale│  0.5452│ 0.4962│ 0.5990┊ no clear difference│ mensile  │
        │ piano │ aziendale│  0.5453│ 0.4963│ 0.5991┊ no clear difference│ mensile  │
        └───────┴──────────┴────────┴───────┴───────┴────────────────────┴──────────┘
        1 more column: p

        """)
  }

  @Test("leave out details before what they are about, at any width", arguments: 20...110)
  func leavesOutDetails(width: Int) {
    let lines = render(
      effects(p: [0.5]), as: .box, options: RenderingOptions(width: width)
    ).split(separator: "\n")
    let headings = lines.dropFirst().prefix { !$0.hasPrefix("├") }.joined()
    if headings.contains("reference") { #expect(headings.contains("reads")) }
    if headings.contains("low") { #expect(headings.contains("ratio")) }
  }

  @Test(
    "say of a small p that it is below 0.0001, never that it is 0; machines get the number",
    arguments: [
      (0.0, "<0.0001"), (1e-300, "<0.0001"), (0.000_099, "<0.0001"), (0.0001, "0.0001"),
      (0.0234, "0.0234"), (1.0, "1.0000"),
    ])
  func smallProbabilities(p: Double, expected: String) {
    let table = effects(p: [p])
    for format in [OutputFormat.plain, .box, .markdown] {
      let text = render(table, as: format, options: RenderingOptions(width: 120))
      #expect(text.contains(expected), "\(format)")
      #expect(!text.contains("0.0000"))
    }
    #expect(render(table, as: .csv, options: .canonical).contains(",\(p),"))
    #expect(!render(table, as: .json, options: .canonical).contains("<"))
  }

  @Test("leave a column of data that is called p as it is")
  func dataNamedP() {
    let table = Table(
      schema: Schema([Field("p", .decimal)]), columns: [Column(.decimal, [.decimal(0)])])
    #expect(!render(table, as: .plain, options: .canonical).contains("<"))
  }

  @Test("have room between columns and nothing dim on a projector")
  func projector() {
    var options = RenderingOptions(width: 120)
    options.usesColor = true
    options.theme = .projector
    let text = render(churnTable(), as: .box, options: options)
    #expect(text.contains("│  2022    │") && !text.contains("\u{1B}[2m"))
    #expect(text.contains("\u{1B}[1;7m"))
    options.usesColor = false
    #expect(!render(churnTable(), as: .box, options: options).contains("\u{1B}"))
  }

  @Test("draw the interval of a single period that the legend names, in text and as SVG")
  func singlePeriod() throws {
    var table = churnTable()
    table = Table(
      schema: table.schema,
      columns: table.columns.map { column in Column(column.type, [column[1]]) },
      about: table.about)
    let chart = try Chart(table: table, kind: .line)
    let lines = draw(chart, options: .canonical).split(separator: "\n")
    #expect(lines.last?.contains("░░ low to high") == true)
    #expect(lines.count { $0.hasPrefix("   │") && $0.contains("░") } >= 2)
    #expect(svg(chart).contains("<polygon"))
  }
}
