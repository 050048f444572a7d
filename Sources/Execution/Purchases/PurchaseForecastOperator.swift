import Calendars
package import Columns
package import Planning
import Statistics

/// What the customers known are to buy in each coming period, or spend: the table of
/// `specification.schema`.
///
/// The first period is the one that is not over on the last day known; what was bought in it by then is
/// in its mean. Only purchases after a customer's first count, so nobody new is in it. With `isBacktest`
/// the periods are the last full ones, and the model is fitted to what came before them.
package func purchaseForecast(
  _ specification: PurchaseForecastSpecification, of table: Table,
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let purchases = try PurchaseOccasions(table, asOf: specification.asOf, isCancelled: isCancelled)
  try poll(isCancelled)
  let holdOut = try PurchaseHoldOut(specification, purchases, table, isCancelled: isCancelled)
  let run: PurchaseForecastRun
  if specification.isBacktest {
    guard let holdOut else {
      throw .impossible(
        "no \(specification.grain) can be held out: it takes 3 full ones, and a model that fits "
          + "without the last third of them",
        help: "leave out backtest")
    }
    run = holdOut.run
  } else {
    run = try PurchaseForecastRun(
      specification, purchases, periods: specification.horizon, isCancelled: isCancelled)
  }
  let report = PurchaseForecastReport(run: run, holdOut: holdOut, whole: purchases)
  var about = table.about
  about.asOf = purchases.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  about.period = nil
  about.shape = report.shape
  let rows = (0..<report.periods).map { step -> [Value] in
    let ordinal = run.firstOrdinal + step
    var row: [Value] = [.text(specification.grain.label(ofOrdinal: ordinal))]
    row += run.figures(step).map(Value.decimal)
    if specification.isBacktest { row.append(.decimal(holdOut?.seen[step] ?? .nan)) }
    return row
  }
  let schema = specification.schema
  return Table(
    schema: schema,
    columns: schema.fields.indices.map { place in
      Column(schema.fields[place].type, rows.map { $0[place] })
    }, about: about)
}

/// A fit to the purchases before the last full periods, and what came of them.
struct PurchaseHoldOut {
  let run: PurchaseForecastRun
  /// What these customers bought in each period held out.
  let seen: [Double]

  var expected: Double { (0..<seen.count).reduce(0) { $0 + run.mean($1) } }
  var total: Double { seen.reduce(0, +) }

  /// As many periods as are forecast, at most a third of those known. Nil where there are not 3
  /// full ones, or the model cannot be fitted without them.
  init?(
    _ specification: PurchaseForecastSpecification, _ purchases: PurchaseOccasions, _ table: Table,
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let grain = specification.grain
    let end = grain.ordinal(of: purchases.asOf.advanced(byDays: 1))
    let history = RepeatHistory(purchases, grain, specification.counts)
    guard history.firstOrdinal < end - 2 else { return nil }
    let held = max(1, min(specification.horizon, (end - history.firstOrdinal) / 3))
    let lastDay = grain.firstDay(ofOrdinal: end - held).advanced(byDays: -1)
    do throws(ExecutionError) {
      let earlier = try PurchaseOccasions(table, asOf: lastDay, isCancelled: isCancelled)
      run = try PurchaseForecastRun(
        specification, earlier, periods: held, isCancelled: isCancelled)
    } catch {
      if case .cancelled = error { throw error }
      return nil
    }
    let known = RepeatHistory(purchases, grain, specification.counts, knownOn: lastDay)
    seen = (0..<held).map { known[end - held + $0] }
  }
}
