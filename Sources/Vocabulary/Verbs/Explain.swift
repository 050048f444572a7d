package import Language
package import Planning

/// Shows how a line is read.
package struct Explain: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "explain", argument: .line, requiresArgument: true,
    example: "explain churn by year | take 3", summary: "shows how a line is read")

  package let page = VerbPage(
    synopsis: "explain LINE",
    lesson: "The tokens of the line, its syntax tree and the plan that would be executed, the last "
      + "operation first; nothing is executed. A line with errors shows its tokens and the errors.",
    examples: [
      .init("explain filter tenure > 20 years | count", shows: "tokens, tree and plan"),
      .init("explain fliter reason", shows: "the tokens and what is wrong"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .line(let line, _)? = stage.argument else {
      throw Diagnostic(
        code: "missing-line", at: stage.verb.range, "explain needs a line", help: syntax.example)
    }
    return .session(.explain(line))
  }
}
