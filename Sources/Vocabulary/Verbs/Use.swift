package import Language
package import Planning

/// Makes a kept table the current dataset.
package struct Use: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "use", argument: .names, requiresArgument: true, example: "use annual",
    summary: "makes a kept table the current dataset")

  package let page = VerbPage(
    synopsis: "use NAME",
    lesson: "Lines that begin with a verb read the current dataset; the prompt shows its name.",
    examples: [.init("use canadian_senators", shows: "back to the whole file")])

  package func effect(of stage: Stage) -> SessionEffect { .choosesDataset }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .names(let names)? = stage.argument, names.count == 1 else {
      throw Diagnostic(
        code: "one-name", at: stage.range, "use takes one name", help: syntax.example)
    }
    return .session(.use(names[0]))
  }
}
