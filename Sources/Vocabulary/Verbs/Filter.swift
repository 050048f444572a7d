package import Language
package import Planning

/// Keeps the rows that match.
package struct Filter: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "filter", aliases: ["where"], argument: .condition, requiresArgument: true,
    example: "filter plan == \"annual\"", summary: "keeps the rows that match")

  package let page = VerbPage(
    synopsis: "filter CONDITION",
    lesson: "A comparison with a missing value is false, and != with one is true. "
      + "The dataset itself stays as it was; keep the rows under a name with  NAME = filter ...",
    examples: [
      .init("filter reason == \"Resignation\"", shows: "the senators who resigned"),
      .init(
        "filter start in 1950..1969 and tenure > 20 years | count",
        shows: "how many of those appointed then stayed long"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .condition(let expression)? = stage.argument else {
      throw Diagnostic(
        code: "missing-condition", at: stage.verb.range, "filter needs a condition",
        help: syntax.example)
    }
    var checker = ExpressionChecker(try context.scope(for: stage))
    let condition = try checker.condition(expression)
    context.warnings += checker.warnings
    let input = try context.source(for: stage).plan
    return .table(
      Plan(
        .filter(input, condition), schema: input.schema, title: input.title, shape: input.shape))
  }
}
