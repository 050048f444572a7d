package import Columns
import Kernels
package import Planning
import Statistics

/// The probability that each customer is alive and what is to be expected of it, after a model of
/// purchases: the table of `specification.schema`, the most valuable customers first.
///
/// `value` is missing without amounts, and where what customers spend cannot be modelled.
package func purchaseModel(
  _ specification: PurchaseModelSpecification, of table: Table,
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  guard let customers = table.column(.customer) else {
    throw .impossible(
      "no column says who bought", help: "say which one it is: roles customer = COLUMN")
  }
  let purchases = try PurchaseOccasions(table, asOf: specification.asOf, isCancelled: isCancelled)
  let histories = purchases.histories(specification)
  let choice = try PurchaseModelChoice(specification.method, histories)
  try poll(isCancelled)
  let spending = CustomerSpending(purchases)
  let figures = CustomerFigures(specification, choice.fit.model, histories, spending)
  try poll(isCancelled)
  let order = figures.order
  let report = PurchaseModelReport(
    specification: specification, purchases: purchases, choice: choice, spending: spending,
    histories: histories, figures: figures)
  var about = table.about
  about.asOf = purchases.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  func decimals(_ values: [Double?]) -> Column {
    Column(.decimal, order.map { values[$0].map(Value.decimal) ?? .missing })
  }
  return Table(
    schema: specification.schema,
    columns: [
      customers.gathered(order.map { purchases.firstRows[$0] }),
      Column(.integer, order.map { .integer(Int64(histories[$0].repeats)) }),
      decimals(histories.map(\.recency)), decimals(histories.map(\.length)),
      decimals(figures.alive), decimals(figures.expected), decimals(figures.values),
    ], about: about)
}

extension PurchaseOccasions {
  /// x, t_x and T of each customer, times in the unit. For BG/BB they count units of time: those that
  /// have passed, and those with a purchase in them.
  func histories(_ specification: PurchaseModelSpecification) -> [PurchaseHistory] {
    histories(unit: specification.unit, inWholeUnits: specification.method == .bgbb)
  }

  func histories(
    unit: PurchaseModelSpecification.TimeUnit, inWholeUnits: Bool
  ) -> [PurchaseHistory] {
    let unit = unit.days
    return (0..<customerCount).map { customer in
      let places = occasions(customer)
      let first = days[places.lowerBound]
      let length = Double(age(customer)) / unit
      guard inWholeUnits else {
        let last = days[places.upperBound - 1]
        return PurchaseHistory(
          repeats: Double(places.count - 1), recency: Double(last - first) / unit, length: length)
      }
      let whole = length.rounded(.down)
      var (repeats, recency) = (0.0, 0.0)
      for place in places {
        let index = (Double(days[place] - first) / unit).rounded(.down)
        if index > recency, index <= whole { (repeats, recency) = (repeats + 1, index) }
      }
      return PurchaseHistory(repeats: repeats, recency: recency, length: whole)
    }
  }
}

/// What customers spend on a repeat purchase.
struct CustomerSpending {
  /// Repeat purchases with an amount above 0, and their mean; empty without amounts.
  private(set) var counts: [Double] = []
  private(set) var means: [Double] = []
  private(set) var fit: GammaGammaFit?
  /// Why there is no fit.
  private(set) var refusal: PurchaseModelError?

  var hasAmounts: Bool { !means.isEmpty }

  init(_ purchases: PurchaseOccasions) {
    guard !purchases.amounts.isEmpty else { return }
    for customer in 0..<purchases.customerCount {
      let amounts = purchases.amounts[purchases.occasions(customer).dropFirst()]
        .filter { $0 > 0 && $0.isFinite }
      counts.append(Double(amounts.count))
      means.append(amounts.isEmpty ? 0 : amounts.reduce(0, +) / Double(amounts.count))
    }
    do throws(PurchaseModelError) {
      fit = try GammaGammaFit(purchases: counts, means: means)
    } catch { refusal = error }
  }

  /// The mean value of purchases to come; nil where it is not known.
  func value(_ customer: Int) -> Double? {
    usable?.expectedValue(purchases: counts[customer], mean: means[customer])
  }

  /// The fit, unless how often and how much go together.
  var usable: GammaGammaFit? { fit.flatMap { $0.isMisleading ? nil : $0 } }

  /// Why there is no value of purchases to come, in words; nil where there is one.
  var reason: String? {
    guard hasAmounts else {
      return "no column is money, so value is not known: roles amount = COLUMN"
    }
    guard let fit else {
      let why = refusal.map { ": \($0)" } ?? ""
      return "value is not known, for spending cannot be modelled\(why)"
    }
    guard fit.isMisleading, let correlation = fit.correlation else { return nil }
    return "value is not known: how often and how much are bought go together (correlation "
      + "\(figure(correlation))), and gamma-gamma takes them for unrelated; expected stands, and times "
      + "what you hold a purchase to bring it is a value"
  }
}

/// The figures of each customer.
struct CustomerFigures {
  private(set) var alive: [Double] = []
  private(set) var expected: [Double] = []
  private(set) var values: [Double?] = []

  init(
    _ specification: PurchaseModelSpecification, _ model: any PurchaseModel,
    _ histories: [PurchaseHistory], _ spending: CustomerSpending
  ) {
    let horizon = Double(specification.horizon.days) / specification.unit.days
    // Most customers share their history with others.
    var known: [PurchaseHistory: (alive: Double, expected: Double)] = [:]
    for (customer, history) in histories.enumerated() {
      let figures =
        known[history]
        ?? (
          model.probabilityAlive(history), model.expectedPurchases(history, within: horizon)
        )
      known[history] = figures
      alive.append(figures.alive)
      expected.append(figures.expected)
      values.append(spending.value(customer).map { $0 * figures.expected })
    }
  }

  /// Customers by value, else by purchases expected, most first; then as in the file.
  var order: [Int] {
    alive.indices.sorted { first, second in
      let (a, b) = (values[first] ?? expected[first], values[second] ?? expected[second])
      return a != b ? a > b : first < second
    }
  }
}
