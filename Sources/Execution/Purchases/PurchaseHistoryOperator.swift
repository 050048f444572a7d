import Calendars
package import Columns
import Kernels
package import Planning

/// How often, how long ago and for how much each customer bought: the table of
/// `specification.schema`, customers in the order in which the rows name them.
///
/// `mean_amount` is missing without amounts, and for those who bought on one day only.
package func purchaseHistory(
  _ specification: PurchaseHistorySpecification, of table: Table,
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  guard let customers = table.column(.customer) else {
    throw .impossible(
      "no column says who bought", help: "say which one it is: roles customer = COLUMN")
  }
  let gathered = try GatheredHistories(specification, of: table, isCancelled: isCancelled)
  try poll(isCancelled)
  let figures = gathered.histories.figures(
    asOf: gathered.asOf.daysSinceEpoch, unit: specification.unit.days)
  let report = PurchaseHistoryReport(specification, figures, gathered)
  var about = table.about
  about.asOf = gathered.asOf
  about.notes += report.notes
  about.working = report.working
  return Table(
    schema: specification.schema,
    columns: [
      customers.gathered(gathered.rows(figures.rows)), Column(.integers(figures.repeats)),
      Column(.decimals(figures.recencies)), Column(.decimals(figures.ages)),
      Column(.decimals(figures.means), validity: gathered.isMeanKnown(figures)),
    ], about: about)
}

/// The histories, and what is said of the rows they were gathered from.
struct GatheredHistories {
  let histories: PurchaseHistories
  let asOf: CivilDate
  let hasAmounts: Bool
  let notes: [String]
  /// The row of the table that a row of the histories was; the same where nil.
  private let rows: [Int]?

  /// In one pass over the rows as they lie where each customer's are in the order of days; sorted before
  /// where they are not, or where a row names no customer.
  init(
    _ specification: PurchaseHistorySpecification, of table: Table, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let given = specification.asOf ?? table.about.asOf
    let money = table.column(.amount)?.decimals
    hasAmounts = money != nil
    if let customers = table.column(.customer)?.customerNumbers,
      let days = table.column(.date)?.dayCells,
      let histories = PurchaseHistories(
        customers: customers.codes, customerCount: customers.count, days: days, amounts: money,
        asOf: given?.daysSinceEpoch),
      let last = histories.lastDay
    {
      self.histories = histories
      rows = nil
      asOf = given ?? CivilDate(daysSinceEpoch: last)
      notes =
        [PurchaseOccasions.note(asOf, isGiven: specification.asOf != nil)]
        + PurchaseReading.notes(
          withoutCustomer: 0, withoutDate: histories.withoutDate, late: histories.late, asOf: asOf)
        + histories.notes
      return
    }
    var reading = try PurchaseReading(table)
    try reading.read(isCancelled: isCancelled)
    asOf = try reading.observe(until: given)
    try poll(isCancelled)
    let sorted = reading.sorted()
    try poll(isCancelled)
    let histories = PurchaseHistories(sorted, amounts: money)
    guard let histories else {
      throw .impossible("the table has more rows than can be gathered", help: nil)
    }
    self.histories = histories
    rows = sorted.rows
    notes =
      [PurchaseOccasions.note(asOf, isGiven: specification.asOf != nil)] + reading.notes(asOf: asOf)
      + histories.notes
  }

  /// The rows of the table that these rows of the histories were.
  func rows(_ gathered: [Int]) -> [Int] {
    rows.map { rows in gathered.map { rows[$0] } } ?? gathered
  }

  /// A 1 where a customer has a mean amount; nil where all have.
  func isMeanKnown(_ figures: PurchaseHistories.Figures) -> Bitmap? {
    guard hasAmounts else { return Bitmap(repeating: false, count: figures.repeats.count) }
    return figures.repeats.contains(0) ? Bitmap(figures.repeats.map { $0 > 0 }) : nil
  }
}

extension PurchaseHistories {
  /// Of rows in the order of customers and days; nil where there are too many.
  fileprivate init?(_ sorted: SortedPurchases, amounts money: Cells<Double>?) {
    let amounts = money.map { money in
      Cells(
        sorted.rows.map { money.isPresent($0) ? money.values[$0] : .nan })
    }
    self.init(
      customers: sorted.customers.map { UInt32($0) },
      customerCount: (sorted.customers.last ?? 0) + 1,
      days: DayCells(days: sorted.days, validity: nil, calendar: .min + 1 ... .max),
      amounts: amounts, asOf: nil)
  }

  fileprivate var notes: [String] {
    OccasionGathering.notes(sameDay: sameDay, repeated: repeated)
      + OccasionGathering.amountNotes(withoutAmount: withoutAmount, negative: negative)
  }
}
