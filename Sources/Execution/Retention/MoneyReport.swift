import Columns
import Planning

/// The columns, notes, facts and working of a table of money movements.
struct MoneyReport {
  private let specification: MoneyMovements
  private let book: Book
  private let yearly: YearlyRetention?
  private let rows: [(part: Int, group: Int, period: Int)]

  init(_ specification: MoneyMovements, _ book: Book) {
    self.specification = specification
    self.book = book
    rows = book.rows
    yearly = book.timeline.map { timeline in
      YearlyRetention(
        book.clients, timeline, book.periods, groupOfStay: book.groups.groupOfEveryStay,
        groupCount: book.groups.clientGroups.values.count)
    }
  }

  private var money: BookMovements.Money { book.movements.money }

  /// Whether a key describes the leaving: then rows part what was lost only.
  private var splitsLost: Bool { specification.counts.keys.contains(where: \.describesExit) }

  var columns: [Column] {
    if splitsLost { return columnsOfLost }
    let amounts = [
      money.opening, money.new, money.returned, money.expansion, money.contraction, money.lost,
      money.closing,
    ]
    let cells = rows.map { book.cell($0.group, $0.period) }
    let rates = rows.map { rate($0.group, $0.period) }
    let figures: [[Double?]] = [
      rates.map { $0?.gross }, rates.map { $0?.net },
      cells.map { share(yearly?.capped[$0], of: yearly?.base[$0]) },
      cells.map { share(yearly?.kept[$0], of: yearly?.base[$0]) },
      rows.map { quick($0.group, $0.period) },
    ]
    let flags = rows.map { row in
      book.periods.isFinished(row.period) ? Value.missing : .text("unfinished")
    }
    return book.leadingColumns(specification.schema, keyCount: specification.counts.keys.count)
      + amounts.map { amount in Column(.decimals(cells.map { Execution.money(amount[$0]) })) }
      + figures.map { Column(.decimal, $0.map { $0.map(Value.decimal) ?? .missing }) }
      + [Column(.text, flags)]
  }

  /// Opening and closing are of the whole group of clients; a movement of those who stay has no reason.
  private var columnsOfLost: [Column] {
    let cells = rows.map { book.cell($0.group, $0.period) }
    let lost = rows.map { book.movements.lost(book.groups.parts[$0.part], $0.period) }
    let blank = Column(.decimal, cells.map { _ in Value.missing })
    let shares = zip(rows, zip(cells, lost)).map { row, amounts -> Value in
      let opening = money.opening[amounts.0]
      let isShown = book.periods.isFinished(row.period) || specification.includesUnfinished
      return isShown && opening > 0 ? .decimal(Double(amounts.1) / Double(opening)) : .missing
    }
    func amount(_ cents: [Int64]) -> Column { Column(.decimals(cents.map(Execution.money))) }
    let flags = rows.map {
      book.periods.isFinished($0.period) ? Value.missing : .text("unfinished")
    }
    return book.leadingColumns(specification.schema, keyCount: specification.counts.keys.count)
      + [amount(cells.map { money.opening[$0] }), blank, blank, blank, blank, amount(lost)]
      + [amount(cells.map { money.closing[$0] }), Column(.decimal, shares)]
      + [blank, blank, blank, blank, Column(.text, flags)]
  }

  private func rate(_ group: Int, _ period: Int) -> (gross: Double, net: Double)? {
    let cell = book.cell(group, period)
    let opening = money.opening[cell]
    guard book.periods.isFinished(period) || specification.includesUnfinished, opening > 0 else {
      return nil
    }
    let losses = money.lost[cell] + money.contraction[cell]
    let gains = money.expansion[cell] + money.returned[cell]
    return (Double(losses) / Double(opening), Double(losses - gains) / Double(opening))
  }

  private func quick(_ group: Int, _ period: Int) -> Double? {
    let cell = book.cell(group, period)
    let losses = money.lost[cell] + money.contraction[cell]
    guard book.periods.isFinished(period) || specification.includesUnfinished, losses > 0 else {
      return nil
    }
    let gains = money.new[cell] + money.returned[cell] + money.expansion[cell]
    return Double(gains) / Double(losses)
  }

  private func share(_ part: Int64?, of whole: Int64?) -> Double? {
    guard let part, let whole, whole > 0 else { return nil }
    return Double(part) / Double(whole)
  }

  var facts: [Fact] {
    var facts = [
      Fact("formula", .text("gross, net")),
      Fact("amount_per", .text(specification.money.per.rawValue)),
    ]
    guard !splitsLost else { return facts }
    // One row speaks for the whole only where there is one group.
    guard book.groups.parts.count == 1,
      let row = rows.last(where: { book.periods.isFinished($0.period) }), let yearly
    else { return facts }
    let cell = book.cell(row.group, row.period)
    if let capped = share(yearly.capped[cell], of: yearly.base[cell]),
      let kept = share(yearly.kept[cell], of: yearly.base[cell])
    {
      facts.append(Fact("grr_12", .decimal(capped), unit: .rate))
      facts.append(Fact("nrr_12", .decimal(kept), unit: .rate))
    }
    return facts
  }

  var notes: [String] {
    if splitsLost {
      return [
        "gross = lost / opening: the contraction of those who stay has no reason, so the parts add up to "
          + "the gross churn of churn of revenue less contraction / opening"
      ] + (book.unfinishedPeriod.map { ["\($0) is not finished"] } ?? [])
    }
    var notes = specification.definitions.prefix(2).map { "\($0.name) = \($0.formula)" }
    notes.append(
      "grr, nrr: of the money of 12 months before the end of the period, what the same customers "
        + "still pay, without and with their increases")
    if !specification.counts.keys.isEmpty {
      notes.append("the money of a customer belongs to the group of the latest row")
    }
    if let label = book.unfinishedPeriod {
      notes.append(
        "\(label) is not finished" + (specification.includesUnfinished ? "" : ": no rate"))
    }
    let empty = rows.count { money.opening[book.cell($0.group, $0.period)] <= 0 }
    if empty > 0 {
      notes.append("no rate in \(empty) of \(rows.count) rows, which open with no money")
    }
    return notes
  }

  /// The last finished row that opens with money; of several groups, the one with most.
  private var tellingRow: (part: Int, group: Int, period: Int)? {
    let known = rows.filter { rate($0.group, $0.period) != nil }
    let finished = known.filter { book.periods.isFinished($0.period) }
    let candidates = finished.isEmpty ? known : finished
    guard let last = candidates.map(\.period).max() else { return nil }
    return candidates.filter { $0.period == last }.reduce(nil) { best, row in
      guard let best else { return row }
      let (old, new) = (book.cell(best.group, best.period), book.cell(row.group, row.period))
      return money.opening[new] > money.opening[old] ? row : best
    }
  }

  var working: Working? {
    guard !splitsLost else { return workingOfLost }
    guard let row = tellingRow, let rate = rate(row.group, row.period) else { return nil }
    let cell = book.cell(row.group, row.period)
    let name = book.name(row.part, row.period)
    func text(_ amounts: KeyPath<BookMovements.Money, [Int64]>) -> String {
      moneyText(money[keyPath: amounts][cell])
    }
    let bucket =
      "\(text(\.opening)) + \(text(\.new)) + \(text(\.returned)) + \(text(\.expansion))"
      + " - \(text(\.contraction)) - \(text(\.lost)) = \(text(\.closing))"
    var numbers = [
      "(\(text(\.lost)) + \(text(\.contraction))) / \(text(\.opening)) = \(percent(rate.gross))",
      "(\(text(\.lost)) + \(text(\.contraction)) - \(text(\.expansion)) - \(text(\.returned)))"
        + " / \(text(\.opening)) = \(percent(rate.net))",
    ]
    for part in [yearly?.capped, yearly?.kept] {
      let (kept, base) = (part?[cell] ?? 0, yearly?.base[cell] ?? 0)
      numbers.append(
        share(kept, of: base).map { "\(moneyText(kept)) / \(moneyText(base)) = \(percent($0))" }
          ?? "nobody paid 12 months before")
    }
    numbers.append(
      quick(row.group, row.period).map {
        "(\(text(\.new)) + \(text(\.returned)) + \(text(\.expansion)))"
          + " / (\(text(\.lost)) + \(text(\.contraction))) = \(figure($0))"
      } ?? "nothing was lost: undefined")
    let steps = zip(specification.definitions, numbers).map { definition, numbers in
      Working.Step(
        words: "\(definition.name) = \(definition.formula)", numbers: "\(name): \(numbers)")
    }
    return Working(
      summary: "money per month, gross and net churn of revenue: \(name)",
      steps: [
        Working.Step(
          words: "opening + new + returned + expansion - contraction - lost = closing",
          numbers: "\(name): \(bucket)")
      ] + steps,
      source: specification.definitions[0].source,
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }

  /// The part with most lost in the last finished period.
  private var workingOfLost: Working? {
    let finished = rows.filter {
      book.periods.isFinished($0.period) && money.opening[book.cell($0.group, $0.period)] > 0
    }
    guard let last = finished.map(\.period).max() else { return nil }
    func lost(_ row: (part: Int, group: Int, period: Int)) -> Int64 {
      book.movements.lost(book.groups.parts[row.part], row.period)
    }
    let most = finished.filter { $0.period == last }.reduce(nil as (Int, Int, Int)?) { best, row in
      guard let best else { return row }
      return lost(row) > lost(best) ? row : best
    }
    guard let most else { return nil }
    let opening = money.opening[book.cell(most.1, most.2)]
    return Working(
      summary: "money per month, lost by reason: \(book.name(most.0, most.2))",
      steps: [
        Working.Step(
          words: "gross = lost / opening",
          numbers: "\(moneyText(lost(most))) / \(moneyText(opening)) = "
            + percent(Double(lost(most)) / Double(opening)))
      ], source: specification.definitions[0].source, pitfalls: [])
  }
}
