import Columns
package import Language
package import Planning
import Texts

/// Shows or corrects what the columns mean.
package struct Roles: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "roles", argument: .assignments, example: "roles end = cancelled_on",
    summary: "shows or corrects what the columns mean")

  package let page = VerbPage(
    synopsis: "roles [ROLE = COLUMN, ...]",
    lesson: "Alone it shows the roles of the current dataset. A correction holds from there on.",
    examples: [
      .init("roles", shows: "which column is what"),
      .init("roles reason = reason", shows: "a role given by hand"),
    ])

  package func effect(of stage: Stage) -> SessionEffect {
    stage.argument == nil ? .none : .changesRoles
  }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let scope = try context.scope(for: stage)
    guard case .assignments(let assignments)? = stage.argument else { return .session(.roles([])) }
    var roles: [RoleAssignment] = []
    for assignment in assignments {
      roles.append(
        RoleAssignment(role: try role(assignment), column: try column(assignment, scope)))
    }
    return .session(.roles(roles))
  }

  private func role(_ assignment: Assignment) throws(Diagnostic) -> Role {
    guard let name = assignment.name else {
      throw Diagnostic(
        code: "role-assignment", at: assignment.value.range, "a role is given as  role = column",
        help: syntax.example)
    }
    if let role = Role(rawValue: name.text.lowercased()) { return role }
    let names = Role.allCases.map(\.rawValue)
    throw Diagnostic(
      code: "unknown-role", at: name.range, "there is no role '\(name.text)'",
      hint: suggestion(for: name.text, among: names).map { "did you mean '\($0)'?" },
      help: "the roles are " + names.joined(separator: ", "))
  }

  private func column(_ assignment: Assignment, _ scope: Scope) throws(Diagnostic) -> Identifier {
    let name: Identifier
    switch assignment.value {
    case .name(let written): name = written
    case .literal(.text(let text), let range): name = Identifier(text, at: range, isQuoted: true)
    default:
      throw Diagnostic(
        code: "role-assignment", at: assignment.value.range, "after = stands a column",
        help: syntax.example)
    }
    let index = try scope.column(name)
    return Identifier(scope.schema.fields[index].name, at: name.range, isQuoted: true)
  }
}
