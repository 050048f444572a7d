import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Returns")
struct ReturnsTests {
  @Test("agree with a naive count on random tables", arguments: 0..<300)
  func agrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomPurchases(&random)
    let naive = NaivePurchases(book.records, asOf: book.asOf)
    let specification = ReturnSpecification(
      keys: random.chance(0.5) ? [key("channel", at: 3)] : [], asOf: book.asOf,
      lapse: random.chance(0.5) ? nil : random.number(below: 200),
      interval: random.chance(0.5) ? nil : random.number(below: 60), level: 0.95,
      layout: .summary, definitions: [])
    guard let table = try? table(specification, book.table) else {
      #expect(naive.customers.isEmpty, "seed \(seed)")
      return
    }
    let channels = specification.keys.isEmpty ? [nil] : table.texts("channel")
    #expect(Set(channels).count == channels.count, "seed \(seed)")
    var customers = 0
    for (row, channel) in channels.enumerated() {
      let members = naive.customers.values.filter {
        specification.keys.isEmpty || $0.channel == channel
      }
      customers += members.count
      check(table, row, members, naive, specification, hasCosts: book.hasCosts, seed)
    }
    #expect(customers == naive.customers.count, "seed \(seed)")
  }

  private func check(
    _ table: Table, _ row: Int, _ members: [NaivePurchases.Customer], _ naive: NaivePurchases,
    _ specification: ReturnSpecification, hasCosts: Bool, _ seed: Int
  ) {
    let all = naive.customers.values.flatMap(\.gaps).sorted()
    let interval = specification.interval.map(Double.init) ?? naiveQuantile(all, 0.5) ?? 0
    let old = members.filter { Double(naive.asOf - $0.days[0]) >= interval }
    let again = old.count { $0.days.count > 1 }
    #expect(table.integers("customers")[row] == members.count, "seed \(seed)")
    #expect(table.integers("repeat")[row] == again, "seed \(seed)")
    #expect(table.integers("one_time")[row] == old.count - again, "seed \(seed)")
    #expect(table.integers("too_new")[row] == members.count - old.count, "seed \(seed)")
    let share = old.isEmpty ? nil : Double(again) / Double(old.count)
    #expect(table.decimals("repeat_share")[row] == share, "seed \(seed)")
    let own = members.flatMap(\.gaps).sorted()
    #expect(near(table.decimals("median_gap")[row], naiveQuantile(own, 0.5)), "seed \(seed)")
    #expect(near(table.decimals("gap_low")[row], naiveQuantile(own, 0.25)), "seed \(seed)")
    let rule = specification.lapse ?? naiveQuantile(all, 0.95).map { Int($0.rounded(.up)) }
    guard let rule else {
      #expect(table.columns.contains { $0.isMissing(row) }, "seed \(seed)")
      return
    }
    let lapsed = members.filter { customer in
      var limit = Double(rule)
      let gaps = customer.gaps.sorted()
      if specification.lapse == nil, let quantile = naiveQuantile(gaps, 0.95) {
        limit = (Double(gaps.count) * quantile + 10 * limit) / (Double(gaps.count) + 10)
      }
      return Double(naive.asOf - (customer.days.last ?? 0)) > limit
    }
    #expect(table.integers("lapse_days")[row] == rule, "seed \(seed)")
    #expect(table.integers("lapsed")[row] == lapsed.count, "seed \(seed)")
    let burned = lapsed.filter { $0.days.count == 1 }.reduce(0) { $0 + ($1.cost ?? 0) }
    #expect(near(table.decimals("burned")[row], hasCosts ? burned : nil), "seed \(seed)")
  }

  /// The product-limit estimate written out day by day.
  @Test("win back as a naive product over days does", arguments: 0..<150)
  func curve(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomPurchases(&random)
    let naive = NaivePurchases(book.records, asOf: book.asOf)
    let rule = random.number(below: 90)
    let specification = ReturnSpecification(
      keys: [], asOf: book.asOf, lapse: rule, interval: nil, level: 0.95, layout: .curve,
      definitions: [])
    guard let table = try? table(specification, book.table) else { return }
    var silences: [(time: Int, ended: Bool)] = []
    for customer in naive.customers.values {
      silences += customer.gaps.map { ($0 - rule, true) }
      silences.append((naive.asOf - (customer.days.last ?? 0) - rule, false))
    }
    silences = silences.filter { $0.time > 0 }
    let times = table.integers("time")
    #expect(times == Set(silences.map(\.time)).sorted(), "seed \(seed)")
    var staying = 1.0
    for (row, time) in times.enumerated() {
      let atRisk = silences.count { $0.time >= time }
      let ended = silences.count { $0.time == time && $0.ended }
      staying *= 1 - Double(ended) / Double(atRisk)
      #expect(table.integers("at_risk")[row] == atRisk, "seed \(seed)")
      #expect(table.integers("returned")[row] == ended, "seed \(seed)")
      #expect(near(table.decimals("won_back")[row], 1 - staying), "seed \(seed)")
    }
  }

  /// datasets/cdnow_sample.txt; the first two figures are those of the pandas lines
  /// `d.groupby("id").date.nunique()`, then `(n > 1).mean()` and `n.mean()`, which give
  /// .48324141 and 2.84089945.
  @Test("give the published figures of the CDNOW sample")
  func cdnow() throws {
    let specification = ReturnSpecification(
      keys: [], asOf: nil, lapse: nil, interval: nil, level: 0.95, layout: .summary,
      definitions: [])
    let table = try table(specification, try cdnowSample())
    #expect(table.integers("customers") == [2357])
    #expect(table.integers("too_new") == [0])
    #expect(abs((table.decimals("repeat_share")[0] ?? 0) - 0.483_241_41) < 5e-9)
    let mean = table.about.facts.first { $0.name == "mean_purchase_days" }?.value.number ?? 0
    #expect(abs(mean - 2.840_899_45) < 5e-9)
  }

  private func table(_ specification: ReturnSpecification, _ table: Table) throws -> Table {
    try returns(
      specification, of: table, keyColumns: specification.keys.map { _ in table.columns[3] })
  }
}

/// Linear between order statistics.
func naiveQuantile(_ sorted: [Int], _ share: Double) -> Double? {
  guard !sorted.isEmpty else { return nil }
  let place = Double(sorted.count - 1) * share
  let low = Double(sorted[Int(place)])
  let high = Double(sorted[min(sorted.count - 1, Int(place) + 1)])
  return low + (high - low) * (place - place.rounded(.down))
}

func near(_ one: Double?, _ other: Double?) -> Bool {
  guard let one, let other else { return one == nil && other == nil }
  return abs(one - other) <= 1e-9 * max(1, abs(other))
}

/// datasets/cdnow_sample.txt: customer, place in the sample, day, quantity, money.
func cdnowSample() throws -> Table {
  let lines = try Project.text("datasets/cdnow_sample.txt").split(whereSeparator: \.isNewline)
  return purchasesTable(
    lines.map { line in
      let cells = line.split(separator: " ")
      let day = Array(cells[2])
      let text = String(day[0..<4]) + "-" + String(day[4..<6]) + "-" + String(day[6..<8])
      return PurchaseRecord(Int64(cells[0]), text, Double(cells[4]))
    })
}
