import Calendars
import Columns
import Planning

/// The usable rows of a table of purchases, and how many were not usable for which reason.
struct PurchaseReading {
  private let customers: ValueCodes
  private let dates: DayReader
  private var rows: [Int] = []
  private var days: [Int32] = []
  private var withoutCustomer = 0
  private var withoutDate = 0
  private var afterObservation = 0

  /// Fails where no column says who bought, or when.
  init(_ table: Table) throws(ExecutionError) {
    guard let column = table.column(.customer) else {
      throw .impossible(
        "no column says who bought", help: "say which one it is: roles customer = COLUMN")
    }
    guard let dates = try DayReader(table, .date) else {
      throw .impossible(
        "no column says when it was bought", help: "say which one it is: roles date = COLUMN")
    }
    customers = ValueCodes(column, rows: 0..<column.count)
    self.dates = dates
  }

  mutating func read(isCancelled: () -> Bool) throws(ExecutionError) {
    for (row, customer) in customers.codes.enumerated() {
      if row & 0xFFFF == 0xFFFF { try poll(isCancelled) }
      if customer == customers.missingCode {
        withoutCustomer += 1
      } else if let day = dates.day(row) {
        rows.append(row)
        days.append(day)
      } else {
        withoutDate += 1
      }
    }
    guard !rows.isEmpty else {
      let why = exclusions.joined(separator: ", ")
      throw .impossible(
        "no row has both a customer and a date" + (why.isEmpty ? "" : ": \(why)"), help: nil)
    }
  }

  /// The last day of the rows that pass a test.
  func lastDay(_ counts: (Int) -> Bool) -> CivilDate? {
    let last = rows.indices.reduce(Int32.min) { last, place in
      counts(rows[place]) ? max(last, days[place]) : last
    }
    return last == .min ? nil : CivilDate(daysSinceEpoch: last)
  }

  /// Forgets what happened after the last day known, which is that of the last purchase where none is
  /// given.
  mutating func observe(until given: CivilDate?) throws(ExecutionError) -> CivilDate {
    let first = days.reduce(Int32.max) { min($0, $1) }
    let last = given?.daysSinceEpoch ?? days.reduce(Int32.min) { max($0, $1) }
    guard first <= last else {
      throw .impossible(
        "nobody had bought by \(CivilDate(daysSinceEpoch: last))",
        help: "the first purchase is on \(CivilDate(daysSinceEpoch: first)): use a later as of")
    }
    let kept = days.indices.filter { days[$0] <= last }
    afterObservation = days.count - kept.count
    if afterObservation > 0 {
      rows = kept.map { rows[$0] }
      days = kept.map { days[$0] }
    }
    return CivilDate(daysSinceEpoch: last)
  }

  /// By counting, in time proportional to the rows: first by day, then by customer.
  func sorted() -> SortedPurchases {
    let byDay = placesByDay()
    let codes = byDay.map { customers.codes[rows[$0]] }
    let byCustomer = Buckets(codes, count: customers.count).order
    let places = byCustomer.map { byDay[$0] }
    return SortedPurchases(
      rows: places.map { rows[$0] }, customers: byCustomer.map { codes[$0] },
      days: places.map { days[$0] })
  }

  private func placesByDay() -> [Int] {
    let first = days.reduce(Int32.max) { min($0, $1) }
    let last = days.reduce(Int32.min) { max($0, $1) }
    let span = Int(last) - Int(first) + 1
    // Of few rows in many centuries most buckets would be empty.
    guard span < 4 * days.count + 4096 else {
      return days.indices.sorted { (days[$0], $0) < (days[$1], $1) }
    }
    return Buckets(days.map { Int($0 - first) }, count: span).order
  }

  private var exclusions: [String] {
    PurchaseReading.exclusions(withoutCustomer: withoutCustomer, withoutDate: withoutDate)
  }

  private static func exclusions(withoutCustomer: Int, withoutDate: Int) -> [String] {
    [(withoutCustomer, "without a customer left out"), (withoutDate, "without a date left out")]
      .filter { $0.0 > 0 }.map { "\(counted($0.0, "row")) \($0.1)" }
  }

  func notes(asOf: CivilDate) -> [String] {
    PurchaseReading.notes(
      withoutCustomer: withoutCustomer, withoutDate: withoutDate, late: afterObservation,
      asOf: asOf)
  }

  /// What is said of rows that do not count.
  static func notes(
    withoutCustomer: Int, withoutDate: Int, late: Int, asOf: CivilDate
  ) -> [String] {
    exclusions(withoutCustomer: withoutCustomer, withoutDate: withoutDate)
      + (late > 0 ? ["\(counted(late, "row")) after \(asOf) left out"] : [])
  }
}

extension Column {
  /// The customers as numbers below `count`, where every row has one and they are words, or whole
  /// numbers hardly farther apart than there are rows: something is kept for each number.
  var customerNumbers: (codes: [UInt32], count: Int)? {
    guard missingCount == 0 else { return nil }
    switch storage {
    case .words(let words): return (words.codes.array, words.dictionary.count)
    case .integers(let values):
      guard let low = values.min(), let high = values.max() else { return nil }
      let (width, overflow) = high.subtractingReportingOverflow(low)
      guard !overflow, width < Int64(values.count) + 4096, width < Int64(UInt32.max) else {
        return nil
      }
      return (values.map { UInt32(truncatingIfNeeded: $0 - low) }, Int(width) + 1)
    case .decimals, .booleans, .days, .instants: return nil
    }
  }
}
