package import Language
package import Planning

/// Keeps the first rows.
package struct Take: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "take", aliases: ["limit"], argument: .count, requiresArgument: true, example: "take 10",
    summary: "keeps the first rows")

  package let page = VerbPage(
    synopsis: "take N",
    lesson: "The first rows in the order of the table; sort before it for the largest.",
    examples: [.init("sort tenure desc | take 5", shows: "the five longest stays")])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .count(let count, _)? = stage.argument else {
      throw Diagnostic(
        code: "missing-count", at: stage.verb.range, "take needs a number of rows",
        help: syntax.example)
    }
    let input = try context.source(for: stage).plan
    return .table(
      Plan(.take(input, count), schema: input.schema, title: input.title, shape: input.shape))
  }
}
