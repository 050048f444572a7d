import Calendars
import Columns
import Planning
import Statistics

extension RateReport {
  /// What `how` prints: each formula in words and with the numbers of a telling row. Nil where no row
  /// has a rate.
  var working: Working? {
    guard let (group, row) = tellingRow else { return nil }
    let name = counts.name(row, keys: group.keys)
    var steps = zip(measures, figures).map { formulaStep($0, $1, row, name) }
    if case .single(let measure) = specification.layout {
      steps += [
        shareSteps(measure, row), [yearlyStep(row), bandStep, limitsStep(row)].compactMap { $0 },
      ]
      .flatMap { $0 }
      return Working(
        summary: "\(measure.title): \(name)", steps: steps, source: measure.source,
        pitfalls: measure.pitfalls)
    }
    return Working(
      summary: "every formula on the same counts: \(name)", steps: steps,
      source: measures.map { "\($0.name): \($0.source)" }.joined(separator: "; "),
      pitfalls: [])
  }

  /// The last complete period with a rate in which somebody left, else the last with a rate; of
  /// several groups, the one with most clients then.
  private var tellingRow: (CountsReader.Group, Int)? {
    let candidates = counts.groups.compactMap { group in
      let known = group.rows.filter { row in figures.contains { $0.rates[row] != nil } }
      let complete = known.filter { counts.isFinished[$0] }
      let row = complete.last { counts.value(.lost, $0) != 0 } ?? complete.last ?? known.last
      return row.map { (group: group, row: $0) }
    }
    // `max` would take the last of equals.
    return candidates.reduce(nil as (CountsReader.Group, Int)?) { best, next in
      guard let best else { return next }
      return weight(next.row) > weight(best.1) ? next : best
    }
  }

  private func weight(_ row: Int) -> Double {
    // Where a key splits the lost only, all parts have the same opening.
    (counts.value(specification.splitsNumerator ? .lost : .opening, row)) ?? 0
  }

  private func formulaStep(
    _ measure: Measure, _ figures: RateFigures, _ row: Int, _ name: String
  ) -> Working.Step {
    let numbers = measure.formula.text { quantity in
      counts.value(quantity, row).map(figure) ?? "(missing)"
    }
    let result = figures.rates[row].map(percent) ?? "(missing)"
    return Working.Step(
      words: "\(measure.name) = \(measure.formula.words)",
      numbers: "\(name): \(numbers) = \(result)")
  }

  private func shareSteps(_ measure: Measure, _ row: Int) -> [Working.Step] {
    guard let interval = figures[0].intervals[row], let share = figures[0].share(row) else {
      return []
    }
    let level = percent(specification.level)
    let words =
      switch specification.interval {
      case .wilson: "low, high = Wilson interval of \(measure.name), \(level)"
      case .exact: "low, high = Clopper-Pearson interval of \(measure.name), \(level)"
      }
    let counts = "\(figure(share.numerator)) of \(figure(share.denominator))"
    return [
      Working.Step(
        words: words, numbers: "\(counts): \(percent(interval.low)) to \(percent(interval.high))")
    ]
  }

  private func yearlyStep(_ row: Int) -> Working.Step? {
    let perYear = figures[0].periodsPerYear(row)
    guard perYear != 1, let rate = figures[0].rates[row], let yearly = figures[0].yearly[row] else {
      return nil
    }
    return Working.Step(
      words: "yearly = 1 - (1 - rate) ^ periods in a year",
      numbers: "1 - (1 - \(percent(rate))) ^ \(figure(perYear)) = \(percent(yearly))")
  }

  /// The limits of the row's own group, where it has some.
  private func limitsStep(_ row: Int) -> Working.Step? {
    guard counts.isFinished[row], let share = figures[0].share(row),
      let group = counts.groups.firstIndex(where: { $0.rows.contains(row) }),
      let chart = figures[0].charts[group]?.chart,
      let limits = chart.limits(
        denominator: share.denominator, season: figures[0].season(row))
    else { return nil }
    let centre = percent(chart.centre(season: figures[0].season(row)))
    let (factor, number) = chart.sigmaZ > 1 ? (" sigma_z", " x \(figure(chart.sigmaZ))") : ("", "")
    return Working.Step(
      words: "limits = centre -+ 3\(factor) sqrt(centre (1 - centre) / denominator)",
      numbers: "\(centre) -+ 3\(number) x sqrt(\(centre) x (1 - \(centre)) / "
        + "\(figure(share.denominator))): \(percent(limits.low)) to \(percent(limits.high))")
  }

  private var bandStep: Working.Step? {
    guard periodsPerYear != 1, let band else { return nil }
    func numbers(_ yearly: Double, _ rate: Double) -> String {
      "1 - (1 - \(percent(yearly))) ^ (1 / \(figure(periodsPerYear))) = \(percent(rate))"
    }
    return Working.Step(
      words: "band of a \(periodWord) = 1 - (1 - yearly band) ^ (1 / periods in a year)",
      numbers: numbers(specification.bandLow, band.low) + ", "
        + numbers(specification.bandHigh, band.high))
  }
}
