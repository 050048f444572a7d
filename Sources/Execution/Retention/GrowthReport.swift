import Calendars
import Columns
import Glibc
import Planning

/// The columns, notes, facts and working of a table of growth.
struct GrowthReport {
  private let specification: GrowthSpecification
  private let book: Book
  private let wholes: [GroupGrowth]
  private let rows: [(part: Int, group: Int, period: Int)]
  /// The mean cost of winning one of the clients who came in the finished periods, and of how many it
  /// is known; nil where it is known of none.
  private let acquisition: (mean: Double, known: Int)?

  init(_ specification: GrowthSpecification, _ book: Book, cost: Column?) {
    self.specification = specification
    self.book = book
    rows = book.rows
    wholes = book.groups.clientGroups.values.indices.map { GroupGrowth(book, group: $0) }
    acquisition = cost.flatMap { meanCost($0, of: book) }
  }

  private var movements: BookMovements { book.movements }

  var columns: [Column] {
    let cells = rows.map { book.cell($0.group, $0.period) }
    func counts(_ figures: [Int]) -> Column { Column(.integers(cells.map { Int64(figures[$0]) })) }
    let net = Column(
      .integers(cells.map { Int64(movements.closing[$0] - movements.opening[$0]) }))
    let needed = rows.map { row in
      self.needed(row.group, row.period).map { Value.integer(wholeClients($0)) } ?? .missing
    }
    let revenue = cells.map { cell in
      book.timeline == nil ? Value.missing : .decimal(money(movements.money.closing[cell]))
    }
    let customersIndex = rows.map { row in
      index(
        Double(movements.closing[book.cell(row.group, row.period)]),
        base: Double(wholes[row.group].baseClients))
    }
    let revenueIndex = rows.map { row in
      index(
        Double(movements.money.closing[book.cell(row.group, row.period)]),
        base: Double(wholes[row.group].baseCents))
    }
    let flags = rows.map { row in
      book.periods.isFinished(row.period) ? Value.missing : .text("unfinished")
    }
    return book.leadingColumns(specification.schema, keyCount: specification.counts.keys.count)
      + [movements.opening, movements.new, movements.returned, movements.lost, movements.closing]
      .map(counts)
      + [
        net, Column(.integer, needed), Column(.decimal, revenue), Column(.decimal, customersIndex),
        Column(.decimal, revenueIndex), Column(.text, flags),
      ]
  }

  private func index(_ value: Double, base: Double) -> Value {
    base > 0 ? .decimal(100 * value / base) : .missing
  }

  /// Growth of the target in one period.
  private var periodTarget: Double {
    let perYear =
      specification.counts.grain?.periodsPerYear ?? book.periods.whole.periodsPerYear
    return exp(log1p(specification.target) / perYear) - 1
  }

  /// New clients needed in a period, not rounded.
  private func needed(_ group: Int, _ period: Int) -> Double? {
    let share = wholes[group].earlyShare
    guard book.periods.isFinished(period), share < 1 else { return nil }
    let cell = book.cell(group, period)
    let leaving = Double(movements.lost[cell] - movements.early[cell])
    let growth =
      specification.target == 0 ? 0 : periodTarget * Double(movements.opening[cell])
    return max(0, (leaving + growth) / (1 - share))
  }

  var facts: [Fact] {
    guard book.groups.parts.count == 1, let whole = wholes.first else { return [] }
    var facts = [Fact("early_share", .decimal(whole.earlyShare), unit: .rate)]
    if whole.earlyShare < 1 {
      facts.append(Fact("new_per_lost", .decimal(1 / (1 - whole.earlyShare)), unit: .count))
    }
    if book.timeline != nil, let split = whole.split {
      facts += [
        Fact("revenue_change", .decimal(split.change), unit: .money),
        Fact("from_clients", .decimal(split.clients), unit: .money),
        Fact("from_value", .decimal(split.value), unit: .money),
      ]
    }
    if let acquisition {
      facts.append(Fact("acquisition_cost", .decimal(acquisition.mean), unit: .money))
      if let replacing = replacement(whole) {
        facts.append(Fact("replacement_cost", .decimal(replacing), unit: .money))
      }
    }
    if book.timeline != nil {
      facts.append(Fact("lost_revenue", .decimal(money(whole.lostCents)), unit: .money))
    }
    return facts
  }

  /// What winning as many as left would cost.
  private func replacement(_ whole: GroupGrowth) -> Double? {
    acquisition.map { $0.mean * Double(whole.lost) }
  }

  var notes: [String] {
    var notes: [String] = []
    if let why = specification.whyNoMoney { notes.append("no revenue: \(why)") }
    if let whole = wholes.first, book.groups.parts.count == 1 {
      let from = whole.baseIsOpening ? "the start" : "the end"
      notes.append("indexes: 100 at \(from) of \(book.periods.labels[0])")
      notes.append(neededNote(whole))
      notes += wholeNotes(whole)
    } else {
      notes.append(
        "indexes: 100 at the start of \(book.periods.labels[0]) in each group, at its end where it "
          + "opens with nobody")
      notes.append("needed: new clients to \(aim), by each group's own losses of newcomers")
    }
    if specification.cost == nil {
      notes.append("no cost of replacing: no column has the role cost, what winning a client cost")
    }
    if let label = book.unfinishedPeriod { notes.append("\(label) is not finished: no needed") }
    return notes
  }

  private var aim: String {
    specification.target == 0
      ? "hold the base" : "grow by \(percent(specification.target)) a year"
  }

  private func neededNote(_ whole: GroupGrowth) -> String {
    "needed: new clients to \(aim); of \(whole.newcomers) newcomers \(whole.early) "
      + "(\(percent(whole.earlyShare))) were lost in their first period"
  }

  private func wholeNotes(_ whole: GroupGrowth) -> [String] {
    var notes: [String] = []
    if book.timeline != nil, let split = whole.split, let last = whole.last {
      notes.append(
        "revenue a month \(signed(split.change)) up to the end of "
          + "\(book.periods.labels[last.period]): \(signed(split.clients)) from the number of "
          + "clients, \(signed(split.value)) from what each pays")
    }
    if let acquisition, let replacing = replacement(whole) {
      let keeping =
        book.timeline == nil
        ? "" : "; had they stayed, they would pay \(moneyText(whole.lostCents)) a month"
      notes.append(
        "replacing the \(whole.lost) lost costs \(centText(replacing)) at "
          + "\(centText(acquisition.mean)) a new client (mean of \(acquisition.known))\(keeping)")
    } else if specification.cost != nil {
      notes.append("no cost of replacing: it is not known of anybody who came")
    }
    return notes
  }

  /// The last finished period in which somebody left; of several groups, the largest.
  private var tellingRow: (part: Int, group: Int, period: Int)? {
    let finished = rows.filter { book.periods.isFinished($0.period) }
    let leaving = finished.filter { movements.lost[book.cell($0.group, $0.period)] > 0 }
    let candidates = leaving.isEmpty ? finished : leaving
    return candidates.reduce(nil) { best, row in
      guard let best else { return row }
      let (old, new) = (book.cell(best.group, best.period), book.cell(row.group, row.period))
      let isLarger =
        row.group == best.group || movements.opening[new] > movements.opening[old]
      return isLarger ? row : best
    }
  }

  var working: Working? {
    guard let row = tellingRow else { return nil }
    let cell = book.cell(row.group, row.period)
    let (name, whole) = (book.name(row.part, row.period), wholes[row.group])
    let bucket =
      "\(movements.opening[cell]) + \(movements.new[cell]) + \(movements.returned[cell])"
      + " - \(movements.lost[cell]) = \(movements.closing[cell])"
    let growth =
      specification.target == 0
      ? "" : " + \(movements.opening[cell]) x \(percent(periodTarget))"
    var numbers = [
      needed(row.group, row.period).map {
        "\(name): (\(movements.lost[cell]) - \(movements.early[cell])\(growth)) / "
          + "(1 - \(whole.early) / \(whole.newcomers)) = \(figure($0))"
      } ?? "\(name): nothing holds, for all newcomers were lost",
      "\(name): 100 x \(movements.closing[cell]) / \(whole.baseClients)"
        + (whole.baseClients > 0
          ? " = \(figure(100 * Double(movements.closing[cell]) / Double(whole.baseClients)))" : ""),
    ]
    if book.timeline != nil, let split = whole.split, let last = whole.last {
      numbers.append(
        "\(moneyText(last.cents)) - \(moneyText(whole.baseCents)) = \(signed(split.change)): "
          + "(\(last.clients) - \(whole.baseClients)) x mean value = \(signed(split.clients)), "
          + "change of value x (\(last.clients) + \(whole.baseClients)) / 2 = "
          + signed(split.value))
    }
    let steps = zip(specification.definitions, numbers).map { definition, numbers in
      Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: numbers)
    }
    return Working(
      summary: "the leaky bucket: \(name)",
      steps: [
        Working.Step(
          words: "opening + new + returned - lost = closing", numbers: "\(name): \(bucket)")
      ] + steps,
      source: specification.definitions.map { "\($0.name): \($0.source)" }.joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }
}

/// Rounded up, but not by the noise of the last digits.
private func wholeClients(_ needed: Double) -> Int64 { Int64((needed - 1e-9).rounded(.up)) }

/// Money rounded to the cent.
private func centText(_ amount: Double) -> String {
  let cents = (amount * 100).rounded(.toNearestOrAwayFromZero)
  return Int64(exactly: cents).map(moneyText) ?? "\(amount)"
}

/// The same with its sign.
private func signed(_ amount: Double) -> String {
  let text = centText(amount)
  return text.hasPrefix("-") ? text : "+" + text
}

/// The mean cost of the clients whose stay began in a finished period; a cost that is no number, or
/// too large to add up, counts as not known.
private func meanCost(_ cost: Column, of book: Book) -> (mean: Double, known: Int)? {
  let periods = book.periods
  guard let last = (0..<periods.count).last(where: periods.isFinished) else { return nil }
  let days = periods.firstDay..<periods.bounds[last + 1]
  let costs = zip(book.groups.stays, book.groups.stayNumbers)
    .filter { days.contains($0.0.start) }
    .compactMap { _, number in cost[book.clients.rows[book.clients.rowOffsets[number]].row].number }
    .filter { abs($0) < 1e12 }
  let known = costs.count
  guard known > 0 else { return nil }
  return (costs.reduce(0, +) / Double(known), known)
}
