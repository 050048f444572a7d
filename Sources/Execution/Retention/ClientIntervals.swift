package import Calendars
package import Columns
package import Planning

/// A stretch of days on which somebody was a client.
package struct ClientStay: Hashable, Sendable {
  /// The first day, counted from 1970-01-01.
  package var start: Int32
  /// The day of leaving; nil for somebody who is still here as of the last day known.
  package var end: Int32?
  /// The last day on which one who is still here was seen, where a flag beside an end says that it is
  /// such a day; nil: the last day known.
  package var lastSeen: Int32?
  /// The row of the input that gives the client's attributes: the latest one of the stay.
  package var attributesRow: Int
  /// The row that gives what is known of the leaving: the one with the last end.
  package var exitRow: Int
  /// The number of the customer; every stay has one of its own where no column names the customer.
  package var customer: Int
  /// Whether the customer was a client before.
  package var isReturn: Bool
}

/// Who was a client when, from the rows of a clients table.
///
/// - `end` missing, after `asOf`, or beside a `lost` flag that says no: still here.
/// - With `exit` announced the day of announcing takes the place of the end where it is known, lies
///   on or after the start and not after the end.
/// - Left out and counted: rows without a start, with an end before the start, with a start after
///   `asOf`, and, where a column names the customer, rows without a customer.
/// - Left out and counted too, where a column names the customer: a row that repeats another in every
///   column.
/// - Rows of one customer are united where next start - end - 1 <= gap days; a stay without an end
///   takes in all later ones. Stays further apart remain several. Without a column that names the
///   customer, every row is one stay of a client of its own.
package struct ClientIntervals: Sendable {
  /// At least one; those of one customer come together, earliest first.
  package var stays: [ClientStay]
  /// The rows that the stays are made of, those of one stay together, in the order of stays; within
  /// one earlier start first, then earlier end.
  var rows: [ClientRow]
  /// The first of `rows` of each stay, then the count of rows.
  var rowOffsets: [Int]
  /// The last day that the data know of.
  package var asOf: CivilDate
  /// The earliest start of a stay.
  package var firstStart: CivilDate
  /// Defaults used and rows left out, each with its count.
  package var notes: [String]

  /// The days on which renewals fall due, of a register; nil of clients, whose term tells.
  var dueDays: DueDays?

  /// The clients of a register.
  init(
    stays: [ClientStay], rows: [ClientRow], rowOffsets: [Int], dueDays: DueDays, asOf: CivilDate,
    notes: [String]
  ) {
    self.stays = stays
    self.rows = rows
    self.rowOffsets = rowOffsets
    self.dueDays = dueDays
    self.asOf = asOf
    self.notes = notes
    firstStart = CivilDate(daysSinceEpoch: stays.reduce(Int32.max) { min($0, $1.start) })
  }

  /// A renewal register becomes clients here, so that every verb about clients reads one.
  /// `asOf` nil: the table's own, else the last day of any start or end.
  package init(
    _ table: Table, asOf requested: CivilDate? = nil, gap: Int = 0, exit: ExitDay = .end,
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    if table.schema.kind == .register {
      self = try ClientIntervals(register: table, asOf: requested, isCancelled: isCancelled)
      return
    }
    let columns = try ClientColumns(table)
    var reading = ClientRowReading(exit)
    try reading.read(columns, isCancelled: isCancelled)
    guard !reading.rows.isEmpty else { throw reading.noUsableStart }
    let observation = try ObservationEnd(
      of: reading.rows, requested: requested, known: table.about.asOf)
    reading.observe(until: observation.day)
    guard !reading.rows.isEmpty else { throw reading.nobodyYet(observation.day) }
    if isCancelled() { throw .cancelled }
    let union = StayUnion(
      reading.rows, hasCustomers: columns.customers != nil, gap: max(0, gap),
      areEqual: { table.hasEqualRows($0, $1) })
    stays = union.stays
    rows = union.rows
    rowOffsets = union.rowOffsets
    asOf = observation.day
    firstStart = CivilDate(daysSinceEpoch: stays.reduce(Int32.max) { min($0, $1.start) })
    let endless =
      columns.hasEnds
      ? [] : ["no column is the end, so nobody counts as lost: roles end = COLUMN says which it is"]
    notes = endless + observation.notes + reading.notes(asOf: observation.day) + union.notes
  }
}

/// A row with a usable start, before rows of one customer are united.
struct ClientRow {
  var row: Int
  /// 0 for all where no column names the customer.
  var customer: Int
  var start: Int32
  var end: Int32?
  /// Whether `end` is only the last day on which the client was seen.
  var isCensored: Bool

  /// The day of leaving, nil for one who is still here.
  var leaving: Int32? { isCensored ? nil : end }
}

extension Table {
  /// Whether two rows are the same in every column.
  fileprivate func hasEqualRows(_ one: Int, _ other: Int) -> Bool {
    columns.allSatisfy { $0[one] == $0[other] }
  }
}
