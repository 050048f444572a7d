import Calendars
import Columns
import Glibc
import Planning
import Statistics

extension ShiftReport {
  /// The defaults in use, what was looked at, and what was not found.
  func notes(_ earlier: [String]) -> [String] {
    var notes = earlier.filter(isAboutData) + remarks
    for (series, shifts) in searched where shifts.found.isEmpty {
      notes.append(series.labelled(nothing(series, shifts)))
    }
    notes += searched.compactMap { survivorNote($0.series, $0.shifts) }
    guard let (series, shifts) = searched.first else { return notes }
    notes.append(modelNote(series, shifts))
    notes.append(ruleNote(shifts))
    notes.append(falseAlarmNote)
    notes.append(segmentationNote(series))
    notes += carrierNotes
    if let unfinished = input.unfinished {
      notes.append("\(unfinished) is not finished: left out")
    }
    return notes
  }

  /// Bands and limits of the table before speak of other columns.
  private func isAboutData(_ note: String) -> Bool {
    !["low and high", "accepted band", "limits", "no limits", "fewer than 5"]
      .contains { note.hasPrefix($0) } && !note.contains("is not finished")
  }

  private func nothing(_ series: PeriodSeries, _ shifts: SeriesShifts) -> String {
    let scan = shifts.scan
    let whole = specification.carriers.isEmpty ? "" : " of all clients together"
    return
      "no shift\(whole): the likeliest, from \(series.label(scan.best.start)) on, stays below the "
      + "threshold (\(brief(scan.best.statistic)) of "
      + "\(brief(scan.threshold))); chance alone does as well in "
      + "\(percent(scan.p)) of random orders"
  }

  /// A file that somebody began to keep one day holds only those who were still here.
  private func survivorNote(_ series: PeriodSeries, _ shifts: SeriesShifts) -> String? {
    let (counts, exposures) = (series.series.counts, series.series.exposures)
    guard isLoss, !shifts.found.isEmpty, let first = counts.firstIndex(where: { $0 > 0 }),
      let rate = series.level(first..<counts.count),
      rate * exposures[..<first].reduce(0, +) >= SeriesShifts.surelySome
    else { return nil }
    let start = series.label(first)
    return series.labelled(
      "nobody is lost before \(start): if the file was begun then, it lacks those who had left before, "
        + "and this is no shift: look from \(start) on")
  }

  private func modelNote(_ series: PeriodSeries, _ shifts: SeriesShifts) -> String {
    let season =
      series.series.season > 1
      ? "\(SeasonSpecification.placeWord(series.grain)) of the year and a slow drift taken out"
      : series.grain == .year
        ? "a slow drift taken out"
        : "a slow drift taken out, the season not: fewer than two of them are complete"
    let law =
      switch series.series.family {
      case .share: "quasi-binomial"
      case .count: "quasi-Poisson"
      case .amount: "normal"
      }
    let dispersion =
      searched.count == 1 && series.series.family != .amount
      ? ", dispersion \(brief(shifts.scan.dispersion))" : ""
    return "\(law) steps and ramps; \(season)\(dispersion)"
  }

  private func ruleNote(_ shifts: SeriesShifts) -> String {
    "p: 999 random orders, seed \(specification.seed); of episodes and isolated periods chi-squared, "
      + "times the number of stretches looked at; start with its interval, "
      + "\(percent(specification.level)) (from_low, from_high)"
  }

  private var falseAlarmNote: String {
    if !specification.carriers.isEmpty {
      return
        "expected false alarms: about 6 in 100 books without a shift give a row, of all or of a group, "
        + "and 1 in 100 a haemorrhage (measured on simulated clients)"
    }
    let rate = "about 4 in 100 series without a shift give one (measured on simulated churn)"
    guard searched.count > 1 else { return "expected false alarms: \(rate)" }
    let expected = brief(0.04 * Double(searched.count))
    return "expected false alarms: \(expected) of these \(searched.count) series; \(rate)"
  }

  private func segmentationNote(_ series: PeriodSeries) -> String {
    let penalty =
      specification.penalty.map { figure($0) }
      ?? "3 ln n = \(brief(usualPenalty(periods: series.series.usedCount)))"
    return "several changes: penalty \(penalty), at least "
      + "\(counted(specification.minimum, "period")) a level; rates pool the periods of each level"
  }

  private var carrierNotes: [String] {
    guard !specification.carriers.isEmpty, !searched.isEmpty else {
      return specification.input.keys.isEmpty && specification.input.atRisk != nil
        ? ["carried_by is filled where shifts reads clients or  churn by month  of them"] : []
    }
    var notes = ["carried_by: looked at " + carriers.names.joined(separator: ", ")]
    for verdict in verdicts {
      notes.append(
        "\(verdict.label) carries \(points(verdict.part)) of \(points(verdict.change)) "
          + "(p \(brief(verdict.p)) for as many groups)")
    }
    if groupsSearched > 0 {
      notes.append(
        "\(counted(groupsSearched, "group")) with 30 lost or more searched one by one, thresholds raised "
          + "for so many; a row of a group has that group's own rates")
    }
    if verdicts.isEmpty, searched.contains(where: { !$0.shifts.found.isEmpty }) {
      notes.append("no group stands out from the others in the shift of all")
    }
    return notes
  }

  /// The working of the first series with a shift, else of the first.
  var working: Working? {
    guard
      let (series, shifts) = searched.first(where: { !$0.shifts.found.isEmpty })
        ?? groupShifts.first.map({ ($0.series, $0.shifts) }) ?? searched.first
    else { return nil }
    let scan = shifts.scan
    let start = series.label(scan.best.start)
    let shape = scan.best.shape == .step ? "step" : "ramp over half a year"
    var steps = [
      Working.Step(
        words: "level = season + slow drift + shift from its start on, on the scale of the model",
        numbers: "best: a \(shape) from \(start), size \(brief(scan.best.size))"),
      Working.Step(
        words: "statistic = 2 x gain of log-likelihood / dispersion",
        numbers: "= \(brief(scan.best.statistic)), dispersion "
          + brief(scan.dispersion)),
      Working.Step(
        words: "threshold = 6.5 + ln(periods) + 2 ln(groups searched)",
        numbers: "ln(\(series.series.usedCount)) = \(brief(log(Double(series.series.usedCount)))); "
          + "threshold \(brief(scan.threshold))"
          + (scan.isShift ? ": a shift" : ": no lasting shift")),
      Working.Step(
        words: "p = (1 + orders that reach the statistic) / (1 + 999)",
        numbers: "= \(figure(scan.p))"),
    ]
    steps += shifts.found.prefix(4).map { step($0, series) }
    if scan.isShift {
      let rings = alarm(shifts).map { "rings in \(series.label($0))" } ?? "does not ring"
      steps.append(
        Working.Step(
          words: "running alarm: S = max(0, S + residual - 1/2) from the start on, limit 5",
          numbers: rings))
    }
    return Working(
      summary: series.labelled(
        "shifts of \(workingName) over \(series.series.usedCount) periods, "
          + "\(series.label(0)) to \(series.label(series.values.count - 1))"),
      steps: steps,
      source: specification.definitions.map(\.source).joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }

  private var workingName: String {
    guard searched.allSatisfy({ $0.shifts.found.isEmpty }), let group = groupShifts.first else {
      return measureName
    }
    return "\(measureName) of \(group.label)"
  }

  private func step(_ shift: FoundShift, _ series: PeriodSeries) -> Working.Step {
    let from = series.label(shift.places.lowerBound)
    let to = series.label(shift.places.upperBound - 1)
    func pooled(_ places: [Int]) -> String {
      let used = places.filter { series.series.isUsed($0) }
      let lost = used.reduce(0) { $0 + series.series.counts[$1] }
      let exposure = used.reduce(0) { $0 + series.series.exposures[$1] }
      let level = exposure > 0 ? lost / exposure : .nan
      let text = input.unit == .rate ? percent(level) : brief(level)
      return "\(brief(lost)) / \(figure(exposure)) = \(text)"
    }
    return Working.Step(
      words: "\(shift.kind.rawValue) \(from) to \(to): rate before and after",
      numbers: "\(pooled(shift.reference)), then \(pooled(Array(shift.places)))")
  }
}

/// A difference of rates in percentage points, signed.
func points(_ difference: Double) -> String {
  let text = percent(abs(difference))
  return (difference < 0 ? "-" : "+") + text.dropLast() + " points"
}

/// Four significant digits.
func brief(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return figure(value) }
  var scale = 1.0
  var size = abs(value)
  while size < 1000, scale < 1e12 {
    size *= 10
    scale *= 10
  }
  let rounded = (value * scale).rounded() / scale
  return abs(rounded) >= 1e-3 ? figure(rounded) : "\(rounded)"
}
