import Calendars
import Columns
import Planning
import Statistics

/// The share of clients who have left for each reason by each length of stay, the reasons competing:
/// `time` in days, a column a reason in Pareto order, `still_here`. Each row adds up to 1.
///
/// A stay counts from its start to its end, or to the last day known. Lengths at which nobody was
/// seen any more are left out.
func reasonRisks(
  _ specification: ReasonsSpecification, at lengths: [CalendarDuration], isWhole: Bool,
  of table: Table, isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  let clients = try ClientIntervals(
    table, asOf: specification.asOf, gap: specification.gap, isCancelled: isCancelled)
  let risks = try ReasonRisks(specification, clients, table.columns[specification.reason])
  let asked = lengths.isEmpty ? risks.usualLengths : lengths.map(\.wholeDays)
  let times =
    isWhole
    ? risks.exitTimes : asked.filter { risks.curves.overall.survival(at: Double($0)) != nil }
  var about = table.about
  about.asOf = clients.asOf
  about.notes += clients.notes + risks.notes
  let beyond = isWhole ? 0 : asked.count - times.count
  if beyond > 0, !lengths.isEmpty {
    about.notes.append("nobody was seen as long as the last \(counted(beyond, "length")) asked for")
  }
  about.facts = risks.facts
  about.working = risks.working(at: times.last, specification)
  about.shape = .curve(risks.shape)
  return risks.table(times, about)
}

extension CalendarDuration {
  /// Months of 30.4375 days, rounded.
  var wholeDays: Int {
    let months = (Double(months) * daysOfMonth).rounded()
    return abs(months) < 1e9 ? Int(months) + days : Int(1e9)
  }
}

/// The days of a mean month, 365.25 / 12.
let daysOfMonth = 30.4375

/// The curves of a book.
private struct ReasonRisks {
  let curves: CumulativeIncidence
  /// The reasons in Pareto order; the last may stand for all others.
  let names: [String]
  let counts: [Int]
  let stays: Int
  let joined: Int

  init(
    _ specification: ReasonsSpecification, _ clients: ClientIntervals, _ column: Column
  ) throws(ExecutionError) {
    let leaving = clients.stays.filter { $0.end != nil }
    let book = ReasonBook(column, rows: leaving.map(\.exitRow), causes: specification.causes)
    var sizes = [Int](repeating: 0, count: book.reasons.count)
    for code in book.codes { sizes[code] += 1 }
    let ranked = book.reasons.indices.sorted {
      precedes((book.reasons[$0], sizes[$0]), (book.reasons[$1], sizes[$1]))
    }
    // Two reasons in one other are none the fewer columns.
    let most = specification.top ?? ReasonRisks.mostColumns
    let kept = ranked.count <= most ? ranked.count : most
    var places = [Int](repeating: kept, count: ranked.count)
    for (place, reason) in ranked.prefix(kept).enumerated() { places[reason] = place }
    joined = ranked.count - kept
    names =
      uniqueNames(ranked.prefix(kept).map { book.reasons[$0].name })
      + (joined > 0 ? ["other reasons"] : [])
    var counts = [Int](repeating: 0, count: names.count)
    var (times, causes): ([Double], [Int?]) = ([], [])
    var next = 0
    for stay in clients.stays {
      let last = stay.end ?? clients.asOf.daysSinceEpoch
      times.append(Double(Int(last) - Int(stay.start)))
      guard stay.end != nil else {
        causes.append(nil)
        continue
      }
      let place = places[book.codes[next]]
      counts[place] += 1
      causes.append(place)
      next += 1
    }
    self.counts = counts
    stays = times.count
    do {
      curves = try CumulativeIncidence(times: times, causes: causes, causeCount: names.count)
    } catch {
      throw .impossible("the lengths of stay make no curve", help: nil)
    }
  }

  private static let mostColumns = 8

  var exitTimes: [Int] {
    zip(curves.times, curves.overall.events).filter { $0.1 > 0 }.map { Int($0.0) }
  }

  /// 3 and 6 months, then every year, as far as somebody was seen.
  var usualLengths: [Int] {
    let last = curves.times.last ?? 0
    let years = Int(last / 365.25)
    let lengths =
      [3, 6].map { CalendarDuration(months: $0) }
      + (0..<max(1, years)).map { CalendarDuration(months: ($0 + 1) * 12) }
    let days = lengths.map(\.wholeDays).filter { Double($0) <= last }
    return days.isEmpty ? [Int(last)] : days
  }

  func table(_ times: [Int], _ about: TableDescription) -> Table {
    let rates = names.indices.map { cause in
      Column(
        .decimal,
        times.map { time in
          curves.incidence(cause: cause, at: Double(time)).map(Value.decimal) ?? .missing
        })
    }
    let here = Column(
      .decimal,
      times.map { curves.overall.survival(at: Double($0)).map(Value.decimal) ?? .missing })
    let fields =
      [Field("time", .integer, unit: .days)]
      + (names + ["still_here"]).map { Field($0, .decimal, unit: .rate) }
    return Table(
      schema: Schema(fields),
      columns: [Column(.integer, times.map { .integer(Int64($0)) })] + rates + [here],
      about: about)
  }

  var notes: [String] {
    var notes = [
      "\(counted(stays, "stay")), \(counts.reduce(0, +)) of them ended: "
        + zip(names, counts).map { "\($0) \($1)" }.joined(separator: ", "),
      "cumulative incidence: the share of all that has left for the reason by that length of "
        + "stay; each row adds up to 100%",
    ]
    if joined > 0 {
      notes.append("the \(counted(joined, "rarest reason")) stand together: top N shows more")
    }
    return notes
  }

  var facts: [Fact] {
    [
      Fact("stays", .integer(Int64(stays)), unit: .count),
      Fact("left", .integer(Int64(counts.reduce(0, +))), unit: .count),
    ]
  }

  var shape: CurveShape {
    let lines = names.indices.map { cause in
      CurveLine(
        key: [.text(names[cause])],
        points: zip(curves.times, curves.incidence[cause]).map { CurvePoint(x: $0, value: $1) })
    }
    return CurveShape(
      x: CurveAxis("time", unit: .days), measure: CurveAxis("left for the reason", unit: .rate),
      isStepped: true, start: 0, lines: lines)
  }

  func working(at time: Int?, _ specification: ReasonsSpecification) -> Working? {
    guard let time, let definition = specification.definitions.first(where: { $0.name == "risk" })
    else { return nil }
    let parts = names.indices.map { cause in
      let share = curves.incidence(cause: cause, at: Double(time)) ?? 0
      guard let interval = curves.interval(cause: cause, at: Double(time)) else {
        return "\(names[cause]) \(percent(share))"
      }
      return "\(names[cause]) \(percent(share)) "
        + "(\(percent(interval.low)) to \(percent(interval.high)))"
    }
    let here = curves.overall.survival(at: Double(time)) ?? 0
    return Working(
      summary: "cumulative incidence after \(counted(time, "day"))",
      steps: [
        Working.Step(
          words: "\(definition.name) = \(definition.formula)",
          numbers: parts.joined(separator: ", ") + ", still here \(percent(here))")
      ],
      source: definition.source, pitfalls: definition.pitfalls)
  }
}

/// Names of columns, none twice and none that of another column.
private func uniqueNames(_ names: [String]) -> [String] {
  var taken: Set<String> = ["time", "still_here", "other reasons"]
  return names.map { name in
    var unique = name
    while !taken.insert(unique).inserted { unique += " (reason)" }
    return unique
  }
}
