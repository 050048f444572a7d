import Columns
import Glibc
import Planning
import Statistics

extension HazardReport {
  /// The defaults in use and what weakens the figures, a sentence each.
  var notes: [String] {
    readings + stays.notes
      + [
        factorsNote, leftOutNote, aliasNote, referenceNote, stepNote, incompleteNote,
        "low and high: Wald interval, \(percent(specification.level)); each effect holds the others "
          + "equal (Cox's model, Efron's ties)",
        fitNote, proportionalityNote, fewNote,
      ].compactMap { $0 }
  }

  private var factorNames: [String] {
    fit.effects.map(\.factor.name).reduce(into: []) { names, name in
      if names.last != name { names.append(name) }
    }
  }

  private var factorsNote: String {
    let choice =
      specification.areChosen
      ? "" : ": words with 2 to \(HazardFactor.mostLevels) levels and numbers without a role"
    return "factors: \(factorNames.joined(separator: ", "))\(choice)"
  }

  private var leftOutNote: String? {
    fit.leftOut.isEmpty ? nil : "left out: " + fit.leftOut.joined(separator: "; ")
  }

  private var aliasNote: String? {
    guard !fit.aliases.isEmpty else { return nil }
    return "no effect of its own, for the columns before say the same: "
      + fit.aliases.joined(separator: ", ")
  }

  private var referenceNote: String? {
    var seen: [String] = []
    var references: [String] = []
    for effect in fit.effects where effect.level != nil && !seen.contains(effect.factor.name) {
      seen.append(effect.factor.name)
      if case .levels(let levels, _) = effect.factor.kind {
        references.append("\(effect.factor.name) with \(levels[0])")
      }
    }
    guard !references.isEmpty else { return nil }
    return "compared: \(references.joined(separator: ", ")) (the commonest word, the first number)"
  }

  private var stepNote: String? {
    let hasNumbers = fit.effects.contains { $0.level == nil }
    guard hasNumbers else { return nil }
    let rule =
      switch specification.step {
      case .round: "a round number below the standard deviation (of whole numbers at least 1)"
      case .unit: "1"
      case .sd: "the standard deviation"
      }
    return "of a number the ratio is for \(rule) more: with step = unit, sd or round"
  }

  private var incompleteNote: String? {
    guard fit.incomplete > 0 else { return nil }
    return "\(counted(fit.incomplete, "stay")) without one of the numbers left out"
  }

  private var fitNote: String {
    let test = fit.model.likelihoodRatio
    return "\(fit.model.rowCount) stays, \(fit.model.eventCount) ended; all effects together: "
      + "chi-squared \(figure(test.statistic)), df \(fit.effects.count), p \(probability(test.p))"
  }

  private var proportionalityNote: String {
    guard let proportionality else {
      return "no check whether the effects stay the same over time: everybody left at one time"
    }
    let head =
      "do the effects stay the same over time (Schoenfeld): p \(probability(proportionality.p))"
    guard proportionality.p < 0.05 else { return head + ", no sign against it" }
    let drifting = fit.effects.indices.filter { proportionality.drifts[$0].p < 0.05 }
    let names = drifting.prefix(5).map { index in
      let trend = proportionality.drifts[index].slope > 0 ? "grows" : "fades"
      return
        "\(fit.effects[index].name) (its ratio \(trend == "grows" ? "rises" : "falls") with time)"
    }
    let rest = drifting.count > 5 ? " and \(drifting.count - 5) more" : ""
    return head + ", they do not"
      + (names.isEmpty ? "" : ": \(names.joined(separator: ", "))\(rest)")
      + "; read the ratios as averages over the stay"
  }

  private var fewNote: String? {
    let each = fit.model.eventCount / max(1, fit.effects.count)
    guard each < 10 else { return nil }
    return "only \(each) leavings for each effect, fewer than 10: read the intervals with care"
  }

  /// What `how` prints, with the numbers of the clearest effect.
  var working: Working? {
    let clearest = fit.model.effects.indices.min {
      abs(fit.model.effects[$0].z) > abs(fit.model.effects[$1].z)
    }
    guard let index = clearest else { return nil }
    let effect = fit.model.effects[index]
    let (value, interval) = ratio(index)
    let step = fit.effects[index].step
    let size = step == 1 ? "" : " x \(figure(step))"
    let coefficient = fixedFigure(effect.coefficient, decimals: 5)
    let error = fixedFigure(effect.standardError, decimals: 5)
    let z = fixedFigure(normalQuantile((1 + specification.level) / 2), decimals: 2)
    let test = fit.model.likelihoodRatio
    let name = fit.effects[index].name
    return Working(
      summary: "\(specification.definition.title): \(name)",
      steps: [
        Working.Step(
          words: specification.definition.formula,
          numbers: "\(name): exp(\(coefficient)\(size)) = \(figure(value))"),
        Working.Step(
          words: "low, high = exp((coefficient -+ z x standard error) x step)",
          numbers: "exp((\(coefficient) -+ \(z) x \(error))\(size)): "
            + (interval.map { "\(figure($0.low)) to \(figure($0.high))" } ?? "none")),
        Working.Step(
          words:
            "chi-squared of all effects = 2 x (log likelihood - log likelihood without effects)",
          numbers:
            "2 x (\(figure(fit.model.logLikelihood)) - \(figure(fit.model.nullLogLikelihood))) "
            + "= \(figure(test.statistic))"),
      ], source: specification.definition.source, pitfalls: specification.definition.pitfalls)
  }
}
