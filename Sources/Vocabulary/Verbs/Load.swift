import Columns
package import Language
package import Planning

/// Reads a file, guesses what its columns mean, and says what it guessed.
package struct Load: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "load", argument: .path, requiresArgument: true, clauses: [.with],
    example: "load gym.csv", summary: "reads a file of clients")

  package let page = VerbPage(
    synopsis: "load FILE [with OPTION = VALUE, ...]",
    lesson: "Separator, encoding, types, date order and roles are inferred from the whole file and "
      + "reported; each guess can be corrected with an option. Any role can be given too: "
      + "with start = signup, end = \"Data disdetta\".",
    options: Load.formOptions
      + Role.allCases.map {
        OptionDeclaration($0.rawValue, .column, "the column in the role '\($0.rawValue)'")
      },
    examples: [
      .init(
        "load ../datasets/canadian_senators.csv",
        shows: "columns, types, roles and what was guessed"),
      .init(
        "load ../datasets/canadian_senators.csv with reason = Name | count",
        shows: "a role given by hand, and the rest of the line goes on from the rows"),
    ])

  private static let formOptions = [
    OptionDeclaration("separator", .text, "what stands between cells: \",\" \";\" tab \"|\""),
    OptionDeclaration("decimal", .word([".", ","]), "the decimal sign"),
    OptionDeclaration("dates", .word(["ymd", "dmy", "mdy"]), "the order of day, month and year"),
    OptionDeclaration(
      "encoding", .word(["utf-8", "utf-16", "windows-1252", "iso-8859-15"]),
      "how letters are stored"),
    OptionDeclaration("header", .boolean, "whether the first row holds names"),
  ]

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .path(let path, let range)? = stage.argument else {
      throw Diagnostic(
        code: "missing-path", at: stage.verb.range, "load needs a file", help: syntax.example)
    }
    let values = try stage.options(page.options, context.parameters)
    var request = LoadRequest(path: path, pathRange: range, roles: [], options: [])
    guard case .with(let assignments, _)? = stage.clause(.with) else { return .load(request) }
    for assignment in assignments {
      guard let name = assignment.name, let value = values[name.text.lowercased()] else { continue }
      let at = assignment.value.range
      if let role = Role(rawValue: name.text.lowercased()), case .text(let column) = value {
        request.roles.append(RoleAssignment(role: role, column: Identifier(column, at: at)))
      } else {
        request.options.append(.init(name.text.lowercased(), value, at: at))
      }
    }
    return .load(request)
  }
}
