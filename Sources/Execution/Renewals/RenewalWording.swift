import Calendars
import Columns
import Kernels
import Planning
import Statistics

extension RenewalReport {
  /// The defaults in use, what was left out and what weakens the figures, a sentence each.
  var notes: [String] {
    all.notes + periods.notes
      + [moneyNote, reasonNote, openNote, unfinishedNote, rateNote, leftNote, emptyNote].compactMap
    { $0 }
  }

  private var moneyNote: String? {
    if let remark = specification.moneyRemark { return remark }
    guard let money else {
      return "no column is the amount, so takings are not known: roles amount = COLUMN"
    }
    let missing = events.count { money.known($0.row) == nil }
    let without = missing > 0 ? "; \(missing) of \(events.count) without an amount: 0" : ""
    let name = specification.layout == .list ? "amount" : "takings"
    return "\(name): " + (specification.amountWords ?? "the amount of the row") + without
  }

  private var reasonNote: String? {
    reasons == nil && whole.refused > 0
      ? "no column is the reason, so reasons are not known: roles reason = COLUMN" : nil
  }

  private var openNote: String? {
    whole.unanswered > 0
      ? "\(counted(whole.unanswered, "row")) without yes or no: due, neither renewed nor not" : nil
  }

  private var unfinishedNote: String? {
    guard let last = (0..<periods.count).last, !periods.isFinished(last) else { return nil }
    return "\(periods.labels[last]) is not finished: what fell due up to \(all.asOf)"
  }

  private var rateNote: String? {
    guard specification.layout == .register, let rate = whole.rate, let limits = rateLimits else {
      return nil
    }
    return "renewed of those answered: \(whole.renewed) of \(whole.renewed + whole.refused), "
      + "\(percent(rate)) (Wilson interval, \(percent(specification.level)): "
      + "\(percent(limits.low)) to \(percent(limits.high))); churn using due has it by period"
  }

  private var leftNote: String? {
    let stayed = events.count { $0.outcome == .refused && $0.left == nil }
    guard specification.layout == .list, stayed > 0 else { return nil }
    return "left is blank for \(counted(stayed, "refusal")) that a later renewal took back"
  }

  private var emptyNote: String? {
    events.isEmpty ? "nothing fell due in \(periods.whole.label)" : nil
  }

  /// What `how` prints: the last complete row with a rate, and the money.
  var working: Working? {
    let places = order.flatMap { group in
      (0..<periods.count).map { (group: group, period: $0) }
    }
    func tally(_ place: (group: Int, period: Int)) -> RenewalTally {
      tallies[place.group * periods.count + place.period]
    }
    let rated = places.filter { tally($0).rate != nil }
    guard
      let place = rated.last(where: { periods.isFinished($0.period) && tally($0).refused > 0 })
        ?? rated.last
    else { return nil }
    let chosen = tally(place)
    let name = (groups.values[place.group].map(keyText) + [periods.labels[place.period]])
      .joined(separator: ", ")
    var steps = [
      Working.Step(
        words: "rate = \(specification.definition.formula)",
        numbers: "\(name): \(chosen.renewed) / (\(chosen.renewed) + \(chosen.refused)) = "
          + (chosen.rate.map(percent) ?? "(missing)"))
    ]
    if money != nil {
      steps.append(
        Working.Step(
          words: "takings = sum of the amounts renewed; takings_lost = sum of those not renewed",
          numbers: "\(name): \(cents(chosen.takings)) and \(cents(chosen.lost))"))
    }
    return Working(
      summary: "renewals: \(name)", steps: steps, source: specification.definition.source,
      pitfalls: specification.definition.pitfalls)
  }

  private func cents(_ sum: CompensatedSum) -> String {
    figure((sum.value * 100).rounded() / 100)
  }
}
