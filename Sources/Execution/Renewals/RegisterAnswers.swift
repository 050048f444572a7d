import Calendars
import Columns
import Planning

/// The answers of a renewal register, customer by customer, in flat arrays.
///
/// - Customer c has the places `offsets[c] ..< offsets[c + 1]`, ascending by day, none twice.
/// - Rows of one customer and day are one answer: a yes before a no, a no before none.
/// - The last day known is, unless given, the table's own, or that of the last answer where only
///   unanswered rows come after it.
struct RegisterAnswers {
  private(set) var offsets: [Int] = []
  private(set) var days: [Int32] = []
  /// Nil: not answered.
  private(set) var answers: [Bool?] = []
  /// The row that each answer stands in.
  private(set) var rows: [Int] = []
  let asOf: CivilDate
  private(set) var notes: [String] = []

  var customerCount: Int { offsets.count - 1 }

  func places(_ customer: Int) -> Range<Int> { offsets[customer]..<offsets[customer + 1] }

  init(
    _ table: Table, asOf requested: CivilDate?, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    guard let renewed = try FlagReader(table, .renewed) else {
      throw .impossible(
        "no column says whether it was renewed",
        help: "say which one it is: roles renewed = COLUMN")
    }
    var reading = try PurchaseReading(table)
    try reading.read(isCancelled: isCancelled)
    let answered = reading.lastDay { renewed.flag($0) != nil }
    let last = reading.lastDay { _ in true }
    // What is known of the whole file still holds for a part of it.
    let known = table.about.asOf.flatMap { day in last.map { day < $0 } == true ? day : nil }
    let isOpenEnded = answered.map { $0 < last ?? $0 } == true
    let usual = known ?? (isOpenEnded ? answered : table.about.asOf)
    asOf = try reading.observe(until: requested ?? usual)
    try poll(isCancelled)
    var joined = 0
    var customer = -1
    let sorted = reading.sorted()
    for (place, row) in sorted.rows.enumerated() {
      let answer = renewed.flag(row)
      if sorted.customers[place] != customer {
        customer = sorted.customers[place]
        offsets.append(days.count)
      } else if days.last == sorted.days[place] {
        joined += 1
        if rank(answer) > rank(answers[answers.count - 1]) {
          answers[answers.count - 1] = answer
          rows[rows.count - 1] = row
        }
        continue
      }
      days.append(sorted.days[place])
      answers.append(answer)
      rows.append(row)
    }
    offsets.append(days.count)
    let source = answered == nil ? "date" : "answer"
    notes =
      ["as of \(asOf)" + (requested == nil ? ", the last \(source) in the data" : "")]
      + reading.notes(asOf: asOf)
    if joined > 0 {
      notes.append(
        "\(counted(joined, "row")) on a day with another of the same customer counted once, "
          + "a yes before a no")
    }
  }

  private func rank(_ answer: Bool?) -> Int { answer.map { $0 ? 2 : 1 } ?? 0 }

  /// The place of a customer's first refusal without a later renewal; nil for one who is still here.
  func leaving(_ customer: Int) -> Int? {
    let places = places(customer)
    let lastYes = places.last { answers[$0] == true } ?? places.lowerBound - 1
    return places.first { $0 > lastYes && answers[$0] == false }
  }
}

extension ClientIntervals {
  /// The clients of a renewal register: a stay from the first row of a customer to the first refusal
  /// without a later renewal. Attributes are those of the latest row of the stay, what is known of the
  /// leaving is that of the refusal. Within a stay each row holds from its day to that of the next.
  init(
    register table: Table, asOf requested: CivilDate?, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    let register = try RegisterAnswers(table, asOf: requested, isCancelled: isCancelled)
    var stays: [ClientStay] = []
    var rows: [ClientRow] = []
    var rowOffsets = [0]
    var atOnce = 0
    for customer in 0..<register.customerCount {
      let places = register.places(customer)
      let leaving = register.leaving(customer)
      let latest = leaving ?? places.upperBound - 1
      if leaving == places.lowerBound { atOnce += 1 }
      stays.append(
        ClientStay(
          start: register.days[places.lowerBound], end: leaving.map { register.days[$0] },
          attributesRow: register.rows[latest], exitRow: register.rows[latest],
          customer: customer, isReturn: false))
      // The refusal itself holds for no day, unless there is nothing else.
      let held = places.lowerBound..<max(leaving ?? places.upperBound, places.lowerBound + 1)
      for place in held {
        let next = place + 1 < places.upperBound && place != leaving ? place + 1 : leaving
        rows.append(
          ClientRow(
            row: register.rows[place], customer: customer, start: register.days[place],
            end: next.map { register.days[$0] }, isCensored: false))
      }
      rowOffsets.append(rows.count)
    }
    let early =
      atOnce > 0
      ? ["\(counted(atOnce, "client")) refused on the first row: start and end on one day"] : []
    self.init(
      stays: stays, rows: rows, rowOffsets: rowOffsets,
      dueDays: DueDays(offsets: register.offsets, days: register.days),
      asOf: register.asOf,
      notes: register.notes + [
        "a register as clients: start is a customer's first row, end the first refusal without a "
          + "later renewal"
      ] + early)
  }
}

/// The days on which the renewals of each client fall due, as a register tells them.
struct DueDays {
  /// Those of a customer are `days[offsets[c] ..< offsets[c + 1]]`, ascending.
  let offsets: [Int]
  let days: [Int32]

  func days(of stay: ClientStay) -> ArraySlice<Int32> {
    days[offsets[stay.customer]..<offsets[stay.customer + 1]]
  }
}
