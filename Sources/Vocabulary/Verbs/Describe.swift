import Columns
package import Language
package import Planning

/// Says what the columns hold.
package struct Describe: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "describe", example: "describe", summary: "says what the columns hold")

  package let page = VerbPage(
    synopsis: "describe",
    lesson: "A row about each column: its type and role, how many values are missing and how many "
      + "differ, the smallest, the middle and the largest of numbers and dates, the commonest value "
      + "as an example, and in eight bars how numbers and dates are spread from the smallest to the "
      + "largest. plot draws these spreads larger.",
    examples: [
      .init("describe", shows: "every column of the file"),
      .init("describe | plot", shows: "a histogram of each column of numbers or dates"),
      .init("churn by year in 1950..1999 | describe", shows: "the same of a result"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage).plan
    return .table(
      Plan(
        .describe(input), schema: ColumnDescription.schema, title: input.title,
        shape: .spreads([])))
  }
}
