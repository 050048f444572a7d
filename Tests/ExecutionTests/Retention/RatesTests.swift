import Calendars
import Columns
import Planning
import Testing

@testable import Execution

@Suite("Rates")
struct RatesTests {
  /// One row of calendar counts.
  private struct Row {
    var key: String?
    var period = "2024-01"
    var opening = 0
    var new = 0
    var lost = 0
    var early = 0
    var clientDays = 0
    var dailyShares = 0.0
    var due: Int?
    var days = 31
    var finished = true
  }

  private func counts(_ rows: [Row], keys: [GroupKey] = [], period: Period? = nil) -> Table {
    let schema = CalendarCounts(keys: keys, grain: .month, period: nil, asOf: nil).schema
    func integers(_ value: (Row) -> Int?) -> Column {
      Column(.integer, rows.map { row in value(row).map { .integer(Int64($0)) } ?? .missing })
    }
    let columns = [
      Column(.text, rows.map { .text($0.period) }), integers(\.opening), integers(\.new),
      integers(\.lost), integers(\.early), integers { $0.opening + $0.new - $0.lost },
      integers(\.clientDays), Column(.decimal, rows.map { .decimal($0.dailyShares) }),
      integers(\.due), integers(\.days), Column(.boolean, rows.map { .boolean($0.finished) }),
    ]
    let keyColumns = keys.map { _ in
      Column(.text, rows.map { $0.key.map(Value.text) ?? .missing })
    }
    return Table(
      schema: schema, columns: keyColumns + columns, about: TableDescription(period: period))
  }

  private func rates(
    _ table: Table, _ layout: RateSpecification.Layout = .single(Measures.start),
    keyCount: Int = 0, grain: Grain? = .month, interval: IntervalMethod = .wilson,
    unfinished: Bool = false
  ) throws -> Table {
    let specification = RateSpecification(
      keyCount: keyCount, splitsNumerator: false, grain: grain, layout: layout,
      interval: interval, bandLow: 0.20, bandHigh: 0.25, includesUnfinished: unfinished)
    let rates = try Execution.rates(specification, of: table)
    #expect(rates.schema == specification.schema(of: table.schema))
    return rates
  }

  private func near(_ value: Double?, _ expected: Double, _ tolerance: Double = 5e-9) -> Bool {
    value.map { abs($0 - expected) <= tolerance } ?? false
  }

  @Test("give the worked example's figures by every formula")
  func workedExample() throws {
    // The published arithmetic: opening 1000, 50 of them lost, 500 new, 12 of those lost.
    let row = Row(
      opening: 1000, new: 500, lost: 62, early: 12, clientDays: 37_975, dailyShares: 0.05,
      due: 620)
    let table = try rates(counts([row]), .sideBySide(Measures.every))
    let expected = [
      "start": 0.05, "all": 0.062, "stripe": 0.04133333, "average": 0.05086136,
      "shopify": 0.05061224, "daily": 0.05, "exposure": 0.04939210, "due": 0.1,
    ]
    for (name, rate) in expected.sorted(by: { $0.key < $1.key }) {
      #expect(near(table.decimals(name)[0], rate), "\(name)")
    }
    #expect(
      table.schema.fields.map(\.name)
        == ["period", "opening", "closing", "new", "lost", "early"] + Measures.every.map(\.name))
    #expect(table.about.working?.steps.count == Measures.every.count)
    #expect(
      table.about.working?.steps[3].numbers
        == "2024-01: 62 / ((1000 + 1438) / 2) = 5.09%")
  }

  @Test("give interval, yearly equivalent and band", arguments: IntervalMethod.allCases)
  func interval(method: IntervalMethod) throws {
    let table = try rates(counts([Row(opening: 100, lost: 5)]), interval: method)
    let expected =
      switch method {
      case .wilson: (0.0215436792, 0.1117504692)
      case .exact: (0.0164318792, 0.1128349111)
      }
    #expect(table.decimals("rate") == [0.05])
    #expect(near(table.decimals("low")[0], expected.0))
    #expect(near(table.decimals("high")[0], expected.1))
    // 1 - 0.95^12
    #expect(near(table.decimals("yearly")[0], 0.4596399123, 1e-9))
    #expect(table.texts("flag") == ["above band"])
    let facts = Dictionary(uniqueKeysWithValues: table.about.facts.map { ($0.name, $0.value) })
    #expect(facts["formula"] == .text("start"))
    #expect(near(facts["band_low"]?.number, 0.01842347, 5e-9))
    #expect(near(facts["band_high"]?.number, 0.02368842, 5e-9))
    #expect(facts["centre"] == nil)
    #expect(
      table.about.notes.contains("accepted band 20%-25% a year = 1.84%-2.37% a month"))
  }

  @Test("give no rate where a period opens with nobody, never 0")
  func nobody() throws {
    let table = try rates(counts([Row(new: 10, lost: 2, early: 2), Row(opening: 8)]))
    #expect(table.decimals("rate") == [nil, 0])
    #expect(table.decimals("low")[0] == nil)
    #expect(table.decimals("yearly") == [nil, 0])
    #expect(
      table.about.notes.contains("no rate in 1 of 2 periods, which open with nobody"))
  }

  @Test("give no interval and no yearly equivalent of a share above 1")
  func aboveOne() throws {
    let table = try rates(
      counts([Row(opening: 2, new: 5, lost: 4, early: 3)]), .single(Measures.all))
    #expect(table.decimals("rate") == [2])
    #expect(table.decimals("low") == [nil])
    #expect(table.decimals("yearly") == [nil])
    #expect(table.texts("flag") == [nil])
  }

  @Test("give no interval where the formula is not a share of counted clients")
  func notBinomial() throws {
    let table = try rates(counts([Row(opening: 100, lost: 1)]), .single(Measures.average))
    #expect(near(table.decimals("rate")[0], 1 / 99.5, 1e-15))
    #expect(table.decimals("low") == [nil])
    #expect(
      table.about.notes.contains(
        "no interval and no limits: average is not a share of counted clients"))
  }

  @Test("give an unfinished period a flag, and a rate only where asked")
  func unfinished() throws {
    let row = Row(opening: 100, lost: 1, days: 10, finished: false)
    let without = try rates(counts([row]))
    #expect(without.decimals("rate") == [nil])
    #expect(without.texts("flag") == ["unfinished"])
    #expect(without.about.working == nil)
    #expect(without.about.notes.contains("2024-01 is not finished: no rate"))
    let with = try rates(counts([row]), unfinished: true)
    #expect(with.decimals("rate") == [0.01])
    // 1 - 0.99^36.525: ten days, not a month, have passed.
    #expect(near(with.decimals("yearly")[0], 0.3072516777, 1e-9))
    #expect(with.texts("flag") == ["unfinished, above band"])
  }

  @Test("flag the periods outside the group's own limits")
  func limits() throws {
    // Montgomery's p-chart of 30 samples of 50 (orange juice): 15 and 23 lie outside.
    let juice = [
      12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9,
      12, 7, 13, 9, 6,
    ]
    let rows = juice.enumerated().map { index, lost in
      Row(period: Grain.month.label(ofOrdinal: 24_000 + index), opening: 50, lost: lost)
    }
    let table = try rates(counts(rows))
    let centre = table.about.facts.first { $0.name == "centre" }?.value.number
    #expect(near(centre, 0.23133333, 5e-9))
    let outside = table.texts("flag").indices.filter {
      table.texts("flag")[$0]?.contains("limits") == true
    }
    #expect(outside == [14, 22])
    #expect(table.texts("flag")[14] == "above band, above limits")
    #expect(
      table.about.notes.contains(
        "limits: 3 sigma about 23.1%, from 30 complete periods, 2000-01 to 2002-06"))
    let short = try rates(counts(Array(rows.suffix(7))))
    #expect(short.about.notes.contains("no limits: they need 8 complete periods"))
  }

  @Test("flag a period below its limits")
  func belowLimits() throws {
    var rows = (0..<12).map {
      Row(period: "2023-\(padded($0 + 1, to: 2))", opening: 5000, lost: 100)
    }
    rows[6].lost = 40
    let table = try rates(counts(rows))
    #expect(table.texts("flag")[6] == "below limits")
    #expect(table.texts("flag").compactMap { $0 }.count == 1)
  }

  @Test("keep the limits of groups apart, and show the working of the largest")
  func groups() throws {
    let plan = key("plan", at: 0)
    func rows(_ plan: String, opening: Int, lost: Int, last: Int) -> [Row] {
      (1...9).map {
        Row(key: plan, period: "2023-0\($0)", opening: opening, lost: $0 == 9 ? last : lost)
      }
    }
    let table = try rates(
      counts(
        rows("small", opening: 100, lost: 1, last: 20)
          + rows("large", opening: 1000, lost: 10, last: 10),
        keys: [plan]), keyCount: 1)
    #expect(table.texts("flag")[8] == "above band, above limits")
    #expect(table.texts("flag")[9..<18].allSatisfy { $0 == nil })
    #expect(!table.about.facts.contains { $0.name == "centre" })
    #expect(
      table.about.working?.steps.first?.numbers == "large, 2023-09: (10 - 0) / 1000 = 1%")
  }

  @Test("take periods in a year from the stretch where there is no grain")
  func stretch() throws {
    let half = Period(
      from: PartialDate(grain: .month, ordinal: 24_000),
      through: PartialDate(grain: .month, ordinal: 24_005))
    let table = try rates(counts([Row(opening: 100, lost: 10)], period: half), grain: nil)
    #expect(near(table.decimals("yearly")[0], 0.19, 1e-12))
    #expect(
      table.about.notes.contains(
        "accepted band 20%-25% a year = 10.6%-13.4% a period of this length"))
  }

  @Test("show the working of the last complete period in which somebody left")
  func working() throws {
    let rows = [
      Row(period: "2023-12", opening: 90, lost: 3),
      Row(period: "2024-01", opening: 812, new: 9, lost: 57, early: 2),
      Row(period: "2024-02", opening: 764),
      Row(period: "2024-03", opening: 764, lost: 1, finished: false),
    ]
    let working = try #require(try rates(counts(rows)).about.working)
    #expect(working.summary == "churn (start): 2024-01")
    #expect(working.source == "a source")
    #expect(working.pitfalls == ["a pitfall"])
    #expect(
      working.steps.map(\.words) == [
        "start = (lost - lost of the new) / here at the start",
        "low, high = Wilson interval of start, 95%",
        "yearly = 1 - (1 - rate) ^ periods in a year",
        "band of a month = 1 - (1 - yearly band) ^ (1 / periods in a year)",
      ])
    #expect(
      working.steps.map(\.numbers) == [
        "2024-01: (57 - 2) / 812 = 6.77%", "55 of 812: 5.24% to 8.71%",
        "1 - (1 - 6.77%) ^ 12 = 56.9%",
        "1 - (1 - 20%) ^ (1 / 12) = 1.84%, 1 - (1 - 25%) ^ (1 / 12) = 2.37%",
      ])
  }

  @Test("refuse a level that is no probability", arguments: [0, 1, 95])
  func level(level: Double) throws {
    let specification = RateSpecification(
      keyCount: 0, splitsNumerator: false, grain: .month, layout: .single(Measures.start),
      level: level, bandLow: 0.2, bandHigh: 0.25, includesUnfinished: false)
    #expect(throws: ExecutionError.self) {
      try Execution.rates(specification, of: counts([Row(opening: 1)]))
    }
  }

  @Test(
    "print rates with two or three digits",
    arguments: [
      (0.01842347, "1.84%"), (0.2, "20%"), (0.95, "95%"), (0.999, "99.9%"), (0, "0%"),
      (0.000184, "0.018%"), (0.00123, "0.12%"), (1.5, "150%"), (0.0677, "6.77%"),
      (0.0000042, "0.00042%"), (-0.012, "-1.2%"), (0.99998, "99.998%"), (1, "100%"),
    ])
  func percents(rate: Double, text: String) {
    #expect(percent(rate) == text)
  }
}
