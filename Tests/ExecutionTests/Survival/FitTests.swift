import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Segments beside the rest")
struct FitTests {
  private let definition = Definition("difference", title: "t", formula: "f", source: "s")

  private func specification(
    _ keys: [GroupKey], _ clock: StayClock, in period: Period? = nil, minimum: Int = 3
  ) -> FitSpecification {
    FitSpecification(
      keys: keys, areChosen: true, clock: clock, period: period, minimum: minimum,
      definition: definition)
  }

  @Test("agrees with a naive count on random books", arguments: 0..<200)
  func agrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomBook(&random)
    let asOf = try #require(civilDate("2022-06-30"))
    let table = clientsTable(book.records, hasCustomers: book.hasCustomers)
    let naive = NaiveCalendarCounts(
      book.records, hasCustomers: book.hasCustomers, hasFlag: false, asOf: asOf, gap: 0)
    let period = try #require(PartialDate(["2020-Q1", "2020", "2020-03"][seed % 3])?.period)
    let plans = Set(
      naive.stays.filter { $0.start < period.start && ($0.end ?? asOf) >= period.start }.map(\.plan)
    )
    let result: Table
    do {
      result = try fit(
        specification([key("plan", at: 4)], .calendar(asOf: asOf, gap: 0), in: period), of: table,
        keyColumns: [table.columns[4]])
    } catch {
      #expect(plans.count < 2, "seed \(seed): \(error)")
      return
    }
    #expect(result.rowCount == plans.count, "seed \(seed)")
    for row in 0..<result.rowCount {
      let name = result.texts("segment")[row] ?? "?"
      func figures(_ isOwn: Bool) -> NaiveCalendarCounts.Figures {
        naive.figures(
          period.start, period.end, term: nil,
          of: { (($0.plan ?? "(missing)") == name) == isOwn }, exits: { _ in true })
      }
      let (own, rest) = (figures(true), figures(false))
      let lost = own.lost - own.early
      #expect(result.integers("clients")[row] == own.opening, "seed \(seed)")
      #expect(result.integers("lost")[row] == lost, "seed \(seed)")
      let difference =
        Double(lost) / Double(own.opening)
        - Double(rest.lost - rest.early) / Double(rest.opening)
      #expect(abs((result.decimals("difference")[row] ?? 9) - difference) < 1e-12, "seed \(seed)")
      let isJudged = min(own.opening, rest.opening) >= 3
      #expect((result.decimals("adjusted_p")[row] != nil) == isJudged, "seed \(seed)")
    }
  }

  /// So many rows of a plan, so many of them lost, each bringing and taking as much.
  private func rows(
    _ plan: String, _ count: Int, lost: Int, value: Double?, effort: Double?
  ) -> [[Value]] {
    (0..<count).map { index in
      [
        .integer(5), .boolean(index < lost), .text(plan), value.map(Value.decimal) ?? .missing,
        effort.map(Value.decimal) ?? .missing,
      ]
    }
  }

  private func result(_ rows: [[Value]], hasMoney: Bool = true) throws -> Table {
    let fields = [
      Field("months", .integer, unit: .months, role: .tenure), Field("lost", .boolean, role: .lost),
      Field("plan", .text), Field("fee", .decimal, unit: .money, role: hasMoney ? .amount : nil),
      Field("hours", .decimal, role: hasMoney ? .effort : nil),
    ]
    let table = Table(
      schema: Schema(fields),
      columns: fields.enumerated().map { index, field in
        Column(field.type, rows.map { $0[index] })
      })
    return try fit(
      specification([key("plan", at: 2)], .tenure(unit: .none, factor: 1), minimum: 20), of: table,
      keyColumns: [table.columns[2]])
  }

  @Test("tells a targeting problem from a service problem, and does not judge the small")
  func verdicts() throws {
    let data =
      rows("cheap", 100, lost: 60, value: 20, effort: 1)
      + rows("costly", 100, lost: 60, value: 50, effort: 3)
      + rows("good", 100, lost: 60, value: 80, effort: 1)
      + rows("loyal", 300, lost: 30, value: 50, effort: 1)
      + rows("usual", 100, lost: 34, value: 50, effort: 1)
      + rows("tiny", 5, lost: 5, value: 50, effort: 1)
    let table = try result(data)
    let verdicts = Dictionary(
      uniqueKeysWithValues: zip(table.texts("segment").compactMap { $0 }, table.texts("verdict")))
    #expect(verdicts["cheap"] == "targeting problem" && verdicts["costly"] == "targeting problem")
    #expect(verdicts["good"] == "service problem" && verdicts["loyal"] == "fine, leaves less")
    #expect(verdicts["usual"] == "fine" && verdicts["tiny"] == "too few to judge")
    // The worst first, what is not judged last.
    #expect(table.texts("segment").last == "tiny" && table.texts("segment")[4] == "loyal")
    #expect(table.decimals("value").first != nil)
    let blind = try result(data, hasMoney: false)
    #expect(blind.texts("verdict").filter { $0 == "leaves more" }.count == 3)
    #expect(blind.decimals("value").allSatisfy { $0 == nil })
  }

  /// scipy 1.15: `chi2_contingency([[30, 70], [20, 130]], correction=False)` gives p
  /// 0.0012488309880884; two looks of the same p stay as they are.
  @Test("has the p of the test of two proportions")
  func scoreTest() throws {
    let table = try result(
      rows("a", 100, lost: 30, value: nil, effort: nil)
        + rows("b", 150, lost: 20, value: nil, effort: nil))
    for p in table.decimals("adjusted_p") { #expect(abs((p ?? 9) - expectedP) < 1e-9) }
  }
  private let expectedP = 0.0012488309880884251

  @Test("refuses a key without a rest, and rows without anybody")
  func refusals() {
    #expect(throws: ExecutionError.self) {
      try result(rows("a", 30, lost: 3, value: nil, effort: nil))
    }
    #expect(throws: ExecutionError.self) { try result([]) }
  }
}
