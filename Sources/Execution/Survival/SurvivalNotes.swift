import Calendars
import Columns
import Planning
import Statistics

extension SurvivalReport {
  /// The defaults in use and what weakens the figures, a sentence each.
  var notes: [String] {
    let shared = stays.notes + [clockNote, intervalNote]
    switch specification.layout {
    case .summary:
      return shared + [medianNote, horizonNote, testNote, smallNote].compactMap { $0 }
    case .curve: return shared + [testNote, smallNote].compactMap { $0 }
    case .times(let times):
      return shared + [lostNote, beyondNote(times), testNote, smallNote].compactMap { $0 }
    }
  }

  var unit: String { specification.clock.unit.plural }

  private var clockNote: String {
    switch specification.clock {
    case .calendar:
      return "a stay is the days from the start to the day of leaving; who is still here was seen "
        + "until \(stays.asOf.map { "\($0)" } ?? "the last day")"
    case .tenure(let unit, let factor):
      let times = factor == 1 ? "" : ", each of the column counting as \(figure(factor))"
      return
        "a stay is read from a column, in \(unit.plural)\(times); who is not lost is still here"
    }
  }

  private var intervalNote: String {
    "low and high: \(specification.interval.rawValue) interval with Greenwood's variance, "
      + percent(specification.level)
  }

  private var medianNote: String {
    let open = groups.indices.filter { medians[$0]?.time == nil }
    let words = "median: the time by which half have left"
    guard !open.isEmpty else { return words }
    let names = open.prefix(4).map { index in
      let share = groups[index].curve.survival.last.map(percent) ?? "all"
      return groups.count == 1
        ? "\(share) are still here at the last time seen"
        : "\(groups[index].name) (\(share) still here at the last time seen)"
    }
    let rest = open.count > names.count ? " and \(open.count - names.count) more" : ""
    let place = groups.count == 1 ? "" : "in "
    return "\(words); not reached: \(place)\(names.joined(separator: ", "))\(rest)"
  }

  private var horizonNote: String {
    let mean = "mean_life: the mean stay up to \(figure(horizon)) \(unit)"
    let unknown = means.count { $0 == nil }
    let blank =
      unknown == 0 ? "" : "; blank where nobody was seen that long (\(counted(unknown, "group")))"
    if specification.horizon != nil { return mean + " (with horizon)" + blank }
    guard groups.count > 1, let shortest = groups.first(where: { $0.lastTime == horizon }) else {
      return mean + ", the longest that was seen: with horizon = ... sets another"
    }
    return mean + ", the longest at which every group still has someone (\(shortest.name) ends "
      + "there): with horizon = ... sets another"
  }

  private var testNote: String? {
    guard groups.count > 1 else { return nil }
    guard groups.count <= SurvivalReport.mostTested else {
      return "no log-rank test of more than \(SurvivalReport.mostTested) groups"
    }
    guard let test else { return "no log-rank test: nobody left while several groups were here" }
    let meaning =
      test.p < 0.05
      ? "the groups differ by more than chance explains"
      : "the difference may well be chance"
    return "log-rank test that all groups leave alike: chi-squared \(figure(test.statistic)), "
      + "df \(test.degreesOfFreedom), p \(probability(test.p)): \(meaning)"
  }

  private var lostNote: String {
    "at_risk: those whose stay is that long; lost: since the row above"
  }

  private func beyondNote(_ times: [Double]) -> String? {
    let isBeyond = groups.contains { group in
      times.contains { group.curve.survival(at: $0) == nil }
    }
    guard isBeyond else { return nil }
    return "survival is blank where nobody was seen that long"
  }

  private var smallNote: String? {
    let small = groups.count { $0.lost < 5 }
    guard small > 0 else { return nil }
    if groups.count == 1 { return "fewer than 5 left: read the interval" }
    return "fewer than 5 left in \(small) of \(groups.count) groups: read the intervals"
  }
}

/// A p-value in a sentence.
func probability(_ p: Double) -> String {
  if p < 0.0001 { return "below 0.0001" }
  return p < 0.1 ? fixedFigure(p, decimals: 4) : figure(p)
}
