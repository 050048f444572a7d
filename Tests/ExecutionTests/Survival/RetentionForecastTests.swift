import Calendars
import Columns
import Planning
import Statistics
import TestSupport
import Testing

@testable import Execution

@Suite("How a curve of retention goes on")
struct RetentionForecastTests {
  /// Fader & Hardie (2007), table 1, High End: what is left of 1000 customers year after year.
  private static let highEnd = [1000, 869, 743, 653, 593, 551, 517, 491]

  /// The same customers as lengths of stay in years.
  private static let stays: Table = {
    var (lengths, flags): ([Value], [Value]) = ([], [])
    for year in 1..<highEnd.count {
      for _ in 0..<(highEnd[year - 1] - highEnd[year]) {
        lengths.append(.integer(Int64(year)))
        flags.append(.boolean(true))
      }
    }
    for _ in 0..<highEnd[7] {
      lengths.append(.integer(7))
      flags.append(.boolean(false))
    }
    return Table(
      schema: Schema([
        Field("tenure", .integer, role: .tenure), Field("lost", .boolean, role: .lost),
      ]), columns: [Column(.integer, lengths), Column(.boolean, flags)])
  }()

  private static func specification(
    _ law: RetentionForecastSpecification.Law?, isBacktest: Bool = false
  ) -> RetentionForecastSpecification {
    let survival = SurvivalSpecification(
      keys: [], clock: .tenure(unit: .years, factor: 1), layout: .summary, definitions: [])
    return RetentionForecastSpecification(
      source: .stays(survival, step: 1), law: law, horizon: 5, step: "year", level: nil,
      isBacktest: isBacktest, definitions: [])
  }

  private static func fact(_ table: Table, _ name: String) -> Double {
    table.about.facts.first { $0.name == name }?.value.number ?? .nan
  }

  /// Fader & Hardie (2007): alpha .668, beta 3.806, S(8...12); Fader et al. (2018) for the other law.
  @Test("the published figures of the High End cohort")
  func published() throws {
    let table = try retentionForecast(
      RetentionForecastTests.specification(.sbg), of: RetentionForecastTests.stays, keyColumns: [])
    #expect(table.integers("period") == [8, 9, 10, 11, 12])
    let expected = [0.460440, 0.435780, 0.414172, 0.395055, 0.377999]
    #expect(zip(table.decimals("sbg"), expected).allSatisfy { abs(($0 ?? 0) - $1) < 6e-7 })
    #expect(abs(RetentionForecastTests.fact(table, "alpha") - 0.66808837) < 2e-6)
    #expect(abs(RetentionForecastTests.fact(table, "beta") - 3.80609538) < 1e-5)
    #expect(abs(RetentionForecastTests.fact(table, "log_likelihood") + 1611.158147) < 1e-5)
    let recommended = try retentionForecast(
      RetentionForecastTests.specification(nil), of: RetentionForecastTests.stays, keyColumns: [])
    #expect(abs(RetentionForecastTests.fact(recommended, "alpha") - 0.214253) < 2e-6)
    #expect(abs(RetentionForecastTests.fact(recommended, "c") - 1.723565) < 2e-5)
    let means = recommended.decimals("mean").map { $0 ?? 0 }
    #expect(zip(means, means.dropFirst()).allSatisfy { $0 > $1 })
    #expect(means[0] < 0.491 && means[0] > 0.46)
    for (index, mean) in means.enumerated() {
      let low = recommended.decimals("low95")[index] ?? 1
      let high = recommended.decimals("high95")[index] ?? 0
      #expect(low < mean && mean < high && high <= 0.491)
    }
  }

  @Test("with backtest the years held out stand beside what was seen")
  func backtest() throws {
    let table = try retentionForecast(
      RetentionForecastTests.specification(.bdw, isBacktest: true),
      of: RetentionForecastTests.stays, keyColumns: [])
    #expect(table.integers("period") == [5, 6, 7])
    #expect(table.decimals("seen").map { Int((1000 * ($0 ?? 0)).rounded()) } == [551, 517, 491])
    // The fit to 5 points: .259336 1.722551 1.584362.
    #expect(abs(RetentionForecastTests.fact(table, "alpha") - 0.259336) < 2e-6)
  }

  @Test("cohorts are pooled by their age, each as far as it was seen")
  func cohorts() throws {
    // Two cohorts, the second seen for fewer periods.
    let rows: [(String, Int64, Int64, Int64)] = [
      ("2020", 400, 0, 300), ("2020", 400, 1, 240), ("2020", 400, 2, 200), ("2020", 400, 3, 180),
      ("2021", 200, 0, 160), ("2021", 200, 1, 130),
    ]
    let specification = CohortSpecification(
      keys: [], grain: .year, period: nil, asOf: nil, basis: .end,
      definition: Definition("kept", title: "", formula: "", source: ""))
    let fields = specification.schema.fields
    let table = Table(
      schema: specification.schema,
      columns: [
        Column(.text, rows.map { .text($0.0) }), Column(.integer, rows.map { .integer($0.1) }),
        Column(.integer, rows.map { .integer($0.2) }),
        Column(.integer, rows.map { .integer($0.3) }),
      ] + fields.dropFirst(4).map { Column($0.type, rows.map { _ in .missing }) })
    let forecast = RetentionForecastSpecification(
      source: .cohorts(specification), law: .sbg, horizon: 2, step: "year", level: nil,
      isBacktest: false, definitions: [])
    let book = try RetentionBook(forecast, table, keyColumns: [], isCancelled: { false })
    #expect(book.groups.count == 1)
    #expect(book.groups[0].counts.atRisk == [600, 460, 240, 200])
    #expect(book.groups[0].counts.lost == [140, 90, 40, 20])
    let result = try retentionForecast(forecast, of: table, keyColumns: [])
    #expect(result.integers("period") == [4, 5])
  }

  @Test("nothing to see is refused in words")
  func refusals() {
    let empty = Table(
      schema: RetentionForecastTests.stays.schema,
      columns: [Column(.integer, []), Column(.boolean, [])])
    let one = Table(
      schema: empty.schema,
      columns: [Column(.integer, [.integer(3)]), Column(.boolean, [.boolean(true)])])
    for table in [empty, one] {
      #expect(throws: ExecutionError.self) {
        try retentionForecast(
          RetentionForecastTests.specification(nil), of: table, keyColumns: [])
      }
    }
  }
}
