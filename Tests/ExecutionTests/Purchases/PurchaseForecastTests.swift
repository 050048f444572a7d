import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("What customers without a contract are to buy")
struct PurchaseForecastTests {
  private static func specification(
    _ method: PurchaseModelSpecification.Method, asOf: String?, horizon: Int,
    _ counts: PurchaseForecastSpecification.Counted = .purchases, isBacktest: Bool = false
  ) -> PurchaseForecastSpecification {
    PurchaseForecastSpecification(
      method: method, asOf: asOf.flatMap(civilDate), unit: .week, grain: .month, horizon: horizon,
      counts: counts, level: nil, isBacktest: isBacktest, definitions: [])
  }

  private static func fact(_ table: Table, _ name: String) -> Double {
    table.about.facts.first { $0.name == name }?.value.number ?? .nan
  }

  /// PyPI lifetimes 0.11.3, BetaGeoFitter on days / 7 to 1997-09-30:
  /// conditional_expected_number_of_purchases_up_to_time at the ends of the months, differences of the sums;
  /// GammaGammaFitter for the money of 39 weeks.
  @Test("CDNOW month by month as lifetimes has it, and the money of 39 weeks")
  func cdnow() throws {
    let input = try cdnowSample()
    let table = try purchaseForecast(
      PurchaseForecastTests.specification(.bgnbd, asOf: "1997-09-30", horizon: 9), of: input)
    let expected = [
      225.620822, 206.342997, 202.431571, 192.777509, 166.728995, 177.241418, 164.863918,
      164.110834, 153.29066,
    ]
    let means = table.decimals("mean")
    #expect(table.texts("period") == (10...12).map { "1997-\($0)" } + (1...6).map { "1998-0\($0)" })
    #expect(zip(means, expected).allSatisfy { abs(($0 ?? 0) - $1) < 1e-5 * $1 })
    for limits in [("low80", "high80"), ("low95", "high95")] {
      let (low, high) = (table.decimals(limits.0), table.decimals(limits.1))
      #expect(means.indices.allSatisfy { (low[$0] ?? 0) < (means[$0] ?? 0) })
      #expect(means.indices.allSatisfy { (high[$0] ?? 0) > (means[$0] ?? 0) })
    }
    // As many purchases of the three months held out as 725 by pandas.
    #expect(PurchaseForecastTests.fact(table, "holdout_seen") == 725)
    let model = PurchaseModelSpecification(
      method: .bgnbd, asOf: civilDate("1997-09-30"), unit: .week,
      horizon: .init(days: 273, text: "39 weeks"),
      customer: Field("customer", .integer, role: .customer), definitions: [])
    let sources = WorthSources(
      money: nil, amount: 2, effort: nil, cost: nil, effortCost: nil, tenureDays: nil,
      asOf: civilDate("1997-09-30"), gap: 0)
    let worth = try values(
      ValueSpecification(
        sources: sources, keys: [], highValue: nil, highEffort: nil, horizon: 273,
        layout: .expected(.integer, model), definitions: []),
      of: input, keyColumns: [])
    #expect(worth.integers("customer").prefix(3) == [5420, 11288, 15562])
    let top = worth.decimals("expected").prefix(3).map { $0 ?? 0 }
    #expect(zip(top, [995.056484, 849.433767, 827.679728]).allSatisfy { abs($0 - $1) < 1e-5 * $1 })
    #expect(abs(PurchaseForecastTests.fact(worth, "expected") - 59931.62722) < 0.05)
    let limits = zip(worth.decimals("low"), worth.decimals("high"))
    #expect(
      zip(limits, worth.decimals("expected")).allSatisfy { limits, mean in
        (limits.0 ?? 0) < (mean ?? 0) && (mean ?? 0) < (limits.1 ?? 0)
      })
  }

  /// Purchases of customers who stop at random; with `isCorrelated` the frequent ones spend more.
  private static func purchases(_ seed: UInt64, isCorrelated: Bool = false) -> Table {
    var generator = SeededGenerator(seed: seed)
    var records: [PurchaseRecord] = []
    for customer in 0..<150 {
      var day = CivilDate(validYear: 2023, month: 1, day: 1)
        .advanced(byDays: generator.number(below: 120))
      let gap = 4 + generator.number(below: 60)
      let chance = generator.pick(
        isCorrelated ? [0.005, 0.02, 0.08, 0.2] : [0.01, 0.05, 0.15, 0.5])
      let spends = isCorrelated ? 400 / Double(gap) : 5 + Double(generator.number(below: 20))
      repeat {
        var record = PurchaseRecord(
          Int64(customer), nil, spends * (0.2 + Double(generator.number(below: 60)) / 30))
        record.day = day
        records.append(record)
        day = day.advanced(byDays: 1 + generator.number(below: 2 * gap))
      } while day < CivilDate(validYear: 2024, month: 3, day: 10) && !generator.chance(chance)
    }
    return purchasesTable(records)
  }

  @Test("who buys often spends more: purchases stand, money is refused in words")
  func correlated() throws {
    let input = PurchaseForecastTests.purchases(4, isCorrelated: true)
    let model = PurchaseModelSpecification(
      method: .mbgnbd, asOf: nil, unit: .week, horizon: .init(days: 90, text: "90 days"),
      customer: Field("customer", .integer, role: .customer), definitions: [])
    let sources = WorthSources(
      money: nil, amount: 2, effort: nil, cost: nil, effortCost: nil, tenureDays: nil, asOf: nil,
      gap: 0)
    let worth = try values(
      ValueSpecification(
        sources: sources, keys: [], highValue: nil, highEffort: nil, horizon: 90,
        layout: .expected(.integer, model), definitions: []),
      of: input, keyColumns: [])
    #expect(worth.decimals("expected").allSatisfy { $0 == nil })
    #expect(worth.decimals("purchases").allSatisfy { ($0 ?? -1) >= 0 })
    #expect(worth.about.notes.contains { $0.contains("go together") }, "\(worth.about.notes)")
    #expect(throws: ExecutionError.self) {
      try purchaseForecast(
        PurchaseForecastTests.specification(.mbgnbd, asOf: nil, horizon: 3, .revenue), of: input)
    }
  }

  @Test("the unfinished month holds what has come, and the hold-out what came", arguments: [2, 7])
  func months(seed: UInt64) throws {
    let input = PurchaseForecastTests.purchases(seed)
    let asOf = "2024-02-15"
    let table = try purchaseForecast(
      PurchaseForecastTests.specification(.mbgnbd, asOf: asOf, horizon: 3), of: input)
    let (who, days) = (
      input.integers("customer"), (0..<input.rowCount).map { input.columns[1][$0] }
    )
    func repeats(_ month: String, until last: String) -> Int {
      var firsts: [Int: String] = [:]
      var seen: Set<String> = []
      for (customer, value) in zip(who, days) {
        guard case .date(let day) = value else { continue }
        firsts[customer] = min(firsts[customer] ?? "9", day.description)
      }
      for (customer, value) in zip(who, days) {
        guard case .date(let day) = value, day.description <= last else { continue }
        if day.description.hasPrefix(month), day.description != firsts[customer] {
          seen.insert("\(customer) \(day)")
        }
      }
      return seen.count
    }
    #expect(table.texts("period") == ["2024-02", "2024-03", "2024-04"])
    #expect((table.decimals("mean")[0] ?? 0) > Double(repeats("2024-02", until: asOf)))
    #expect((table.decimals("low95")[0] ?? 0) >= Double(repeats("2024-02", until: asOf)))
    let back = try purchaseForecast(
      PurchaseForecastTests.specification(.mbgnbd, asOf: asOf, horizon: 3, isBacktest: true),
      of: input)
    #expect(back.texts("period") == ["2023-11", "2023-12", "2024-01"])
    #expect(
      back.decimals("seen").map { Int($0 ?? -1) }
        == ["2023-11", "2023-12", "2024-01"].map { repeats($0, until: asOf) })
  }

  @Test("too little is refused in words")
  func refusals() {
    let one = purchasesTable([PurchaseRecord(1, "2024-01-01", 5)])
    for counts in PurchaseForecastSpecification.Counted.allCases {
      #expect(throws: ExecutionError.self) {
        try purchaseForecast(
          PurchaseForecastTests.specification(.model, asOf: nil, horizon: 3, counts), of: one)
      }
    }
    #expect(throws: ExecutionError.self) {
      try purchaseForecast(
        PurchaseForecastTests.specification(.model, asOf: nil, horizon: 3), of: purchasesTable([]))
    }
  }
}
