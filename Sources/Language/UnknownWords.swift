import Texts

/// What is wrong with a word that is neither a verb nor, as the caller knows, a table: it is called
/// otherwise here, or misspelt, or simply unknown.
///
/// The parser takes a first word that stands alone or before `|` for the name of a table; who knows
/// the tables asks here once there is none of that name.
package func unknownTable(
  _ name: Identifier, tables: [String], grammar: Grammar
) -> Diagnostic {
  let message = "there is no table or verb '\(name.text)'"
  guard !name.isQuoted else {
    let near = suggestion(for: name.text, among: tables)
    return Diagnostic(
      .unknownTable, at: name.range, "there is no table '\(name.text)'",
      hint: near.map { "did you mean `\($0)`?" })
  }
  return unknownWord(
    name.text, at: name.range, message, problem: .unknownTable, tables: tables, grammar: grammar)
}

/// The word as it is called here, or the nearest verb or table.
func unknownWord(
  _ word: String, at range: SourceRange, _ message: String,
  problem: SyntaxProblem = .unknownVerb, tables: [String] = [], grammar: Grammar
) -> Diagnostic {
  if let foreign = ForeignWord(word)?.diagnostic(at: range, grammar) { return foreign }
  let verbs = grammar.verbs.flatMap { [$0.name] + $0.aliases }
  let near = suggestion(for: word, among: tables + verbs)
  let verb = near.flatMap { tables.contains($0) ? nil : grammar.verb($0) }
  return Diagnostic(
    problem, at: range, message, hint: near.map { "did you mean '\($0)'?" }, help: verb?.help)
}

extension VerbSyntax {
  /// `filter keeps the rows that match:  filter plan == "annual"`
  package var help: String { "\(name) \(summary):  \(example)" }
}
