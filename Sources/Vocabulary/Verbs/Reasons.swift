import Calendars
import Columns
package import Language
package import Planning
import Texts

/// Why those who left did so, and what stands behind their words.
package struct Reasons: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "reasons", argument: .assignments, clauses: [.by, .inPeriod, .top, .at, .asOf, .using, .with],
    example: "reasons in 2024 top 5", summary: "shows why those who left did so")

  package let page = VerbPage(
    synopsis: "reasons [by KEYS] [in PERIOD] [top N] [as of DATE] [with OPTION = VALUE]\n"
      + "  reasons using risk [at DURATIONS]\n"
      + "  reasons map [\"WORDS\" = CAUSE [, wanted = yes] | \"FILE.yaml\"]",
    question: "Why do they leave?",
    lesson: "One row a reason, those with most losses first, of the last 12 complete months unless "
      + "a period is given. Spellings that differ in case and blanks are one reason; a missing "
      + "reason, and words such as \"don't know\" or \"non so\", are the reason unknown and count "
      + "like any other. The map of causes says what stands behind the words (us, competitor, "
      + "circumstances, price, target, unknown) and whether the firm wanted the loss: reasons map "
      + "shows what it makes of each reason, reasons map using file prints it, and a line such as "
      + "reasons map \"moroso\" = target, wanted = yes puts a rule in front of the others, for this "
      + "session and its notebook. A reason without a rule has no cause and is named in the notes. "
      + "Revenue lost is money per month.",
    definitions: Reasons.definitions,
    methods: [
      .init("risk", "by length of stay, the reasons competing; at 1 year, 2 years picks lengths"),
      .init("file", "of reasons map: the map as the text of its file"),
    ],
    options: [
      OptionDeclaration("level", .number(0.5...0.999), "confidence of the trend, 95% by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
      OptionDeclaration(
        "curve", .boolean, "using risk: a row for every length at which somebody left"),
    ] + MonthlyMoney.options,
    examples: [
      .init("reasons in 2024", shows: "a year, each reason against the year before", on: .gym),
      .init("reasons by sede in 2024 top 2", shows: "the first two of each branch", on: .gym),
      .init("reasons using risk at 6 months, 1 year, 2 years", shows: "who goes when", on: .gym),
      .init("reasons map", shows: "each reason, its cause and the rule", on: .gym),
      .init(
        "reasons map \"cambio città\" = circumstances, \"altro\" = us",
        shows: "two rules of one's own", on: .gym),
      .init("reasons in 1990..1999", shows: "why senators left"),
    ])

  static let definitions = [
    Definition(
      "share", title: "part of the losses", formula: "losses for the reason / losses",
      pitfalls: ["a reason is what somebody wrote down, not always what drove the client out"],
      source: "Pareto order: Juran, Quality Control Handbook (1951)"),
    Definition(
      "revenue_lost", title: "money a month that went with them",
      formula: "sum of the amounts a month of those who left for the reason",
      source: "ChartMogul, churned MRR"),
    Definition(
      "trend", title: "change of the rate at which the reason drives clients out",
      formula: "(losses / client-days) / (losses / client-days of the earlier stretch)",
      source: "exact interval of two Poisson rates: Przyborowski & Wilenski 1940"),
    Definition(
      "unknown_share", title: "losses of which nobody knows why",
      formula: "losses without a known reason / losses",
      pitfalls: ["a large unknown share can hide the commonest reason"],
      source: "counted"),
    Definition(
      "wanted_share", title: "losses that the firm chose", formula: "wanted losses / losses",
      source: "the map of causes"),
    Definition(
      "risk", title: "cumulative incidence: the share that has left for a reason",
      formula:
        "sum over lengths of stay up to t of (here just before) x (leaving for it / at risk)",
      pitfalls: ["1 - Kaplan-Meier of one reason alone would overstate it: the reasons compete"],
      source: "Aalen & Johansen 1978"),
  ]

  package func effect(of stage: Stage) -> SessionEffect {
    guard case .assignments(let written)? = stage.argument, let first = written.first else {
      return .none
    }
    return written.count > 1 || first.name != nil ? .changesSettings : .none
  }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let isMap = stage.argument != nil
    if isMap, let action = try mapAction(stage, context) { return .session(action) }
    let input = try context.source(for: stage)
    let reason = try reasonColumn(input.schema, stage)
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let keys = try keys(stage, &checker)
    context.warnings += checker.warnings
    let options = try stage.options(page.options, context.parameters)
    let layout = try layout(stage, options, isMap: isMap, input.schema)
    let (money, remark) = try stage.moneyIfKnown(input.schema, options, context.settings)
    var top: Int?
    if case .top(let count, let range)? = stage.clause(.top) {
      guard count > 0 else {
        throw Diagnostic(code: "top", at: range, "top takes a whole number above 0")
      }
      top = count
    }
    var level = 0.95
    if case .number(let given)? = options["level"] { level = given }
    let specification = ReasonsSpecification(
      reason: reason, keys: keys, period: try stage.period(context.parameters),
      asOf: try stage.asOf(context), gap: try stage.gap(options), top: top,
      causes: context.settings.causes, money: layout == .pareto ? money : nil,
      moneyRemark: remark, level: level, layout: layout,
      definitions: Reasons.definitions.filter { ($0.name == "risk") == (layout.isRisk) })
    return .table(
      Plan(
        .reasons(input.plan, specification), schema: specification.schema, title: "",
        shape: shape(layout)))
  }

  private func shape(_ layout: ReasonsSpecification.Layout) -> TableShape {
    switch layout {
    case .pareto, .map: .breakdown(category: "reason", measure: "lost")
    case .risk:
      .curve(
        CurveShape(
          x: CurveAxis("time", unit: .days), measure: CurveAxis("left for the reason", unit: .rate),
          isStepped: true, start: 0, lines: []))
    }
  }

  // MARK: - Clauses

  private func reasonColumn(_ schema: Schema, _ stage: Stage) throws(Diagnostic) -> Int {
    if let column = schema.index(of: .reason) { return column }
    let texts = schema.fields.filter { $0.type == .text && ($0.role == nil || $0.role == .segment) }
      .map { quotedIfNeeded($0.name) }
    throw Diagnostic(
      code: "missing-role", at: stage.verb.range,
      "no column has the role reason, the words in which those who left said why",
      help: texts.isEmpty
        ? "this table has no column of texts"
        : "if one is, say so, of " + texts.prefix(6).joined(separator: ", ")
          + ":  roles reason = COLUMN")
  }

  private func keys(
    _ stage: Stage, _ checker: inout ExpressionChecker
  ) throws(Diagnostic) -> [GroupKey] {
    let (grain, categories) = try stage.grainAndCategories(&checker)
    if let grain {
      throw Diagnostic(
        code: "reasons-by-period", at: stage.clause(.by)?.range ?? stage.verb.range,
        "reasons are of one period, each with its trend",
        help: "name the period:  reasons in 2024.  Over time:  churn by reason, \(grain)")
    }
    let keys = try checker.keys(
      categories, date: checker.scope.leaving, dateIsCalled: "date of leaving")
    if let key = keys.first(where: { $0.field.role == .reason }) {
      throw Diagnostic(
        code: "key-twice", at: stage.clause(.by)?.range,
        "'\(key.field.name)' is what the rows are of already",
        help: "reasons alone has a row for each reason")
    }
    return keys.map(\.asCategory)
  }

  private func layout(
    _ stage: Stage, _ options: [String: OptionValue], isMap: Bool, _ schema: Schema
  ) throws(Diagnostic) -> ReasonsSpecification.Layout {
    let method = try stage.method(among: page.methods)
    if isMap {
      try refuse([.by, .at, .using], stage, "reasons map is about all reasons of the record")
      return .map
    }
    guard method == "risk" else {
      try refuse([.at], stage, "lengths of stay belong to the risk", "reasons using risk at 1 year")
      if let method {
        throw Diagnostic(
          code: "unknown-method", at: stage.method?.range, "'\(method)' is about the map",
          help: "reasons map using \(method)")
      }
      return .pareto
    }
    try requireClients(schema, for: stage)
    try refuse(
      [.by, .inPeriod], stage, "the risk is that of whole stays",
      "filter first:  filter start in 2023 | reasons using risk")
    var lengths: [CalendarDuration] = []
    if case .at(let durations, _)? = stage.clause(.at) { lengths = durations }
    return .risk(at: lengths, isWhole: options["curve"] == .boolean(true))
  }

  private func refuse(
    _ kinds: [ClauseKind], _ stage: Stage, _ why: String, _ help: String? = nil
  ) throws(Diagnostic) {
    for kind in kinds {
      guard let clause = stage.clause(kind) else { continue }
      throw Diagnostic(
        code: "clause-not-here", at: clause.range, "'\(kind.rawValue)' has no place here: \(why)",
        help: help)
    }
  }
}

extension ReasonsSpecification.Layout {
  fileprivate var isRisk: Bool {
    if case .risk = self { return true }
    return false
  }
}
