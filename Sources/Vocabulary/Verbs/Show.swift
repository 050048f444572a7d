package import Language
package import Planning

/// Shows more or fewer rows of a table.
package struct Show: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "show", argument: .countOrWord, example: "show all",
    summary: "shows a table with so many rows")

  package let page = VerbPage(
    synopsis: "show [N | all]",
    lesson: "On a screen a table is cut after 40 rows; show all prints every one.",
    examples: [.init("show 3", shows: "the first three rows of the dataset")])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    _ = try context.source(for: stage)
    switch stage.argument {
    case .count(let count, _)?: return .presentation(.show(limit: count))
    case .word(let word)?:
      guard word.text.lowercased() == "all" else {
        throw Diagnostic(
          code: "show-what", at: word.range, "after show stands a number of rows, or all",
          help: "show 20,  show all")
      }
      return .presentation(.show(limit: nil))
    default: return .presentation(.show(limit: context.settings.rows))
    }
  }
}
