import Calendars
import Columns
import Execution
import Planning
import TestSupport
import Testing

/// Reasons against a count from the definitions: stays from a line of days, words by hand, the trend
/// from sums of binomial terms.
@Suite("Reasons")
struct ReasonsOracleTests {
  private static let spellings: [String?] = [
    "prezzo", " Prezzo ", "PREZZO", "moved", "Moved\t away", "moved  away", "non so", "altro", "",
    "  ", nil, "qwerty",
  ]

  /// What the spellings above are by the definition.
  private static func name(_ words: String?) -> String {
    switch words {
    case "prezzo", " Prezzo ", "PREZZO": "prezzo"
    case "moved": "moved"
    case "Moved\t away", "moved  away": "moved away"
    case "qwerty": "qwerty"
    default: "unknown"
    }
  }

  @Test("agree with a naive count", arguments: 1...200 as ClosedRange<UInt64>)
  func counts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let book = RandomBook(&random)
    var records = book.records
    for index in records.indices { records[index].reason = random.pick(Self.spellings) }
    let table = clientsTable(records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag)
    let first = Grain.month.ordinal(of: civilDate("2019-09-01") ?? CivilDate(daysSinceEpoch: 0))
    let month = first + random.number(below: 22)
    let period = Period(
      from: PartialDate(grain: .month, ordinal: month),
      through: PartialDate(grain: .month, ordinal: month + random.number(below: 12)))
    let asOf = period.start.advanced(byDays: random.number(below: 500))
    let specification = ReasonsSpecification(
      reason: 5, keys: random.chance(0.5) ? [key("plan", at: 4)] : [], period: period, asOf: asOf,
      gap: random.chance(0.5) ? 0 : 10, top: nil, causes: .standard, money: nil, moneyRemark: nil,
      level: 0.95, layout: .pareto, definitions: [])
    let result: Table
    do throws(ExecutionError) { result = try reasons(specification, of: table) } catch { return }
    let naive = NaiveReasons(
      NaiveCalendarCounts(
        records, hasCustomers: book.hasCustomers, hasFlag: book.hasFlag, asOf: asOf,
        gap: specification.gap), period, byPlan: !specification.keys.isEmpty, name: Self.name)
    let context = "seed \(seed), \(period.label), as of \(asOf)"
    expect(result, naive, context)
    if specification.keys.isEmpty {
      #expect(result.about.facts[0].value.number == naive.share(of: "unknown"), "\(context)")
    }
  }

  private func expect(_ result: Table, _ naive: NaiveReasons, _ context: String) {
    let plans = naive.byPlan ? result.texts("plan") : result.texts("reason").map { _ in nil }
    let (names, lost) = (result.texts("reason"), result.integers("lost"))
    let (shares, sums) = (result.decimals("share"), result.decimals("cumulative"))
    var seen = 0
    var sum = 0
    for row in 0..<result.rowCount {
      let isFirst = row == 0 || plans[row] != plans[row - 1]
      if isFirst { sum = 0 }
      let cell = NaiveReasons.Cell(plan: plans[row], name: names[row] ?? "")
      let total = naive.total(plans[row])
      #expect(lost[row] == naive.lost[cell] ?? 0, "\(cell), \(context)")
      #expect(isFirst || lost[row] <= lost[row - 1], "order, \(context)")
      sum += lost[row]
      seen += lost[row]
      #expect(
        shares[row] == (total == 0 ? nil : Double(lost[row]) / Double(total)), "\(context)")
      #expect(sums[row] == (total == 0 ? nil : Double(sum) / Double(total)), "\(context)")
      let trend = naive.trend(cell)
      #expect(result.texts("trend")[row] == trend?.word, "trend of \(cell), \(context)")
      #expect(
        result.decimals("before")[row] == trend.map { Double($0.before) }, "\(cell), \(context)")
    }
    #expect(seen == naive.lost.values.reduce(0, +), "\(context)")
    let rows = Set(zip(plans, names).map { NaiveReasons.Cell(plan: $0, name: $1 ?? "") })
    #expect(rows.count == result.rowCount, "\(context)")
    #expect(rows == Set(naive.lost.keys).union(naive.before.keys), "\(context)")
  }
}

/// Losses by plan and reason, and in the same days of the year before.
private struct NaiveReasons {
  struct Cell: Hashable {
    var plan: String?
    var name: String
  }

  private(set) var lost: [Cell: Int] = [:]
  private(set) var before: [Cell: Int] = [:]
  private var daysNow: [String?: Int] = [:]
  private var daysBefore: [String?: Int] = [:]
  private let reachesBack: Bool
  let byPlan: Bool

  init(
    _ naive: NaiveCalendarCounts, _ period: Period, byPlan: Bool, name: (String?) -> String
  ) {
    self.byPlan = byPlan
    let end = min(period.end, naive.asOf.advanced(byDays: 1))
    let (from, to) = (period.start.advanced(byMonths: -12), end.advanced(byMonths: -12))
    reachesBack = naive.stays.contains { $0.start < to }
    for stay in naive.stays {
      let plan = byPlan ? stay.plan : nil
      let cell = Cell(plan: plan, name: name(stay.reason))
      if let day = stay.end {
        if day >= period.start, day < end { lost[cell, default: 0] += 1 }
        if day >= from, day < to { before[cell, default: 0] += 1 }
      }
      var (now, then) = (0, 0)
      for day in stay.start.daysSinceEpoch...(stay.end ?? naive.asOf).daysSinceEpoch {
        if day >= period.start.daysSinceEpoch, day < end.daysSinceEpoch { now += 1 }
        if day >= from.daysSinceEpoch, day < to.daysSinceEpoch { then += 1 }
      }
      if now > 0 { daysNow[plan, default: 0] += now }
      if then > 0 { daysBefore[plan, default: 0] += then }
    }
  }

  func total(_ plan: String?) -> Int { lost.filter { $0.key.plan == plan }.values.reduce(0, +) }

  func share(of name: String) -> Double? {
    let all = lost.values.reduce(0, +)
    return all == 0
      ? nil : Double(lost.filter { $0.key.name == name }.values.reduce(0, +)) / Double(all)
  }

  /// Rising where as many or more later ones would come by luck in less than 2.5 %.
  func trend(_ cell: Cell) -> (word: String, before: Int)? {
    guard reachesBack, let now = daysNow[cell.plan], let then = daysBefore[cell.plan] else {
      return nil
    }
    let (early, late) = (before[cell] ?? 0, lost[cell] ?? 0)
    let count = early + late
    guard count >= 5 else { return ("few", early) }
    let share = Double(now) / Double(now + then)
    var terms = [Double](repeating: 0, count: count + 1)
    var choose = 1.0
    for k in 0...count {
      var term = choose
      for place in 0..<count { term *= place < k ? share : 1 - share }
      terms[k] = term
      choose = choose * Double(count - k) / Double(k + 1)
    }
    if terms[late...].reduce(0, +) < 0.025 { return ("rising", early) }
    return (terms[...late].reduce(0, +) < 0.025 ? "falling" : "steady", early)
  }
}
