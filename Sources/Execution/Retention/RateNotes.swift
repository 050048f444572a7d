import Calendars
import Planning
import Statistics

extension RateReport {
  /// The defaults in use and what weakens the figures, a sentence each.
  var notes: [String] {
    switch specification.layout {
    case .sideBySide:
      return [stretchNote, bookNote, unfinishedNote].compactMap { $0 }
    case .single(let measure):
      return [
        "formula \(measure.name): \(measure.formula.words)", intervalNote(measure), bandNote,
        limitsNote, stretchNote, bookNote, unfinishedNote, smallCountsNote,
      ].compactMap { $0 }
    }
  }

  private func intervalNote(_ measure: Measure) -> String {
    guard measure.share != nil else {
      return "no interval and no limits: \(measure.name) is not a share of counted clients"
    }
    let method =
      switch specification.interval {
      case .wilson: "Wilson"
      case .exact: "Clopper-Pearson"
      }
    return "low and high: \(method) interval, \(percent(specification.level))"
  }

  private var bandNote: String {
    let band = "\(percent(specification.bandLow))-\(percent(specification.bandHigh)) a year"
    guard periodsPerYear != 1, let own = self.band else { return "accepted band \(band)" }
    return "accepted band \(band) = \(percent(own.low))-\(percent(own.high)) a \(periodWord)"
  }

  /// What one row's stretch of time is called.
  var periodWord: String { specification.grain?.rawValue ?? "period of this length" }

  private var limitsNote: String? {
    guard specification.grain != nil, measures[0].share != nil else { return nil }
    let charts = figures[0].charts.compactMap { $0 }
    guard let chart = charts.first else {
      return "no limits: they need \(RateFigures.fewestPeriodsForLimits) complete periods"
    }
    if counts.groups.count == 1 {
      return "limits: 3 sigma about \(percent(chart.chart.centre)), from "
        + "\(chart.periods) complete periods, \(chart.first) to \(chart.last)"
        + seasonClause(chart.chart) + wideningClause(chart.chart)
    }
    let without = counts.groups.count - charts.count
    let seasonal = charts.count { !$0.chart.seasonalCentres.isEmpty }
    let widened = charts.count { $0.chart.sigmaZ > 1 }
    return "limits: 3 sigma about each group's own rate over its complete periods"
      + (seasonal > 0 ? "; by calendar \(periodWord) in \(counted(seasonal, "group"))" : "")
      + (widened > 0 ? "; wider by Laney's sigma_z in \(counted(widened, "group"))" : "")
      + (without > 0 ? "; \(counted(without, "group")) with too few periods" : "")
  }

  /// The centres of the calendar months, where each has its own.
  private func seasonClause(_ chart: ControlChart) -> String {
    guard !chart.seasonalCentres.isEmpty else { return "" }
    let isMonth = specification.grain == .month
    let centres = chart.seasonalCentres.enumerated().map { season, centre in
      (isMonth ? padded(season + 1, to: 2) : "Q\(season + 1)") + " \(percent(centre))"
    }
    let chance = chart.seasonP.map { max($0, 0.0001) } ?? 1
    return "; they differ by calendar \(periodWord) (p \(chance <= 0.0001 ? "<" : "=") "
      + "\(percent(chance))), so each has its own centre: " + centres.joined(separator: ", ")
  }

  /// By how much the limits are widened, and why.
  private func wideningClause(_ chart: ControlChart) -> String {
    guard chart.sigmaZ > 1 else { return "" }
    return "; wider by sigma_z = \(figure(chart.sigmaZ)) (Laney's p'), for the rates scatter more "
      + "than chance lets them"
  }

  /// In many years nearly everybody leaves, whatever the rate of a year.
  private var stretchNote: String? {
    guard specification.grain == nil, periodsPerYear < 1, let label = counts.periods.first else {
      return nil
    }
    return "\(label) counts as one period of \(figure(1 / periodsPerYear)) years: "
      + "by year gives a rate for each"
  }

  /// Periods for which a rate would divide by nobody.
  private var bookNote: String? {
    let empty = (0..<counts.rowCount).count { counts.value(.opening, $0) == 0 }
    guard empty > 0 else { return nil }
    let rows = counts.groups.count > 1 ? "rows" : "periods"
    return "no rate in \(empty) of \(counts.rowCount) \(rows), which open with nobody"
  }

  private var unfinishedNote: String? {
    guard let row = (0..<counts.rowCount).last(where: { !counts.isFinished[$0] }) else {
      return nil
    }
    return specification.includesUnfinished
      ? "\(counts.periods[row]) is not finished: its rate is of the days so far"
      : "\(counts.periods[row]) is not finished: no rate"
  }

  private var smallCountsNote: String? {
    guard measures[0].share != nil else { return nil }
    let known = (0..<counts.rowCount).filter { figures[0].rates[$0] != nil }
    let small = known.count { (figures[0].share($0)?.numerator ?? 0) < 5 }
    guard small > 0 else { return nil }
    let rows = counts.groups.count > 1 ? "rows" : "periods"
    return known.count == 1
      ? "fewer than 5 left: read the interval"
      : "fewer than 5 left in \(small) of \(known.count) \(rows): read the intervals"
  }
}
