import Calendars
import Columns

/// The rate, its limits and the periods of a made-up churn that goes up and down.
func timeSeriesTable(
  _ grain: Grain, from first: Int, count: Int, names: [String] = [], level: Double = 0.04
) -> Table {
  let groups = names.isEmpty ? [""] : names
  var periods: [Value] = []
  var keys: [Value] = []
  var rates: [Value] = []
  var lows: [Value] = []
  var highs: [Value] = []
  for (number, name) in groups.enumerated() {
    for index in 0..<count {
      let wave = Double((index * 7 + number * 3) % 12) / 12 - 0.5
      let rate = level * (1 + 0.6 * wave + 0.2 * Double(number))
      keys.append(.text(name))
      periods.append(.text(grain.label(ofOrdinal: first + index)))
      let isMissing = index == count / 3
      rates.append(isMissing ? .missing : .decimal(rate))
      lows.append(isMissing ? .missing : .decimal(rate * 0.7))
      highs.append(isMissing ? .missing : .decimal(rate * 1.35))
    }
  }
  let rate = [
    Field("period", .text), Field("rate", .decimal, unit: .rate),
    Field("low", .decimal, unit: .rate), Field("high", .decimal, unit: .rate),
  ]
  let columns = [
    Column(.text, periods), Column(.decimal, rates), Column(.decimal, lows),
    Column(.decimal, highs),
  ]
  let about = TableDescription(
    title: "churn by \(grain.rawValue)",
    shape: .timeSeries(
      period: "period", grain: grain, measure: "rate", band: Band(low: "low", high: "high"),
      series: names.isEmpty ? [] : ["plan"]),
    facts: [
      Fact("centre", .decimal(level), unit: .rate),
      Fact("band_low", .decimal(level * 1.2), unit: .rate),
      Fact("band_high", .decimal(level * 1.5), unit: .rate),
    ])
  if names.isEmpty { return Table(schema: Schema(rate), columns: columns, about: about) }
  return Table(
    schema: Schema([Field("plan", .text)] + rate), columns: [Column(.text, keys)] + columns,
    about: about)
}

/// Twelve months ahead of three known years.
func forecastTable() -> Table {
  let start = 2024 * 12
  let future = 0..<12
  func season(_ index: Int) -> Double { Double((index * 5) % 12) }
  func column(_ offset: Double) -> Column {
    Column(
      .decimal,
      future.map { .decimal(100 + season($0) + offset * (1 + Double($0) / 4)) })
  }
  let names = ["mean", "low80", "high80", "low95", "high95"]
  return Table(
    schema: Schema(
      [Field("period", .text)] + names.map { Field($0, .decimal, unit: .count) }),
    columns: [
      Column(.text, future.map { .text(Grain.month.label(ofOrdinal: start + $0)) }),
      column(0), column(-4), column(4), column(-7), column(7),
    ],
    about: TableDescription(
      title: "forecast of lost by month",
      shape: .forecast(
        period: "period", grain: .month, measure: "mean",
        history: (0..<36).map {
          HistoryPoint(
            series: [], period: Grain.month.label(ofOrdinal: start - 36 + $0),
            value: 94 + Double($0) / 6 + season($0))
        }, series: [])))
}

/// So many categories, each with its own number, a few below zero where asked for.
func barTable(count: Int, isSigned: Bool = false) -> Table {
  let values = (0..<count).map { Int64(($0 * 37) % 101) - (isSigned ? 40 : 0) }
  return Table(
    schema: Schema([Field("city", .text), Field("clients", .integer, unit: .count)]),
    columns: [
      Column(.text, (0..<count).map { .text("city \($0)") }), Column(.integers(values)),
    ],
    about: TableDescription(
      title: "clients by city", shape: .breakdown(category: "city", measure: "clients")))
}

/// A few amounts of money by a city with a long name.
func moneyTable(_ amounts: [Double]) -> Table {
  let names = amounts.indices.map { "Llanfairpwllgwyngyllgogerychwyrndrobwll \($0)" }
  return Table(
    schema: Schema([Field("city", .text), Field("takings", .decimal, unit: .money)]),
    columns: [
      Column(.text, names.map { .text($0) }), Column(.decimal, amounts.map { .decimal($0) }),
    ],
    about: TableDescription(
      title: "takings", shape: .breakdown(category: "city", measure: "takings")))
}

/// A figure of four plans with its limits.
func limitsTable(_ measure: String, unit: Unit = .rate, _ rows: [(Double, Double, Double)]) -> Table
{
  Table(
    schema: Schema(
      [Field("plan", .text)] + [measure, "low", "high"].map { Field($0, .decimal, unit: unit) }),
    columns: [
      Column(.text, rows.indices.map { .text("plan \($0)") }),
      Column(.decimal, rows.map { .decimal($0.0) }), Column(.decimal, rows.map { .decimal($0.1) }),
      Column(.decimal, rows.map { .decimal($0.2) }),
    ],
    about: TableDescription(
      title: "by plan", shape: .breakdown(category: "plan", measure: measure),
      asOf: CivilDate(daysSinceEpoch: 20_088)))
}

/// What `describe` says of columns with such counts.
func spreadsTable(_ counts: [[Int]], shown: Int? = nil) -> Table {
  let names = counts.indices.map { "col\($0)" }
  return Table(
    schema: Schema([Field("column", .text), Field("min", .text)]),
    columns: [
      Column(.text, names.prefix(shown ?? names.count).map { .text($0) }),
      Column(.text, names.prefix(shown ?? names.count).map { _ in .text("0") }),
    ],
    about: TableDescription(
      title: "describe",
      shape: .spreads(
        zip(names, counts).map {
          Spread(column: $0, low: "0", median: "漢字", high: "1,000", counts: $1)
        })))
}
