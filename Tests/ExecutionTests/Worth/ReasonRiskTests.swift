import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Competing risks of reasons")
struct ReasonRiskTests {
  private func specification(_ asOf: CivilDate?, isWhole: Bool = true) -> ReasonsSpecification {
    ReasonsSpecification(
      reason: 5, keys: [], period: nil, asOf: asOf, gap: 0, top: nil, causes: .standard,
      money: nil, moneyRemark: nil, level: 0.95, layout: .risk(at: [], isWhole: isWhole),
      definitions: [])
  }

  /// F_c(t) by going through the days one by one.
  @Test(
    "agree with a sum over days, and each row adds up to 1",
    arguments: 1...200 as ClosedRange<UInt64>)
  func incidence(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let book = RandomBook(&random)
    let asOf = civilDate("2020-06-30")
    let result: Table
    do throws(ExecutionError) {
      result = try reasons(specification(asOf), of: book.table)
    } catch { return }
    let naive = NaiveCalendarCounts(
      book.records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: asOf, gap: 0)
    let lives = naive.stays.map { stay in
      (
        days: Int((stay.end ?? naive.asOf).daysSinceEpoch - stay.start.daysSinceEpoch),
        cause: stay.end == nil ? nil : stay.reason ?? "unknown"
      )
    }
    let times = result.integers("time")
    #expect(Set(times) == Set(lives.filter { $0.cause != nil }.map(\.days)), "seed \(seed)")
    var here = 1.0
    var left: [String: Double] = [:]
    for day in 0...(times.last ?? 0) {
      let atRisk = Double(lives.count { $0.days >= day })
      let before = here
      for cause in ["price", "moved", "unknown"] {
        let exits = Double(lives.count { $0.days == day && $0.cause == cause })
        guard exits > 0 else { continue }
        left[cause, default: 0] += before * exits / atRisk
        here -= before * exits / atRisk
      }
      guard let row = times.firstIndex(of: day) else { continue }
      var sum = result.decimals("still_here")[row] ?? .nan
      #expect(abs(sum - here) < 1e-12, "seed \(seed), day \(day)")
      for (cause, share) in left.sorted(by: { $0.key < $1.key }) {
        let ours = result.decimals(cause)[row] ?? .nan
        #expect(abs(ours - share) < 1e-12, "seed \(seed), day \(day), \(cause)")
        sum += ours
      }
      #expect(abs(sum - 1) < 1e-12, "seed \(seed), day \(day)")
    }
  }

  @Test("of nobody who left is a table of those still here")
  func nobody() throws {
    let table = clientsTable([ClientRecord("2024-01-01"), ClientRecord("2024-02-01")])
    let result = try reasons(
      specification(civilDate("2024-03-01"), isWhole: false), of: table)
    #expect(result.schema.fields.map(\.name) == ["time", "still_here"])
    #expect(result.decimals("still_here").allSatisfy { $0 == 1 })
  }

  @Test("of a single day is a row")
  func sameDay() throws {
    let table = clientsTable([ClientRecord("2024-02-29", "2024-02-29", reason: "price")])
    let result = try reasons(specification(nil), of: table)
    #expect(result.integers("time") == [0])
    #expect(result.decimals("price") == [1] && result.decimals("still_here") == [0])
  }
}
