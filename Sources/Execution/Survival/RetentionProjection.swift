import Columns
import Planning
import Statistics

/// How one group goes on.
struct RetentionProjection {
  let specification: RetentionForecastSpecification
  let group: RetentionBook.Group
  /// What the curve shown was fitted to: all periods seen, or the first half of them.
  let forecast: RetentionForecast
  /// The fit to the first half, for its errors in the second; nil under 4 periods.
  let holdOut: RetentionForecast?
  let law: RetentionLaw
  let curve: RetentionCurve
  /// The share kept after each period seen, that of 0 first.
  let seen: [Double?]

  init(
    _ specification: RetentionForecastSpecification, _ group: RetentionBook.Group
  ) throws(ExecutionError) {
    self.specification = specification
    self.group = group
    let whole = RetentionForecast(group.counts)
    holdOut = whole.holdOut
    seen = group.counts.survival
    if specification.isBacktest {
      guard let holdOut else {
        throw .impossible(
          "\(counted(group.counts.periods, specification.step)) seen: too few to hold some out",
          help: "it takes 4: a shorter step, or an earlier start")
      }
      forecast = holdOut
    } else {
      forecast = whole
    }
    let chosen = specification.law?.statistics ?? forecast.recommended
    law = chosen
    curve = try impossible(group.name) { [forecast] () throws(PurchaseModelError) in
      try forecast.curve(chosen).get()
    }
  }

  private var periods: ClosedRange<Int> {
    let fitted = forecast.counts.periods
    return specification.isBacktest
      ? (fitted + 1)...group.counts.periods : (fitted + 1)...(fitted + specification.horizon)
  }

  private var atRisk: Double {
    guard specification.isBacktest else { return group.left }
    let place = forecast.counts.periods
    return place < group.counts.atRisk.count ? group.counts.atRisk[place] : group.left
  }

  /// What was seen last times the share of those that the law lets stay, with the intervals.
  func figures(_ period: Int) -> [Double] {
    let (end, time) = (Double(forecast.counts.periods), Double(period))
    let last = seen[forecast.counts.periods] ?? curve.survival(at: end)
    let levels = [0.8, 0.95] + (specification.level.map { [$0] } ?? [])
    return [last * curve.share(at: time, after: end)]
      + levels.flatMap { level -> [Double] in
        let interval = curve.interval(at: time, after: end, atRisk: atRisk, level: level)
        return [last * interval.low, last * interval.high]
      }
  }

  var rows: [[Value]] {
    periods.map { period -> [Value] in
      var row: [Value] = [.integer(Int64(period + specification.firstPeriod - 1))]
      row += figures(period).map(Value.decimal)
      row += [RetentionLaw.shiftedBetaGeometric, .betaDiscreteWeibull].map { law in
        finite(try? forecast.curve(law).get().survival(at: Double(period)))
      }
      if specification.isBacktest { row.append(finite(seen[period])) }
      return row
    }
  }

  /// What was seen, and the curve beyond it with its band.
  var line: CurveLine {
    let known = specification.isBacktest ? forecast.counts.periods : group.counts.periods
    let shift = Double(specification.firstPeriod - 1)
    var points = seen.prefix(known + 1).enumerated().compactMap { period, share in
      share.map { CurvePoint(x: Double(period) + shift, value: $0) }
    }
    points.removeAll { $0.x < 0 }
    for period in periods {
      let figures = figures(period)
      points.append(
        CurvePoint(
          x: Double(period) + shift, value: figures[0], low: figures[3], high: figures[4]))
    }
    return CurveLine(key: group.values, points: points)
  }

  func error(_ law: RetentionLaw, goingOn: Bool = false) -> Double? {
    holdOut?.meanError(law, of: seen, goingOn: goingOn)
  }

  /// How far the law lies from the share seen last, as a part of it.
  var lastError: Double? {
    let end = forecast.counts.periods
    return seen[end].flatMap { $0 > 0 ? curve.survival(at: Double(end)) / $0 - 1 : nil }
  }
}

extension RetentionForecastSpecification.Law {
  var statistics: RetentionLaw {
    switch self {
    case .sbg: .shiftedBetaGeometric
    case .bdw: .betaDiscreteWeibull
    }
  }
}

extension RetentionLaw {
  var title: String {
    switch self {
    case .shiftedBetaGeometric: "shifted beta-geometric (sBG)"
    case .betaDiscreteWeibull: "beta-discrete-Weibull (BdW)"
    }
  }
}

/// What is to be said beside the curves.
struct RetentionReport {
  let specification: RetentionForecastSpecification
  let projections: [RetentionProjection]
  /// Groups that no law fits, a sentence each.
  let refusals: [String]

  private func labelled(_ projection: RetentionProjection, _ words: String) -> String {
    projection.group.values.isEmpty ? words : "\(projection.group.name): \(words)"
  }

  private func parameters(_ curve: RetentionCurve) -> String {
    zip(curve.law.parameterNames, curve.parameters).map { "\($0) \(figure($1))" }
      .joined(separator: ", ")
  }

  var notes: [String] {
    var notes = refusals
    for projection in projections {
      notes.append(labelled(projection, modelNote(projection)))
      if let error = projection.lastError, abs(error) > 0.1 {
        notes.append(
          labelled(
            projection,
            "the law fits badly: at the last period seen it lies \(percent(abs(error))) "
              + (error > 0 ? "above" : "below") + " the share seen"))
      }
      if let note = holdOutNote(projection) { notes.append(labelled(projection, note)) }
    }
    if specification.law == nil {
      notes.append("with 4 periods or more BdW is taken, else sBG; using sbg and using bdw choose")
    }
    notes.append("a period is seen where at least 30 have come to its end")
    notes.append(
      "intervals: the parameters are not known exactly, and each of those who have come so far stays or "
        + "leaves by chance")
    notes.append(
      "mean: the share seen last, going on as the law says; sbg and bdw: the laws alone")
    return notes
  }

  private func modelNote(_ projection: RetentionProjection) -> String {
    let other: RetentionLaw =
      projection.law == .shiftedBetaGeometric ? .betaDiscreteWeibull : .shiftedBetaGeometric
    let beside =
      switch projection.forecast.curve(other) {
      case .success(let curve):
        "beside \(fixedFigure(curve.logLikelihood, decimals: 1)) of the other"
      case .failure(let error): "the other could not be fitted, for \(error)"
      }
    return
      "\(projection.law.title) of \(counted(projection.forecast.counts.periods, specification.step)), "
      + "log likelihood \(fixedFigure(projection.curve.logLikelihood, decimals: 1)) (\(beside)); "
      + parameters(projection.curve)
  }

  private func holdOutNote(_ projection: RetentionProjection) -> String? {
    guard let holdOut = projection.holdOut else { return "no hold-out: under 4 periods seen" }
    let errors = [("sBG", RetentionLaw.shiftedBetaGeometric), ("BdW", .betaDiscreteWeibull)]
      .compactMap { name, law in projection.error(law).map { "\(name) \(percent($0))" } }
    guard !errors.isEmpty else { return nil }
    let fitted = holdOut.counts.periods
    let rest = projection.group.counts.periods - fitted
    let goingOn = projection.error(projection.law, goingOn: true).map {
      "; going on from the share seen last \(percent($0))"
    }
    return
      "hold-out: fitted to the first \(counted(fitted, specification.step)), mean error in the "
      + "\(rest) after it: \(errors.joined(separator: ", ")) of the share seen\(goingOn ?? "")"
  }

  var facts: [Fact] {
    guard let first = projections.first else { return [] }
    var facts = [Fact("model", .text(first.law.title))]
    guard projections.count == 1 else { return facts }
    facts += zip(first.curve.law.parameterNames, first.curve.parameters).map {
      Fact($0, .decimal($1))
    }
    facts.append(Fact("log_likelihood", .decimal(first.curve.logLikelihood)))
    facts += [
      Fact("holdout_error_sbg", finite(first.error(.shiftedBetaGeometric)), unit: .rate),
      Fact("holdout_error_bdw", finite(first.error(.betaDiscreteWeibull)), unit: .rate),
    ]
    return facts
  }

  var shape: TableShape {
    guard case .curve(var shape) = specification.shape else { return .rows }
    shape.lines = projections.map(\.line)
    return .curve(shape)
  }

  var working: Working? {
    guard let first = projections.first else { return nil }
    let period = first.forecast.counts.periods + 1
    let curve = first.curve
    let name = curve.law == .shiftedBetaGeometric ? "sbg" : "bdw"
    let used = specification.definitions.filter { $0.name == name }
    return Working(
      summary: labelled(first, "\(curve.law.title): \(parameters(curve))"),
      steps: used.map { definition in
        Working.Step(
          words: "\(definition.name) = \(definition.formula)",
          numbers: "after \(counted(period, specification.step)): "
            + percent(curve.survival(at: Double(period))) + "; of those still here "
            + "\(percent(curve.retention(in: Double(period)))) stay through it: "
            + "\(percent(first.seen[period - 1] ?? 0)) seen x that = \(percent(first.figures(period)[0]))"
        )
      }, source: used.map(\.source).joined(separator: "; "), pitfalls: used.flatMap(\.pitfalls))
  }
}
