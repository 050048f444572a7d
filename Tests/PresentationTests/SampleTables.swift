import Calendars
import Columns

/// The likes of what `churn by year` gives.
func churnTable() -> Table {
  let schema = Schema([
    Field("period", .text),
    Field("opening", .integer, unit: .count),
    Field("new", .integer, unit: .count),
    Field("lost", .integer, unit: .count),
    Field("rate", .decimal, unit: .rate),
    Field("low", .decimal, unit: .rate),
    Field("high", .decimal, unit: .rate),
    Field("flag", .text),
  ])
  let columns = [
    Column(.text, ["2021", "2022", "2023", "2024"].map { .text($0) }),
    Column(.integer, [0, 1240, 1180, 1201].map { .integer($0) }),
    Column(.integer, [1300, 12, 70, 9].map { .integer($0) }),
    Column(.integer, [60, 72, 49, 48].map { .integer($0) }),
    Column(
      .decimal,
      [
        .missing, .decimal(72.0 / 1240), .decimal(49.0 / 1180), .decimal(48.0 / 1201),
      ]),
    Column(.decimal, [.missing, .decimal(0.0464), .decimal(0.0316), .decimal(0.0302)]),
    Column(.decimal, [.missing, .decimal(0.0723), .decimal(0.0544), .decimal(0.0526)]),
    Column(.text, [.missing, .text("above the band"), .missing, .missing]),
  ]
  return Table(
    schema: schema, columns: columns,
    about: TableDescription(
      title: "churn by year",
      shape: .timeSeries(
        period: "period", grain: .year, measure: "rate", band: Band(low: "low", high: "high"),
        series: []),
      notes: ["every row is one client: no column names a customer", "2025 is unfinished"],
      facts: [
        Fact("formula", .text("start")), Fact("centre", .decimal(0.0466), unit: .rate),
        Fact("band_low", .decimal(0.03), unit: .rate),
        Fact("band_high", .decimal(0.05), unit: .rate),
      ]))
}

/// Every type, missing cells, and texts that want to do harm.
func awkwardTable() -> Table {
  let schema = Schema([
    Field("name", .text, role: .customer),
    Field("since", .date, role: .start),
    Field("seen", .timestamp),
    Field("paid", .decimal, unit: .money, role: .amount),
    Field("score", .decimal),
    Field("id", .integer),
    Field("active", .boolean),
  ])
  let columns = [
    Column(
      .text,
      [
        .text("李小龍"), .text("a\u{1B}[31m|b\n"), .missing, .text(""), .text("=1+2"),
        .text("<b>\"x\", y</b>"),
      ]),
    Column(
      .date,
      [
        .date(CivilDate(validYear: 2024, month: 2, day: 29)), .missing,
        .date(CivilDate(validYear: 1867, month: 7, day: 1)), .missing, .missing, .missing,
      ]),
    Column(
      .timestamp,
      [
        .timestamp(0), .timestamp(1_700_000_000_123_456), .timestamp(-1), .missing, .missing,
        .missing,
      ]),
    Column(
      .decimal,
      [
        .decimal(1_234_567.891), .decimal(-0.004), .decimal(-12.5), .decimal(0), .missing,
        .decimal(.infinity),
      ]),
    Column(
      .decimal,
      [
        .decimal(1e300), .decimal(1.5e-7), .decimal(.nan), .decimal(-2.25), .decimal(1.0 / 3),
        .missing,
      ]),
    Column(
      .integer,
      [
        .integer(1984), .integer(.max), .integer(.min), .integer(0), .missing, .integer(-7),
      ]),
    Column(
      .boolean,
      [.boolean(true), .boolean(false), .missing, .missing, .boolean(true), .boolean(false)]),
  ]
  return Table(schema: schema, columns: columns, about: TableDescription(title: "awkward"))
}

/// The likes of what `group by reason` gives.
func reasonsTable() -> Table {
  Table(
    schema: Schema([
      Field("reason", .text, role: .reason), Field("clients", .integer, unit: .count),
      Field("share", .decimal, unit: .rate),
    ]),
    columns: [
      Column(.text, [.text("price"), .text("moved"), .missing, .text("other")]),
      Column(.integer, [212, 148, 40, 3].map { .integer($0) }),
      Column(.decimal, [212.0, 148, 40, 3].map { .decimal($0 / 403) }),
    ],
    about: TableDescription(
      title: "reasons", shape: .breakdown(category: "reason", measure: "clients")))
}

/// So many rows of a dataset with a number and a square.
func longTable(rows: Int) -> Table {
  Table(
    schema: Schema([Field("number", .integer), Field("square", .integer, unit: .count)]),
    columns: [
      Column(.integers((0..<rows).map { Int64($0) })),
      Column(.integers((0..<rows).map { Int64($0 * $0) })),
    ])
}
