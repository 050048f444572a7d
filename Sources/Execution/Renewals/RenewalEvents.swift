import Calendars
import Columns
import Planning

/// Something that fell due for renewal.
struct RenewalEvent {
  /// The day on which it counts: the due day, or that of leaving before it.
  var day: Int32
  /// The day on which it fell or would have fallen due.
  var due: Int32
  /// The day on which the client left; nil for one who stayed or renewed later.
  var left: Int32?
  var outcome: Outcome
  /// The rows that give keys and amount, and the reason.
  var row: Int
  var reasonRow: Int

  enum Outcome { case renewed, refused, unanswered }
}

/// All that fell due up to the last day known.
struct RenewalEvents {
  let events: [RenewalEvent]
  let asOf: CivilDate
  let firstStart: CivilDate
  let notes: [String]
  /// The length of a contract; nil of a register.
  let term: CalendarDuration?

  /// More than this would exhaust the memory.
  private static let mostEvents = 50_000_000

  init(
    _ specification: RenewalSpecification, _ table: Table, isCancelled: () -> Bool
  ) throws(ExecutionError) {
    var events: [RenewalEvent] = []
    if table.schema.kind == .register {
      let register = try RegisterAnswers(
        table, asOf: specification.asOf, isCancelled: isCancelled)
      for customer in 0..<register.customerCount {
        let leaving = register.leaving(customer) ?? Int.max
        for place in register.places(customer) {
          let outcome: RenewalEvent.Outcome =
            register.answers[place].map { $0 ? .renewed : .refused } ?? .unanswered
          events.append(
            RenewalEvent(
              day: register.days[place], due: register.days[place],
              left: place >= leaving ? register.days[leaving] : nil,
              outcome: outcome,
              row: register.rows[place], reasonRow: register.rows[place]))
        }
      }
      self.events = events
      asOf = register.asOf
      let first = register.days.reduce(Int32.max) { min($0, $1) }
      firstStart = CivilDate(daysSinceEpoch: first)
      notes = register.notes
      term = nil
      return
    }
    let clients = try ClientIntervals(
      table, asOf: specification.asOf, gap: specification.gap, isCancelled: isCancelled)
    let length = try RenewalTerm(specification.term, clients)
    let known = clients.asOf.daysSinceEpoch + 1
    for (number, stay) in clients.stays.enumerated() {
      if number & 0xFFF == 0xFFF { try poll(isCancelled) }
      let renewals = RenewalDays(of: stay, every: length.term)
      renewals.forEach(from: clients.firstStart.daysSinceEpoch, upTo: stay.end ?? known) { day in
        events.append(
          RenewalEvent(
            day: day, due: day, left: nil, outcome: .renewed, row: stay.attributesRow,
            reasonRow: stay.attributesRow))
      }
      guard events.count < RenewalEvents.mostEvents else {
        throw .impossible(
          "a term of \(length.term) makes more than \(RenewalEvents.mostEvents) renewals",
          help: "is a contract so short? Else: with term = 1 year")
      }
      guard let end = stay.end else { continue }
      events.append(
        RenewalEvent(
          day: end, due: renewals.first(from: end), left: end, outcome: .refused,
          row: stay.attributesRow,
          reasonRow: stay.exitRow))
    }
    self.events = events
    asOf = clients.asOf
    firstStart = clients.firstStart
    notes = clients.notes + [length.note]
    term = length.term
  }
}

/// The length of a contract: given, or the commonest stay.
struct RenewalTerm {
  let term: CalendarDuration
  let note: String

  init(_ given: CalendarDuration?, _ clients: ClientIntervals) throws(ExecutionError) {
    let meaning =
      "a renewal falls due on the anniversaries of the start; who leaves before counts as not "
      + "renewed on the day of leaving"
    if let given {
      term = given
      note = "term \(given): \(meaning)"
      return
    }
    var counts: [Int: Int] = [:]
    var ended = 0
    for stay in clients.stays {
      guard let end = stay.end else { continue }
      ended += 1
      let months = Int((Double(end - stay.start) / (365.25 / 12)).rounded())
      counts[max(1, months), default: 0] += 1
    }
    // Of equally common stays the shorter one.
    let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
    guard let best else {
      throw .impossible(
        "nobody has left, so the length of a contract cannot be told from the stays",
        help: "say it: with term = 1 year")
    }
    term = CalendarDuration(months: best.key)
    // Stays of a real term end together.
    let doubt = best.value * 5 < ended ? ", too few for a real one" : ""
    note =
      "term \(term), the commonest stay (\(best.value) of \(ended) that ended\(doubt)); "
      + "with term = 1 year sets it: \(meaning)"
  }
}
