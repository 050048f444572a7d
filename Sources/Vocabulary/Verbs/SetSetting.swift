package import Language
package import Planning
import Texts

/// Shows or changes a setting.
package struct SetSetting: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "set", argument: .assignments, example: "set band_high = 30%",
    summary: "shows or changes a setting")

  package let page = VerbPage(
    synopsis: "set [NAME = VALUE]",
    lesson: "Alone it shows the settings with their defaults. A setting holds from there on and is "
      + "kept in the notebook.",
    options: Settings.declarations,
    examples: [
      .init("set band_low = 4%", shows: "another idea of an ordinary year"),
      .init("set as_of = 1999-12-31", shows: "the end of observation moved back"),
    ])

  package func effect(of stage: Stage) -> SessionEffect {
    stage.argument == nil ? .none : .changesSettings
  }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .assignments(let assignments)? = stage.argument else {
      return .session(.showSettings)
    }
    if assignments.count == 1, assignments[0].name == nil {
      throw Diagnostic(
        code: "missing-value", at: assignments[0].value.range, "this setting needs a value",
        help: syntax.example + ",  or  set  alone to see them all")
    }
    guard assignments.count == 1, let name = assignments[0].name else {
      throw Diagnostic(
        code: "one-setting", at: stage.range, "set takes one setting a line", help: syntax.example)
    }
    let names = Settings.declarations.map(\.name)
    guard let setting = Settings.declarations.first(where: { $0.name == name.text.lowercased() })
    else {
      throw Diagnostic(
        code: "unknown-setting", at: name.range, "there is no setting '\(name.text)'",
        hint: suggestion(for: name.text, among: names).map { "did you mean '\($0)'?" },
        help: "the settings are " + names.joined(separator: ", "))
    }
    let value = try setting.kind.value(
      of: assignments[0].value, option: setting.name, parameters: context.parameters)
    return .session(.set(name: setting.name, value: value))
  }
}
