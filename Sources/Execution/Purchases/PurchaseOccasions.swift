package import Calendars
package import Columns
import Kernels
package import Planning

/// On which days each customer bought, customer by customer, in flat arrays.
///
/// - Customer c has the occasions `offsets[c] ..< offsets[c + 1]` of `days` and `amounts`, at least
///   one. Customers come in the order in which the rows name them first.
/// - Purchases of a customer on one day are one occasion; their amounts are added.
/// - Left out and counted: rows without a customer, without a date, and after `asOf`.
package struct PurchaseOccasions: Sendable {
  /// One more than there are customers.
  package let offsets: [Int]
  /// Days since 1970-01-01, ascending within a customer, none twice.
  package let days: [Int32]
  /// The money of each occasion, 0 where no row has any; empty without a column of money.
  package let amounts: [Double]
  /// The row of each customer's first purchase, which gives the customer's attributes.
  package let firstRows: [Int]
  /// The last day that the data know of.
  package let asOf: CivilDate
  /// Defaults used and rows left out, each with its count.
  package let notes: [String]
  /// The same without what was done with several purchases on one day.
  package let rowNotes: [String]
  /// What is to be said where amounts are used.
  package let amountNotes: [String]

  package var customerCount: Int { firstRows.count }

  /// The places of a customer's occasions in `days` and `amounts`.
  package func occasions(_ customer: Int) -> Range<Int> {
    offsets[customer]..<offsets[customer + 1]
  }

  /// Days from a customer's first purchase to the last day known.
  package func age(_ customer: Int) -> Int {
    Int(asOf.daysSinceEpoch) - Int(days[offsets[customer]])
  }

  /// Days from a customer's last purchase to the last day known.
  package func silence(_ customer: Int) -> Int {
    Int(asOf.daysSinceEpoch) - Int(days[offsets[customer + 1] - 1])
  }

  static func note(_ asOf: CivilDate, isGiven: Bool) -> String {
    isGiven ? "as of \(asOf)" : "as of \(asOf), the last purchase in the data"
  }

  /// `requested` nil: the table's own last day, else the last purchase. Fails where no row is usable.
  package init(
    _ table: Table, asOf requested: CivilDate? = nil, isCancelled: () -> Bool = { false }
  ) throws(ExecutionError) {
    var reading = try PurchaseReading(table)
    try reading.read(isCancelled: isCancelled)
    asOf = try reading.observe(until: requested ?? table.about.asOf)
    try poll(isCancelled)
    let sorted = reading.sorted()
    try poll(isCancelled)
    let money = table.column(.amount)?.decimals
    let gathered = OccasionGathering(sorted, amounts: money)
    offsets = gathered.offsets
    days = gathered.days
    amounts = gathered.amounts
    firstRows = gathered.firstRows
    rowNotes =
      [PurchaseOccasions.note(asOf, isGiven: requested != nil)] + reading.notes(asOf: asOf)
    notes = rowNotes + gathered.notes
    amountNotes = gathered.amountNotes
  }
}

/// Usable rows in the order of customers, then of days, then of the file.
struct SortedPurchases {
  /// The row, its customer and its day.
  var rows: [Int]
  var customers: [Int]
  var days: [Int32]
}

/// Rows of one customer and day made into one occasion.
struct OccasionGathering {
  private(set) var offsets: [Int] = []
  private(set) var days: [Int32] = []
  private(set) var amounts: [Double] = []
  private(set) var firstRows: [Int] = []
  private var sameDay = 0
  private var repeated = 0
  private var withoutAmount = 0
  private var negative = 0

  init(_ purchases: SortedPurchases, amounts money: Cells<Double>?) {
    days.reserveCapacity(purchases.rows.count)
    var customer = -1
    var previous: Double?
    for (place, row) in purchases.rows.enumerated() {
      let amount = money.flatMap { known($0, row) }
      let isNewCustomer = purchases.customers[place] != customer
      if isNewCustomer {
        customer = purchases.customers[place]
        offsets.append(days.count)
        firstRows.append(row)
      }
      if !isNewCustomer, days.last == purchases.days[place] {
        sameDay += 1
        if money != nil, amount == previous { repeated += 1 }
        if let amount { amounts[amounts.count - 1] += amount }
      } else {
        days.append(purchases.days[place])
        if money != nil { amounts.append(amount ?? 0) }
      }
      previous = amount
    }
    offsets.append(days.count)
  }

  private mutating func known(_ money: Cells<Double>, _ row: Int) -> Double? {
    guard money.isPresent(row), money.values[row].isFinite else {
      withoutAmount += 1
      return nil
    }
    if money.values[row] < 0 { negative += 1 }
    return money.values[row]
  }

  var notes: [String] { OccasionGathering.notes(sameDay: sameDay, repeated: repeated) }

  /// What is said of rows on a day of an earlier row of the same customer.
  static func notes(sameDay: Int, repeated: Int) -> [String] {
    guard sameDay > 0 else { return [] }
    let equal = repeated > 0 ? "; \(repeated) of them have the same amount too" : ""
    return [
      "\(counted(sameDay, "row")) on a day with an earlier row of the same customer: "
        + "one occasion, amounts added\(equal)"
    ]
  }

  var amountNotes: [String] {
    OccasionGathering.amountNotes(withoutAmount: withoutAmount, negative: negative)
  }

  /// What is said of rows whose amount is none, or taken off.
  static func amountNotes(withoutAmount: Int, negative: Int) -> [String] {
    var notes: [String] = []
    if withoutAmount > 0 { notes.append("\(counted(withoutAmount, "row")) without an amount: 0") }
    if negative > 0 {
      notes.append(
        "\(counted(negative, "row")) with an amount below 0 taken off: refunds, it seems")
    }
    return notes
  }
}
