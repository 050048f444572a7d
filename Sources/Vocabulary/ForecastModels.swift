import Calendars
import Columns
import Language
import Planning

extension Forecast {
  static let modelMethods: [VerbPage.Choice] = [
    .init("model", "of purchases: the likeliest of BG/NBD, MBG/NBD and Pareto/NBD"),
    .init("bgnbd", "of purchases: BG/NBD"),
    .init("mbgnbd", "of purchases: MBG/NBD"),
    .init("paretonbd", "of purchases: Pareto/NBD"),
    .init("sbg", "of survival and cohorts of clients: shifted beta-geometric"),
    .init("bdw", "of survival and cohorts of clients: beta-discrete-Weibull"),
  ]

  static let retentionDefinitions = [
    Definition(
      "sbg",
      title: "shifted beta-geometric: each client leaves in every period with a chance of its own",
      formula: "S(t) = B(alpha, beta + t) / B(alpha, beta), the chances being Beta(alpha, beta)",
      pitfalls: ["the chance of one client never changes, whatever the length of stay"],
      source: "Fader & Hardie 2007"),
    Definition(
      "bdw", title: "beta-discrete-Weibull: that chance also rises (c > 1) or falls with time",
      formula: "S(t) = B(alpha, beta + t^c) / B(alpha, beta)",
      pitfalls: ["three figures from few periods: look at the hold-out"],
      source: "Fader, Hardie, Liu, Davin & Steenburgh 2018"),
  ]

  /// The plan where the input or the method asks for a model of customers; nil for a table over time.
  func modelPlan(_ stage: Stage, in context: LoweringContext) throws(Diagnostic) -> Plan? {
    guard let input = context.input else { return nil }
    let method = try stage.method(among: page.methods)
    switch input.plan.operation {
    case .purchaseModel(let source, let model):
      return try purchasePlan(
        stage, source, asOf: model.asOf, unit: model.unit,
        method: model.method, context)
    case .survival(let source, let survival):
      return try survivalPlan(stage, source, survival, method, context)
    case .cohorts(_, let cohorts):
      return try cohortPlan(stage, input, cohorts, method, context)
    default: break
    }
    guard let method, Forecast.modelMethods.contains(where: { $0.word == method }) else {
      return nil
    }
    if let chosen = PurchaseModelSpecification.Method(rawValue: method) {
      try requirePurchases(input.schema, for: stage)
      return try purchasePlan(
        stage, input.plan, asOf: try stage.asOf(context), unit: .week, method: chosen, context)
    }
    throw Diagnostic(
      code: "not-retention", at: stage.method?.range,
      "\(method) goes on from a curve of retention",
      help: "survival | forecast 12 months using \(method),  or  cohorts | forecast 12 months")
  }

  private func purchasePlan(
    _ stage: Stage, _ source: Plan, asOf: CivilDate?, unit: PurchaseModelSpecification.TimeUnit,
    method: PurchaseModelSpecification.Method, _ context: LoweringContext
  ) throws(Diagnostic) -> Plan {
    var chosen = method
    if let word = try stage.method(among: page.methods) {
      guard let given = PurchaseModelSpecification.Method(rawValue: word) else {
        throw notOfModels(stage, word)
      }
      chosen = given
    }
    guard chosen != .bgbb else {
      throw Diagnostic(
        code: "not-of-bgbb", at: stage.verb.range,
        "BG/BB counts periods with a purchase, not purchases",
        help: "returns using model | forecast 12 months")
    }
    let options = try stage.options(page.options, context.parameters)
    try refuse(["step"], of: "a forecast of purchases", stage, options)
    let grain = try grain(stage)
    let specification = PurchaseForecastSpecification(
      method: chosen, asOf: asOf, unit: unit, grain: grain,
      horizon: try horizon(stage, grain), counts: try counted(stage, source.schema),
      level: options.level, isBacktest: options["backtest"] == .boolean(true),
      definitions: Returns.modelDefinitions)
    return Plan(
      .purchaseForecast(source, specification), schema: specification.schema, title: "",
      shape: specification.shape)
  }

  private func notOfModels(_ stage: Stage, _ word: String) -> Diagnostic {
    Diagnostic(
      code: "not-of-models", at: stage.method?.range,
      "\(word) goes on from a table over time, and these are customers",
      help: "leave out  using \(word),  or  group by month | forecast 12 months using \(word)")
  }

  /// Months, unless the duration is in weeks or days.
  private func grain(_ stage: Stage) throws(Diagnostic) -> Grain {
    guard let (duration, range) = duration(stage), duration.days != 0 else { return .month }
    guard duration.months == 0 else {
      throw Diagnostic(
        code: "horizon", at: range, "a horizon is in months, in weeks or in days",
        help: "forecast 12 months using model")
    }
    return duration.days % 7 == 0 ? .week : .day
  }

  private func counted(
    _ stage: Stage, _ schema: Schema
  ) throws(Diagnostic) -> PurchaseForecastSpecification.Counted {
    guard case .of(let expression, let range)? = stage.clause(.of) else { return .purchases }
    if case .name(let name) = expression {
      if let counted = PurchaseForecastSpecification.Counted(rawValue: name.text.lowercased()) {
        if counted == .revenue, schema.index(of: .amount) == nil {
          throw Diagnostic(
            code: "role-not-found", at: range, "no column has the role 'amount'",
            help: "say which one is the money:  roles amount = COLUMN")
        }
        return counted
      }
      if let column = schema.index(of: .amount),
        schema.fields[column].name.lowercased() == name.text.lowercased()
      {
        return .revenue
      }
    }
    throw Diagnostic(
      code: "of-what", at: range, "a forecast by a model is of purchases or of revenue",
      help: "forecast 12 months of revenue using model")
  }

  private func survivalPlan(
    _ stage: Stage, _ source: Plan, _ survival: SurvivalSpecification, _ method: String?,
    _ context: LoweringContext
  ) throws(Diagnostic) -> Plan {
    let options = try stage.options(page.options, context.parameters)
    let (step, length) = try step(stage, options, survival.clock)
    let grain = Grain(rawValue: step) ?? .month
    let specification = RetentionForecastSpecification(
      source: .stays(survival, step: length), law: try law(stage, method),
      horizon: try horizon(stage, grain), step: step, level: options.level,
      isBacktest: options["backtest"] == .boolean(true), definitions: Forecast.retentionDefinitions)
    return retentionPlan(source, specification)
  }

  private func cohortPlan(
    _ stage: Stage, _ input: PlanInput, _ cohorts: CohortSpecification, _ method: String?,
    _ context: LoweringContext
  ) throws(Diagnostic) -> Plan {
    guard case .cohorts(let source, _) = input.plan.operation, source.schema.kind != .purchases
    else {
      throw Diagnostic(
        code: "cohorts-of-purchases", at: stage.verb.range,
        "a law of retention is for clients with a contract, and these cohorts are of purchases",
        help: "forecast 12 months using model  goes on from the purchases")
    }
    guard cohorts.counts == .customers else {
      throw Diagnostic(
        code: "cohorts-of-revenue", at: stage.verb.range,
        "a law of retention is of clients, and these cohorts are of revenue",
        help: "cohorts | forecast 12 months")
    }
    let options = try stage.options(page.options, context.parameters)
    try refuse(["step"], of: "cohorts", stage, options)
    let specification = RetentionForecastSpecification(
      source: .cohorts(cohorts), law: try law(stage, method),
      horizon: try horizon(stage, cohorts.grain), step: cohorts.grain.rawValue,
      level: options.level, isBacktest: options["backtest"] == .boolean(true),
      definitions: Forecast.retentionDefinitions)
    return retentionPlan(input.plan, specification)
  }

  private func retentionPlan(
    _ source: Plan, _ specification: RetentionForecastSpecification
  ) -> Plan {
    Plan(
      .retentionForecast(source, specification), schema: specification.schema, title: "",
      shape: specification.shape)
  }

  private func law(
    _ stage: Stage, _ method: String?
  ) throws(Diagnostic) -> RetentionForecastSpecification.Law? {
    if case .of(_, let range)? = stage.clause(.of) {
      throw Diagnostic(
        code: "of-what", at: range, "a curve of retention has one measure: the share still here",
        help: "leave out of")
    }
    guard let method else { return nil }
    guard let law = RetentionForecastSpecification.Law(rawValue: method) else {
      throw Diagnostic(
        code: "not-of-retention", at: stage.method?.range,
        "\(method) does not go on from a curve of retention", help: "its laws are sbg and bdw")
    }
    return law
  }

  /// What a period is called, and how long it is in the unit of the stays.
  private func step(
    _ stage: Stage, _ options: [String: OptionValue], _ clock: StayClock
  ) throws(Diagnostic) -> (String, Double) {
    let lengths: [String: Double] =
      switch clock.unit {
      case .months: ["month": 1, "quarter": 3, "year": 12]
      case .years: ["year": 1]
      default: ["day": 1, "week": 7, "month": 30.4375, "quarter": 91.3125, "year": 365.25]
      }
    var word = clock.unit == .years ? "year" : "month"
    if case .text(let given)? = options["step"] {
      word = given
    } else if let (duration, _) = duration(stage), duration.months == 0, duration.days > 0 {
      word = duration.days % 7 == 0 ? "week" : "day"
    }
    guard let length = lengths[word] else {
      throw Diagnostic(
        code: "step", at: stage.optionRange("step") ?? stage.verb.range,
        "these lengths of stay are in \(clock.unit.rawValue), and a \(word) is no step of them",
        help: "survival | forecast 3 years with step = year")
    }
    return (word, length)
  }

  func refuse(
    _ names: [String], of what: String, _ stage: Stage, _ options: [String: OptionValue]
  ) throws(Diagnostic) {
    guard let name = names.first(where: { options[$0] != nil }) else { return }
    throw Diagnostic(
      code: "option-not-here", at: stage.optionRange(name), "\(what) has no option \(name)")
  }
}
