import Calendars
package import Columns
package import Planning

/// Money of clients that came, grew, shrank and went: the table of `specification.schema`.
///
/// - opening + new + returned + expansion - contraction - lost = closing, to the cent, in every row.
///   A movement counts on its day: what a customer pays from the first day of a stay is new, or
///   returned where the customer was a client before; what is paid until the day of leaving is lost;
///   a change in between is expansion or contraction. Several rows of a customer are added up.
/// - gross, net: missing where the period opens with no money, and where it is unfinished unless that
///   is asked for. grr, nrr: missing where nobody paid 12 months before the end of the period, and
///   where it is unfinished. quick: missing over 0.
/// - Groups, periods and what is left out: as for `calendarCounts`.
package func moneyMovements(
  _ specification: MoneyMovements, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let book = try Book(
    specification.counts, specification.money, of: table, keyColumns: keyColumns,
    isCancelled: isCancelled)
  let report = MoneyReport(specification, book)
  return Table(
    schema: specification.schema, columns: report.columns,
    about: TableDescription(
      title: table.about.title, period: book.periods.whole, asOf: book.clients.asOf,
      sources: table.about.sources,
      notes: table.about.notes + book.notes(specification.counts.keys) + report.notes,
      facts: report.facts, working: report.working))
}

/// The stays of a table in groups and periods, with their movements.
struct Book {
  let clients: ClientIntervals
  let periods: CountingPeriods
  let groups: CalendarGroups
  let cents: MonthlyCents?
  let timeline: MoneyTimeline?
  let movements: BookMovements

  init(
    _ counts: CalendarCounts, _ money: MonthlyMoney?, of table: Table, keyColumns: [Column],
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    clients = try ClientIntervals(
      table, asOf: counts.asOf, gap: counts.gap, exit: counts.exit, isCancelled: isCancelled)
    periods = try CountingPeriods(counts, firstStart: clients.firstStart, asOf: clients.asOf)
    groups = try CalendarGroups(
      clients.stays, periods, keys: counts.keys, keyColumns: keyColumns)
    if let money {
      let read = try MonthlyCents(table, money)
      cents = read
      timeline = MoneyTimeline(clients, cents: read.cents, gap: max(0, counts.gap))
    } else {
      (cents, timeline) = (nil, nil)
    }
    if isCancelled() { throw .cancelled }
    movements = BookMovements(groups, periods, timeline)
  }

  /// The rows of a result, each the group and the period that it shows.
  var rows: [(part: Int, group: Int, period: Int)] {
    groups.parts.enumerated().flatMap { place, part in
      (0..<periods.count).map { (place, part.clients, $0) }
    }
  }

  func cell(_ group: Int, _ period: Int) -> Int { group * periods.count + period }

  /// What a row is about: `annuale, 2024-03`.
  func name(_ part: Int, _ period: Int) -> String {
    (groups.parts[part].values.map(keyText) + [periods.labels[period]]).joined(separator: ", ")
  }

  /// The columns of the keys, then that of the periods.
  func leadingColumns(_ schema: Schema, keyCount: Int) -> [Column] {
    let rows = rows
    let columns = (0..<keyCount).map { key in
      Column(schema.fields[key].type, rows.map { groups.parts[$0.part].values[key] })
    }
    return columns + [Column(.text, rows.map { .text(periods.labels[$0.period]) })]
  }

  func notes(_ keys: [GroupKey]) -> [String] {
    clients.notes + (cents?.notes(of: clients.rows.map(\.row)) ?? []) + periods.notes
      + groups.notes(keys, periods)
  }

  var unfinishedPeriod: String? {
    (0..<periods.count).last { !periods.isFinished($0) }.map { periods.labels[$0] }
  }
}

/// Cents as they stand in a sentence: `1234.50`.
func moneyText(_ cents: Int64) -> String {
  let magnitude = cents.magnitude
  let fraction = padded(Int(magnitude % 100), to: 2)
  return (cents < 0 ? "-" : "") + "\(magnitude / 100).\(fraction)"
}
