package import Columns
package import Planning

/// The leaky bucket: the table of `specification.schema`.
///
/// - opening + new + returned - lost = closing in every row; revenue is what those here at the end pay
///   a month.
/// - needed: the new clients that would have ended the period at opening x (1 + target), given who left
///   of the opening and the share e of newcomers lost in their first period, which is measured over
///   all finished periods of the group; rounded up; missing for an unfinished period and where e is 1.
/// - Indexes: 100 at the start of the first period shown, or at its end where it opens with nobody.
/// - Groups, periods and what is left out: as for `calendarCounts`.
package func growth(
  _ specification: GrowthSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let book = try Book(
    specification.counts, specification.money, of: table, keyColumns: keyColumns,
    isCancelled: isCancelled)
  let report = GrowthReport(
    specification, book, cost: specification.cost.map { table.columns[$0] })
  return Table(
    schema: specification.schema, columns: report.columns,
    about: TableDescription(
      title: table.about.title, period: book.periods.whole, asOf: book.clients.asOf,
      sources: table.about.sources,
      notes: table.about.notes + book.notes(specification.counts.keys) + report.notes,
      facts: report.facts, working: report.working))
}

/// What is said of one group as a whole.
struct GroupGrowth {
  /// Clients and cents at the base of the indexes, and when that was.
  let baseClients: Int
  let baseCents: Int64
  let baseIsOpening: Bool
  /// Clients and cents at the end of the last finished period, and its number; nil without one.
  let last: (clients: Int, cents: Int64, period: Int)?
  /// Newcomers of the finished periods, and those of them lost in the same period.
  let newcomers: Int
  let early: Int
  /// Leavings of the finished periods, and what they paid.
  let lost: Int
  let lostCents: Int64

  init(_ book: Book, group: Int) {
    let movements = book.movements
    let cells = (0..<book.periods.count).map { book.cell(group, $0) }
    let finished = (0..<book.periods.count).filter(book.periods.isFinished)
    let start = cells[0]
    baseIsOpening = movements.opening[start] > 0
    baseClients = baseIsOpening ? movements.opening[start] : movements.closing[start]
    baseCents = baseIsOpening ? movements.money.opening[start] : movements.money.closing[start]
    last = finished.last.map {
      (movements.closing[cells[$0]], movements.money.closing[cells[$0]], $0)
    }
    newcomers = finished.reduce(0) {
      $0 + movements.new[cells[$1]] + movements.returned[cells[$1]]
    }
    early = finished.reduce(0) { $0 + movements.early[cells[$1]] }
    lost = finished.reduce(0) { $0 + movements.lost[cells[$1]] }
    lostCents = finished.reduce(0) { $0 + movements.money.lost[cells[$1]] }
  }

  /// The share of newcomers lost in their first period; 0 where nobody came.
  var earlyShare: Double { newcomers > 0 ? Double(early) / Double(newcomers) : 0 }

  /// The change of the revenue per month from the base to the last finished period in money, split
  /// by Kitagawa's midpoint into that of clients and that of value per client; nil where a side has
  /// nobody.
  var split: (change: Double, clients: Double, value: Double)? {
    guard let last, baseClients > 0, last.clients > 0 else { return nil }
    let (before, after) = (money(baseCents), money(last.cents))
    let (oldValue, newValue) = (before / Double(baseClients), after / Double(last.clients))
    let growth = Double(last.clients - baseClients)
    let ofClients = growth * (oldValue + newValue) / 2
    let ofValue = (newValue - oldValue) * Double(last.clients + baseClients) / 2
    return (after - before, ofClients, ofValue)
  }
}
