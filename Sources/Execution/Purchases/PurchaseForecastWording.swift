import Calendars
import Columns
import Planning
import Statistics

/// What is to be said beside a forecast of purchases.
struct PurchaseForecastReport {
  let run: PurchaseForecastRun
  let holdOut: PurchaseHoldOut?
  /// All purchases, those held out among them.
  let whole: PurchaseOccasions

  private var specification: PurchaseForecastSpecification { run.specification }
  private var grain: Grain { specification.grain }
  private var isMoney: Bool { specification.counts == .revenue }

  var periods: Int { run.forecast.mean.count }

  private func amount(_ value: Double) -> String {
    isMoney ? moneyText(value) : fixedFigure(value, decimals: 1)
  }

  var notes: [String] {
    var notes = whole.notes + (isMoney ? whole.amountNotes : [])
    notes.append(run.choice.modelNote)
    notes.append(
      "\(specification.counts.rawValue) of the \(counted(run.purchases.customerCount, "customer")) known, "
        + "after the first of each: who is new later is not in it, nor the season of the year")
    if isMoney, let fit = run.spending.usable {
      notes.append(
        "what a purchase brings: gamma-gamma of \(counted(fit.customers, "customer")) with repeat "
          + "purchases; not discounted")
    }
    notes.append(intervalNote)
    if run.already > 0 || lastDayIsInside {
      notes.append(
        "\(grain.label(ofOrdinal: run.firstOrdinal)) is not finished: \(amount(run.already)) of its mean "
          + "has come already")
    }
    return notes + [holdOutNote].compactMap { $0 }
  }

  private var lastDayIsInside: Bool {
    grain.ordinal(of: run.purchases.asOf) == run.firstOrdinal
  }

  private var intervalNote: String {
    let together =
      run.spread > 0
      ? ", and that whole \(grain)s lay \(percent(run.spread)) off what was expected of them"
      : ""
    return "intervals from the chance of single customers, the parameters not being known exactly"
      + together
  }

  private var holdOutNote: String? {
    guard let holdOut else {
      return "no hold-out: the purchases cover too few \(grain)s, or no model fits without the last"
    }
    let inside = holdOut.seen.indices.count { step in
      let figures = holdOut.run.figures(step)
      return (figures[1]...figures[2]).contains(holdOut.seen[step])
    }
    let error = holdOut.total > 0 ? holdOut.expected / holdOut.total - 1 : 0
    let held = holdOut.seen.count
    return "hold-out: fitted to the purchases up to \(holdOut.run.purchases.asOf), "
      + "\(holdOut.run.choice.fit.method.title) expected \(amount(holdOut.expected)) of the "
      + "\(counted(held, "\(grain)")) after it, and \(amount(holdOut.total)) came"
      + (holdOut.total > 0
        ? " (\(percent(abs(error))) too \(error > 0 ? "many" : "few"))" : "")
      + "; \(inside) of \(held) within 80%"
  }

  var facts: [Fact] {
    let fit = run.choice.fit
    var facts = [
      Fact("measure", .text(specification.counts.rawValue)), Fact("model", .text(fit.method.title)),
      Fact("parameters", .text(run.choice.parameterText)),
      Fact("log_likelihood", .decimal(fit.logLikelihood)),
      Fact("total", .decimal((0..<periods).reduce(0) { $0 + run.mean($1) })),
    ]
    if let holdOut {
      facts += [
        Fact("holdout_expected", .decimal(holdOut.expected)),
        Fact("holdout_seen", .decimal(holdOut.total)),
      ]
    }
    return facts
  }

  var shape: TableShape {
    let history = RepeatHistory(run.purchases, grain, specification.counts)
    let first = min(history.firstOrdinal, run.firstOrdinal)
    let points = (first..<run.firstOrdinal).map { ordinal in
      HistoryPoint(
        series: [], period: grain.label(ofOrdinal: ordinal), value: history[ordinal])
    }
    return .forecast(period: "period", grain: grain, measure: "mean", history: points, series: [])
  }

  var working: Working? {
    let fit = run.choice.fit
    let label = grain.label(ofOrdinal: run.firstOrdinal)
    let alive = run.purchases.histories(
      unit: specification.unit, inWholeUnits: specification.method == .bgbb
    ).reduce(0) { $0 + fit.model.probabilityAlive($1) }
    var steps = specification.definitions.compactMap { definition -> Working.Step? in
      let numbers: String? =
        switch definition.name {
        case "alive":
          "about \(fixedFigure(alive, decimals: 1)) of \(run.purchases.customerCount) customers"
        case "expected": "\(label): \(amount(run.forecast.mean[0])) of all together"
        case "value": isMoney ? "\(label): \(amount(run.mean(0)))" : nil
        default: nil
        }
      return numbers.map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    let figures = run.figures(0)
    let variances = [run.forecast.chanceVariance[0], run.forecast.parameterVariance[0]]
    steps.append(
      Working.Step(
        words: "interval: the square root of the mean -+ quantile x standard deviation / (2 x that "
          + "root), squared; variance = chance + parameters + (spread x mean)^2",
        numbers: "\(label): variance \(figure(variances[0])) + \(figure(variances[1])) + ("
          + "\(figure(run.spread)) x \(figure(run.forecast.mean[0])))^2: 80% from "
          + "\(amount(figures[1])) to \(amount(figures[2]))"))
    return Working(
      summary: "\(fit.method.title): \(run.choice.parameterText)", steps: steps,
      source: specification.definitions.map(\.source).unique.joined(separator: "; "),
      pitfalls: [
        "it knows no season and no campaign, only who bought when",
        "customers who come later are not in it",
      ])
  }
}
