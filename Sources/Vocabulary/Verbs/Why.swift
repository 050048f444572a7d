import Calendars
import Columns
package import Language
package import Planning

/// Why the churn of one period differs from that of another.
package struct Why: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "why", clauses: [.inPeriod, .versus, .by, .asOf, .with],
    example: "why in 2024-03 vs 2024-02 by plan",
    summary: "splits the change of churn between two periods into mix and rate")

  package let page = VerbPage(
    synopsis: "why [in PERIOD] [vs PERIOD] [by KEYS] [as of DATE] [with OPTION = VALUE]",
    question: "Why was March worse than February?",
    lesson:
      "For every column a row a group: mix is what the group adds because it grew or shrank, rate "
      + "what it adds because its own rate changed, total both; the groups of each column add up to the "
      + "change exactly. Two to four keys by name are taken together too (a x b): the mix of each and the "
      + "rates of the crossed groups. A reason splits the lost only and has no mix, nor have  cause  and  wanted,  "
      + "which the map of causes gives. Without in it is the last complete "
      + "month; without vs the period before; without by all columns of few groups.",
    definitions: [
      Definition(
        "mix", title: "the change that comes from the group's share of the clients",
        formula:
          "(s1 - s0) x ((r0 + r1)/2 - (R0 + R1)/2), s share, r rate of the group, R rate of all",
        pitfalls: [
          "the parts depend on the column chosen: another column tells another story",
          "months differ by season: compare a March with a March where that matters",
        ],
        source: "Kitagawa 1955, centred on the whole rate"),
      Definition(
        "rate", title: "the change that comes from the group's own rate",
        formula: "(r1 - r0) x (s0 + s1)/2", source: "Das Gupta 1993"),
      Definition(
        "together",
        title: "several keys at once: the mix of each, the others held equal, and the rates",
        formula:
          "mix = sum over the crossed groups of (r0 + r1)/2 x the effect of the key's factor on "
          + "the share, a product of one factor a key",
        pitfalls: ["crossed groups are small: few clients make their rates jump"],
        source: "Das Gupta 1993"),
    ],
    options: [
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
      OptionDeclaration(
        "joint", .boolean, "whether all keys together make one more dimension, no by default"),
    ],
    examples: [
      .init("why in 2023-06 vs 2023-04 by sede", shows: "what changed, branch by branch", on: .gym),
      .init(
        "why in 2023 | plot", shows: "2023 beside 2022, by every column of few groups", on: .gym),
      .init(
        "why in 1990..1999 by `Province / Territory`", shows: "the nineties beside the eighties"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    try requireClients(input.schema, for: stage)
    let options = try stage.options(page.options, context.parameters)
    var remarks: [String] = []
    let asOf = try stage.asOf(context)
    let after = try after(stage, asOf ?? input.asOf, context, &remarks)
    let before = try before(stage, after, context, &remarks)
    let keys = try keys(stage, input, &context, &remarks)
    let gap = try stage.gap(options)
    var groups = keys.map { [$0] }
    var dimensions = keys.map { dimension([$0]) }
    let joint = keys.filter { !$0.describesExit }
    if options["joint"] == .boolean(true), joint.count > 1 {
      groups.append(joint)
      dimensions.append(dimension(joint))
    }
    if !stage.keys.isEmpty, (2...4).contains(joint.count) {
      groups.append(joint)
      dimensions.append(together(joint))
    }
    func plan(_ keys: [GroupKey], _ period: Period) -> Plan {
      let counts = CalendarCounts(keys: keys, grain: nil, period: period, asOf: asOf, gap: gap)
      return Plan(.calendarCounts(input.plan, counts), schema: counts.schema, title: "")
    }
    let specification = ChangeSpecification(
      dimensions: dimensions, before: before, after: after, definitions: page.definitions,
      remarks: remarks)
    return .table(
      Plan(
        .change(
          groups.map { ComparedPlans(before: plan($0, before), after: plan($0, after)) },
          specification), schema: specification.schema, title: "",
        shape: .breakdown(category: "segment", measure: "total")))
  }

  private func dimension(_ keys: [GroupKey]) -> ChangeSpecification.Dimension {
    .init(
      keys.map(\.field.name).joined(separator: ", "), keyCount: keys.count,
      describesExit: keys[0].describesExit)
  }

  /// The mix of each key told apart from that of the others.
  private func together(_ keys: [GroupKey]) -> ChangeSpecification.Dimension {
    let names = keys.map(\.field.name)
    var dimension = ChangeSpecification.Dimension(
      names.joined(separator: " x "), keyCount: keys.count, describesExit: false)
    dimension.factors = names
    return dimension
  }

  /// The period after `in`, else the last complete month.
  private func after(
    _ stage: Stage, _ asOf: CivilDate?, _ context: LoweringContext, _ remarks: inout [String]
  ) throws(Diagnostic) -> Period {
    if let period = try stage.period(context.parameters) {
      if let asOf, period.lastDay > asOf {
        remarks.append("\(period.label) is not finished: fewer have left by \(asOf)")
      }
      return period
    }
    guard let asOf else {
      throw Diagnostic(
        code: "missing-period", at: stage.verb.range, "which period is to be explained?",
        help: "say it:  \(syntax.example)")
    }
    let last = Grain.month.ordinal(of: asOf.advanced(byDays: 1)) - 1
    let period = PartialDate(grain: .month, ordinal: last).period
    remarks.append("\(period.label) is the last complete month")
    return period
  }

  /// The period after `vs`, else the one as long before.
  private func before(
    _ stage: Stage, _ after: Period, _ context: LoweringContext, _ remarks: inout [String]
  ) throws(Diagnostic) -> Period {
    if case .versus(let expression, _)? = stage.clause(.versus) {
      return try period(expression, context.parameters)
    }
    let period = after.precedingPeriod
    remarks.append("vs \(period.label): the period before")
    return period
  }

  /// The keys after `by`, else every column of few groups; reasons last.
  private func keys(
    _ stage: Stage, _ input: PlanInput, _ context: inout LoweringContext,
    _ remarks: inout [String]
  ) throws(Diagnostic) -> [GroupKey] {
    guard stage.keys.isEmpty else {
      var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
      let keys = try checker.keys(
        stage.keys, date: checker.scope.leaving, dateIsCalled: "date of leaving",
        causes: context.settings.causes
      ).map(\.asCategory)
      context.warnings += checker.warnings
      return keys.filter { !$0.describesExit } + keys.filter(\.describesExit)
    }
    let keys = segmentColumns(input)
    guard !keys.isEmpty else {
      throw Diagnostic(
        code: "no-segments", at: stage.verb.range,
        "no column parts the clients into few groups (2 to 12 words)",
        help: "name one:  why by COLUMN")
    }
    remarks.append(
      "by " + keys.map(\.field.name).joined(separator: ", ") + ": columns of few groups")
    let left = columnsOfManyWords(input)
    if !left.isEmpty {
      remarks.append(
        "left out, with more than 12 words: " + left.joined(separator: ", ")
          + "; why by COLUMN takes one")
    }
    return keys
  }
}

extension Period {
  /// The stretch as long that ends where this begins: in whole months where this is whole months.
  fileprivate var precedingPeriod: Period {
    let (startYear, startMonth, startDay) = start.components
    let (endYear, endMonth, endDay) = end.components
    let months = (endYear - startYear) * 12 + endMonth - startMonth
    guard startDay == 1, endDay == 1, months > 0 else {
      let first = start.advanced(byDays: -lengthInDays)
      return Period(from: PartialDate(first), through: PartialDate(start.advanced(byDays: -1)))
    }
    for grain in [Grain.year, .quarter, .month] {
      let (first, last) = (grain.ordinal(of: start), grain.ordinal(of: lastDay))
      guard grain.firstDay(ofOrdinal: first) == start, grain.firstDay(ofOrdinal: last + 1) == end
      else { continue }
      let length = last - first + 1
      return Period(
        from: PartialDate(grain: grain, ordinal: first - length),
        through: PartialDate(grain: grain, ordinal: first - 1))
    }
    return self
  }
}
