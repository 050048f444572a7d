import Calendars
import Planning

/// The consecutive periods that figures are counted for.
struct CountingPeriods {
  /// The first day of each period, then the first day after the last.
  let bounds: [Int32]
  let labels: [String]
  /// All of them as one.
  let whole: Period
  let asOf: CivilDate
  private(set) var notes: [String] = []

  var count: Int { labels.count }
  var firstDay: Int32 { bounds[0] }
  /// The first day that does not count, being after the periods or after the last day known.
  var knownEnd: Int32 { min(bounds[count], asOf.daysSinceEpoch + 1) }

  func isFinished(_ period: Int) -> Bool { bounds[period + 1] <= asOf.daysSinceEpoch + 1 }

  /// The known days of a period.
  func days(_ period: Int) -> Range<Int32> { bounds[period]..<min(bounds[period + 1], knownEnd) }

  /// The period of each day from `firstDay` up to `knownEnd`.
  var periodOfDay: [Int] {
    var result: [Int] = []
    result.reserveCapacity(Int(knownEnd) - Int(firstDay))
    for period in 0..<count {
      result += repeatElement(period, count: days(period).count)
    }
    return result
  }

  init(
    _ specification: CalendarCounts, firstStart: CivilDate, asOf: CivilDate
  ) throws(ExecutionError) {
    if let period = specification.period {
      guard period.start <= asOf, period.end > firstStart else {
        throw .impossible(
          "\(period.label) lies outside the data, which run from \(firstStart) to \(asOf)",
          help: "name a period within them")
      }
    }
    if let grain = specification.grain {
      try self.init(grain, within: specification.period, firstStart: firstStart, asOf: asOf)
    } else if let period = specification.period {
      self.init(one: period, asOf: asOf)
    } else {
      try self.init(lastCompleteMonthsFrom: firstStart, asOf: asOf)
    }
  }

  private init(one period: Period, asOf: CivilDate) {
    bounds = [period.start.daysSinceEpoch, period.end.daysSinceEpoch]
    labels = [period.label]
    whole = period
    self.asOf = asOf
  }

  private init(grain: Grain, ordinals: ClosedRange<Int>, asOf: CivilDate) {
    bounds = (ordinals.lowerBound...ordinals.upperBound + 1)
      .map { grain.firstDay(ofOrdinal: $0).daysSinceEpoch }
    labels = ordinals.map { grain.label(ofOrdinal: $0) }
    whole = Period(
      from: PartialDate(grain: grain, ordinal: ordinals.lowerBound),
      through: PartialDate(grain: grain, ordinal: ordinals.upperBound))
    self.asOf = asOf
  }

  /// Every period of a length, or those whose first day lies in `period`, that the data reach.
  private init(
    _ grain: Grain, within period: Period?, firstStart: CivilDate, asOf: CivilDate
  ) throws(ExecutionError) {
    let known = grain.ordinal(of: firstStart)...grain.ordinal(of: asOf)
    guard let period else {
      self.init(grain: grain, ordinals: known, asOf: asOf)
      return
    }
    // A period that began before the stretch is not wholly inside it.
    let holding = grain.ordinal(of: period.start)
    let first = grain.firstDay(ofOrdinal: holding) < period.start ? holding + 1 : holding
    let last = grain.ordinal(of: period.lastDay)
    guard first <= last else {
      throw .impossible(
        "no \(grain.rawValue) begins in \(period.label)",
        help: "ask for a longer stretch or a shorter grain")
    }
    let (from, to) = (max(first, known.lowerBound), min(last, known.upperBound))
    guard from <= to else {
      throw .impossible(
        "no \(grain.rawValue) of the data begins in \(period.label): "
          + "they run from \(firstStart) to \(asOf)",
        help: "name a period within them")
    }
    self.init(grain: grain, ordinals: from...to, asOf: asOf)
    if from > first || to < last {
      notes = ["\(period.label) goes beyond the data, which run from \(firstStart) to \(asOf)"]
    }
    if first > holding || grain.firstDay(ofOrdinal: last + 1) > period.end {
      notes.append("a \(grain.rawValue) belongs to \(period.label) where its first day does")
    }
  }

  /// The last 12 complete months, or as many as there are. The month in which the first client
  /// starts is no such month: it opens with nobody, so nothing could be divided by its opening.
  private init(lastCompleteMonthsFrom firstStart: CivilDate, asOf: CivilDate) throws(ExecutionError)
  {
    let grain = Grain.month
    let last = grain.ordinal(of: asOf.advanced(byDays: 1)) - 1
    let earliest = grain.ordinal(of: firstStart) + 1
    guard earliest <= last else {
      throw .impossible(
        "the data hold no complete month that opens with a client: "
          + "they run from \(firstStart) to \(asOf)",
        help: "name the period (in ...) or a shorter grain (by week)")
    }
    let first = max(last - 11, earliest)
    self.init(grain: grain, whole: first...last, asOf: asOf)
    notes =
      first == last - 11
      ? ["\(whole.label): the last 12 complete months"]
      : ["\(whole.label): the data hold only \(counted(last - first + 1, "complete month"))"]
  }

  /// A run of periods as a single one.
  private init(grain: Grain, whole ordinals: ClosedRange<Int>, asOf: CivilDate) {
    self.init(
      one: Period(
        from: PartialDate(grain: grain, ordinal: ordinals.lowerBound),
        through: PartialDate(grain: grain, ordinal: ordinals.upperBound)),
      asOf: asOf)
  }
}
