package import Language
package import Planning

/// Sets the order of day, month and year in files.
package struct Dates: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "dates", argument: .word, requiresArgument: true, example: "dates dmy",
    summary: "sets the order of day, month and year in files")

  package let page = VerbPage(
    synopsis: "dates ymd | dmy | mdy",
    lesson: "How dates such as 03/04/2024 are read in files loaded from here on; the same as "
      + "set dates = dmy. An option of load comes first:  load gym.csv with dates = mdy. Without "
      + "either each file is asked, and the load says what it guessed.",
    examples: [
      .init("dates dmy", shows: "day first, as in most of Europe"),
      .init("dates mdy", shows: "month first, as in the United States"),
    ])

  package func effect(of stage: Stage) -> SessionEffect { .changesSettings }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .word(let word)? = stage.argument,
      let setting = Settings.declarations.first(where: { $0.name == "dates" })
    else {
      throw Diagnostic(
        code: "missing-order", at: stage.verb.range, "dates needs an order", help: syntax.example)
    }
    let value = try setting.kind.value(
      of: .name(word), option: setting.name, parameters: context.parameters)
    return .session(.set(name: setting.name, value: value))
  }
}
