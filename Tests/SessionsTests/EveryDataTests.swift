import Columns
import Sessions
import TestSupport
import Testing

/// What adds up, adds up, on every dataset and sample that is shipped, and on the register of the tests.
@Suite("Identities on all data")
struct EveryDataTests {
  struct Source: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let folder: String
    let lines: [String]
    /// The statements that these data can answer.
    let answered: Set<String>
  }

  static let ofClients: Set<String> = [
    "churn", "segments", "reasons", "growth", "risk", "why", "fit", "survival", "cohorts", "group",
  ]

  static let sources = [
    Source(
      testDescription: "palestra.csv", folder: "datasets", lines: ["load palestra.csv"],
      answered: ofClients.union(["revenue", "value", "losses"])),
    Source(
      testDescription: "sample gym", folder: "",
      lines: ["load sample gym with size = 900, seed = 7"],
      answered: ofClients.union(["revenue", "value", "losses"])),
    Source(
      testDescription: "canadian_senators.csv", folder: "datasets",
      lines: ["load canadian_senators.csv"],
      answered: ofClients.union(["losses"])),
    Source(
      testDescription: "telco_churn.csv", folder: "datasets", lines: ["load telco_churn.csv"],
      answered: ["fit", "survival", "value", "group"]),
    Source(
      testDescription: "shop.csv", folder: "datasets", lines: ["load shop.csv"],
      answered: ["value", "returns", "cohorts", "group"]),
    Source(
      testDescription: "sample shop", folder: "",
      lines: ["load sample shop with size = 900, seed = 7"],
      answered: ["value", "returns", "cohorts", "group"]),
    Source(
      testDescription: "cdnow_sample.txt", folder: "datasets",
      lines: [
        "load cdnow_sample.txt with separator = blanks, "
          + "names = \"customer, sample, date, quantity, amount\""
      ], answered: ["value", "returns", "cohorts", "group"]),
    Source(
      testDescription: "a register", folder: "Tests/TranscriptTests/transcripts",
      lines: ["load mancati_rinnovi.csv", "set amount_per = year"],
      answered: ofClients.union(["revenue", "losses", "renewals"]).subtracting(["why"])),
  ]

  @Test("hold", arguments: sources)
  func hold(source: Source) throws {
    var session = Session(places: FilePlaces(folder: Project.path(source.folder)))
    for line in source.lines {
      let reply = session.evaluate(line)
      try #require(!reply.isFailure, "\(line)\n\(reply.rendered(in: .notebook).remarks)")
    }
    var run = Run(session: session, name: source.testDescription)
    run.churnAndItsParts()
    run.reasons()
    run.growth()
    run.revenue()
    run.worth()
    run.why()
    run.segments()
    run.survival()
    run.cohorts()
    run.purchases()
    run.renewals()
    run.group()
    #expect(run.answered == source.answered, "\(source.testDescription)")
  }
}

/// One session through all that can be added up; what its data cannot answer is left out.
private struct Run {
  var session: Session
  let name: String
  var answered: Set<String> = []

  mutating func churnAndItsParts() {
    guard let whole = table("churn by year", as: "churn") else { return }
    for row in 0..<whole.rowCount {
      let n = numbers(whole, ["opening", "new", "lost", "closing"], row)
      #expect(n[0] + n[1] - n[2] == n[3], "\(name) year \(row)")
    }
    for key in segmentKeys(whole: false).prefix(1) {
      guard let parts = table("churn by \(key), year", as: "segments") else { continue }
      for column in ["opening", "new", "lost", "early", "closing"] {
        #expect(sums(parts, column) == sums(whole, column), "\(name), \(column) by \(key)")
      }
    }
    for key in ["reason", "cause", "wanted"] {
      guard let parts = table("churn by \(key), year", as: nil) else { continue }
      #expect(sums(parts, "lost") == sums(whole, "lost"), "\(name), lost by \(key)")
    }
  }

  mutating func reasons() {
    if let table = table("reasons", as: "reasons"), table.rowCount > 0 {
      #expect(abs(total(table, "share") - 1) < 1e-12, "\(name)")
      let last = table.column("cumulative")?[table.rowCount - 1].number
      #expect(abs((last ?? 0) - 1) < 1e-12, "\(name)")
      let churn = self.table("churn", as: nil)
      #expect(total(table, "lost") == churn.map { total($0, "lost") }, "\(name)")
    }
    guard let risk = table("reasons using risk", as: "risk") else { return }
    for row in 0..<risk.rowCount {
      let sum = risk.columns.dropFirst().reduce(0.0) { $0 + ($1[row].number ?? 0) }
      #expect(abs(sum - 1) < 1e-12, "\(name), row \(row)")
    }
  }

  mutating func growth() {
    guard let table = table("growth by month", as: "growth") else { return }
    var before: Double?
    for row in 0..<table.rowCount {
      let n = numbers(table, ["opening", "new", "returned", "lost", "closing", "net"], row)
      #expect(n[0] + n[1] + n[2] - n[3] == n[4] && n[4] - n[0] == n[5], "\(name), row \(row)")
      #expect(before == nil || before == n[0], "\(name), row \(row) opens otherwise")
      before = n[4]
    }
  }

  mutating func revenue() {
    guard let table = table("churn of revenue by month", as: "revenue") else { return }
    var before: Double?
    for row in 0..<table.rowCount {
      let n = numbers(
        table,
        ["opening", "new", "returned", "expansion", "contraction", "lost", "closing"], row
      ).map { ($0 * 100).rounded() }
      #expect(n[0] + n[1] + n[2] + n[3] - n[4] - n[5] == n[6], "\(name), row \(row)")
      #expect(before == nil || before == n[0], "\(name), row \(row) opens otherwise")
      before = n[6]
    }
    for key in ["reason", "cause"] {
      let line = "churn of revenue by \(key), month"
      guard let parts = self.table(line, as: nil) else { continue }
      let (lost, all) = (sums(parts, "lost"), sums(table, "lost"))
      #expect(all.allSatisfy { abs($1 - (lost[$0] ?? 0)) < 1e-6 }, "\(name), \(line)")
    }
  }

  mutating func worth() {
    if let table = table(
      name.hasPrefix("telco") ? "value with per = month, unit = month" : "value", as: "value")
    {
      #expect(abs(total(table, "share") - 1) < 1e-9, "\(name)")
      let fact = table.about.facts.first { $0.name == "customers" }?.value.number
      #expect(total(table, "customers") == fact, "\(name)")
    }
    guard let losses = table("losses", as: "losses") else { return }
    let lost = table("churn", as: nil).map { total($0, "lost") }
    #expect(Double(losses.rowCount) == lost, "\(name)")
  }

  mutating func why() {
    let years = table("churn by year", as: nil).map { table in
      (0..<table.rowCount).filter { (table.column("rate")?[$0].number ?? 0) > 0 }
        .compactMap { text(table, "period", $0) }
    }
    guard let years, years.count > 1 else { return }
    let keys = segmentKeys(whole: false).prefix(2).joined(separator: ", ")
    let by = keys.isEmpty ? "" : " by \(keys)"
    let line = "why in \(years[years.count - 1]) vs \(years[years.count - 2])\(by)"
    guard let table = table(line, as: "why") else { return }
    let change = table.about.facts.first { $0.name == "change" }?.value.number ?? .nan
    var parts: [String: Double] = [:]
    for row in 0..<table.rowCount {
      let n = numbers(table, ["mix", "rate", "total"], row)
      let isExit = table.column("mix")?[row].number == nil
      #expect(abs((isExit ? 0 : n[0]) + n[1] - n[2]) < 1e-15, "\(name), row \(row)")
      parts[text(table, "dimension", row) ?? "", default: 0] += n[2]
    }
    for (dimension, sum) in parts {
      #expect(abs(sum - change) < 1e-14, "\(name), \(dimension)")
    }
  }

  mutating func segments() {
    guard let table = table("fit", as: "fit") else { return }
    let facts = table.about.facts
    let whole = facts.first { $0.name == "clients" }?.value.number
    var clients: [String: Double] = [:]
    for row in 0..<table.rowCount {
      clients[text(table, "dimension", row) ?? "", default: 0] +=
        numbers(table, ["clients"], row)[0]
    }
    for (dimension, sum) in clients { #expect(sum == whole, "\(name), \(dimension)") }
  }

  mutating func survival() {
    let unit = name.hasPrefix("telco") ? "with curve = true, unit = month" : "with curve = true"
    guard let table = table("survival \(unit)", as: "survival") else { return }
    var (before, left) = (1.0, 0.0)
    for row in 0..<table.rowCount {
      let n = numbers(table, ["survival", "low", "high", "lost", "at_risk"], row)
      #expect(n[0] <= before && n[0] >= 0 && n[3] <= n[4], "\(name), row \(row)")
      #expect(n[1].isNaN || (n[1] <= n[0] && n[0] <= n[2]), "\(name), row \(row)")
      before = n[0]
      left += n[3]
    }
    guard
      let summary = self.table(
        name.hasPrefix("telco") ? "survival with unit = month" : "survival", as: nil)
    else { return }
    #expect(total(summary, "lost") == left, "\(name)")
  }

  mutating func cohorts() {
    guard let table = table("cohorts by quarter", as: "cohorts") else { return }
    for row in 0..<table.rowCount {
      let n = numbers(table, ["size", "kept", "rate"], row)
      guard !n[1].isNaN else { continue }
      #expect(n[1] <= n[0] && abs(n[2] - n[1] / n[0]) < 1e-12, "\(name), row \(row)")
    }
  }

  mutating func purchases() {
    guard let table = table("returns", as: "returns") else { return }
    let n = numbers(table, ["customers", "repeat", "one_time", "repeat_share"], 0)
    #expect(n[1] <= n[0] && n[2] <= n[0], "\(name)")
    #expect(n[3] >= 0 && n[3] <= 1, "\(name)")
  }

  mutating func renewals() {
    guard name.hasSuffix("register"), let table = table("renewals", as: "renewals") else { return }
    for row in 0..<table.rowCount {
      let n = numbers(table, ["due", "renewed", "not_renewed"], row)
      #expect(n[0] == n[1] + n[2], "row \(row)")
    }
  }

  mutating func group() {
    guard let key = segmentKeys(whole: true).first,
      let table = table("group by \(key)", as: "group")
    else { return }
    #expect(abs(total(table, "share") - 1) < 1e-12, "\(name) by \(key)")
  }

  // MARK: - Reading

  private mutating func table(_ line: String, as verb: String?) -> Table? {
    let reply = session.evaluate(line)
    guard !reply.isFailure else { return nil }
    for case .table(let table, _) in reply.blocks {
      if let verb { answered.insert(verb) }
      return table
    }
    return nil
  }

  /// Columns in the role of a segment, in quotes; with `whole` any text where there is none.
  private func segmentKeys(whole: Bool) -> [String] {
    let fields = session.current.flatMap { session.tables[$0] }?.schema.fields ?? []
    var keys = fields.filter { $0.role == .segment }.map(\.name)
    if keys.isEmpty {
      keys = fields.filter { $0.type == .text && $0.role == nil }.map(\.name)
      if keys.isEmpty, whole { keys = fields.map(\.name) }
    }
    return keys.prefix(whole ? 20 : 3).map { "`\($0)`" }
  }

  private func numbers(_ table: Table, _ names: [String], _ row: Int) -> [Double] {
    names.map { table.column($0)?[row].number ?? .nan }
  }

  private func text(_ table: Table, _ name: String, _ row: Int) -> String? {
    if case .text(let text)? = table.column(name)?[row] { text } else { nil }
  }

  private func total(_ table: Table, _ name: String) -> Double {
    (0..<table.rowCount).reduce(0) { $0 + (table.column(name)?[$1].number ?? 0) }
  }

  /// The sum of a column for each period.
  private func sums(_ table: Table, _ name: String) -> [String: Double] {
    var sums: [String: Double] = [:]
    for row in 0..<table.rowCount {
      sums[text(table, "period", row) ?? "", default: 0] += table.column(name)?[row].number ?? 0
    }
    return sums
  }
}
