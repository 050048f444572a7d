import Calendars
package import Columns
import Kernels
package import Planning

/// Whether each loss of a period was bad: the table of `specification.schema`.
///
/// - A row a loss, by the day of leaving and then in the order of stays. `value` is what the customer
///   had brought up to that day; `monthly` what a month of the customer brought at the end.
/// - `verdict`: `healthy` where the loss was wanted, the customer off target, the value negative or
///   below the quantile `healthyBelow` of all customers' values, tested in this order; else
///   `painful` from the quantile `painfulAbove` on; else `neutral`. `rule` names what decided.
///   Missing where nothing decides because no value is known.
/// - A summary has a row for each combination of keys; `net` is the sum of `monthly`.
package func losses(
  _ specification: LossesSpecification, of table: Table, isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let clients = try ClientIntervals(
    table, asOf: specification.sources.asOf, gap: specification.sources.gap,
    isCancelled: isCancelled)
  let periods = try CountingPeriods(
    CalendarCounts(keys: [], grain: nil, period: specification.period, asOf: nil),
    firstStart: clients.firstStart, asOf: clients.asOf)
  let worths = try Worths(clients, of: table, specification.sources)
  try poll(isCancelled)
  let judged = try JudgedLosses(specification, clients, periods, worths, table)
  let report = LossesReport(specification, judged, table)
  var about = table.about
  about.period = periods.whole
  about.asOf = clients.asOf
  about.notes += report.notes(clients, periods, worths)
  about.facts = report.facts
  about.working = report.working
  let rows = specification.keys.isEmpty ? report.lossRows : report.summaryRows
  let fields = specification.schema.fields
  return Table(
    schema: specification.schema,
    columns: fields.indices.map { place in Column(fields[place].type, rows.map { $0[place] }) },
    about: about)
}

enum Verdict: String, CaseIterable {
  case painful, neutral, healthy
}

/// What decided a verdict; the healthy ones in the order in which they are tested.
enum LossRule: String, CaseIterable {
  case wanted
  case offTarget = "off target"
  case negative = "negative value"
  case lowValue = "low value"
  case highValue = "high value"
  case middle = "middle value"

  var verdict: Verdict {
    switch self {
    case .wanted, .offTarget, .negative, .lowValue: .healthy
    case .highValue: .painful
    case .middle: .neutral
    }
  }
}

/// A loss and its verdict.
struct JudgedLoss {
  let customer: Value
  let end: Int32
  let attributesRow: Int
  let exitRow: Int
  let reason: ReasonBook.Reason?
  var value: Double?
  var effort: Double?
  var monthly: Double?
  var isOnTarget: Bool?
  var rule: LossRule?

  var isWanted: Bool? { reason?.entry?.isWanted }
}

/// The losses of a period with their verdicts.
struct JudgedLosses {
  private(set) var losses: [JudgedLoss] = []
  /// Values below the first are healthy to lose, from the second on painful; nil without values.
  private(set) var limits: (low: Double, high: Double)?

  init(
    _ specification: LossesSpecification, _ clients: ClientIntervals, _ periods: CountingPeriods,
    _ worths: Worths, _ table: Table
  ) throws(ExecutionError) {
    let days = periods.firstDay..<max(periods.firstDay, periods.knownEnd)
    let places = clients.stays.indices.filter { place in
      clients.stays[place].end.map(days.contains) ?? false
    }.sorted { (clients.stays[$0].end ?? 0, $0) < (clients.stays[$1].end ?? 0, $1) }
    let book = specification.reason.map { column in
      ReasonBook(
        table.columns[column], rows: places.map { clients.stays[$0].exitRow },
        causes: specification.causes)
    }
    let onTarget = specification.target.map { bits($0, over: table) }
    let history = try LossHistory(clients, table, specification.sources)
    if specification.sources.money != nil {
      let values = worths.customers.indices.map { worths.value($0) }.sorted()
      if let low = quantile(specification.healthyBelow, ofSorted: values),
        let high = quantile(specification.painfulAbove, ofSorted: values)
      {
        limits = (low, high)
      }
    }
    for (index, place) in places.enumerated() {
      let stay = clients.stays[place]
      var loss = JudgedLoss(
        customer: table.column(.customer)?[stay.attributesRow]
          ?? .integer(Int64(stay.attributesRow) + 1),
        end: stay.end ?? 0, attributesRow: stay.attributesRow, exitRow: stay.exitRow,
        reason: book.map { $0.reasons[$0.codes[index]] })
      history.fill(&loss, stay: place)
      loss.isOnTarget = onTarget.map { $0[stay.attributesRow] }
      loss.rule = rule(of: loss)
      losses.append(loss)
    }
  }

  private func rule(of loss: JudgedLoss) -> LossRule? {
    if loss.isWanted == true { return .wanted }
    if loss.isOnTarget == false { return .offTarget }
    guard let value = loss.value, let limits else { return nil }
    if value < 0 { return .negative }
    if value < limits.low { return .lowValue }
    return value >= limits.high ? .highValue : .middle
  }
}

/// What a customer had brought by the day of a loss.
private struct LossHistory {
  private let clients: ClientIntervals
  private let sources: WorthSources
  private let money: MonthlyCents?
  private let extras: WorthColumns

  init(
    _ clients: ClientIntervals, _ table: Table, _ sources: WorthSources
  ) throws(ExecutionError) {
    self.clients = clients
    self.sources = sources
    money = try sources.money.map { (money: MonthlyMoney) throws(ExecutionError) in
      try MonthlyCents(table, money)
    }
    extras = WorthColumns(table, sources)
  }

  /// Takes in the stay and those of the customer before it.
  func fill(_ loss: inout JudgedLoss, stay: Int) {
    var worth = CustomerWorth(row: loss.attributesRow)
    var place = stay
    while place >= 0, clients.stays[place].customer == clients.stays[stay].customer {
      for row in clients.rows(ofStay: place) {
        worth.add(
          monthly: Double(money?.cents[row.row] ?? 0) / 100,
          months: clients.months(of: row, upTo: loss.end), effort: extras.effort(row.row),
          cost: extras.cost(row.row))
      }
      place -= 1
    }
    loss.effort = worth.effort
    guard let money else { return }
    loss.value = worth.value(effortCost: sources.effortCost)
    loss.monthly = lastMonthly(stay, loss.end, money)
  }

  /// The money a month of the rows that ended with the stay, less their cost to serve a month.
  private func lastMonthly(_ stay: Int, _ end: Int32, _ money: MonthlyCents) -> Double {
    clients.rows(ofStay: stay).filter { $0.leaving == end }.reduce(0) { sum, row in
      let months = clients.months(of: row)
      let hours = extras.effort(row.row) ?? 0
      let serving = months > 0 ? hours * (sources.effortCost ?? 0) / months : 0
      return sum + Double(money.cents[row.row]) / 100 - serving
    }
  }
}
