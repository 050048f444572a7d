import Calendars
import Columns
import Planning
import Statistics

extension SurvivalReport {
  /// What `how` prints, with the numbers of the largest group.
  var working: Working? {
    let largest = groups.indices.reduce(nil as Int?) { best, next in
      best.map { groups[next].clients > groups[$0].clients ? next : $0 } ?? next
    }
    guard let index = largest, let survival = definition("survival") else { return nil }
    let group = groups[index]
    let steps = [
      Working.Step(words: survival.formula, numbers: firstSteps(group)), intervalStep(group),
      medianStep(index), meanStep(index), testStep,
    ]
    return Working(
      summary: "\(survival.title): \(group.name), \(counted(group.clients, "stay")), "
        + "\(group.lost) ended",
      steps: steps.compactMap { $0 },
      source: specification.definitions.map { "\($0.name): \($0.source)" }.joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }

  private func definition(_ name: String) -> Definition? {
    specification.definitions.first { $0.name == name }
  }

  /// The product over the first three times at which somebody left.
  private func firstSteps(_ group: SurvivalGroup) -> String {
    let curve = group.curve
    let exits = curve.times.indices.filter { curve.events[$0] > 0 }
    guard !exits.isEmpty else { return "\(group.name): nobody left, so S stays 100%" }
    var factors: [String] = []
    let steps = exits.prefix(3).map { place in
      factors.append("(1 - \(curve.events[place]) / \(curve.atRisk[place]))")
      return "S(\(figure(curve.times[place]))) = \(factors.joined(separator: " x ")) = "
        + share(curve.survival[place])
    }
    let rest = exits.count > 3 ? ", and so on for \(exits.count - 3) more times" : ""
    return "\(group.name): \(steps.joined(separator: "; "))\(rest)"
  }

  private func intervalStep(_ group: SurvivalGroup) -> Working.Step? {
    let curve = group.curve
    let limits = curve.intervals(
      level: specification.level, kind: SurvivalIntervalKind(specification.interval))
    // Half-way down says more than the ends.
    let place =
      curve.survival.firstIndex { $0 <= 0.5 }
      ?? curve.times.indices.last { curve.events[$0] > 0 }
    guard let place, let limit = limits[place], curve.survival[place] < 1 else { return nil }
    let words =
      switch specification.interval {
      case .logLog:
        "low, high = S ^ exp(+- z x se / log S), se^2 = sum of lost / (at risk x stayed)"
      case .log: "low, high = S x exp(-+ z x se), se^2 = sum of lost / (at risk x stayed)"
      case .plain: "low, high = S -+ z x se x S, se^2 = sum of lost / (at risk x stayed)"
      }
    let error = (curve.variance[place].squareRoot() / curve.survival[place])
    return Working.Step(
      words: "\(words), \(percent(specification.level))",
      numbers: "S(\(figure(curve.times[place]))) = \(share(curve.survival[place])), "
        + "se \(fixedFigure(error, decimals: 4)): \(share(limit.low)) to \(share(limit.high))")
  }

  private func medianStep(_ index: Int) -> Working.Step? {
    guard let words = definition("median")?.formula else { return nil }
    let curve = groups[index].curve
    guard let time = medians[index]?.time, let place = curve.times.firstIndex(of: time) else {
      let last = curve.survival.last.map(percent) ?? "100%"
      return Working.Step(
        words: words,
        numbers: "not reached: S ends at \(last) after \(figure(groups[index].lastTime)) \(unit)")
    }
    let before = place == 0 ? 1 : curve.survival[place - 1]
    return Working.Step(
      words: words,
      numbers: "S falls from \(share(before)) to \(share(curve.survival[place])) at "
        + "\(figure(time)) \(unit)")
  }

  private func meanStep(_ index: Int) -> Working.Step? {
    guard let words = definition("mean_life")?.formula, let mean = means[index] else { return nil }
    return Working.Step(
      words: words,
      numbers: "area under S from 0 to \(figure(mean.horizon)) = \(figure(mean.value)) \(unit), "
        + "standard error \(figure(mean.standardError))")
  }

  private var testStep: Working.Step? {
    guard let words = definition("log_rank")?.formula, let test else { return nil }
    let parts = groups.indices.prefix(6).map { index in
      "\(groups[index].name): \(test.observed[index]) lost, \(figure(test.expected[index])) expected"
    }
    let rest = groups.count > 6 ? "; and \(groups.count - 6) more groups" : ""
    return Working.Step(
      words: words,
      numbers: "\(parts.joined(separator: "; "))\(rest); chi-squared \(figure(test.statistic)), "
        + "df \(test.degreesOfFreedom), p \(probability(test.p))")
  }
}

/// A share to a hundredth of a point, so that steps down are seen.
private func share(_ share: Double) -> String { fixedFigure(share * 100, decimals: 2) + "%" }
