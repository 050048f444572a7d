import Calendars
import Columns
import Planning

extension LossesReport {
  func count(_ verdict: Verdict) -> Int { losses.count { $0.rule?.verdict == verdict } }

  var facts: [Fact] {
    Verdict.allCases.map { Fact($0.rawValue, .integer(Int64(count($0))), unit: .count) } + [
      Fact("net", judged.limits == nil ? .missing : .decimal(net(losses)), unit: .money)
    ]
  }

  /// The defaults in use and what weakens the figures, a sentence each.
  func notes(_ clients: ClientIntervals, _ periods: CountingPeriods, _ worths: Worths) -> [String] {
    var notes = clients.notes + periods.notes
    notes += [rulesNote(periods), limitsNote].compactMap { $0 }
    if specification.reason == nil {
      notes.append("no column is the reason, so no loss is known to be wanted")
    } else {
      notes.append("wanted: from \(specification.causes.origin)")
    }
    notes.append(
      specification.targetText.map { "on target: \($0)" }
        ?? "no target is set, so nobody is off target:  set target = CONDITION")
    if judged.limits != nil {
      notes += worths.notes.filter { !clients.notes.contains($0) } + worths.sourceNotes
      notes.append(
        "net: \(moneyText(net(losses))) a month went with them"
          + (specification.sources.effort != nil && specification.sources.effortCost != nil
            ? ", less their cost to serve" : ""))
    } else {
      notes.append(specification.moneyRemark ?? "no value: no column is the amount")
    }
    return notes
  }

  private func rulesNote(_ periods: CountingPeriods) -> String {
    guard !losses.isEmpty else { return "nobody left in \(periods.whole.label)" }
    let rules = LossRule.allCases.compactMap { rule -> String? in
      let count = losses.count { $0.rule == rule }
      return count > 0 ? "\(rule.rawValue) \(count)" : nil
    }
    let without = losses.count { $0.rule == nil }
    let verdicts = Verdict.allCases.map { "\($0.rawValue) \(count($0))" }
    return "\(counted(losses.count, "loss", "losses")): " + verdicts.joined(separator: ", ")
      + (without > 0 ? ", no verdict \(without)" : "")
      + (rules.isEmpty ? "" : "; the first rule that fits: " + rules.joined(separator: ", "))
  }

  private var limitsNote: String? {
    guard let limits = judged.limits else { return nil }
    return "low value: below \(moneyText(limits.low)), which "
      + "\(percent(specification.healthyBelow)) of all customers do not exceed; high value: from "
      + "\(moneyText(limits.high)) on, which \(percent(specification.painfulAbove)) do not exceed: "
      + "set healthy_below, set painful_above"
  }

  // MARK: - Working

  /// The largest loss put through the rules.
  var working: Working? {
    let largest = losses.enumerated().max {
      ($0.element.value ?? -.infinity, $1.offset) < ($1.element.value ?? -.infinity, $0.offset)
    }?.element
    guard let loss = largest else { return nil }
    let used = specification.definitions.filter { numbers($0.name, loss) != nil }
    let steps = used.compactMap { definition -> Working.Step? in
      numbers(definition.name, loss).map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    return Working(
      summary: "the loss of \(plainText(loss.customer) ?? "a client") on "
        + "\(CivilDate(daysSinceEpoch: loss.end))",
      steps: steps,
      source: used.map { "\($0.name): \($0.source)" }.joined(separator: "; "),
      pitfalls: used.flatMap(\.pitfalls))
  }

  private func numbers(_ name: String, _ loss: JudgedLoss) -> String? {
    switch name {
    case "verdict":
      guard let rule = loss.rule else { return "nothing decides: no value is known" }
      func word(_ flag: Bool?) -> String { flag.map { $0 ? "yes" : "no" } ?? "not known" }
      let value = loss.value.flatMap { value in
        judged.limits.map {
          ", value \(moneyText(value)) against \(moneyText($0.low)) and \(moneyText($0.high))"
        }
      }
      return "wanted \(word(loss.isWanted)), on target \(word(loss.isOnTarget))\(value ?? ""): "
        + "\(rule.verdict.rawValue), \(rule.rawValue)"
    case "net":
      guard judged.limits != nil else { return nil }
      return "\(counted(losses.count, "loss", "losses")): \(moneyText(net(losses))) a month"
    default: return nil
    }
  }
}
