import Calendars
import Columns
import Planning
import Statistics

/// The change of the churn rate from one period to another, dimension by dimension: the table of
/// `specification.schema`. `counts` holds the calendar counts of the two periods for each dimension.
func changeTable(
  _ specification: ChangeSpecification, counts: [(before: Table, after: Table)]
) throws(ExecutionError) -> Table {
  var parts: [ChangePart] = []
  for (dimension, pair) in zip(specification.dimensions, counts) {
    parts.append(try ChangePart(dimension, pair.before, pair.after, specification))
  }
  guard let first = parts.first else {
    throw .impossible(
      "there is nothing to split the change by", help: "name a column:  why by plan")
  }
  let report = ChangeReport(specification, parts)
  var about = counts[0].after.about
  about.notes = report.notes(about.notes)
  about.facts = [
    Fact("before", .decimal(first.before), unit: .rate),
    Fact("after", .decimal(first.after), unit: .rate),
    Fact("change", .decimal(first.change), unit: .rate),
    Fact("mix", .decimal(first.mix), unit: .rate),
    Fact("rate", .decimal(first.rate), unit: .rate),
  ]
  about.working = report.working
  about.period = specification.after
  return Table(
    schema: specification.schema, columns: report.columns(specification.schema), about: about)
}

/// One dimension: every group's part of the change.
struct ChangePart {
  let dimension: ChangeSpecification.Dimension
  let before: Double
  let after: Double
  private(set) var rows: [Row] = []

  struct Row {
    var segment: String
    var mix: Double?
    var rate: Double
    var total: Double { (mix ?? 0) + rate }
    var old: RateDecomposition.Counts
    var new: RateDecomposition.Counts
    var flag: String?
  }

  var change: Double { after - before }
  var mix: Double { rows.reduce(0) { $0 + ($1.mix ?? 0) } }
  var rate: Double { rows.reduce(0) { $0 + $1.rate } }

  /// Fewer leavers than this in both periods together, or a group of one, prove nothing.
  static let fewestLost = 5.0

  init(
    _ dimension: ChangeSpecification.Dimension, _ before: Table, _ after: Table,
    _ specification: ChangeSpecification
  ) throws(ExecutionError) {
    self.dimension = dimension
    let (old, new) = (ChangePart.counts(before, dimension), ChangePart.counts(after, dimension))
    let names = old.names + new.names.filter { old.counts[$0] == nil }
    let whole = (old.whole(dimension), new.whole(dimension))
    for (counts, period) in [
      (whole.0, specification.before), (whole.1, specification.after),
    ] where counts.atRisk <= 0 {
      throw .impossible(
        "\(period.label) opens with nobody, so it has no rate", help: "name another period")
    }
    self.before = whole.0.lost / whole.0.atRisk
    self.after = whole.1.lost / whole.1.atRisk
    let nobody = RateDecomposition.Counts(lost: 0, atRisk: 0)
    let pairs = names.map { (old.counts[$0] ?? nobody, new.counts[$0] ?? nobody) }
    if !dimension.factors.isEmpty {
      rows = ChangePart.factorRows(
        dimension, zip(names.map { old.places[$0] ?? new.places[$0] ?? [] }, pairs), whole)
      return
    }
    if dimension.describesExit {
      rows = zip(names, pairs).map { name, pair in
        Row(
          segment: name, mix: nil,
          rate: pair.1.lost / whole.1.atRisk - pair.0.lost / whole.0.atRisk,
          old: .init(lost: pair.0.lost, atRisk: whole.0.atRisk),
          new: .init(lost: pair.1.lost, atRisk: whole.1.atRisk))
      }
    } else if let split = RateDecomposition(before: pairs.map(\.0), after: pairs.map(\.1)) {
      rows = zip(zip(names, pairs), split.groups).map { named, group in
        Row(
          segment: named.0, mix: group.mix, rate: group.rate, old: named.1.0, new: named.1.1,
          flag: group.borrowsRate ? "only in one period" : nil)
      }
    }
    // Somebody here in neither period is no group of either.
    rows.removeAll { $0.old.atRisk <= 0 && $0.new.atRisk <= 0 }
    rank()
  }

  /// The mix of each key, then the rates, of all clients.
  private static func factorRows(
    _ dimension: ChangeSpecification.Dimension,
    _ cells: Zip2Sequence<[[Value]], [(RateDecomposition.Counts, RateDecomposition.Counts)]>,
    _ whole: (RateDecomposition.Counts, RateDecomposition.Counts)
  ) -> [Row] {
    var numbers = dimension.factors.map { _ in [Value: Int]() }
    let crossed = cells.map { keys, counts in
      let groups = keys.enumerated().map { place, key in
        let next = numbers[place].count
        return numbers[place][key, default: next]
      }
      for (place, key) in keys.enumerated() { numbers[place][key] = groups[place] }
      return CrossedDecomposition.Cell(groups: groups, before: counts.0, after: counts.1)
    }
    guard let split = CrossedDecomposition(crossed) else { return [] }
    return zip(dimension.factors, split.mixes).map {
      Row(segment: "mix of \($0)", mix: $1, rate: 0, old: whole.0, new: whole.1)
    } + [Row(segment: "rates", mix: 0, rate: split.rate, old: whole.0, new: whole.1)]
  }

  /// Largest part first, whatever its sign; groups of one at the end.
  private mutating func rank() {
    for index in rows.indices {
      let row = rows[index]
      let isSmall = row.old.lost + row.new.lost < ChangePart.fewestLost
      if isSmall { rows[index].flag = [row.flag, "few"].compactMap { $0 }.joined(separator: ", ") }
    }
    func isOne(_ row: Row) -> Bool { max(row.old.atRisk, row.new.atRisk) <= 1 }
    rows = rows.enumerated().sorted { left, right in
      let (one, other) = (isOne(left.element), isOne(right.element))
      if one != other { return other }
      let (a, b) = (abs(left.element.total), abs(right.element.total))
      return a == b ? left.offset < right.offset : a > b
    }.map(\.element)
  }

  private struct Groups {
    var names: [String] = []
    var counts: [String: RateDecomposition.Counts] = [:]
    /// The keys of each, by its name.
    var places: [String: [Value]] = [:]

    /// Where a key splits the lost only, every group has the whole book at risk.
    func whole(_ dimension: ChangeSpecification.Dimension) -> RateDecomposition.Counts {
      var sum = RateDecomposition.Counts(lost: 0, atRisk: 0)
      for name in names {
        guard let count = counts[name] else { continue }
        sum.lost += count.lost
        sum.atRisk = dimension.describesExit ? count.atRisk : sum.atRisk + count.atRisk
      }
      return sum
    }
  }

  private static func counts(
    _ table: Table, _ dimension: ChangeSpecification.Dimension
  ) -> Groups {
    let reader = CountsReader(table, keyCount: dimension.keyCount)
    var groups = Groups()
    for group in reader.groups {
      guard let row = group.rows.first else { continue }
      let name = group.keys.map(\.label).joined(separator: ", ")
      let lost = (reader.value(.lost, row) ?? 0) - (reader.value(.early, row) ?? 0)
      groups.names.append(name)
      groups.places[name] = group.keys
      groups.counts[name] = .init(lost: lost, atRisk: reader.value(.opening, row) ?? 0)
    }
    return groups
  }
}

/// What is said of all dimensions.
struct ChangeReport {
  let specification: ChangeSpecification
  let parts: [ChangePart]

  init(_ specification: ChangeSpecification, _ parts: [ChangePart]) {
    self.specification = specification
    self.parts = parts
  }

  func columns(_ schema: Schema) -> [Column] {
    var cells: [[Value]] = []
    for part in parts {
      for row in part.rows {
        func rate(_ counts: RateDecomposition.Counts) -> Value {
          counts.atRisk > 0 ? .decimal(counts.lost / counts.atRisk) : .missing
        }
        let whole = [row.old.atRisk, row.old.lost, row.new.atRisk, row.new.lost]
        cells.append(
          [
            .text(part.dimension.name), .text(row.segment),
            row.mix.map { .decimal($0) } ?? .missing, .decimal(row.rate), .decimal(row.total),
            rate(row.old), rate(row.new),
          ] + whole.map { .integer(Int64($0)) } + [row.flag.map { .text($0) } ?? .missing])
      }
    }
    return schema.fields.enumerated().map { index, field in
      Column(field.type, cells.map { $0[index] })
    }
  }

  func notes(_ earlier: [String]) -> [String] {
    let (before, after) = (specification.before, specification.after)
    var notes = earlier.filter {
      !$0.contains("splits the lost only") && !$0.hasPrefix("nobody left")
    }
    if let part = parts.first {
      notes.append(
        "churn of those here at the start: \(percent(part.before)) in \(before.label), "
          + "\(percent(part.after)) in \(after.label), \(points(part.change))")
    }
    notes += specification.remarks
    for part in parts where !part.dimension.describesExit && part.dimension.factors.isEmpty {
      notes.append(
        "\(part.dimension.name): mix \(points(part.mix)), rate \(points(part.rate))")
    }
    notes.append(
      "mix: the group grew or shrank; rate: its own rate changed; each dimension adds up to the change"
    )
    if let together = parts.first(where: { !$0.dimension.factors.isEmpty }) {
      notes.append(
        "\(together.dimension.name): the mix of each key with the others held equal, and the rates of "
          + "the crossed groups (Das Gupta 1993)")
    }
    let exits = parts.filter(\.dimension.describesExit).map(\.dimension.name)
    if !exits.isEmpty {
      notes.append(
        "\(exits.joined(separator: " and ")) splits the lost only: no mix, and its rates are of all "
          + "here at the start")
    }
    let rows = parts.flatMap(\.rows)
    if rows.contains(where: { $0.flag?.contains("few") == true }) {
      notes.append("few: fewer than 5 left in both periods together, so chance may explain it")
    }
    if rows.contains(where: { $0.flag?.contains("only in") == true }) {
      notes.append("only in one period: the missing rate is taken from the other, so all is mix")
    }
    return notes
  }

  /// Of the largest part of the first dimension.
  var working: Working? {
    guard let part = parts.first, let row = part.rows.first else { return nil }
    var steps = [
      Working.Step(
        words: "change = rate after - rate before",
        numbers: "\(percent(part.after)) - \(percent(part.before)) = \(points(part.change))")
    ]
    if row.mix != nil {
      let shares = (share(row.old, part, \.old), share(row.new, part, \.new))
      let rates = (text(row.old), text(row.new))
      steps.append(
        Working.Step(
          words: "mix = (share after - share before) x (its mean rate - the mean rate of all)",
          numbers: "\(row.segment): share \(percent(shares.0)) to \(percent(shares.1)): "
            + points(row.mix ?? 0)))
      steps.append(
        Working.Step(
          words: "rate = (rate after - rate before) x mean share",
          numbers: "\(row.segment): \(rates.0) to \(rates.1): \(points(row.rate))"))
    } else {
      steps.append(
        Working.Step(
          words: "rate = lost after / opening after - lost before / opening before",
          numbers: "\(row.segment): \(text(row.old)) to \(text(row.new)): \(points(row.rate))"))
    }
    steps.append(
      Working.Step(
        words: "sum of mix + sum of rate = change",
        numbers: "\(part.dimension.name): \(points(part.mix)) and \(points(part.rate)) = "
          + points(part.mix + part.rate)))
    return Working(
      summary: "why \(specification.after.label) differs from \(specification.before.label), by "
        + part.dimension.name,
      steps: steps, source: specification.definitions.map(\.source).unique.joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }

  private func share(
    _ counts: RateDecomposition.Counts, _ part: ChangePart,
    _ side: KeyPath<ChangePart.Row, RateDecomposition.Counts>
  ) -> Double {
    let whole = part.rows.reduce(0) { $0 + $1[keyPath: side].atRisk }
    return whole > 0 ? counts.atRisk / whole : 0
  }

  private func text(_ counts: RateDecomposition.Counts) -> String {
    counts.atRisk > 0
      ? "\(figure(counts.lost)) / \(figure(counts.atRisk)) = \(percent(counts.lost / counts.atRisk))"
      : "nobody"
  }
}
