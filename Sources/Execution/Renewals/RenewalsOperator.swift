import Calendars
package import Columns
import Kernels
package import Planning
import Statistics

/// What fell due, what was renewed and what was not: the table of `specification.schema(of:)`.
///
/// `keyColumns` holds, for each key of the specification, its value in each row of `table`.
/// - Each renewal that falls due counts, so that a client with a monthly term counts three times in a
///   quarter. Rows come group by group, periods within; every group has every period.
/// - What is due and not answered yet is neither renewed nor not renewed; facts hold the rate,
///   renewed / (renewed + not renewed), with its interval.
/// - `takings` and `takings_lost` are missing where no column is the amount, `reasons` where none is the
///   reason or nobody refused.
/// - The list holds one row for each refusal, oldest first; `left` is missing for those who renewed later.
package func renewals(
  _ specification: RenewalSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let all = try RenewalEvents(specification, table, isCancelled: isCancelled)
  let periods = try CountingPeriods(
    CalendarCounts(
      keys: specification.keys, grain: specification.grain, period: specification.period,
      asOf: all.asOf), firstStart: all.firstStart, asOf: all.asOf)
  try poll(isCancelled)
  let events = all.events.filter { $0.day >= periods.firstDay && $0.day < periods.knownEnd }
  let report = try RenewalReport(
    specification, table, all, events, periods, keyColumns: keyColumns)
  var about = table.about
  about.asOf = all.asOf
  about.period = periods.whole
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let schema = specification.schema(of: table.schema)
  let rows =
    switch specification.layout {
    case .register: report.registerRows
    case .list: report.listRows
    }
  return Table(
    schema: schema,
    columns: schema.fields.indices.map { place in
      Column(schema.fields[place].type, rows.map { $0[place] })
    }, about: about)
}

/// What is counted of one group in one period.
struct RenewalTally {
  var renewed = 0
  var refused = 0
  var unanswered = 0
  var takings = CompensatedSum()
  var lost = CompensatedSum()
  /// The rows that give the reasons of the refusals.
  var reasonRows: [Int] = []

  var due: Int { renewed + refused + unanswered }
  var rate: Double? {
    renewed + refused == 0 ? nil : Double(renewed) / Double(renewed + refused)
  }

  mutating func add(_ event: RenewalEvent, amount: Double) {
    switch event.outcome {
    case .renewed:
      renewed += 1
      takings.add(amount)
    case .refused:
      refused += 1
      lost.add(amount)
      reasonRows.append(event.reasonRow)
    case .unanswered: unanswered += 1
    }
  }
}

/// All that a table of renewals holds.
struct RenewalReport {
  let specification: RenewalSpecification
  let table: Table
  let all: RenewalEvents
  let events: [RenewalEvent]
  let periods: CountingPeriods
  let groups: KeyPartition
  let order: [Int]
  /// Group by group, the periods of each.
  let tallies: [RenewalTally]
  let whole: RenewalTally
  let reasons: ReasonWords?
  let money: RenewalMoney?

  private static let mostRows = 5_000_000

  init(
    _ specification: RenewalSpecification, _ table: Table, _ all: RenewalEvents,
    _ events: [RenewalEvent], _ periods: CountingPeriods, keyColumns: [Column]
  ) throws(ExecutionError) {
    (self.specification, self.table, self.all) = (specification, table, all)
    (self.events, self.periods) = (events, periods)
    groups = KeyPartition(keyColumns, rows: events.map(\.row))
    order = groups.displayOrder(specification.keys)
    guard groups.values.count <= RenewalReport.mostRows / periods.count else {
      throw .impossible(
        "\(groups.values.count) groups in \(counted(periods.count, "period")) are too many to list",
        help: "take fewer keys, a longer grain or a shorter stretch (in ...)")
    }
    reasons = ReasonWords(table)
    let money =
      specification.moneyRemark == nil
      ? RenewalMoney(table, months: specification.amountMonths, term: all.term) : nil
    self.money = money
    let periodOfDay = periods.periodOfDay
    var tallies = [RenewalTally](
      repeating: RenewalTally(), count: groups.values.count * periods.count)
    var whole = RenewalTally()
    for (place, event) in events.enumerated() {
      let period = periodOfDay[Int(event.day - periods.firstDay)]
      let amount = money?.amount(event.row) ?? 0
      tallies[groups.groups[place] * periods.count + period].add(event, amount: amount)
      whole.add(event, amount: amount)
    }
    self.tallies = tallies
    self.whole = whole
  }

  var registerRows: [[Value]] {
    order.flatMap { group in
      (0..<periods.count).map { period in
        groups.values[group] + [.text(periods.labels[period])]
          + cells(tallies[group * periods.count + period])
      }
    }
  }

  private func cells(_ tally: RenewalTally) -> [Value] {
    func count(_ number: Int) -> Value { .integer(Int64(number)) }
    func paid(_ sum: CompensatedSum) -> Value { money == nil ? .missing : .decimal(sum.value) }
    let words = reasons.map { $0.firstThree(ofRows: tally.reasonRows) } ?? ""
    return [
      count(tally.due), count(tally.renewed), paid(tally.takings), count(tally.refused),
      paid(tally.lost), words.isEmpty ? .missing : .text(words),
    ]
  }

  var listRows: [[Value]] {
    let refused = events.indices.filter { events[$0].outcome == .refused }
    let sorted = refused.sorted {
      (events[$0].day, events[$0].row, $0) < (events[$1].day, events[$1].row, $1)
    }
    let customers = table.column(.customer)
    let reasons = table.column(.reason)
    func day(_ day: Int32) -> Value { .date(CivilDate(daysSinceEpoch: day)) }
    return sorted.map { place in
      let event = events[place]
      return groups.values[groups.groups[place]] + [
        customers?[event.row] ?? .integer(Int64(event.row + 1)), day(event.due),
        money.flatMap { $0.known(event.row) }.map { .decimal($0) } ?? .missing,
        reasons?[event.reasonRow] ?? .missing, event.left.map(day) ?? .missing,
      ]
    }
  }

  /// The interval of the rate of all.
  var rateLimits: Interval? {
    wilsonInterval(
      successes: whole.renewed, trials: whole.renewed + whole.refused, level: specification.level)
  }

  var facts: [Fact] {
    func count(_ name: String, _ number: Int) -> Fact {
      Fact(name, .integer(Int64(number)), unit: .count)
    }
    func paid(_ name: String, _ sum: CompensatedSum) -> Fact {
      Fact(name, money == nil ? .missing : .decimal(sum.value), unit: .money)
    }
    return [
      count("due", whole.due), count("renewed", whole.renewed),
      count("not_renewed", whole.refused), paid("takings", whole.takings),
      paid("takings_lost", whole.lost),
      Fact("rate", whole.rate.map { .decimal($0) } ?? .missing, unit: .rate),
      Fact("rate_low", rateLimits.map { .decimal($0.low) } ?? .missing, unit: .rate),
      Fact("rate_high", rateLimits.map { .decimal($0.high) } ?? .missing, unit: .rate),
    ] + (all.term.map { [Fact("term", .text($0.description))] } ?? [])
  }
}

/// What a renewal brings: the amount of its row, of clients brought to the length of a term.
struct RenewalMoney {
  private let cells: Cells<Double>
  private let factor: Double

  /// Nil where no column is the amount.
  init?(_ table: Table, months: Double?, term: CalendarDuration?) {
    guard let cells = table.column(.amount)?.decimals else { return nil }
    self.cells = cells
    if let months, let term {
      factor = (Double(term.months) + Double(term.days) / (365.25 / 12)) / months
    } else {
      factor = 1
    }
  }

  func known(_ row: Int) -> Double? {
    cells.isPresent(row) && cells.values[row].isFinite ? cells.values[row] * factor : nil
  }

  func amount(_ row: Int) -> Double { known(row) ?? 0 }
}
