import Columns
package import Language
package import Planning

/// Did we sell to the wrong people?
package struct Fit: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "fit", clauses: [.by, .inPeriod, .asOf, .with], example: "fit by plan",
    summary: "compares each segment with all the rest: who leaves more, brings and takes")

  static let definition = Definition(
    "difference", title: "churn of the segment beside that of all the rest",
    formula: "difference = lost / clients of the segment - lost / clients of all the rest",
    pitfalls: [
      "segments overlap with other traits: a plan may leave more because the young choose it",
      "of many segments some differ by chance, so read adjusted_p and not the largest difference",
    ],
    source: "interval: Newcombe 1998; looks: Benjamini & Hochberg 1995")

  package let page = VerbPage(
    synopsis: "fit [by KEYS] [in PERIOD] [as of DATE] [with OPTION = VALUE]",
    question: "Did we sell to the wrong people, or do we serve the right ones badly?",
    lesson:
      "One row a segment, each key by itself, the one that leaves most above the rest first: its "
      + "churn with its interval, what its median client brings (value) and takes (effort), the "
      + "difference of its churn from all the rest, and a p adjusted for the number of segments "
      + "looked at. A segment that leaves more and brings less or takes more is a targeting problem; "
      + "one that leaves more but is worth as much is a service problem. A condition is a key too: "
      + "fit by start < 2022-03 sets those who met a price rise beside the others. With  set target = "
      + "CONDITION  those on target stand beside the others too, and on_target is the share of each "
      + "segment that is on target, which tells whether those we want are the ones that stay.",
    definitions: [Fit.definition],
    options: [
      OptionDeclaration(
        "minimum", .number(2...1_000_000),
        "a segment of fewer clients is not judged, 20 by default"),
      OptionDeclaration(
        "level", .number(0.5...0.999), "confidence of the intervals, 95% by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
    ],
    examples: [
      .init("fit", shows: "every segment of every key", on: .gym),
      .init("fit by canale in 2023", shows: "the channels, in one year", on: .gym),
      .init(
        "fit by old = iscritto_il < 2022-03", shows: "those who joined before beside those after",
        on: .gym),
      .init("fit by contract", shows: "a file without dates", on: .telco),
      .init(
        "fit by year(iscritto_il)", shows: "old cohorts; after set target, how many were on it",
        on: .gym),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    let options = try stage.options(page.options, context.parameters)
    let clock = try stage.stayClock(input, options, context, needsUnit: false)
    let period = try stage.period(context.parameters)
    if case .tenure = clock, case .inPeriod(_, let range)? = stage.clause(.inPeriod) {
      throw Diagnostic(
        code: "no-calendar", at: range, "these rows have lengths of stay but no dates",
        help: "leave out in: the churn is the share lost of all")
    }
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let chosen = try stage.stayKeys(&checker)
    context.warnings += checker.warnings
    var specification = FitSpecification(
      keys: chosen.isEmpty ? segments(input.schema) : chosen, areChosen: !chosen.isEmpty,
      clock: clock, period: period, definition: Fit.definition)
    let target = try stage.target(context)
    specification.target = target?.condition
    specification.targetText = target?.text
    guard !specification.keys.isEmpty || target != nil else {
      throw Diagnostic(
        code: "no-segments", at: stage.verb.range, "no column has the role segment",
        help: "name what parts the clients:  fit by COLUMN,  or  set target = CONDITION")
    }
    if case .number(let minimum)? = options["minimum"] { specification.minimum = Int(minimum) }
    if case .number(let level)? = options["level"] { specification.level = level }
    return .table(
      Plan(
        .fit(input.plan, specification), schema: specification.schema, title: "",
        shape: .breakdown(category: "segment", measure: "difference")))
  }

  private func segments(_ schema: Schema) -> [GroupKey] {
    schema.fields.indices.filter { schema.fields[$0].role == .segment }.map { index in
      GroupKey(field: schema.fields[index], value: .column(index, schema.fields[index].type))
    }
  }
}
