import Calendars
package import Columns
package import Planning

/// Who was here, came and went in each group and period: the table of `specification.schema`.
///
/// `keyColumns` holds, for each key of the specification, its value in each row of `table`.
/// - Rows come group by group, periods within; every group has every period. Groups are ordered key
///   by key: numbers by size, words by how many clients carry them, missing last.
/// - A key takes its value from the latest row of a stay; one that describes the leaving from the
///   row of the last end. The latter splits `lost`, `early` and `daily_shares`; the other figures
///   stay those of the whole group.
/// - Figures of an unfinished period count what happened up to the last day known.
/// - `due` is missing without a term; of a register it holds those whose row lies in the period.
package func calendarCounts(
  _ specification: CalendarCounts, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  try checkTerm(specification.term)
  if let counts = try soleCalendarCounts(
    specification, of: table, keyColumns: keyColumns, isCancelled: isCancelled)
  {
    return counts
  }
  let clients = try ClientIntervals(
    table, asOf: specification.asOf, gap: specification.gap, exit: specification.exit,
    isCancelled: isCancelled)
  let periods = try CountingPeriods(
    specification, firstStart: clients.firstStart, asOf: clients.asOf)
  let groups = try CalendarGroups(
    clients.stays, periods, keys: specification.keys, keyColumns: keyColumns)
  var rows = CalendarRows()
  let rule = clients.dueDays.map { DueRule.listed($0) } ?? specification.term.map { .term($0) }
  try rows.count(groups, periods, due: rule, isCancelled: isCancelled)
  let notes =
    table.about.notes + clients.notes + periods.notes + groups.notes(specification.keys, periods)
  return rows.table(specification, of: table, periods, asOf: clients.asOf, notes: notes)
}

extension CalendarRows {
  /// The counts as the result of `specification` on a table.
  func table(
    _ specification: CalendarCounts, of table: Table, _ periods: CountingPeriods, asOf: CivilDate,
    notes: [String]
  ) -> Table {
    Table(
      schema: specification.schema,
      columns: columns(specification.schema, keyCount: specification.keys.count),
      about: TableDescription(
        title: table.about.title, period: periods.whole, asOf: asOf, sources: table.about.sources,
        notes: notes))
  }
}

private func checkTerm(_ term: CalendarDuration?) throws(ExecutionError) {
  guard let term else { return }
  let isUsable =
    (0...12_000).contains(term.months) && (0...4_000_000).contains(term.days)
    && term.months + term.days > 0
  guard isUsable else {
    throw .impossible(
      "a term of \(term) is no length of a contract", help: "for example: term = 12 months")
  }
}
