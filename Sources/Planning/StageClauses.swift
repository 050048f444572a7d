package import Calendars
import Columns
package import Language
import Texts

/// What the clauses of a stage say, one question at a time.
extension Stage {
  package func clause(_ kind: ClauseKind) -> Clause? { clauses.first { $0.kind == kind } }

  /// The keys after `by`; empty without one.
  package var keys: [Assignment] {
    if case .by(let keys, _)? = clause(.by) { keys } else { [] }
  }

  /// The word after `using` and where it stands.
  package var method: Identifier? {
    if case .using(let word, _)? = clause(.using) { word } else { nil }
  }

  /// The method after `using` among the declared ones; nil without the clause.
  package func method(among choices: [VerbPage.Choice]) throws(Diagnostic) -> String? {
    guard let method else { return nil }
    let words = choices.map(\.word)
    if let known = words.first(where: { $0 == method.text.lowercased() }) { return known }
    throw Diagnostic(
      code: "unknown-method", at: method.range, "\(verbName) knows no '\(method.text)'",
      hint: suggestion(for: method.text, among: words).map { "did you mean '\($0)'?" },
      help: "after using stands one of " + words.joined(separator: ", "))
  }

  /// The period after `in`; nil without the clause.
  package func period(_ parameters: [String: Literal]) throws(Diagnostic) -> Period? {
    guard case .inPeriod(let expression, _)? = clause(.inPeriod) else { return nil }
    return try Planning.period(expression, parameters)
  }

  /// The last day of the date after `as of`, else the setting; nil where neither says one.
  package func asOf(_ context: LoweringContext) throws(Diagnostic) -> CivilDate? {
    guard case .asOf(let expression, _)? = clause(.asOf) else { return context.settings.asOf }
    return try Planning.period(expression, context.parameters).lastDay
  }

  /// The options after `with`, each checked against its declaration.
  package func options(
    _ declarations: [OptionDeclaration], _ parameters: [String: Literal]
  ) throws(Diagnostic) -> [String: OptionValue] {
    guard case .with(let assignments, _)? = clause(.with) else { return [:] }
    var values: [String: OptionValue] = [:]
    for assignment in assignments {
      let (name, declaration) = try declared(assignment, among: declarations)
      guard values[name.text] == nil else {
        throw Diagnostic(
          code: "option-twice", at: name.range, "the option '\(name.text)' stands twice")
      }
      values[declaration.name] = try declaration.kind.value(
        of: assignment.value, option: declaration.name, parameters: parameters)
    }
    return values
  }

  /// Where the value of an option stands.
  package func optionRange(_ name: String) -> SourceRange? {
    guard case .with(let assignments, let range)? = clause(.with) else { return nil }
    let assignment = assignments.first { $0.name?.text.lowercased() == name }
    return assignment?.value.range ?? range
  }

  private func declared(
    _ assignment: Assignment, among declarations: [OptionDeclaration]
  ) throws(Diagnostic) -> (Identifier, OptionDeclaration) {
    guard let name = assignment.name else {
      throw Diagnostic(
        code: "option-name", at: assignment.value.range, "an option is written  name = value")
    }
    if let declaration = declarations.first(where: { $0.name == name.text.lowercased() }) {
      return (name, declaration)
    }
    let names = declarations.map(\.name)
    throw Diagnostic(
      code: "unknown-option", at: name.range, "\(verbName) has no option '\(name.text)'",
      hint: suggestion(for: name.text, among: names).map { "did you mean '\($0)'?" },
      help: "its options are " + names.joined(separator: ", "))
  }
}
