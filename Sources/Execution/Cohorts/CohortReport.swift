import Calendars
import Columns
import Planning
import Statistics

/// All that a table of cohorts holds.
struct CohortReport {
  let specification: CohortSpecification
  let book: CohortBook
  /// The cohorts with anybody in them that are asked for, group by group.
  let shown: [(group: Int, cohort: Int)]
  /// By k: what is kept and how large those cohorts are that have reached k.
  let summary: [(kept: Double, size: Double)]

  init(_ specification: CohortSpecification, _ book: CohortBook) throws(ExecutionError) {
    self.specification = specification
    self.book = book
    let matrix = book.matrix
    let wanted = (0..<matrix.cohorts).filter { cohort in
      let day = specification.grain.firstDay(ofOrdinal: matrix.first + cohort)
      return specification.period?.contains(day) ?? true
    }
    let shown = book.groups.displayOrder(specification.keys).flatMap { group in
      wanted.filter { matrix.memberCount(group: group, cohort: $0) > 0 }
        .map { (group: group, cohort: $0) }
    }
    guard !shown.isEmpty else {
      throw .impossible(
        "no \(specification.grain) of \(specification.period?.label ?? "the data") has a cohort",
        help: "name a period in which somebody starts")
    }
    self.shown = shown
    var summary: [(kept: Double, size: Double)] = []
    for (group, cohort) in shown {
      for k in 0..<matrix.cellCount(cohort) {
        if k == summary.count { summary.append((0, 0)) }
        summary[k].kept += matrix.kept(group: group, cohort: cohort, k: k)
        summary[k].size += matrix.size(group: group, cohort: cohort)
      }
    }
    self.summary = summary
  }

  func label(_ cohort: Int) -> String {
    specification.grain.label(ofOrdinal: book.matrix.first + cohort)
  }

  var rows: [[Value]] {
    shown.flatMap { group, cohort -> [[Value]] in
      let keys = book.groups.values[group]
      let cells = book.matrix.cellCount(cohort)
      let start =
        keys + [.text(label(cohort)), number(book.matrix.size(group: group, cohort: cohort))]
      guard cells > 0 else {
        return [
          start + [.integer(0)]
            + specification.schema.fields.dropFirst(start.count + 1).map { _ in .missing }
        ]
      }
      return (0..<cells).map { k in start + [.integer(Int64(k))] + cell(group, cohort, k) }
    }
  }

  private func cell(_ group: Int, _ cohort: Int, _ k: Int) -> [Value] {
    let kept = book.matrix.kept(group: group, cohort: cohort, k: k)
    let size = book.matrix.size(group: group, cohort: cohort)
    let rate: Value = size > 0 ? .decimal(kept / size) : .missing
    guard specification.counts == .customers else { return [number(kept), rate] }
    let interval = wilsonInterval(
      successes: Int(kept), trials: Int(size), level: specification.level)
    return [
      number(kept), rate, interval.map { .decimal($0.low) } ?? .missing,
      interval.map { .decimal($0.high) } ?? .missing,
    ]
  }

  private func number(_ value: Double) -> Value {
    specification.counts == .customers ? .integer(Int64(value)) : .decimal(value)
  }

  /// The rates of all cohorts that have reached k, for the first of them.
  var facts: [Fact] {
    [Fact("cohorts", .integer(Int64(shown.count)), unit: .count)]
      + summary.indices.prefix(37).map { k in
        let (kept, size) = summary[k]
        return Fact("all_k\(k)", size > 0 ? .decimal(kept / size) : .missing, unit: .rate)
      }
  }
}

extension CohortReport {
  /// The defaults in use, what was left out and what weakens the figures, a sentence each.
  var notes: [String] {
    book.notes
      + [keyNote, basisNote, moneyNote, allNote, unfinishedNote, smallNote].compactMap { $0 }
  }

  private var keyNote: String? {
    let names = specification.keys.map(\.field.name)
    guard !names.isEmpty else { return nil }
    let row = book.isOfPurchases ? "first purchase" : "first stay"
    return "\(names.joined(separator: " and ")): as in a customer's \(row)"
  }

  private var basisNote: String {
    let grain = specification.grain
    let start = book.isOfPurchases ? "first purchase" : "first start"
    return "a cohort is a \(grain) of \(start); k counts \(grain)s since; "
      + "kept (using \(specification.basis.rawValue)): \(keptWords)"
  }

  private var keptWords: String {
    guard book.isOfPurchases else { return specification.definition.title }
    return specification.basis == .after
      ? "bought in period k or in any later one" : "bought in period k"
  }

  private var moneyNote: String? {
    guard specification.counts == .revenue else { return nil }
    return "size and kept are money"
  }

  private var allNote: String {
    let blank = "blank: not observable yet"
    guard shown.count > 1 else { return blank }
    return "all: for each k the cohorts that have reached it, by their size; it is no row of the "
      + "data; \(blank)"
  }

  private var unfinishedNote: String? {
    let matrix = book.matrix
    let last = matrix.first + matrix.cohorts - 1
    let label = specification.grain.label(ofOrdinal: last)
    if matrix.lastObservable < last { return "\(label) is not finished: no cells" }
    let isFinished =
      specification.grain.firstDay(ofOrdinal: last + 1) <= book.asOf.advanced(byDays: 1)
    return isFinished ? nil : "\(label) is not finished: its cells are of the days so far"
  }

  private var smallNote: String? {
    let small = shown.count { book.matrix.memberCount(group: $0.group, cohort: $0.cohort) < 20 }
    guard small > 0 else { return nil }
    let advice = specification.counts == .customers ? ": read low and high (show all, or json)" : ""
    return "\(small) of \(counted(shown.count, "cohort")) with fewer than 20 customers\(advice)"
  }

  /// What `how` prints: the largest cohort one period on, or at its start where none is older, and all
  /// of them.
  var working: Working? {
    let k = summary.count > 1 ? 1 : 0
    let reached = shown.filter { book.matrix.cellCount($0.cohort) > k }
    guard let largest = reached.max(by: { weight($0) < weight($1) }) else { return nil }
    let (group, cohort) = largest
    let kept = book.matrix.kept(group: group, cohort: cohort, k: k)
    let size = book.matrix.size(group: group, cohort: cohort)
    let name = (book.groups.values[group].map(keyText) + [label(cohort)]).joined(separator: ", ")
    var steps = [
      Working.Step(
        words: "rate = kept / size; kept: \(specification.definition.formula)",
        numbers: "\(name), k = \(k): \(figure(kept)) / \(figure(size)) = \(share(kept, size))")
    ]
    if shown.count > 1 {
      let all = summary[k]
      steps.append(
        Working.Step(
          words: "all = sum of kept / sum of size, of the cohorts that have reached k",
          numbers: "k = \(k), \(counted(reached.count, "cohort")): \(figure(all.kept)) / "
            + "\(figure(all.size)) = \(share(all.kept, all.size))"))
    }
    return Working(
      summary: "cohorts by \(specification.grain), using \(specification.basis.rawValue)",
      steps: steps, source: specification.definition.source,
      pitfalls: specification.definition.pitfalls)
  }

  private func weight(_ place: (group: Int, cohort: Int)) -> Double {
    book.matrix.size(group: place.group, cohort: place.cohort)
  }

  private func share(_ kept: Double, _ size: Double) -> String {
    size > 0 ? percent(kept / size) : "(missing)"
  }
}
