import Calendars
import Planning
import Statistics

/// Whether a reason drives out more clients than it did: two counts, each of a stretch of days and
/// of the client-days in it.
///
/// Given both counts together, the later one is binomial with the later stretch's share of the
/// client-days: the exact test of two Poisson rates, Przyborowski & Wilenski, Biometrika 31 (1940).
struct ReasonTrend {
  let before: Int
  let after: Int
  /// Client-days of each stretch, positive.
  let exposureBefore: Double
  let exposureAfter: Double
  let level: Double

  /// With fewer in both stretches together no change could be told from luck.
  static let fewest = 5

  /// The rate after over the rate before; nil where nobody left before.
  var ratio: Double? {
    before == 0
      ? nil : (Double(after) / exposureAfter) / (Double(before) / exposureBefore)
  }

  /// The interval of the ratio; its upper end is infinite where nobody left before.
  var interval: Interval? {
    guard
      let share = clopperPearsonInterval(
        successes: after, trials: before + after, level: level)
    else { return nil }
    let scale = exposureBefore / exposureAfter
    func ratio(_ share: Double) -> Double { share >= 1 ? .infinity : share / (1 - share) * scale }
    return Interval(low: ratio(share.low), high: ratio(share.high))
  }

  /// `rising` and `falling` where the interval leaves 1 out, else `steady`; `few` where there are
  /// too few to tell.
  var word: String {
    guard before + after >= ReasonTrend.fewest, let interval else { return "few" }
    return interval.low > 1 ? "rising" : interval.high < 1 ? "falling" : "steady"
  }
}

/// The stretch that a period is compared with: the same days a year before, or, for a period of more
/// than a year, as long a stretch just before it.
struct EarlierStretch {
  let days: Range<Int32>
  let label: String

  /// Up to `knownEnd`, where the period is not finished.
  init(before period: Period, knownEnd: Int32) {
    let end = CivilDate(daysSinceEpoch: min(knownEnd, period.end.daysSinceEpoch))
    let isShort = period.lengthInDays <= 366
    let from: CivilDate
    let to: CivilDate
    if isShort {
      from = period.start.advanced(byMonths: -12)
      to = max(end.advanced(byMonths: -12), from)
    } else {
      to = period.start
      let (years, months, day) = period.start.components
      let (endYears, endMonths, endDay) = end.components
      from =
        day == 1 && endDay == 1
        ? to.advanced(byMonths: (years - endYears) * 12 + months - endMonths)
        : to.advanced(byDays: Int(period.start.daysSinceEpoch) - Int(end.daysSinceEpoch))
    }
    days = from.daysSinceEpoch..<max(to.daysSinceEpoch, from.daysSinceEpoch)
    label = EarlierStretch.label(from, to)
  }

  private static func label(_ from: CivilDate, _ to: CivilDate) -> String {
    let last = to.advanced(byDays: -1)
    for grain in [Grain.year, .quarter, .month] {
      let (first, final) = (grain.ordinal(of: from), grain.ordinal(of: last))
      if grain.firstDay(ofOrdinal: first) == from, grain.firstDay(ofOrdinal: final + 1) == to {
        return Period(
          from: PartialDate(grain: grain, ordinal: first),
          through: PartialDate(grain: grain, ordinal: final)
        ).label
      }
    }
    return "\(from)..\(last)"
  }
}
