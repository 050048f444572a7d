import Columns
package import Language
package import Planning

/// What makes a client leave sooner.
package struct Drivers: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "drivers", clauses: [.by, .asOf, .with], example: "drivers by plan, channel",
    summary: "shows what makes clients leave sooner, as hazard ratios")

  static let definition = Definition(
    "hazard_ratio", title: "how many times as soon a level leaves as its reference (Cox)",
    formula:
      "hazard_ratio = exp(coefficient x step), hazard of a client = base hazard of all x product "
      + "of the ratios",
    pitfalls: [
      "a ratio says what goes together, not what causes what",
      "a column that grows while a client stays (visits, complaints, total paid) is a consequence: "
        + "leave it out",
      "each effect holds the other factors equal: other factors, other ratios",
    ],
    source: "Cox 1972; ties: Efron 1977; check: Grambsch & Therneau 1994")

  package let page = VerbPage(
    synopsis: "drivers [by COLUMNS] [as of DATE] [with OPTION = VALUE]",
    question: "What makes a client leave sooner?",
    lesson:
      "One row an effect: members of the level leave hazard_ratio times as soon as those of the "
      + "reference level, all other factors being equal; above 1 is sooner, below 1 later, and an interval "
      + "that holds 1 is no clear difference. The reference is the commonest level. A number counts "
      + "per step, which the level names. Without by, words with 2 to 12 levels and numbers without "
      + "a role are taken, and the notes say which were left out and why.",
    definitions: [Drivers.definition],
    options: [
      OptionDeclaration(
        "step", .word(HazardSpecification.Step.allCases.map(\.rawValue)),
        "by how much a number grows: round (default), unit, or sd, its standard deviation"),
      OptionDeclaration(
        "level", .number(0.5...0.999), "confidence of the intervals, 95% by default"),
      OptionDeclaration(
        "gap", .duration, "time away that does not count as leaving, none by default"),
    ],
    examples: [
      .init("drivers by piano, canale", shows: "which plan and channel leave sooner", on: .gym),
      .init(
        "drivers by year(iscritto_il), piano", shows: "with the year of joining as a number",
        on: .gym),
      .init(
        "drivers by contract, senior_citizen", shows: "a file without dates",
        on: .telco),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    let options = try stage.options(page.options, context.parameters)
    let clock = try stage.stayClock(input, options, context, needsUnit: false)
    var checker = ExpressionChecker(Scope(input: input, parameters: context.parameters))
    let chosen = try stage.stayKeys(&checker)
    context.warnings += checker.warnings
    var specification = HazardSpecification(
      factors: chosen.isEmpty ? usualFactors(input.schema) : chosen, areChosen: !chosen.isEmpty,
      clock: clock, definition: Drivers.definition)
    guard !specification.factors.isEmpty else {
      throw Diagnostic(
        code: "no-factors", at: stage.verb.range,
        "no column says anything of the clients beside their dates and roles",
        help: "name the factors:  drivers by COLUMN, COLUMN")
    }
    if case .text(let word)? = options["step"], let step = HazardSpecification.Step(rawValue: word)
    {
      specification.step = step
    }
    if case .number(let level)? = options["level"] { specification.level = level }
    return .table(
      Plan(
        .hazards(input.plan, specification), schema: HazardSpecification.schema, title: "",
        shape: .breakdown(category: "factor", measure: "hazard_ratio")))
  }

  /// Segments, and numbers and flags without a role.
  private func usualFactors(_ schema: Schema) -> [GroupKey] {
    schema.fields.indices.compactMap { index in
      let field = schema.fields[index]
      let isPlain = field.role == nil && (field.type.isNumeric || field.type == .boolean)
      guard field.role == .segment || isPlain else { return nil }
      return GroupKey(field: field, value: .column(index, field.type))
    }
  }
}
