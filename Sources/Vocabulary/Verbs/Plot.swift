import Columns
package import Language
package import Planning
import Texts

/// Draws a table.
package struct Plot: Verb {
  package init() {}

  package let readsPreviousResult = true

  package let syntax = VerbSyntax(
    "plot", argument: .word, example: "churn by year | plot", summary: "draws the table before it")

  package let page = VerbPage(
    synopsis: "... | plot [bar | line | points | curve | heat | histogram]",
    lesson: "Without a word the picture follows from the result: a line with its interval over "
      + "time, bars for groups (solid as far as is sure, where values have limits), a fan for a "
      + "forecast, histograms for describe. curve draws steps; heat draws a row of shaded cells for "
      + "each group over time.",
    examples: [
      .init("churn by year in 1950..2012 | plot", shows: "the rate with its interval"),
      .init("group by reason | plot", shows: "bars"),
      .init(
        "churn by `Province / Territory`, year in 2000..2012 | plot heat",
        shows: "the rate of each province and year as shades"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage)
    if input.plan.shape == .rows {
      throw Diagnostic(
        code: "nothing-to-plot", at: stage.verb.range,
        "plot draws figures over time or by group, and these are rows",
        help: "compute something first:  churn by year | plot,  group by reason | plot,  "
          + "describe | plot")
    }
    guard case .word(let word)? = stage.argument else {
      return .presentation(.plot(kind: nil, stage.range))
    }
    let kinds = ["bar", "line", "points", "curve", "heat", "histogram"]
    guard kinds.contains(word.text.lowercased()) else {
      throw Diagnostic(
        code: "unknown-picture", at: word.range, "there is no picture '\(word.text)'",
        hint: suggestion(for: word.text, among: kinds).map { "did you mean '\($0)'?" },
        help: "pictures are " + kinds.joined(separator: ", "))
    }
    return .presentation(.plot(kind: word.text.lowercased(), stage.range))
  }
}
