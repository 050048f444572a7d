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

  private func result(
    _ rows: [[Value]], hasMoney: Bool = true, target: String? = nil
  ) throws -> Table {
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
    var specification = specification(
      [key("plan", at: 2)], .tenure(unit: .none, factor: 1), minimum: 20)
    if let target {
      specification.areChosen = false
      specification.target = .comparison(
        .equal, .column(2, .text), .constant(.text(target), .text))
      specification.targetText = "plan == \(target)"
    }
    return try fit(specification, of: table, keyColumns: [table.columns[2]])
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

  /// On target: plan a. Those on and off it stand beside the keys, and every segment has its share.
  @Test("sets those on target beside the others", arguments: 0..<100)
  func target(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let plans = ["a", "b", nil]
    let data = (0..<Int.random(in: 2...40, using: &random)).map {
      _ -> (plan: String?, isLost: Bool) in
      (plans[Int.random(in: 0...2, using: &random)], Bool.random(using: &random))
    }
    let places = data.map { _ in ["north", "south"][Int.random(in: 0...1, using: &random)] }
    let fields = [
      Field("months", .integer, unit: .months, role: .tenure), Field("lost", .boolean, role: .lost),
      Field("plan", .text), Field("place", .text),
    ]
    let table = Table(
      schema: Schema(fields),
      columns: [
        Column(.integer, data.map { _ in .integer(3) }),
        Column(.boolean, data.map { .boolean($0.isLost) }),
        Column(.text, data.map { $0.plan.map { .text($0) } ?? .missing }),
        Column(.text, places.map { .text($0) }),
      ])
    var specification = specification(
      [key("place", at: 3)], .tenure(unit: .none, factor: 1), minimum: 3)
    specification.areChosen = false
    specification.target = .comparison(
      .equal, .column(2, .text), .constant(.text("a"), .text))
    specification.targetText = "plan == a"
    let onTarget = data.filter { $0.plan == "a" }
    let off = data.filter { $0.plan != "a" }
    guard !onTarget.isEmpty && !off.isEmpty || Set(places).count == 2 else { return }
    let result = try fit(specification, of: table, keyColumns: [table.columns[3]])
    let names = zip(result.texts("dimension"), result.texts("segment")).map {
      "\($0.0 ?? "") \($0.1 ?? "")"
    }
    let isSplit = !onTarget.isEmpty && !off.isEmpty
    #expect(names.contains("target on target") == isSplit, "seed \(seed)")
    for (row, name) in names.enumerated() {
      let members: [(plan: String?, isLost: Bool)] =
        switch name {
        case "target on target": onTarget
        case "target off target": off
        default: zip(data, places).filter { name == "place \($0.1)" }.map(\.0)
        }
      #expect(result.integers("clients")[row] == members.count, "seed \(seed), \(name)")
      #expect(result.integers("lost")[row] == members.count { $0.isLost }, "seed \(seed), \(name)")
      let share = Double(members.count { $0.plan == "a" }) / Double(members.count)
      #expect(result.decimals("on_target")[row] == share, "seed \(seed), \(name)")
    }
    let fact = result.about.facts.first { $0.name == "churn_on_target" }?.value.number
    #expect(
      fact == (isSplit ? Double(onTarget.count { $0.isLost }) / Double(onTarget.count) : nil),
      "seed \(seed)")
  }

  @Test(
    "calls it a targeting problem where those off target leave, and service where those on it do")
  func targetVerdicts() throws {
    let data =
      rows("wanted", 200, lost: 20, value: 50, effort: 1)
      + rows("unwanted", 200, lost: 120, value: 50, effort: 1)
    for (plan, verdict) in [("wanted", "targeting problem"), ("unwanted", "service problem")] {
      let table = try result(data, target: plan)
      let found = zip(table.texts("segment"), table.texts("verdict")).filter {
        $0.1?.hasSuffix("problem") == true
      }
      #expect(Set(found.map { $0.1 ?? "" }) == [verdict], "\(plan)")
      #expect(found.count == 2)
    }
  }

  @Test("refuses a key without a rest, and rows without anybody")
  func refusals() {
    #expect(throws: ExecutionError.self) {
      try result(rows("a", 30, lost: 3, value: nil, effort: nil))
    }
    #expect(throws: ExecutionError.self) { try result([]) }
  }
}
