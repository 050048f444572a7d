package import Language
package import Planning

/// Shows the working of a figure.
package struct How: Verb {
  package init() {}

  package let readsPreviousResult = true

  package let syntax = VerbSyntax(
    "how", example: "churn in 2012 | how", summary: "shows the working of the figure before it")

  package let page = VerbPage(
    synopsis: "... | how",
    lesson: "The formula in words, the same with this data's numbers, who defines it so, "
      + "and what can mislead here.",
    examples: [
      .init("churn in 1990..1999 | how", shows: "how the rate of ten years comes about"),
      .init("churn by year | forecast 3 years | how", shows: "how the forecast was made"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    _ = try context.source(for: stage)
    return .presentation(.how(stage.verb.range))
  }
}
