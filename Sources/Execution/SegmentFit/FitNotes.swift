import Columns
import Planning
import Statistics

extension FitReport {
  /// The defaults in use and what weakens the figures, a sentence each.
  var notes: [String] {
    [targetReading].compactMap { $0 } + readings + clients.notes
      + [
        targetNote, keysNote, leftOutNote,
        "low and high: Wilson interval of churn, \(percent(specification.level)); difference: churn "
          + "less that of all the rest (Newcombe interval)",
        lookNote, meansNote, verdictNote, smallNote,
      ].compactMap { $0 }
  }

  /// Who is what, as a manager says it: the verdict may lie beyond the edge of a screen.
  private var readings: [String] {
    let kinds: [FitSegment.Verdict] = [.targeting, .service, .unexplained]
    let found = kinds.compactMap { kind -> String? in
      let names = segments.filter { $0.verdict(level: specification.level) == kind }
        .map { "\($0.dimension) \($0.name)" }
      guard !names.isEmpty else { return nil }
      let rest = names.count > 6 ? " and \(names.count - 6) more" : ""
      return "\(kind.rawValue): \(names.prefix(6).joined(separator: ", "))\(rest)"
    }
    return found.isEmpty ? ["no segment clearly leaves more than the rest"] : found
  }

  /// Are those whom the firm wants the ones that stay?
  private var targetReading: String? {
    guard let on = target?.on, let difference = on.difference, let churn = on.own.churn,
      let others = on.rest.churn
    else { return nil }
    let interval = difference.interval
    let reading =
      interval.high < 0
      ? "those on target leave less"
      : interval.low > 0 ? "those on target leave more" : "those on target leave like the others"
    return "\(reading): \(percent(churn)) of \(on.own.clients) against \(percent(others)) of "
      + "\(on.rest.clients) (difference \(percent(difference.value)), from "
      + "\(percent(interval.low)) to \(percent(interval.high)))"
  }

  private var targetNote: String? {
    specification.targetText.map {
      "target: \($0) (set target); on_target: the share of the segment that is on it, a missing value "
        + "being off it"
    }
  }

  private var keysNote: String? {
    guard !specification.areChosen else { return nil }
    let names = segments.filter { !$0.isOfTarget }.map(\.dimension).reduce(into: [String]()) {
      names, name in
      if !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { return nil }
    return "segments by \(names.sorted().joined(separator: ", ")), each by itself: fit by COLUMN "
      + "chooses"
  }

  private var leftOutNote: String? {
    leftOut.isEmpty ? nil : "left out: " + leftOut.joined(separator: "; ")
  }

  private var lookNote: String {
    let judged = segments.count { $0.p != nil }
    return "adjusted_p: that the segment leaves like the rest (score test), adjusted for "
      + "\(counted(judged, "look")) (Benjamini-Hochberg); below "
      + "\(percent(1 - specification.level)) it differs"
  }

  private var meansNote: String {
    switch (amount.name, effort.name) {
    case (let amount?, let effort?):
      "value and effort: \(amount) and \(effort) of the median client"
    case (let amount?, nil): "value: \(amount) of the median client; no column has the role effort"
    case (nil, let effort?): "effort: \(effort) of the median client; no column has the role amount"
    case (nil, nil): "no column has the roles amount and effort, so no value and effort"
    }
  }

  private var verdictNote: String {
    let share = percent(FitSegment.margin)
    let more = percent(1 / FitSegment.margin)
    return
      "targeting problem: leaves more than the rest and brings less than \(share) of the rest's "
      + "value or takes more than \(more) of its effort"
      + (onTarget == nil ? "" : ", or is on target less than \(share) as often")
      + "; service problem: leaves more but brings as much for no more effort; fine: no clear "
      + "difference"
  }

  private var smallNote: String? {
    let small = segments.count { $0.p == nil }
    guard small > 0 else { return nil }
    return "\(counted(small, "segment")) with fewer than \(specification.minimum) clients, or with "
      + "so few others, not judged: with minimum = ... sets another"
  }

  /// What `how` prints, with the numbers of the clearest segment.
  var working: Working? {
    let judged = segments.filter { $0.p != nil }
    let clearest = judged.reduce(nil as FitSegment?) { best, next in
      guard let best else { return next }
      return (next.p ?? 1) < (best.p ?? 1) ? next : best
    }
    guard let segment = clearest ?? segments.first, let difference = segment.difference,
      let churn = segment.own.churn, let rest = segment.rest.churn
    else { return nil }
    let name = "\(segment.dimension) \(segment.name)"
    var steps = [
      Working.Step(
        words: specification.definition.formula,
        numbers: "\(name): \(segment.own.lost) / \(segment.own.clients) - \(segment.rest.lost) / "
          + "\(segment.rest.clients) = \(percent(churn)) - \(percent(rest)) = "
          + percent(difference.value)),
      Working.Step(
        words: "interval of the difference = Newcombe's, from Wilson's intervals of both rates",
        numbers: "\(percent(difference.interval.low)) to \(percent(difference.interval.high))"),
    ]
    if let p = segment.p, let adjusted = segment.adjustedP {
      steps.append(
        Working.Step(
          words: "adjusted_p = smallest of p x looks / rank, over the ranks from its own on",
          numbers: "p \(probability(p)), \(counted(judged.count, "look")): \(probability(adjusted))"
        ))
    }
    steps.append(
      Working.Step(
        words: "verdict = by churn, value and effort beside the rest",
        numbers:
          "value \(number(segment.own.value)) beside \(number(segment.rest.value)), effort "
          + "\(number(segment.own.effort)) beside \(number(segment.rest.effort)): "
          + segment.verdict(level: specification.level).rawValue))
    return Working(
      summary: "\(specification.definition.title): \(name)", steps: steps,
      source: specification.definition.source, pitfalls: specification.definition.pitfalls)
  }

  private func number(_ value: Double?) -> String {
    value.map { fixedFigure($0, decimals: 2) } ?? "unknown"
  }
}
