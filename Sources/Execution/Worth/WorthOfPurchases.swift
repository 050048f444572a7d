import Calendars
import Columns
import Planning

extension Worths {
  /// The worth of customers of purchases: the sum of their amounts. One is gone who is silent for
  /// longer than the rule of `returns`.
  init(
    purchases table: Table, _ sources: WorthSources, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    self.init(sources)
    let purchases = try PurchaseOccasions(table, asOf: sources.asOf, isCancelled: isCancelled)
    let costs = CustomerCosts(table, purchases)
    let efforts = customerEfforts(table, purchases, sources)
    let lapse = LapseRule(PurchaseGaps(purchases), given: nil)
    asOf = purchases.asOf
    notes = purchases.notes + purchases.amountNotes
    for customer in 0..<purchases.customerCount {
      let places = purchases.occasions(customer)
      var worth = CustomerWorth(row: purchases.firstRows[customer])
      worth.revenue = places.reduce(0) { $0 + purchases.amounts[$1] }
      worth.acquisition = costs?[customer]
      worth.effort = efforts[customer]
      worth.months = Double(purchases.age(customer) + 1) / daysOfMonth
      worth.isGone =
        lapse.limit(customer).map { Double(purchases.silence(customer)) > $0 } ?? false
      customers.append(worth)
      occasions.append((places.count, purchases.days[places.upperBound - 1]))
    }
    notes.append(
      lapse.days.map {
        "gone: silent for longer than \(counted($0, "day")), which 95% of the gaps between purchases "
          + "do not exceed, drawn towards the customer's own gaps"
      } ?? "nobody bought twice, so no silence is too long: gone is no for all")
  }

  /// The hours of all rows of each customer; nil for all without the column.
  private func customerEfforts(
    _ table: Table, _ purchases: PurchaseOccasions, _ sources: WorthSources
  ) -> [Double?] {
    let none = [Double?](repeating: nil, count: purchases.customerCount)
    guard sources.effort != nil, let column = table.column(.customer) else { return none }
    let extras = WorthColumns(table, sources)
    let codes = ValueCodes(column, rows: 0..<column.count)
    var sums = [Double?](repeating: nil, count: codes.count)
    for (row, code) in codes.codes.enumerated() {
      if let effort = extras.effort(row) { sums[code] = (sums[code] ?? 0) + effort }
    }
    return purchases.firstRows.map { sums[codes.codes[$0]] }
  }
}
