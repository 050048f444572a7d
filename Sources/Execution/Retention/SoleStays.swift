import Calendars
import Columns
import Kernels
import Planning

/// The clients of a table in which every row is a stay of its own, which is what most files hold:
/// `ClientIntervals` without anything kept for a row.
struct SoleStays {
  let cells: StayCells
  /// The last day that the data know of.
  let asOf: CivilDate
  /// The earliest start of a stay.
  let firstStart: CivilDate
  private let survey: StayCells.Survey
  private let observation: ObservationEnd
  private let hasEnds: Bool
  private let hasCustomers: Bool

  /// Nil where a customer has several rows, a flag or a day of announcing says more of a row, or
  /// something is wrong: then `ClientIntervals` tells.
  init?(_ table: Table, asOf requested: CivilDate?) {
    let schema = table.schema
    guard schema.kind != .register, schema.index(of: .lost) == nil,
      schema.index(of: .announced) == nil, let starts = table.column(.start)?.dayCells,
      table.hasOnlyDifferentCustomers
    else { return nil }
    let end = table.column(.end)
    let ends = end?.dayCells
    guard (end == nil) == (ends == nil) else { return nil }
    cells = StayCells(starts: starts, ends: ends)
    hasEnds = ends != nil
    hasCustomers = table.column(.customer) != nil
    let cells = cells
    survey = table.facts.fact(
      "stays \(schema.index(of: .start) ?? -1) \(schema.index(of: .end) ?? -1)"
    ) { cells.survey }
    guard let first = survey.firstStart, let last = survey.lastStart else { return nil }
    let span = ObservationEnd.Span(lastStart: last, lastEnd: survey.lastEnd)
    guard
      let observation = try? ObservationEnd(
        span, requested: requested, known: table.about.asOf,
        leavings: { cells.ends(after: $0) }),
      observation.day.daysSinceEpoch >= first
    else { return nil }
    self.observation = observation
    asOf = observation.day
    firstStart = CivilDate(daysSinceEpoch: first)
  }

  /// Defaults used and rows left out, each with its count.
  func notes(_ settled: StayCells.Settled) -> [String] {
    let reading = ClientRowReading(
      survey, settled, total: cells.rowCount, hasCustomers: hasCustomers)
    let endless =
      hasEnds
      ? [] : ["no column is the end, so nobody counts as lost: roles end = COLUMN says which it is"]
    return endless + observation.notes + reading.notes(asOf: asOf)
  }
}

extension Table {
  /// Whether no customer has several rows, as far as is quickly told.
  fileprivate var hasOnlyDifferentCustomers: Bool {
    guard let place = schema.index(of: .customer) else { return true }
    return facts.fact("different \(place)") { columns[place].hasOnlyDifferentValues }
  }
}

extension Column {
  /// Whether every row has a value and no value occurs twice; false where that is not quickly told.
  fileprivate var hasOnlyDifferentValues: Bool {
    guard missingCount == 0 else { return false }
    switch storage {
    case .words(let words):
      return words.codes.areDistinct(below: words.dictionary.count)
    case .integers(let values), .instants(let values): return areDistinct(values) ?? false
    case .decimals, .booleans, .days: return false
    }
  }
}
