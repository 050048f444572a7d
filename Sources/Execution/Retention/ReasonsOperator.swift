import Calendars
package import Columns
package import Planning
import Statistics

/// Why those who left did so: the table of `specification.schema`, and for `risk` a column a reason.
///
/// - Pareto: groups in the order of `calendarCounts`, the reasons of each with most losses first and
///   by name among equals. `share` and `cumulative` are of the losses of the group. `revenue_lost`
///   is money per month. `before` is missing where the record does not reach back so far; `trend`
///   then too.
/// - A reason that the map of causes has no rule for has no cause and no `wanted`.
package func reasons(
  _ specification: ReasonsSpecification, of table: Table, isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  if case .risk(let lengths, let isWhole) = specification.layout {
    return try reasonRisks(
      specification, at: lengths, isWhole: isWhole, of: table, isCancelled: isCancelled)
  }
  let counts = try ReasonCounts(specification, of: table, isCancelled: isCancelled)
  let report = ReasonsReport(specification, counts)
  var about = table.about
  about.period = counts.leavings.period
  about.asOf = counts.leavings.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let rows = specification.layout == .map ? report.mapRows : report.paretoRows
  let fields = specification.schema.fields
  let columns = fields.indices.map { place in Column(fields[place].type, rows.map { $0[place] }) }
  return Table(schema: specification.schema, columns: columns, about: about)
}

/// What a table of reasons says.
struct ReasonsReport {
  let specification: ReasonsSpecification
  let counts: ReasonCounts

  init(_ specification: ReasonsSpecification, _ counts: ReasonCounts) {
    self.specification = specification
    self.counts = counts
  }

  /// The rows that are shown, with the losses of the group up to and with each.
  var shown: [(row: ReasonCounts.Row, sum: Int)] {
    var result: [(row: ReasonCounts.Row, sum: Int)] = []
    var (group, place, sum) = (-1, 0, 0)
    for row in counts.rows {
      if row.group != group { (group, place, sum) = (row.group, 0, 0) }
      place += 1
      sum += row.lost
      if place <= specification.top ?? .max { result.append((row, sum)) }
    }
    return result
  }

  var paretoRows: [[Value]] {
    shown.map { row, sum in
      let reason = counts.book.reasons[row.reason]
      let total = counts.groupLost[row.group]
      let trend = counts.trend(row, level: specification.level)
      func share(_ part: Int) -> Value {
        total == 0 ? .missing : .decimal(Double(part) / Double(total))
      }
      let revenue: Value =
        counts.money == nil ? .missing : .decimal(Execution.money(row.cents))
      return counts.groupValues[row.group] + [
        .text(reason.name), reason.cause, reason.isWanted, .integer(Int64(row.lost)),
        share(row.lost), share(sum), revenue, trend.map { .text($0.word) } ?? .missing,
        trend.map { .integer(Int64($0.before)) } ?? .missing,
      ]
    }
  }

  /// One row for each reason, whatever the group.
  var mapRows: [[Value]] {
    let losses = counts.rows.sorted {
      precedes((counts.book.reasons[$0.reason], $0.lost), (counts.book.reasons[$1.reason], $1.lost))
    }
    return losses.prefix(specification.top ?? .max).map { row in
      let reason = counts.book.reasons[row.reason]
      return [
        .text(reason.name), .integer(Int64(row.lost)), reason.cause, reason.isWanted,
        .text(reason.isUnknown ? unknownRule : reason.entry?.phrase ?? "no rule fits"),
      ]
    }
  }

  private var unknownRule: String {
    var parts = counts.book.blanks > 0 ? ["no reason given"] : []
    parts += counts.book.unknownWords.map { "\"\($0.words)\"" }
    return parts.joined(separator: ", ")
  }

  // MARK: - Figures of the whole

  func lost(where condition: (ReasonBook.Reason) -> Bool) -> Int {
    counts.rows.filter { condition(counts.book.reasons[$0.reason]) }.reduce(0) { $0 + $1.lost }
  }

  var unknown: Int { lost { $0.isUnknown } }
  var wanted: Int { lost { $0.entry?.isWanted == true } }

  var facts: [Fact] {
    func share(_ name: String, _ part: Int) -> Fact {
      Fact(
        name, counts.lost == 0 ? .missing : .decimal(Double(part) / Double(counts.lost)),
        unit: .rate)
    }
    var facts = [
      share("unknown_share", unknown), share("wanted_share", wanted),
      Fact("lost", .integer(Int64(counts.lost)), unit: .count),
    ]
    if counts.money != nil {
      let cents = counts.rows.reduce(Int64(0)) { $0 + $1.cents }
      facts.append(Fact("revenue_lost", .decimal(Execution.money(cents)), unit: .money))
    }
    return facts
  }
}
