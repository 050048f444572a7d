import Columns
import Kernels
import Planning
import Statistics

extension ReturnReport {
  /// The defaults in use, what was left out and what weakens the figures, a sentence each.
  var notes: [String] {
    let notes =
      figures.purchases.notes + [keyNote].compactMap { $0 }
    switch specification.layout {
    case .summary:
      return notes
        + [intervalNote, lapseNote, levelNote, burnedNote, winBackNote, fewNote].compactMap { $0 }
    case .curve:
      return notes + [lapseNote, silenceNote].compactMap { $0 }
    }
  }

  private var keyNote: String? {
    let names = specification.keys.map(\.field.name)
    guard !names.isEmpty else { return nil }
    return "\(names.joined(separator: " and ")): as on a customer's first purchase"
  }

  private var intervalNote: String {
    guard let interval = figures.interval else {
      return "nobody bought on two days: no interval between purchases is known"
    }
    let tooNew = figures.whole.customers - figures.whole.old
    let left =
      tooNew > 0 ? "; \(counted(tooNew, "younger customer")) (too_new) in no share" : ""
    if specification.interval != nil {
      return "repeat share of customers at least \(figure(interval)) days old\(left)"
    }
    let quartiles = [0.25, 0.75].compactMap(figures.gaps.quantile).map(figure)
    return "typical interval \(figure(interval)) days, the median of "
      + "\(counted(figures.gaps.days.count, "gap")) (quartiles \(quartiles.joined(separator: ", ")));"
      + " repeat share of customers at least so old\(left)"
  }

  private var lapseNote: String {
    guard let days = figures.lapse.days else {
      return "lapsed is not known, for nobody bought twice: with lapse = 90 days gives a rule"
    }
    if figures.lapse.isGiven { return "lapsed: silent for longer than \(counted(days, "day"))" }
    let few = figures.gaps.days.count < 20 ? "; so few gaps tell little" : ""
    let rule =
      "silent for longer than \(counted(days, "day")), which "
      + "\(percent(LapseRule.share)) of \(counted(figures.gaps.days.count, "gap")) do not exceed"
    switch specification.layout {
    case .summary:
      return "lapsed: \(rule), drawn towards a customer's own gaps by their number / "
        + "(their number + \(figure(LapseRule.weight)))\(few); with lapse = \(days) days sets it"
    case .curve: return "lapsed: \(rule)\(few)"
    }
  }

  private var levelNote: String? {
    figures.whole.old == 0
      ? nil : "low and high: Wilson interval of repeat_share, \(percent(specification.level))"
  }

  private var burnedNote: String {
    guard figures.hasCosts else {
      return "no column is the acquisition cost, so burned is not known: roles cost = COLUMN"
    }
    let lost = figures.whole.lost
    let missing =
      figures.whole.lostWithoutCost > 0 ? ", \(figures.whole.lostWithoutCost) without a cost" : ""
    return "burned: cost of \(counted(lost, "lapsed customer")) with one purchase day\(missing)"
  }

  private var winBackNote: String? {
    guard let curve = winBack.curve else { return nil }
    let shares = ReturnReport.horizons.map { months, days in
      "\(months) months " + (winBack.share(within: days).map(percent) ?? "not seen so long")
    }
    return "won back after lapsing: \(shares.joined(separator: ", ")) "
      + "(Kaplan-Meier, \(counted(curve.table.count, "silence"))); with curve = yes shows all days"
  }

  private var silenceNote: String {
    guard let curve = winBack.curve else { return "nobody has lapsed" }
    return "\(counted(curve.table.count, "silence")) longer than the rule; "
      + "low and high: log-log interval, \(percent(specification.level))"
  }

  private var fewNote: String? {
    let small = figures.tallies.count { $0.old > 0 && ($0.again < 5 || $0.oneTime < 5) }
    guard small > 0 else { return nil }
    return figures.tallies.count == 1
      ? "fewer than 5 came back or did not: read low and high"
      : "fewer than 5 came back or did not in \(counted(small, "group")): read low and high"
  }
}

extension ReturnReport {
  /// What `how` prints: each definition with the numbers of all customers.
  var working: Working? {
    let steps = specification.definitions.compactMap { definition in
      numbers(definition.name).map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    guard !steps.isEmpty else { return nil }
    let sources = specification.definitions.map(\.source)
    return Working(
      summary: "returns of \(counted(figures.whole.customers, "customer"))", steps: steps,
      source: sources.indices.filter { sources.firstIndex(of: sources[$0]) == $0 }
        .map { sources[$0] }.joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }

  private func numbers(_ name: String) -> String? {
    let whole = figures.whole
    switch name {
    case "repeat_share":
      guard let share = whole.repeatShare else { return nil }
      let interval = figures.interval.map { ", at least \(figure($0)) days old" } ?? ""
      return "\(whole.again) / (\(whole.again) + \(whole.oneTime))\(interval) = \(percent(share))"
    case "median_gap":
      guard let median = figures.gaps.quantile(0.5) else { return nil }
      return "the middle of \(counted(figures.gaps.days.count, "gap")) = \(figure(median)) days"
    case "lapsed":
      guard let days = figures.lapse.days else { return nil }
      guard !figures.lapse.isGiven, let exact = figures.gaps.quantile(LapseRule.share) else {
        return "silent for longer than \(counted(days, "day")): \(whole.lapsed)"
      }
      let rounded = exact == Double(days) ? "" : ", rounded up \(days)"
      return "rule: \(figure(exact)) days\(rounded); lapsed: \(whole.lapsed) "
        + "of \(whole.customers)"
    case "burned":
      guard figures.hasCosts else { return nil }
      return "\(counted(whole.lost - whole.lostWithoutCost, "cost")) added up = "
        + figure((whole.burned.value * 100).rounded() / 100)
    case "won_back":
      guard let curve = winBack.curve else { return nil }
      let shares = ReturnReport.horizons.compactMap { months, days in
        winBack.share(within: days).map { "\(months) months \(percent($0))" }
      }
      guard !shares.isEmpty else { return nil }
      return "\(counted(curve.table.count, "silence")): \(shares.joined(separator: ", "))"
    default: return nil
    }
  }
}
